"""What every rule shape can do, and the small pieces several shapes share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from fyscore.answers import Answer
from fyscore.rulebook.model import Field, Part
from fyscore.wording import decimals, difference, plain, points

Values = Mapping[str, Answer]
Readings = Mapping[str, str]

ZERO = Fraction(0)
#: A strict bound has no smallest step past it; this is the step advice takes.
_STEP_PLACES = 2


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two answers of one part that cannot both be true."""

    key: str
    found: str
    expected: str
    mend: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field's value after a mend, as ``--what-if KEY=VALUE`` takes it, and in words."""

    key: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Mend:
    """The smallest change that earns back all a part has lost."""

    gain: Fraction
    changes: tuple[Change, ...]

    @property
    def text(self) -> str:
        steps = "，".join(change.text for change in self.changes)
        return f"{steps}，即可再得 {points(self.gain)} 分"


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

    @abstractmethod
    def lint(self, part: Part) -> Iterable[str]:
        """Complaints, in Chinese, about a part this shape cannot score."""

    @abstractmethod
    def criterion(self, part: Part, readings: Readings) -> str:
        """The rule in words, made from the parameters."""

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

    @abstractmethod
    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        """The score as a spreadsheet expression over the fields' checked-value cells.

        Evaluated only where every required cell holds a number.
        """

    def required(self, part: Part, values: Values) -> tuple[Field, ...]:
        """The fields that must be filled in before the part can be scored."""
        return part.fields

    def conflicts(self, part: Part, values: Values) -> Iterable[Conflict]:
        """Answers that are each well formed and cannot stand together."""
        return ()

    def fault_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        """A spreadsheet condition that is true where :meth:`conflicts` finds any; or empty."""
        return ""

    def pending_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        """A spreadsheet condition that is true while a required field is blank."""
        return any_of([f'{refs[f.key]}=""' for f in self.required(part, {})])

    def missing(self, part: Part, values: Values) -> tuple[Field, ...]:
        """Required fields still blank."""
        return tuple(f for f in self.required(part, values) if f.key not in values)


def any_of(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"


def all_of(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def literal(value: Fraction) -> str:
    """A rulebook parameter as a spreadsheet number."""
    return plain(value)


def floored(maximum: Fraction, lost: Fraction) -> Fraction:
    """Points left after a deduction that stops at nothing."""
    return max(maximum - lost, ZERO)


def floor_note(maximum: Fraction, lost: Fraction) -> str:
    """How a deduction is told: what it comes to, and where it stopped."""
    if lost > maximum:
        return f"应扣 {points(lost)} 分，扣完 {points(maximum)} 分为止"
    return f"扣 {points(lost)} 分"


def titled(part: Part, rule: str) -> str:
    """A rule under its part's title; a rule that begins with the title needs none."""
    return rule if rule.startswith(part.title) else f"{part.title}：{rule}"


def say_yes(field: Field, answer: Answer | None) -> Change:
    """Bring what a field asks about into being."""
    return Change(field.key, "是", f"落实“{field.label}”" + ("" if answer else "并填报"))


def set_count(field: Field, answer: Answer | None, to: Fraction) -> Change:
    """Bring a count to a whole number, told as the difference where one is known."""
    if answer is None:
        text = f"填报“{field.label}”（{plain(to)}{field.unit}即可得满分）"
    elif to > answer.number:
        text = f"“{field.label}”再增加 {plain(to - answer.number)} {field.unit}"
    else:
        text = f"“{field.label}”减少 {plain(answer.number - to)} {field.unit}"
    return Change(field.key, plain(to), text)


def move_rate(
    field: Field, answer: Answer | None, bound: Fraction, *, up: bool, strict: bool
) -> Change | None:
    """Bring a rate to ``bound``, or just past it where ``strict``; None where it cannot go.

    With numerator and denominator the change is told in whole cases.
    """
    if answer is not None and answer.numerator is not None and answer.denominator is not None:
        return _move_cases(field, answer.numerator, answer.denominator, bound, up, strict)
    target = bound
    if strict:
        step = Fraction(1, 10 ** max(decimals(bound) or _STEP_PLACES, _STEP_PLACES))
        target = bound + step if up else bound - step
        if decimals(bound) is None:  # a quotient: round it past the bound
            target = Fraction((bound * 100).__floor__() + 1, 100)
    if target < 0 or (field.type.ceiling is not None and target > field.type.ceiling):
        return None
    verb = "提高" if up else "下降"
    if answer is None:
        side = "达到" if up else "不超过"
        text = f"填报“{field.label}”（{side} {plain(target)}{field.unit}即可）"
    else:
        text = f"“{field.label}”{verb} {difference(field, abs(target - answer.number))}"
    # With its sign, since 0.5 without one could be read as 50%.
    sign = "%" if field.type.name == "percent" else ""
    return Change(field.key, plain(target) + sign, text)


def _move_cases(
    field: Field,
    numerator: Fraction,
    denominator: Fraction,
    bound: Fraction,
    up: bool,
    strict: bool,
) -> Change | None:
    exact = bound * denominator / field.scale
    if up:
        cases = exact.__floor__() + 1 if strict else exact.__ceil__()
    else:
        cases = exact.__ceil__() - 1 if strict else exact.__floor__()
    if cases < 0 or (field.type.ceiling is not None and cases > denominator):
        return None
    verb, moved = ("再增加", cases - numerator) if up else ("减少", numerator - cases)
    text = f"“{field.numerator or field.label}”{verb} {plain(Fraction(moved))} {field.case_unit}"
    return Change(field.key, f"{cases}/{plain(denominator)}", text)
