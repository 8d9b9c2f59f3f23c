"""Points for each case counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

from fyscore.numbers import ZERO, points
from fyscore.rules.changes import none_of, set_count
from fyscore.rules.field import Change, Field, FixBy
from fyscore.rules.field_types import COUNT
from fyscore.rules.parameters import PER_UNIT
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import each_score, lacks_score, literal, titled
from fyscore.rules.shapes.shape import Shape


class Bonus(Shape):
    """Each case counted earns points, its own ``score`` or ``per_unit``, up to the maximum."""

    name = "bonus"
    title = "每有一个加分"
    words = "每有1个加它的“得分”，没有的加“每个分值”，最多到满分。字段：若干个数。"
    part_params = (PER_UNIT.optional,)
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
