"""Shapes over several statements: the best that holds, or each that is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from fyscore.numbers import ZERO, points
from fyscore.rules.changes import say_no, say_yes
from fyscore.rules.field import Change, Field
from fyscore.rules.part import Part, Readings, Shape, Values
from fyscore.rules.shapes.base import each_score, floor_note, floored, lacks_score, literal


def _unmet(part: Part, values: Values) -> list[Field]:
    """The statements that do not hold, or are not answered."""
    return [f for f in part.fields if f.key not in values or values[f.key].value is False]


class Levels(Shape):
    """The points of the best statement that holds."""

    name = "levels"
    title = "分级"
    words = "几句是否题各有“得分”，按为“是”的最高一级计。字段：若干是否题。"
    takes_scores = True

    def lint(self, part: Part) -> Iterable[str]:
        if not part.fields or not all(f.type.is_yes_no for f in part.fields):
            yield "levels 只用 yes_no 字段"
        elif any(f.score is None for f in part.fields):
            yield "levels 的每个字段都要有 score"
        elif max(f.score or ZERO for f in part.fields) != part.max:
            yield f"levels 中最高的 score 应为满分{points(part.max)}分"

    @staticmethod
    def _ladder(part: Part) -> list[Field]:
        return sorted(part.fields, key=lambda f: -(f.score or ZERO))

    def criterion(self, part: Part, readings: Readings) -> str:
        steps = "；".join(f"{f.label}，得{points(f.score or ZERO)}分" for f in self._ladder(part))
        return f"{part.title}：{steps}；按达到的最高一级计，都没有的不得分。"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return max((f.score or ZERO) * values[f.key].number for f in part.fields)

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        earned = self.score(part, values, readings)
        if not earned:
            return "各级均未达到，不得分"
        reached = next(f for f in self._ladder(part) if values[f.key].value and f.score == earned)
        return f"最高达到“{reached.label}”，得{points(earned)}分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        return self._up_to(part, values, self._ladder(part)[0])

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        for field in self._ladder(part)[1:]:
            yield self._up_to(part, values, field)

    @staticmethod
    def _up_to(part: Part, values: Values, wanted: Field) -> list[Change]:
        """What makes that statement hold; those not answered yet have to be too."""
        blank = [say_no(f) for f in part.fields if f.key not in values and f is not wanted]
        if wanted in _unmet(part, values):
            return [say_yes(wanted, values.get(wanted.key)), *blank]
        return blank

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        earned = (f"{literal(f.score or ZERO)}*{refs[f.key]}" for f in part.fields)
        return f"MAX({','.join(earned)})"


class Checklist(Shape):
    """Each missing element costs points: its own ``score``, or ``per_unit``."""

    name = "checklist"
    title = "每缺一项扣分"
    words = "每缺一项扣它的“得分”，没有的扣“每个分值”，扣完为止。字段：若干是否题。"
    part_params = {"per_unit": False}
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
        return sum((each_score(part, f) for f in _unmet(part, values)), ZERO)

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return floored(part.max, self._lost(part, values))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        missing = "、".join(f.label for f in _unmet(part, values))
        return f"缺：{missing}；{floor_note(part.max, self._lost(part, values))}"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        return [say_yes(f, values.get(f.key)) for f in _unmet(part, values)]

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        """The dearest first: the fewest cells for any gain."""
        if self.missing(part, values):
            return
        dearest = sorted(_unmet(part, values), key=lambda f: -each_score(part, f))
        movable = [f for f in dearest if not f.is_fact]
        for taken in range(1, len(movable) + 1):
            yield [say_yes(f, values[f.key]) for f in movable[:taken]]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        lost = "+".join(f"{literal(each_score(part, f))}*(1-{refs[f.key]})" for f in part.fields)
        return f"MAX(0,ROUND({literal(part.max)}-({lost}),6))"
