"""The best of several statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from fyscore.numbers import ZERO, points
from fyscore.rules.changes import say_no, say_yes
from fyscore.rules.field import Change, Field
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import literal, unmet
from fyscore.rules.shapes.shape import Shape


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
        if wanted in unmet(part, values):
            return [say_yes(wanted, values.get(wanted.key)), *blank]
        return blank

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        earned = (f"{literal(f.score or ZERO)}*{refs[f.key]}" for f in part.fields)
        return f"MAX({','.join(earned)})"
