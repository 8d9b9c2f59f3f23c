"""What gates have in common that say that an item does not apply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.numbers import ZERO
from fyscore.rules.field_types import YES_NO
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import is_yes, types_of
from fyscore.rules.shapes.shape import Shape


class NotApplicable(Shape):
    """是 says that the item does not apply here, so that nothing else of it is asked."""

    carries_points = False
    is_gate = True
    may_waive = True

    def lint(self, part: Part) -> Iterable[str]:
        if types_of(part) != [YES_NO.name]:
            yield f"{self.name} 应恰有一个 yes_no 字段"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return ZERO

    def waives(self, gate: Part, values: Values) -> bool:
        return is_yes(gate, values)

    def strikes(self, gate: Part, values: Values) -> bool:
        return is_yes(gate, values)

    def told(self, gate: Part, struck: bool) -> str:
        return gate.title if struck else ""

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        return f"{refs[part.only(YES_NO).key]}=1"
