"""Who has filled in what: each part's progress, problems and deadline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fyscore.answers import Answers
from fyscore.forms import layout
from fyscore.forms.content import Content
from fyscore.forms.parts import items_named, rules_of
from fyscore.forms.plan import plan_of
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook

_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")


@dataclass(frozen=True, slots=True)
class Returned:
    """One part: whose it is, how far it is filled in, what is wrong with it, and by when.

    A part that could not be read has only its ``file`` and ``problems``.
    """

    file: str
    body: str = ""
    items: tuple[str, ...] = ()
    person: str = ""
    deadline: str = ""
    filled: int = 0
    missing: int = 0
    problems: tuple[str, ...] = ()
    #: Whether it is not whole and its deadline has passed.
    is_late: bool = False

    @property
    def is_whole(self) -> bool:
        return not self.problems and not self.missing

    @property
    def words(self) -> str:
        """Its state in words, for a list to chase with."""
        if self.problems:
            state = f"{len(self.problems)}个问题"
        elif self.is_whole:
            return "已填齐"
        else:
            state = "未填齐" if self.filled else "未填"
        return f"{state}，已逾期" if self.is_late else state


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
        info.get(layout.INFO_BODY, ""),
        items_named(info),
        info.get(layout.INFO_PERSON, ""),
        info.get(layout.INFO_DEADLINE, ""),
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
