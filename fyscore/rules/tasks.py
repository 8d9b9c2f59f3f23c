"""Who fills in what: each item's leading body, those that help, who answers for it, and by when."""

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
