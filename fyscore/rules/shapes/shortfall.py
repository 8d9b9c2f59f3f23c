"""Points off for each unit short of a target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

from fyscore.numbers import ZERO, points
from fyscore.rules.changes import set_count
from fyscore.rules.field import Change
from fyscore.rules.field_types import COUNT
from fyscore.rules.parameters import PER_UNIT, TARGET
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import floor_note, floored, literal, titled, types_of
from fyscore.rules.shapes.shape import Shape


class Shortfall(Shape):
    """Each unit short of the target costs ``per_unit`` points."""

    name = "shortfall"
    title = "每少一个扣分"
    words = "比“目标”每少1个扣“每个分值”，扣完为止。字段：一个个数。"
    part_params = (TARGET, PER_UNIT)

    def lint(self, part: Part) -> Iterable[str]:
        if types_of(part) != [COUNT.name]:
            yield "shortfall 应恰有一个 count 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        field, target = part.only(COUNT), part.param("target")
        return titled(
            part,
            f"{field.label}达到{field.shown(target)}，得{points(part.max)}分，"
            f"每少1{field.unit}扣{points(part.param('per_unit'))}分，扣完为止。",
        )

    def _lost(self, part: Part, values: Values) -> Fraction:
        short = part.param("target") - values[part.only(COUNT).key].number
        return max(short, ZERO) * part.param("per_unit")

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return floored(part.max, self._lost(part, values))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        field, target = part.only(COUNT), part.param("target")
        count = values[field.key].number
        return (
            f"{field.label} {field.shown(count)}，比{field.shown(target)}"
            f"少{field.shown(target - count)}，{floor_note(part.max, self._lost(part, values))}"
        )

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        field = part.only(COUNT)
        return [set_count(field, values.get(field.key), part.param("target"))]

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        field = part.only(COUNT)
        answer = values.get(field.key)
        if answer is not None:
            for to in range(int(answer.number) + 1, ceil(part.param("target"))):
                yield [set_count(field, answer, Fraction(to))]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        short = f"{literal(part.param('target'))}-{refs[part.only(COUNT).key]}"
        lost = f"{literal(part.param('per_unit'))}*MAX(0,{short})"
        return f"MAX(0,ROUND({literal(part.max)}-{lost},6))"
