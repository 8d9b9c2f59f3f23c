"""The assessors' mark alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.answers import Answer
from fyscore.numbers import plain, points
from fyscore.rules.field import Change, FixBy
from fyscore.rules.field_types import MARK
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import mark_shown, types_of
from fyscore.rules.shapes.shape import Shape


def _set_mark(part: Part) -> Change:
    mark = part.only(MARK)
    text = f"评估组评分达到{points(part.max)}分"
    return Change(mark.key, plain(part.max), text, Answer(part.max), by=FixBy.ASSESSORS)


class Discretion(Shape):
    """The assessor's mark, 0..max."""

    name = "discretion"
    title = "酌情评分"
    words = "评估组在0到满分之间评分。字段：一个“酌情评分”。"

    def lint(self, part: Part) -> Iterable[str]:
        if types_of(part) != [MARK.name]:
            yield "discretion 应恰有一个 mark 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        return f"{part.title}，酌情评分，最多{points(part.max)}分。"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return values[part.only(MARK).key].number

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        given = mark_shown(values[part.only(MARK).key])
        return f"{part.title}：{given}，满分{points(part.max)}分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        return [_set_mark(part)]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        return refs[part.only(MARK).key]
