"""What to fix first: every lost or pending part, the points it would give, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fyscore.numbers import ZERO
from fyscore.rules.field import Change
from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
from fyscore.scoring.result import PartResult, Result


class GapKind(StrEnum):
    """Why a part does not have all its points; its value is what JSON carries."""

    LOST = "lost"
    VOID = "void"
    PENDING = "pending"

    @classmethod
    def of(cls, status: Status) -> GapKind:
        return {Status.PENDING: cls.PENDING, Status.VOID: cls.VOID}.get(status, cls.LOST)


@dataclass(frozen=True, slots=True)
class Gap:
    """One part that could give more.

    ``points`` is what the changes gain exactly; of a pending part, the most it
    can give.  ``changes`` is empty where nothing can be stated or nothing helps.
    """

    part: str
    item: str
    title: str
    kind: GapKind
    points: Fraction
    reason: str
    remedy: str
    responsible: str
    changes: tuple[Change, ...]


def find_gaps(result: Result, rulebook: Rulebook) -> list[Gap]:
    """Lost parts first by points, each with the fewest changes before; then pending ones."""
    lost = [_gap(p, p.lost, rulebook) for p in result.lost_parts()]
    lost.sort(key=lambda g: (not g.changes, -g.points, len(g.changes)))
    return lost + [_gap(p, p.max, rulebook) for p in result.pending_parts()]


def _gap(part: PartResult, gain: Fraction, rulebook: Rulebook) -> Gap:
    item = rulebook.item_of(part.id)
    return Gap(
        part=part.id,
        item=item.id,
        title=part.title,
        kind=GapKind.of(part.status),
        points=gain,
        reason=part.reason,
        remedy=part.remedy,
        responsible=item.responsible,
        changes=part.changes,
    )


def fewest_for(gaps: Sequence[Gap], need: Fraction) -> list[Gap] | None:
    """The gaps whose changes, the fewest together, gain at least ``need``; None if all fall short.

    Among equally few changes, the larger gain is taken.
    """
    if need <= 0:
        return []
    best: dict[int, tuple[Fraction, tuple[Gap, ...]]] = {0: (ZERO, ())}
    for gap in gaps:
        if not gap.changes:
            continue
        for count, (gain, chosen) in sorted(best.items(), reverse=True):
            reached = count + len(gap.changes)
            candidate = (gain + gap.points, (*chosen, gap))
            if reached not in best or candidate[0] > best[reached][0]:
                best[reached] = candidate
    for count in sorted(best):
        if best[count][0] >= need:
            return list(best[count][1])
    return None
