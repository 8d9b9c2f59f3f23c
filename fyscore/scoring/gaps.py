"""What to fix first: every lost or pending part, the points it would give, and how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fyscore.answers import Answers
from fyscore.numbers import ZERO
from fyscore.rules.field import Change, FixBy
from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
from fyscore.scoring.judgement import Step, steps
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

    ``points`` is what the changes gain exactly or, where there are none, all
    that is lacking.  ``steps`` are the changes worth making, from the smallest
    gain to the largest; ``changes`` are the last of them.
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
    by: FixBy = FixBy.UNIT
    steps: tuple[Step, ...] = ()
    #: Where it stands in the standard, as people write it.
    name: str = ""


def find_gaps(result: Result, rulebook: Rulebook, answers: Answers | None = None) -> list[Gap]:
    """Lost parts first by points, each with the fewest changes before; then pending ones.

    With the answers that were scored, gaps carry their smaller steps too.
    """
    parts = {part.id: part for part in rulebook.parts}

    def gap(found: PartResult, lacking: Fraction) -> Gap:
        worth: tuple[Step, ...] = ()
        if found.changes:
            worth = (Step(found.changes, found.gain),)
            if answers is not None and found.status is not Status.PENDING:
                worth = tuple(steps(parts[found.id], answers.values, rulebook.readings))
        return _gap(found, lacking, worth, rulebook)

    lost = [gap(p, p.lost) for p in result.lost_parts()]
    lost.sort(key=lambda g: (g.by, -g.points, len(g.changes)))
    return lost + [gap(p, p.max) for p in result.pending_parts()]


def first_things(result: Result, rulebook: Rulebook, most: int) -> list[Gap]:
    """The gaps to begin with: the dearest of those that the unit itself can close."""
    # Their smaller steps, for which the answers would be needed, are not told.
    gaps = find_gaps(result, rulebook)
    return [gap for gap in gaps if gap.by is FixBy.UNIT][:most]


def _gap(part: PartResult, lacking: Fraction, steps: tuple[Step, ...], rulebook: Rulebook) -> Gap:
    item = rulebook.item_of(part.id)
    return Gap(
        part=part.id,
        item=item.id,
        title=part.title,
        kind=GapKind.of(part.status),
        points=part.gain if part.changes else lacking,
        reason=part.reason,
        remedy=part.remedy,
        responsible=item.responsible,
        changes=part.changes,
        by=part.by,
        steps=steps,
        name=part.name,
    )


@dataclass(frozen=True, slots=True)
class FixPlan:
    """Steps, at most one for each gap, that together gain enough."""

    steps: tuple[tuple[Gap, Step], ...] = ()

    @property
    def gain(self) -> Fraction:
        return sum((step.gain for _, step in self.steps), ZERO)

    @property
    def cells(self) -> int:
        """How many fields change."""
        return sum(len(step.changes) for _, step in self.steps)

    @property
    def cases(self) -> Fraction:
        """How many persons, households or the like are concerned, whatever their unit."""
        return sum((step.cases for _, step in self.steps), ZERO)

    @property
    def cases_by_unit(self) -> dict[str, Fraction]:
        """The same, unit by unit."""
        found: dict[str, Fraction] = {}
        for change in (c for _, step in self.steps for c in step.changes if c.cases):
            found[change.unit] = found.get(change.unit, ZERO) + change.cases
        return found

    def with_step(self, gap: Gap, step: Step) -> FixPlan:
        return FixPlan((*self.steps, (gap, step)))


def least_plan(gaps: Sequence[Gap], need: Fraction) -> FixPlan | None:
    """The steps that gain at least ``need``: the fewest fields, then the fewest cases; or None.

    Only what the unit itself can bring about is among them.
    """
    if need <= 0:
        return FixPlan()
    #: Fields changed → plans of which none gains as much for as few cases as another.
    best: dict[int, list[tuple[Fraction, Fraction, FixPlan]]] = {0: [(ZERO, ZERO, FixPlan())]}
    for gap in gaps:
        reached = {cells: list(plans) for cells, plans in best.items()}
        for step in gap.steps:
            cells, cases = len(step.changes), step.cases
            for before, plans in best.items():
                reached.setdefault(before + cells, []).extend(
                    (min(gain + step.gain, need), used + cases, plan.with_step(gap, step))
                    for gain, used, plan in plans
                )
        best = _thinned(reached, need)
    enough = [
        (cells, cases, plan)
        for cells, plans in best.items()
        for gain, cases, plan in plans
        if gain >= need
    ]
    return min(enough, key=lambda each: each[:2])[2] if enough else None


def gained(result: Result, gaps: Iterable[Gap]) -> Fraction:
    """What closing all these gaps adds to the total, up to the caps."""
    return _total_with(result, ((gap, gap.points) for gap in gaps)) - result.total


def total_after(result: Result, plan: FixPlan) -> Fraction:
    """The total once a plan is carried out, up to the caps."""
    return _total_with(result, ((gap, step.gain) for gap, step in plan.steps))


def _total_with(result: Result, won: Iterable[tuple[Gap, Fraction]]) -> Fraction:
    gains: dict[str, Fraction] = {}
    for gap, more in won:
        gains[gap.item] = gains.get(gap.item, ZERO) + more
    return result.total_with(gains)


def plan_for(result: Result, gaps: Sequence[Gap], goal: Fraction) -> FixPlan | None:
    """The least plan that brings the total to ``goal``; None where none does.

    Under caps some gains count for nothing: then the plan is the first that
    reaches the goal as more and more is asked for, and need not be the least.
    """
    need = goal - result.total
    while True:
        plan = least_plan(gaps, need)
        if plan is None or not plan.steps:
            return plan
        lacking = goal - total_after(result, plan)
        if lacking <= 0:
            return plan
        need = plan.gain + lacking


def _thinned(
    reached: dict[int, list[tuple[Fraction, Fraction, FixPlan]]], need: Fraction
) -> dict[int, list[tuple[Fraction, Fraction, FixPlan]]]:
    """Without plans that another does at least as well with no more fields or cases."""
    thin: dict[int, list[tuple[Fraction, Fraction, FixPlan]]] = {}
    for cells in sorted(reached):
        kept: list[tuple[Fraction, Fraction, FixPlan]] = []
        least: Fraction | None = None
        for gain, cases, plan in sorted(reached[cells], key=lambda each: (-each[0], each[1])):
            if least is None or cases < least:
                kept.append((gain, cases, plan))
                least = cases
        thin[cells] = kept
        if any(gain >= need for gain, _, _ in kept):
            break  # more fields are never better
    return thin
