"""What a part comes to: its state and points, why any were lost, and how to win them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from fyscore.numbers import ZERO, points
from fyscore.rules.field import Change, Field, FixBy
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.status import Status


class Outcome(NamedTuple):
    """What a part comes to.

    ``changes`` are the remedy as values that can be tried, all of them the
    unit's own to bring about; empty where there are none.  They gain ``gain``.
    """

    status: Status
    score: Fraction = ZERO
    reason: str = ""
    remedy: str = ""
    changes: tuple[Change, ...] = ()
    gain: Fraction = ZERO
    by: FixBy = FixBy.NOBODY


@dataclass(frozen=True, slots=True)
class Step:
    """Changes that the unit can bring about, and what they gain exactly."""

    changes: tuple[Change, ...]
    gain: Fraction

    @property
    def text(self) -> str:
        """The changes in words."""
        return "，".join(change.text for change in self.changes if change.text)

    @property
    def cases(self) -> Fraction:
        """How many persons, households or the like the changes are about."""
        return sum((change.cases for change in self.changes), ZERO)


def struck(gate: Part, part: Part, values: Values, readings: Readings) -> Outcome | None:
    """What a gate makes of a part of its item; None where it lets it be."""
    shape = gate.shape
    if not shape.strikes(gate, values):
        return None
    score, reason = shape.struck_score(gate, part), shape.reason(gate, values, readings)
    return Outcome(shape.struck_status, score, reason, shape.struck_remedy)


def outcome(
    part: Part, values: Values, readings: Readings, gate_blank: tuple[Field, ...] = ()
) -> Outcome:
    """What the part comes to; ``gate_blank`` are unanswered fields of its item's gate."""
    missing = part.shape.missing(part, values) + gate_blank
    if not missing:
        return _settled(part, values, readings)
    names = "、".join(f"“{f.label}”（{f.key}）" for f in missing)
    reason = f"尚未填报：{names}"
    if gate_blank:
        # It holds up its whole item: no change to one part alone says what it gains.
        return Outcome(Status.PENDING, ZERO, reason, "填报后即可计分")
    won = _won(part, part.max, values, readings)
    if won is not None:
        remedy = _advice(won)
        return Outcome(Status.PENDING, ZERO, reason, remedy, won.changes, won.gain, FixBy.UNIT)
    if all(f.by_assessors for f in missing):
        remedy = "由评估组评定后计分"
        return Outcome(Status.PENDING, ZERO, reason, remedy, by=FixBy.ASSESSORS)
    return Outcome(Status.PENDING, ZERO, reason, "填报后即可计分", by=FixBy.UNIT)


def _settled(part: Part, values: Values, readings: Readings) -> Outcome:
    """What the part comes to once every required field has a value."""
    shape, standing = part.shape, part.shape.standing(part, values)
    if standing is not None:
        if standing is Status.CLEAR:
            return Outcome(standing)
        reason = shape.reason(part, values, readings)
        return Outcome(standing, ZERO, reason, "一票否决，不能以其他得分弥补")
    earned = shape.score(part, values, readings)
    if earned == part.max:
        return Outcome(Status.FULL, earned)
    lost = part.max - earned
    won = _won(part, lost, values, readings)
    by = FixBy.UNIT if won else _by(shape.changes(part, values, readings) or ())
    if won:
        remedy = _advice(won)
    elif by is FixBy.ASSESSORS:
        remedy = f"由评估组评定，最多可再得{points(lost)}分；请补充佐证材料"
    elif any(f.is_fact for f in part.fields):
        remedy = "已成事实，本年度不能补回；数据如有误，据实核正并附依据"
    else:
        remedy = "本年度已无法补回，请据实说明原因"
    return Outcome(
        Status.PARTIAL if earned else Status.ZERO,
        earned,
        shape.reason(part, values, readings),
        remedy,
        won.changes if won else (),
        won.gain if won else ZERO,
        by,
    )


def steps(part: Part, values: Values, readings: Readings) -> list[Step]:
    """Every change worth offering that is the unit's own to make, by what it gains."""
    shape = part.shape
    now = ZERO if shape.missing(part, values) else shape.score(part, values, readings)
    found: dict[tuple[tuple[str, str], ...], Step] = {}
    whole = shape.changes(part, values, readings) or ()
    for changes in (*shape.partial_changes(part, values, readings), whole):
        if not changes or _by(changes) is not FixBy.UNIT:
            continue
        after = _changed(values, changes)
        if not shape.missing(part, after):
            gain = shape.score(part, after, readings) - now
            if gain > 0:
                found[tuple((c.key, c.to) for c in changes)] = Step(tuple(changes), gain)
    return sorted(found.values(), key=lambda step: step.gain)


def _won(part: Part, lacking: Fraction, values: Values, readings: Readings) -> Step | None:
    """The most that the unit itself can win of what the part lacks."""
    if not lacking:
        return None
    whole = part.shape.changes(part, values, readings) or ()
    if whole and _by(whole) is FixBy.UNIT:
        return Step(tuple(whole), lacking)
    found = steps(part, values, readings)
    return found[-1] if found else None


def _by(changes: Sequence[Change]) -> FixBy:
    """Who can bring all of them about; nobody where there are none."""
    return max((change.by for change in changes), default=FixBy.NOBODY)


def _changed(values: Values, changes: Sequence[Change]) -> Values:
    """The answers after the changes; one without an answer is blanked."""
    after = {**values, **{c.key: c.answer for c in changes if c.answer is not None}}
    blanked = {c.key for c in changes if c.answer is None}
    return {key: answer for key, answer in after.items() if key not in blanked}


def _advice(step: Step) -> str:
    """The changes in words, with what they gain."""
    return f"{step.text}，即可再得{points(step.gain)}分"
