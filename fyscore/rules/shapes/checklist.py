"""Points off for each missing element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from fyscore.numbers import ZERO, points
from fyscore.rules.changes import say_yes
from fyscore.rules.field import Change
from fyscore.rules.parameters import PER_UNIT
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import each_score, floor_note, floored, lacks_score, literal, unmet
from fyscore.rules.shapes.shape import Shape


class Checklist(Shape):
    """Each missing element costs points: its own ``score``, or ``per_unit``."""

    name = "checklist"
    title = "每缺一项扣分"
    words = "每缺一项扣它的“得分”，没有的扣“每个分值”，扣完为止。字段：若干是否题。"
    part_params = (PER_UNIT.optional,)
    takes_scores = True

    def lint(self, part: Part) -> Iterable[str]:
        if not part.fields or not all(f.type.is_yes_no for f in part.fields):
            yield "checklist 只用 yes_no 字段"
        elif lacks_score(part):
            yield "checklist 要有 per_unit，或每个字段都有 score"

    def criterion(self, part: Part, readings: Readings) -> str:
        costs = {each_score(part, f) for f in part.fields}
        if len(costs) == 1:
            listed = "、".join(f.label for f in part.fields)
            rule = f"{listed}，每缺1项扣{points(costs.pop())}分"
        else:
            rule = "，".join(f"缺“{f.label}”扣{points(each_score(part, f))}分" for f in part.fields)
        return f"{part.title}：满分{points(part.max)}分，{rule}，扣完为止。"

    def _lost(self, part: Part, values: Values) -> Fraction:
        return sum((each_score(part, f) for f in unmet(part, values)), ZERO)

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return floored(part.max, self._lost(part, values))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        missing = "、".join(f.label for f in unmet(part, values))
        return f"缺：{missing}；{floor_note(part.max, self._lost(part, values))}"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        return [say_yes(f, values.get(f.key)) for f in unmet(part, values)]

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        """The dearest first: the fewest cells for any gain."""
        if self.missing(part, values):
            return
        dearest = sorted(unmet(part, values), key=lambda f: -each_score(part, f))
        movable = [f for f in dearest if not f.is_fact]
        for taken in range(1, len(movable) + 1):
            yield [say_yes(f, values[f.key]) for f in movable[:taken]]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        lost = "+".join(f"{literal(each_score(part, f))}*(1-{refs[f.key]})" for f in part.fields)
        return f"MAX(0,ROUND({literal(part.max)}-({lost}),6))"
