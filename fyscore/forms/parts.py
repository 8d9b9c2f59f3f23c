"""The part of a form that one body fills in: which items it is, as its 基本信息 says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from fyscore.answers import Answers
from fyscore.problems import Code, ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.tables import headings

_BETWEEN = "、"
_SEPARATORS = re.compile(r"[、，,;；\s]+")


def items_named(info: Mapping[str, str]) -> tuple[str, ...]:
    """The items of a part; none of a whole form."""
    return tuple(filter(None, _SEPARATORS.split(info.get(headings.INFO_ITEMS, ""))))


def rules_of(answers: Answers, rulebook: Rulebook) -> Rulebook:
    """The standard as a form's year has it, or what of it the form is about."""
    items, standing = items_named(answers.info), rulebook.in_year(answers.year)
    return standing.only(items) if items else standing


def items_text(items: tuple[str, ...]) -> str:
    """As :func:`items_named` reads it."""
    return _BETWEEN.join(items)


def refuse_part(path: str | Path, answers: Answers) -> None:
    """Whole forms are ranked.  Raises ProblemsError for one body's part."""
    if items_named(answers.info):
        body = answers.info.get(headings.INFO_BODY, "")
        raise ProblemsError(str(path), [Code.PART_FORM.problem(body=body)])
