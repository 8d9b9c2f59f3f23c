"""What the score would be, were some fields filled in otherwise; nothing is written anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from fyscore.answers import Answer, Answers
from fyscore.entry import normalized
from fyscore.rules.field import Field
from fyscore.rules.model import Rulebook
from fyscore.scoring.score import score

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BLANKS = frozenset({"", "空", "空白"})


def what_if(answers: Answers, changes: Mapping[str, str], rulebook: Rulebook) -> Answers:
    """The answers with some fields typed otherwise.

    A value is typed as in a cell (``97%``, ``是``), as ``NUMERATOR/DENOMINATOR``,
    or left empty to blank the field.  Raises KeyError for an unknown field and
    EntryError for a value that cannot be used.
    """
    entries = dict(answers.entries)
    for key, typed in changes.items():
        given = typed_answer(rulebook.fields[key], normalized(typed))
        entries[key] = replace(answers.entry(key), answer=given, own=None)
    return replace(answers, entries=entries)


def typed_answer(field: Field, text: str) -> Answer | None:
    """What a person typed for a field; None for a blank.  Raises EntryError."""
    if text in _BLANKS:
        return None
    top, slash, bottom = text.partition("/")
    if slash and field.is_rate and _is_number(top) and _is_number(bottom):
        return field.quotient(Fraction(top), Fraction(bottom))
    return Answer(field.parse(text).value)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))


def gain_of(answers: Answers, changes: Mapping[str, str], rulebook: Rulebook) -> Fraction:
    """How the total moves under :func:`what_if`."""
    before = score(answers, rulebook).total
    return score(what_if(answers, changes, rulebook), rulebook).total - before
