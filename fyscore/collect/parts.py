"""Parts of a form as they came back: what each says, and how far it is."""

from __future__ import annotations

from datetime import date

from fyscore.collect.files import Collected
from fyscore.returns.chase import status_of, status_of_faulty
from fyscore.returns.merge import Return, return_of
from fyscore.rules.model import Rulebook
from fyscore.rules.tasks import Returned


def parts_of(collected: Collected) -> list[Return]:
    """The parts that could be read."""
    return [return_of(file.path, answers) for file in collected.files for answers in file.answers]


def returned(collected: Collected, rulebook: Rulebook, today: date) -> list[Returned]:
    """All parts: those with problems first, then those that wait longest."""
    parts = [status_of_faulty(error, today) for error in collected.failures]
    for file in collected.files:
        parts += [status_of(file.path, answers, rulebook, today) for answers in file.answers]
    return sorted(parts, key=lambda p: (p.is_whole, not p.is_late, not p.problems, p.deadline))
