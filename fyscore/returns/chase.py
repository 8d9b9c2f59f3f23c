"""Who has filled in what: each part's progress, problems and deadline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from fyscore.answers import Answers
from fyscore.forms.content import Content
from fyscore.forms.parts import items_named, rules_of
from fyscore.forms.plan import plan_of
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.rules.tasks import Returned
from fyscore.tables import headings

_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")


def status_of_faulty(error: ProblemsError, today: date) -> Returned:
    """A part with problems: whose it is, as far as it says so."""
    told = _introduced(error.file, error.info)
    problems = tuple(problem.message for problem in error.problems)
    return replace(told, problems=problems, is_late=_has_passed(told.deadline, today))


def status_of(file: Path, answers: Answers, rulebook: Rulebook, today: date) -> Returned:
    """A part that could be read."""
    told = _introduced(str(file), answers.info)
    filled, missing = Content(plan_of(rules_of(answers, rulebook)), answers).progress
    is_late = bool(missing) and _has_passed(told.deadline, today)
    return replace(told, filled=filled, missing=missing, is_late=is_late)


def _introduced(file: str, info: Mapping[str, str]) -> Returned:
    """A part by what it says of itself."""
    return Returned(
        file,
        info.get(headings.INFO_BODY, ""),
        items_named(info),
        info.get(headings.INFO_PERSON, ""),
        info.get(headings.INFO_DEADLINE, ""),
    )


def _has_passed(deadline: str, today: date) -> bool:
    day = day_of(deadline)
    return day is not None and day < today


def day_of(text: str) -> date | None:
    """The first day a text names; None where it names none."""
    found = _DAY.search(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
