"""Points in proportion to what is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

from fyscore.numbers import ZERO, points
from fyscore.rules.field import Bound, Change
from fyscore.rules.field_types import COUNT
from fyscore.rules.parameters import FLOOR, FULL
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import holds, literal, titled
from fyscore.rules.shapes.shape import Shape

#: Steps offered on the way to the maximum.
_RUNGS = 10


class Proportion(Shape):
    """Points in proportion to the value, full from ``full`` on, none below ``floor``."""

    name = "proportion"
    title = "按比例"
    words = "达到“满分对应值”得满分，不足的按比例；低于“得分下限”的不得分。字段：一个数值。"
    part_params = (FULL, FLOOR.optional)

    def lint(self, part: Part) -> Iterable[str]:
        if len(part.fields) != 1 or not part.fields[0].is_number:
            yield "proportion 应恰有一个数值字段"
            return
        ceiling = part.fields[0].type.ceiling
        if ceiling is not None and part.params.get("full", ZERO) > ceiling:
            yield f"full 超过{points(ceiling)}，永远达不到"
        if part.params.get("floor", ZERO) > part.params.get("full", ZERO):
            yield "floor 不应大于 full"

    def criterion(self, part: Part, readings: Readings) -> str:
        field, full = part.fields[0], part.param("full")
        rule = f"{field.label}达到{field.shown(full)}，得{points(part.max)}分，不足的按比例得分"
        if "floor" in part.params:
            rule += f"，低于{field.shown(part.param('floor'))}的不得分"
        return titled(part, f"{rule}。")

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        value = values[part.fields[0].key].number
        if value < part.params.get("floor", ZERO):
            return ZERO
        return min(part.max, part.max * value / part.param("full"))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        field, full = part.fields[0], part.param("full")
        number = values[field.key].number
        if number < part.params.get("floor", ZERO):
            bar = part.param("floor")
            return (
                f"{field.label} {field.shown(number, against=bar)}，低于{field.shown(bar)}，不得分"
            )
        earned = points(self.score(part, values, readings))
        shown = field.shown(number, against=full)
        return f"{field.label} {shown}，不到{field.shown(full)}，按比例得{earned}分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        change = self._reached(part, values, part.param("full"))
        return None if change is None else [change]

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        answer = values.get(part.fields[0].key)
        if answer is None:
            return
        for rung in range(1, _RUNGS):
            value = part.param("full") * rung / _RUNGS
            change = self._reached(part, values, value) if value > answer.number else None
            if change is not None:
                yield [change]

    @staticmethod
    def _reached(part: Part, values: Values, value: Fraction) -> Change | None:
        field = part.fields[0]
        answer = values.get(field.key)
        bar = Fraction(ceil(value)) if field.type is COUNT else value
        bound = Bound(bar, up=True)
        if answer is not None and holds(answer, bound):
            return None
        return field.type.fix(field, answer, bound)

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        cell, most = refs[part.fields[0].key], literal(part.max)
        earned = f"MIN({most},ROUND({most}*{cell}/{literal(part.param('full'))},9))"
        if "floor" not in part.params:
            return earned
        return f"IF({cell}<{literal(part.param('floor'))},0,{earned})"
