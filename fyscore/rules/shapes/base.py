"""The small pieces several shapes share."""

from __future__ import annotations

from fractions import Fraction

from fyscore.answers import Answer
from fyscore.numbers import ZERO, loss, plain, points
from fyscore.rules.field import Bound, Field
from fyscore.rules.field_types import YES_NO
from fyscore.rules.part import Part, Values


def any_of(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"


def all_of(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def literal(value: Fraction) -> str:
    """A rulebook parameter as a spreadsheet number."""
    return plain(value)


def each_score(part: Part, field: Field) -> Fraction:
    """The points of one case of a field: its own ``score``, else the part's ``per_unit``."""
    return part.params.get("per_unit", ZERO) if field.score is None else field.score


def lacks_score(part: Part) -> bool:
    """Whether a field has no points by :func:`each_score`, for lint."""
    return "per_unit" not in part.params and any(f.score is None for f in part.fields)


def floored(maximum: Fraction, lost: Fraction) -> Fraction:
    """Points left after a deduction that stops at nothing."""
    return max(maximum - lost, ZERO)


def floor_note(maximum: Fraction, lost: Fraction) -> str:
    """How a deduction is told: what it comes to, and where it stopped."""
    if lost > maximum:
        return f"应扣{points(lost)}分，扣完{points(maximum)}分为止"
    return f"扣{loss(lost)}分"


def holds(answer: Answer, bound: Bound) -> bool:
    """Whether an answer is on the right side of a bound."""
    value = answer.number
    if value == bound.value:
        return not bound.strict
    return (value > bound.value) is bound.up


def side_of(bound: Bound) -> str:
    """The bound's sign in words."""
    if bound.strict:
        return "高于" if bound.up else "低于"
    return "不低于" if bound.up else "不高于"


def titled(part: Part, rule: str) -> str:
    """A rule under its part's title; a rule that begins with the title needs none."""
    return rule if rule.startswith(part.title) else f"{part.title}：{rule}"


def types_of(part: Part) -> list[str]:
    """The names of the part's field types, sorted, for lint."""
    return sorted(f.type.name for f in part.fields)


def unmet(part: Part, values: Values) -> list[Field]:
    """The statements that do not hold, or are not answered."""
    return [f for f in part.fields if f.key not in values or values[f.key].value is False]


def mark_shown(mark: Answer) -> str:
    """A mark, and whose it is."""
    return f"{'单位自评' if mark.is_own else '评估组评'}{points(mark.number)}分"


def is_yes(gate: Part, values: Values) -> bool:
    answer = values.get(gate.only(YES_NO).key)
    return answer is not None and answer.value is True
