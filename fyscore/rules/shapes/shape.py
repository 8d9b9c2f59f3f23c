"""What every way of turning a part's answers into points can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from fyscore.numbers import ZERO, points
from fyscore.problems import Code, Problem
from fyscore.rules.field import Change, Field
from fyscore.rules.field_types import MARK
from fyscore.rules.parameters import Parameter
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.status import Status


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
    #: Parameters of the part in the rulebook.
    part_params: ClassVar[tuple[Parameter, ...]] = ()
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

    def moved_by(self, part: Part) -> tuple[str, ...]:
        """The readings that can move this part's score, of those the shape knows."""
        return self.readings

    def required(self, part: Part, values: Values) -> tuple[Field, ...]:
        """The fields that must be filled in before the part can be scored."""
        return part.fields

    def missing(self, part: Part, values: Values) -> tuple[Field, ...]:
        """Required fields still blank."""
        return tuple(f for f in self.required(part, values) if f.key not in values)

    def contradictions(self, part: Part, values: Values) -> Iterable[Problem]:
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
        return over or self.contradictions(part, values)

    def standing(self, part: Part, values: Values) -> Status | None:
        """What becomes of a part that carries no points; None where points tell."""
        return None

    # ------------------------------------------------ as a gate

    #: As a gate: what becomes of the item's parts where it strikes, and what the unit can do.
    struck_status: ClassVar[Status] = Status.VOID
    struck_remedy: ClassVar[str] = ""

    def strikes(self, gate: Part, values: Values) -> bool:
        """As a gate: whether it decides the item's points instead of their own shapes."""
        return False

    def struck_score(self, gate: Part, part: Part) -> Fraction:
        """As a gate: the part's points where it strikes."""
        return ZERO

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
        """A spreadsheet condition that is true where :meth:`contradictions` finds any; or empty."""
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
