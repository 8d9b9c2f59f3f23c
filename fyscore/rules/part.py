"""The smallest thing that is scored, and what every way of scoring it can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, NamedTuple

from fyscore.answers import Answer
from fyscore.numbers import ZERO, points
from fyscore.problems import Code, Problem
from fyscore.rules.field import Change, Field, FieldType, FixBy, Limits
from fyscore.rules.field_types import MARK
from fyscore.rules.status import Status

Values = Mapping[str, Answer]
Readings = Mapping[str, str]


def point_name(item: str, point: int = 0) -> str:
    """``第3项第2小点``; ``第4项`` where ``point`` is 0."""
    return f"第{item}项第{point}小点" if point else f"第{item}项"


class Outcome(NamedTuple):
    """What a part comes to: its state and points, why any were lost, and how to win them back.

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


class Tier(NamedTuple):
    """One step of a part: the points of a value on the right side of ``bound``."""

    bound: Fraction
    #: Whether it is reached from below.
    up: bool
    score: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """The smallest thing that is scored: a maximum, a shape, and the fields it reads."""

    id: str
    item: str
    max: Fraction
    shape: Shape
    title: str
    fields: tuple[Field, ...]
    params: Mapping[str, Fraction] = field(default_factory=dict)
    #: Which of its item's parts it is, counted from 1; 0 where it is the only one.
    point: int = 0
    #: What is counted, in words that follow a number and its unit: 不落实, 重大安全事故.
    case: str = ""
    #: The steps of a part that has them, the best first.
    tiers: tuple[Tier, ...] = ()

    @property
    def name(self) -> str:
        """Where it stands in the standard, as people write it."""
        return point_name(self.item, self.point)

    def only(self, wanted: FieldType) -> Field:
        """The part's one field of that type."""
        (found,) = self.of(wanted)
        return found

    def of(self, wanted: FieldType) -> list[Field]:
        """The part's fields of that type."""
        return [f for f in self.fields if f.type is wanted]

    def criterion(self, readings: Mapping[str, str]) -> str:
        """The rule in words."""
        return self.shape.criterion(self, readings)

    def formula(self, readings: Mapping[str, str]) -> str:
        """The points as a formula over the fields' checked values, each ``[key]``."""
        return self.shape.formula(self, {f.key: f"[{f.key}]" for f in self.fields}, readings)

    @property
    def limits(self) -> Limits:
        """What it allows its fields."""
        return Limits(self.max, self.params.get("sample"))


