"""Who fills in what by when, and how far the parts are that came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fyscore.rules.model import Rulebook

_BETWEEN = "、"


@dataclass(frozen=True, slots=True)
class Task:
    """One item of the form, as somebody's to fill in."""

    item: str
    lead: str
    helpers: tuple[str, ...] = ()
    person: str = ""
    deadline: str = ""


def proposed(rulebook: Rulebook) -> list[Task]:
    """As the standard names the bodies: the first of an item's leads, the others help."""
    return [Task(item.id, *led(item.responsible)) for item in rulebook.items]


def led(bodies: str) -> tuple[str, tuple[str, ...]]:
    """The leading body and the helping ones of a list such as ``区民政局、妇幼保健机构``."""
    lead, *helpers = (name.strip() for name in bodies.split(_BETWEEN))
    return lead, tuple(filter(None, helpers))


def by_lead(tasks: Iterable[Task]) -> dict[str, list[Task]]:
    """Leading body → its tasks, in the order of the standard."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.lead, []).append(task)
    return found


@dataclass(frozen=True, slots=True)
class Returned:
    """One returned part: whose it is, how far it is filled in, what is wrong with it, and by when.

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
    def problem_lines(self) -> str:
        """The problems, one a line."""
        return "\n".join(self.problems)

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
