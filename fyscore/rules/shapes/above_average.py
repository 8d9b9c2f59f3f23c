"""All or nothing against an average."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.numbers import ZERO, plain, points
from fyscore.rules.changes import move_rate
from fyscore.rules.field import Bound, Change, Field
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import literal
from fyscore.rules.shapes.shape import Shape


class AboveAverage(Shape):
    """The maximum when the value is strictly above the average, else nothing."""

    name = "above_average"
    title = "高于平均"
    words = "高于平均数得满分，否则不得分。字段：一个率，一个用途为平均数的率。"

    def lint(self, part: Part) -> Iterable[str]:
        if sorted(f.role for f in part.fields) != ["", "average"]:
            yield "above_average 应有一个数值字段和一个 role 为 average 的字段"
        elif any(not f.is_rate for f in part.fields):
            yield "above_average 只用于率"

    @staticmethod
    def _pair(part: Part) -> tuple[Field, Field]:
        first, second = part.fields
        return (second, first) if first.role == "average" else (first, second)

    def criterion(self, part: Part, readings: Readings) -> str:
        own, average = self._pair(part)
        return f"{own.label}高于{average.label}，得{points(part.max)}分，否则不得分。"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        own, average = self._pair(part)
        above = values[own.key].number > values[average.key].number
        return part.max if above else ZERO

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        own, average = self._pair(part)
        value, bar = values[own.key].number, values[average.key].number
        side = "等于" if value == bar else "低于"
        shown = own.shown(value, against=bar)
        return f"{own.label} {shown}，{side}{average.label} {plain(bar)}{average.unit}，不得分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        own, average = self._pair(part)
        if average.key not in values:
            return None  # nothing can be said before the average is known
        bar = values[average.key].number
        answer = values.get(own.key)
        if answer is not None and answer.number > bar:
            return []
        change = move_rate(own, answer, Bound(bar, up=True, strict=True))
        return None if change is None else [change]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        own, average = self._pair(part)
        return f"IF({refs[own.key]}>{refs[average.key]},{literal(part.max)},0)"