class Shape(ABC):
    """One way of turning a part's answers into points.

    Everything a shape knows lives here: the exact score, the same score as a
    spreadsheet formula, the rule in words, why points were lost, and how to
    earn them back.
    """

    name: ClassVar[str]
    #: What it is called in Chinese, and what it asks for, for those who write rulebooks.
    title: ClassVar[str] = ""
    words: ClassVar[str] = ""
    #: Parameters of the part in the rulebook: name → whether it is required.
    part_params: ClassVar[Mapping[str, bool]] = {}
    #: Readings that can move the score.
    readings: ClassVar[tuple[str, ...]] = ()
    #: A gate stands over a whole item and carries no points.
    is_gate: ClassVar[bool] = False
    #: Whether its parts must have a maximum; a veto and a gate have none.
    carries_points: ClassVar[bool] = True
    #: Whether its parts have tiers, and whether its fields may have points of their own.
    takes_tiers: ClassVar[bool] = False
    takes_scores: ClassVar[bool] = False
    #: Whether its fields may have a bound, ``min`` or ``max``.
    takes_bounds: ClassVar[bool] = False
    #: As a gate: whether it takes the item out of the maximum too.
    exempts: ClassVar[bool] = False

    # ------------------------------------------------ the rule

    @abstractmethod
    def lint(self, part: Part) -> Iterable[str]:
        """Complaints, in Chinese, about a part this shape cannot score."""

    @abstractmethod
    def criterion(self, part: Part, readings: Readings) -> str:
        """The rule in words, made from the parameters."""

    def announcement(self, part: Part, readings: Readings) -> str:
        """What the form's instructions say of the part besides its rule; mostly nothing."""
        return ""

    # ------------------------------------------------ the score

    @abstractmethod
    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        """Exact points, 0..max.  Every required field has a value."""

    @abstractmethod
    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        """Why points were lost.  Called only where they were."""

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        """The smallest changes that give the part its maximum; None if there are none.

        ``values`` may lack fields: their filling-in is then among the changes.
        A shape that carries no points has none to win.
        """
        return None

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        """Smaller changes that may pay too, where doing half gains half."""
        return ()

    def steps(self, part: Part, values: Values, readings: Readings) -> list[Step]:
        """Every change worth offering that is the unit's own to make, by what it gains."""
        missing = self.missing(part, values)
        now = ZERO if missing else self.score(part, values, readings)
        found: dict[tuple[tuple[str, str], ...], Step] = {}
        whole = self.changes(part, values, readings) or ()
        for changes in (*self.partial_changes(part, values, readings), whole):
            if not changes or _by(changes) is not FixBy.UNIT:
                continue
            after = _changed(values, changes)
            if not self.missing(part, after):
                gain = self.score(part, after, readings) - now
                if gain > 0:
                    found[tuple((c.key, c.to) for c in changes)] = Step(tuple(changes), gain)
        return sorted(found.values(), key=lambda step: step.gain)

    def moved_by(self, part: Part) -> tuple[str, ...]:
        """The readings that can move this part's score, of those the shape knows."""
        return self.readings

    def required(self, part: Part, values: Values) -> tuple[Field, ...]:
        """The fields that must be filled in before the part can be scored."""
        return part.fields

    def missing(self, part: Part, values: Values) -> tuple[Field, ...]:
        """Required fields still blank."""
        return tuple(f for f in self.required(part, values) if f.key not in values)

    def conflicts(self, part: Part, values: Values) -> Iterable[Problem]:
        """Answers that are each well formed and cannot stand together."""
        return ()

    def problems(self, part: Part, values: Values) -> Iterable[Problem]:
        """Marks over the maximum, or else the part's contradictions; each names its field."""
        over = [
            Code.MARK_OVER_MAXIMUM.problem(
                key=field.key, mark=points(values[field.key].number), most=points(part.max)
            )
            for field in part.of(MARK)
            if field.key in values and values[field.key].number > part.max
        ]
        # A mark over its maximum is reported once, not again as a contradiction.
        return over or self.conflicts(part, values)

    def outcome(
        self, part: Part, values: Values, readings: Readings, gate_blank: tuple[Field, ...] = ()
    ) -> Outcome:
        """What the part comes to; ``gate_blank`` are unanswered fields of its item's gate."""
        missing = self.missing(part, values) + gate_blank
        if not missing:
            return self.settled(part, values, readings)
        names = "、".join(f"“{f.label}”（{f.key}）" for f in missing)
        reason = f"尚未填报：{names}"
        if gate_blank:
            # It holds up its whole item: no change to one part alone says what it gains.
            return Outcome(Status.PENDING, ZERO, reason, "填报后即可计分")
        won = self._won(part, part.max, values, readings)
        if won is None and all(f.by_assessors for f in missing):
            remedy = "由评估组评定后计分"
            return Outcome(Status.PENDING, ZERO, reason, remedy, by=FixBy.ASSESSORS)
        if won is None:
            return Outcome(Status.PENDING, ZERO, reason, "填报后即可计分", by=FixBy.UNIT)
        remedy = _advice(won)
        return Outcome(Status.PENDING, ZERO, reason, remedy, won.changes, won.gain, FixBy.UNIT)

    def settled(self, part: Part, values: Values, readings: Readings) -> Outcome:
        """What the part comes to once every required field has a value."""
        earned = self.score(part, values, readings)
        if earned == part.max:
            return Outcome(Status.FULL, earned)
        lost = part.max - earned
        won = self._won(part, lost, values, readings)
        by = FixBy.UNIT if won else _by(self.changes(part, values, readings) or ())
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
            self.reason(part, values, readings),
            remedy,
            won.changes if won else (),
            won.gain if won else ZERO,
            by,
        )

    # ------------------------------------------------ as a gate

    def strikes(self, gate: Part, part: Part, values: Values, readings: Readings) -> Outcome | None:
        """As a gate: what becomes of a part of the item; None where it lets it be."""
        return None

    #: As a gate: whether it may say that the item's other fields need no answer.
    may_waive: ClassVar[bool] = False

    def waives(self, gate: Part, values: Values) -> bool:
        """As a gate: whether the item's other fields need no answer."""
        return False

    def struck_formula(self, gate: Part, part: Part) -> str:
        """What the part's cell shows where the gate strikes."""
        return "0"

    def told(self, gate: Part, struck: bool) -> str:
        """As a gate: its answer as a sentence."""
        return gate.title if struck else ""

    def _wins(self, part: Part, values: Values, readings: Readings) -> Sequence[Change]:
        """The smallest change for the maximum where all of it is the unit's own to make."""
        changes = self.changes(part, values, readings) or ()
        return changes if _by(changes) is FixBy.UNIT else ()

    def _won(
        self, part: Part, lacking: Fraction, values: Values, readings: Readings
    ) -> Step | None:
        """The most that the unit itself can win of what the part lacks."""
        if not lacking:
            return None
        if whole := self._wins(part, values, readings):
            return Step(tuple(whole), lacking)
        steps = self.steps(part, values, readings)
        return steps[-1] if steps else None

    # ------------------------------------------------ the same in a spreadsheet

    @abstractmethod
    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        """The score as a spreadsheet expression over the fields' checked-value cells.

        Evaluated only where every required cell holds a number.
        """

    def settled_formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        """What the part's cell shows once every required field has a value."""
        return self.formula(part, refs, readings)

    def fault_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        """A spreadsheet condition that is true where :meth:`conflicts` finds any; or empty."""
        return ""

    def asked_formula(self, part: Part, field: Field, refs: Mapping[str, str]) -> str:
        """A spreadsheet condition under which a field is required; empty where it always is."""
        return ""

    def pending_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        """A spreadsheet condition that is true while a required field is blank."""
        blanks = []
        for each in part.fields:
            asked, blank = self.asked_formula(part, each, refs), f'{refs[each.key]}=""'
            blanks.append(f"IF({asked},{blank},FALSE)" if asked else blank)
        return blanks[0] if len(blanks) == 1 else f"OR({','.join(blanks)})"


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
