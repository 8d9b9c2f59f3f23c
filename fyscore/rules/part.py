"""The smallest thing that is scored, and what every way of scoring it can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from fyscore.answers import Answer
from fyscore.numbers import ZERO, points
from fyscore.problems import Code, Problem
from fyscore.rules.field import Change, Field, FieldType, Limits
from fyscore.rules.field_types import MARK
from fyscore.rules.status import Status

Values = Mapping[str, Answer]
Readings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part comes to: its state and points, why any were lost, and how to win them back.

    ``changes`` are the remedy as values that can be tried; empty where none can be stated.
    """

    status: Status
    score: Fraction = ZERO
    reason: str = ""
    remedy: str = ""
    changes: tuple[Change, ...] = ()


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
    #: Parameters of the part in the rulebook: name → whether it is required.
    part_params: ClassVar[Mapping[str, bool]] = {}
    #: Readings that can move the score.
    readings: ClassVar[tuple[str, ...]] = ()
    #: A gate stands over a whole item and carries no points.
    is_gate: ClassVar[bool] = False
    #: Whether its parts must have a maximum; a veto and a gate have none.
    carries_points: ClassVar[bool] = True
    #: Whether a rulebook may have only one such part.
    once: ClassVar[bool] = False

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
        # A gate still blank holds up its whole item: no change to one part alone says what it gains.
        changes = () if gate_blank else self._wins(part, part.max, values, readings)
        remedy = _advice(changes, part.max) or "填报后即可计分"
        return Outcome(Status.PENDING, ZERO, reason, remedy, changes)

    def settled(self, part: Part, values: Values, readings: Readings) -> Outcome:
        """What the part comes to once every required field has a value."""
        earned = self.score(part, values, readings)
        if earned == part.max:
            return Outcome(Status.FULL, earned)
        lost = part.max - earned
        changes = self._wins(part, lost, values, readings)
        return Outcome(
            Status.PARTIAL if earned else Status.ZERO,
            earned,
            self.reason(part, values, readings),
            _advice(changes, lost) or "本年度已无法补回，请据实说明原因",
            changes,
        )

    def strikes(self, part: Part, values: Values, readings: Readings) -> Outcome | None:
        """As a gate: what becomes of every part of the item; None where it lets them be."""
        return None

    def _wins(
        self, part: Part, gain: Fraction, values: Values, readings: Readings
    ) -> tuple[Change, ...]:
        """The smallest change that gains all that a part lacks; empty where there is none."""
        return tuple(self.changes(part, values, readings) or ()) if gain else ()

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

    def pending_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        """A spreadsheet condition that is true while a required field is blank."""
        blanks = [f'{refs[f.key]}=""' for f in self.required(part, {})]
        return blanks[0] if len(blanks) == 1 else f"OR({','.join(blanks)})"


def _advice(changes: tuple[Change, ...], gain: Fraction) -> str:
    """The changes in words, with what they gain; empty where there are none."""
    if not changes:
        return ""
    steps = "，".join(change.text for change in changes)
    return f"{steps}，即可再得 {points(gain)} 分"
