"""All or nothing by conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.numbers import ZERO, points
from fyscore.rules.field import Bound, Change, Field
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import all_of, holds, literal, side_of, titled
from fyscore.rules.shapes.shape import Shape


def _bound(field: Field, readings: Readings) -> Bound:
    """What the field must reach; for 是 it is 1."""
    if field.bound is None:
        return Bound(Fraction(1), up=True)
    strict = field.follows_bounds and readings["bounds"] == "exclusive"
    return Bound(field.bound, up=field.minimum is not None, strict=strict)


class All(Shape):
    """The maximum when every field of the part holds, else nothing."""

    name = "all"
    takes_bounds = True
    title = "全部达到"
    words = "各字段都达到得满分，否则不得分。字段：是否题，或带“不低于”“不高于”之一的数值。"
    readings = ("bounds",)

    def lint(self, part: Part) -> Iterable[str]:
        for field in part.fields:
            bounds = (field.minimum is not None) + (field.maximum is not None)
            if field.type.by_assessor:
                yield f"all 不用 mark 字段：{field.key}"
            elif field.type.is_yes_no:
                if bounds:
                    yield f"是否题不用 min/max：{field.key}"
            elif bounds != 1:
                yield f"{field.key} 应恰有 min、max 之一"

    def moved_by(self, part: Part) -> tuple[str, ...]:
        return self.readings if any(f.follows_bounds for f in part.fields) else ()

    def criterion(self, part: Part, readings: Readings) -> str:
        tests = "、".join(self._test(field, readings) for field in part.fields)
        return titled(part, f"{tests}，得{points(part.max)}分，否则不得分。")

    @staticmethod
    def _test(field: Field, readings: Readings) -> str:
        if field.type.is_yes_no:
            return field.label
        bound = _bound(field, readings)
        return f"{field.label}{side_of(bound)}{field.shown(bound.value)}"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return ZERO if self._failing(part, values, readings) else part.max

    def _failing(self, part: Part, values: Values, readings: Readings) -> list[Field]:
        return [f for f in part.fields if not holds(values[f.key], _bound(f, readings))]

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        messages = []
        for field in self._failing(part, values, readings):
            answer, bar = values[field.key], field.bound
            value = field.shown(answer.value, against=bar)
            if bar is None:
                messages.append(f"{field.label}：{value}")
                continue
            below = field.minimum is not None
            if answer.number == bar:
                side = "未高于" if below else "未低于"
            else:
                side = "低于" if below else "高于"
            messages.append(f"{field.label} {value}，{side}{field.shown(bar)}")
        return "；".join(messages) + "，不得分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        changes: list[Change] = []
        for field in part.fields:
            answer, bound = values.get(field.key), _bound(field, readings)
            if answer is not None and holds(answer, bound):
                continue
            change = field.type.fix(field, answer, bound)
            if change is None:
                return None
            changes.append(change)
        return changes

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        tests = []
        for field in part.fields:
            bound = _bound(field, readings)
            sign = (">" if bound.up else "<") + ("" if bound.strict else "=")
            if field.type.is_yes_no:
                sign = "="
            tests.append(f"{refs[field.key]}{sign}{literal(bound.value)}")
        return f"IF({all_of(tests)},{literal(part.max)},0)"
