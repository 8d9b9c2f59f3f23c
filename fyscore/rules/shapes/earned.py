"""Shapes that start from nothing: points in proportion to what is done, or for each case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

from fyscore.numbers import ZERO, points
from fyscore.rules.changes import none_of, set_count
from fyscore.rules.field import Bound, Change, Field, FixBy
from fyscore.rules.field_types import COUNT
from fyscore.rules.part import Part, Readings, Shape, Values
from fyscore.rules.shapes.base import each_score, holds, lacks_score, literal, titled

#: Steps offered on the way to the maximum.
_RUNGS = 10


class Proportion(Shape):
    """Points in proportion to the value, full from ``full`` on, none below ``floor``."""

    name = "proportion"
    title = "按比例"
    words = "达到“满分对应值”得满分，不足的按比例；低于“得分下限”的不得分。字段：一个数值。"
    part_params = {"full": True, "floor": False}

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
        field, full = part.fields[0], part.params["full"]
        rule = f"{field.label}达到{field.shown(full)}，得{points(part.max)}分，不足的按比例得分"
        if "floor" in part.params:
            rule += f"，低于{field.shown(part.params['floor'])}的不得分"
        return titled(part, f"{rule}。")

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        value = values[part.fields[0].key].number
        if value < part.params.get("floor", ZERO):
            return ZERO
        return min(part.max, part.max * value / part.params["full"])

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        field, full = part.fields[0], part.params["full"]
        number = values[field.key].number
        if number < part.params.get("floor", ZERO):
            bar = part.params["floor"]
            return (
                f"{field.label} {field.shown(number, against=bar)}，低于{field.shown(bar)}，不得分"
            )
        earned = points(self.score(part, values, readings))
        shown = field.shown(number, against=full)
        return f"{field.label} {shown}，不到{field.shown(full)}，按比例得{earned}分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        change = self._reached(part, values, part.params["full"])
        return None if change is None else [change]

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        answer = values.get(part.fields[0].key)
        if answer is None:
            return
        for rung in range(1, _RUNGS):
            value = part.params["full"] * rung / _RUNGS
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
        earned = f"MIN({most},ROUND({most}*{cell}/{literal(part.params['full'])},9))"
        if "floor" not in part.params:
            return earned
        return f"IF({cell}<{literal(part.params['floor'])},0,{earned})"


class Bonus(Shape):
    """Each case counted earns points, its own ``score`` or ``per_unit``, up to the maximum."""

    name = "bonus"
    title = "每有一个加分"
    words = "每有1个加它的“得分”，没有的加“每个分值”，最多到满分。字段：若干个数。"
    part_params = {"per_unit": False}
    takes_scores = True

    def lint(self, part: Part) -> Iterable[str]:
        if not part.fields or len(part.of(COUNT)) != len(part.fields):
            yield "bonus 只用 count 字段"
        elif lacks_score(part):
            yield "bonus 要有 per_unit，或每个字段都有 score"
        elif any(not each_score(part, f) for f in part.fields):
            yield "bonus 每有1个应加大于0的分"

    def criterion(self, part: Part, readings: Readings) -> str:
        each = "，".join(
            f"{field.label}每有1{field.unit}得{points(each_score(part, field))}分"
            for field in part.fields
        )
        return titled(part, f"{each}，最多{points(part.max)}分。")

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        earned = sum((each_score(part, f) * values[f.key].number for f in part.fields), ZERO)
        return min(part.max, earned)

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        counts = "、".join(f"{f.label} {f.shown(values[f.key].value)}" for f in part.fields)
        earned = self.score(part, values, readings)
        return f"{counts}，得{points(earned)}分，还可再得{points(part.max - earned)}分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        field = self._dearest(part, values)
        blank = [none_of(f) for f in part.fields if f.key not in values and f is not field]
        return [*blank, *self._earning(part, values, part.max)]

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        if self.missing(part, values):
            return
        each = each_score(part, self._dearest(part, values))
        earned = self.score(part, values, readings)
        for more in range(1, ceil((part.max - earned) / each)):
            yield self._earning(part, values, earned + more * each)

    def _dearest(self, part: Part, values: Values) -> Field:
        """What earns most for each case, of what can still be brought about."""
        movable = [f for f in part.fields if f.fix_by(values.get(f.key)) is FixBy.UNIT]
        return max(movable or part.fields, key=lambda f: each_score(part, f))

    def _earning(self, part: Part, values: Values, wanted: Fraction) -> list[Change]:
        """As many more of what earns most as make up the points wanted."""
        field = self._dearest(part, values)
        answers = {f.key: values[f.key].number for f in part.fields if f.key in values}
        earned = sum((each_score(part, f) * answers.get(f.key, ZERO) for f in part.fields), ZERO)
        more = ceil((wanted - earned) / each_score(part, field))
        to = answers.get(field.key, ZERO) + max(more, 0)
        if to == answers.get(field.key):
            return []
        return [set_count(field, values.get(field.key), Fraction(to))]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        earned = "+".join(f"{literal(each_score(part, f))}*{refs[f.key]}" for f in part.fields)
        return f"MIN({literal(part.max)},ROUND({earned},6))"
