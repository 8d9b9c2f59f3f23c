"""Points by steps: 90% and above 3 points, from 80% 2, below nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from fyscore.numbers import ZERO, points
from fyscore.rules.field import Bound, Change
from fyscore.rules.part import Part, Readings, Tier, Values
from fyscore.rules.shapes.base import holds, literal, side_of, titled
from fyscore.rules.shapes.shape import Shape


class Tiers(Shape):
    """The points of the first tier that the value reaches; below the last, nothing."""

    name = "tiers"
    title = "分档"
    words = "达到哪一档得哪一档的分，写在“分档”表里，从最好的写起。字段：一个数值。"
    takes_tiers = True
    readings = ("bounds",)

    def lint(self, part: Part) -> Iterable[str]:
        if len(part.fields) != 1 or not part.fields[0].is_number:
            yield "tiers 应恰有一个数值字段"
            return
        yield from _lint_tiers(part)

    def moved_by(self, part: Part) -> tuple[str, ...]:
        return self.readings if part.fields[0].follows_bounds else ()

    def criterion(self, part: Part, readings: Readings) -> str:
        field = part.fields[0]
        steps = "，".join(
            f"{'' if nth else field.label}{side_of(bound)}{field.shown(bound.value)}，得{points(tier.score)}分"
            for nth, (tier, bound) in enumerate(self._steps(part, readings))
        )
        return titled(part, f"{steps}；其余不得分。")

    @staticmethod
    def _steps(part: Part, readings: Readings) -> list[tuple[Tier, Bound]]:
        field = part.fields[0]
        strict = field.follows_bounds and readings["bounds"] == "exclusive"
        return [(tier, Bound(tier.bound, tier.up, strict)) for tier in part.tiers]

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        answer = values[part.fields[0].key]
        for tier, bound in self._steps(part, readings):
            if holds(answer, bound):
                return tier.score
        return ZERO

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        field, answer = part.fields[0], values[part.fields[0].key]
        missed = [bound for _, bound in self._steps(part, readings) if not holds(answer, bound)]
        value = field.shown(answer.value, against=missed[-1].value)
        earned = self.score(part, values, readings)
        got = f"得{points(earned)}分" if earned else "不得分"
        return f"{field.label} {value}，没有达到“{side_of(missed[-1])}{field.shown(missed[-1].value)}”一档，{got}"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        return self._reached(part, values, self._steps(part, readings)[0][1])

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        for _, bound in self._steps(part, readings)[1:]:
            yield self._reached(part, values, bound) or ()

    @staticmethod
    def _reached(part: Part, values: Values, bound: Bound) -> list[Change] | None:
        field = part.fields[0]
        answer = values.get(field.key)
        if answer is not None and holds(answer, bound):
            return []
        change = field.type.fix(field, answer, bound)
        return None if change is None else [change]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        text, cell = "0", refs[part.fields[0].key]
        for tier, bound in reversed(self._steps(part, readings)):
            sign = (">" if bound.up else "<") + ("" if bound.strict else "=")
            text = f"IF({cell}{sign}{literal(bound.value)},{literal(tier.score)},{text})"
        return text


def _lint_tiers(part: Part) -> Iterable[str]:
    tiers = part.tiers
    if not tiers:
        yield "tiers 至少要有一档"
        return
    if len({tier.up for tier in tiers}) > 1:
        yield "各档应都用 min 或都用 max"
    elif any((a.bound <= b.bound) is a.up for a, b in pairwise(tiers)):
        yield "各档应从最好的写起，界限不能相同"
    if any(a.score <= b.score for a, b in pairwise(tiers)) or not tiers[-1].score:
        yield "各档的分应一档比一档少，最后一档大于0（其余不得分）"
    if tiers[0].score != part.max:
        yield f"第一档应得满分{points(part.max)}分"
    ceiling = part.fields[0].type.ceiling
    if ceiling is not None and any(tier.bound > ceiling for tier in tiers):
        yield f"有一档超过{points(ceiling)}，永远达不到"
