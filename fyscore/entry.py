"""What a person typed, taken apart exactly: text, yes/no words, numbers with their units.

Knows nothing of fields, sheets and cells; what a number may be, its field's
type decides (:mod:`fyscore.rules.field_types`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from fyscore.problems import Code, Problem

#: A cell's content as it is stored: a number, a text, or a truth value.
Raw = Decimal | str | bool

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*([^\d,.].*)?", re.DOTALL)
YES_WORDS = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1"})
NO_WORDS = frozenset({"否", "无", "×", "✗", "n", "no", "false", "0"})
#: Ways of writing a unit, by the field's own.
_SPELLINGS = {
    "%": ("%",),
    "‰": ("‰",),
    "/万": ("/万", "/1万", "/10000"),
    "/10万": ("/10万", "/十万", "/100000"),
}
#: Measure words that people use for one another: 8个 is no other number of institutions than 8家.
_MEASURE_WORDS = (
    frozenset("个家所处"),
    frozenset("个次场回"),
    frozenset("个起例件宗"),
    frozenset("个人名位"),
    frozenset("个户"),
    frozenset("个项条"),
    frozenset("个份"),
    frozenset("个对"),
)
#: Letters of a person's text that a message repeats.
SHOWN = 30


#: Decompositions that change how wide a character is, not what it says.
_WIDTHS = ("<wide>", "<narrow>", "<small>", "<noBreak>")


class EntryError(ValueError):
    """A typed value that cannot be used; ``problem`` says why, its place still open."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.found)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Typed:
    """A value as typed: exact, with the decimal places a number was written to."""

    value: bool | Fraction
    places: int = 0


@dataclass(frozen=True, slots=True)
class NumberText:
    """A number written in words' company: its value, decimal places and unit."""

    value: Fraction
    places: int
    unit: str


def clean(text: str) -> str:
    """Full-width forms folded, invisible characters and outer blanks removed."""
    return _clean_short(text) if len(text) <= _SHORT else _clean(text)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip()


#: Letters of a heading, a key or a label, which a batch meets again in every file.
_SHORT = 60
_clean_short = lru_cache(maxsize=4096)(_clean)


def quoted(raw: object) -> str:
    """What was found, quoted and short enough for one line."""
    text = str(raw).replace("\n", " ")
    return f"“{text[:SHOWN]}…”" if len(text) > SHOWN else f"“{text}”"


def parse_yes_no(raw: Raw) -> bool:
    """是/否 in any of the forms people use.  Raises EntryError for anything else."""
    if isinstance(raw, bool):
        return raw
    text = clean(raw).lower() if isinstance(raw, str) else str(raw)
    if text in YES_WORDS:
        return True
    if text in NO_WORDS:
        return False
    raise EntryError(Code.YES_NO_EXPECTED.problem(typed=quoted(raw)))


def narrow(text: str) -> str:
    """Full-width forms folded, and nothing else: a raised or circled digit is no digit."""
    return "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.decomposition(c).startswith(_WIDTHS) else c
        for c in text.translate(_INVISIBLE)
    ).strip()


def parse_number_text(raw: str) -> NumberText | None:
    """A number with what follows it; None where the text is none."""
    match = _NUMBER.fullmatch(narrow(raw))
    if match is None:
        return None
    sign, whole, fraction, unit = match.groups()
    if unit and unit[0].isdigit():  # a raised or circled digit: a footnote, or a power
        return None
    value = Fraction(sign + whole.replace(",", "") + (fraction or ""))
    return NumberText(value, len(fraction) - 1 if fraction else 0, re.sub(r"\s", "", unit or ""))


def is_spelling(given: str, unit: str) -> bool:
    """Whether ``given`` is a way of writing ``unit``, or a neighbouring measure word."""
    if given in _SPELLINGS.get(unit, (unit,)):
        return True
    return any(given in words and unit in words for words in _MEASURE_WORDS)
