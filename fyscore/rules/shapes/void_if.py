"""A gate that takes every point of its item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.numbers import ZERO
from fyscore.rules.field_types import YES_NO
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import is_yes, types_of
from fyscore.rules.shapes.shape import Shape


class VoidIf(Shape):
    """是 takes every point of the item."""

    name = "void_if"
    title = "作废（前提）"
    words = "是，本条目不得分。字段：一个是否题。"
    struck_remedy = "据实核正数据并经复核后重新填报"
    carries_points = False
    is_gate = True

    def lint(self, part: Part) -> Iterable[str]:
        if types_of(part) != [YES_NO.name]:
            yield "void_if 应恰有一个 yes_no 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        return f"{part.title}的，此项不得分。"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return ZERO

    def strikes(self, gate: Part, values: Values) -> bool:
        return is_yes(gate, values)

    def told(self, gate: Part, struck: bool) -> str:
        return f"{'发现' if struck else '未发现'}{gate.title}"

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        return f"发现{part.title}，第{part.item}项不得分"

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        return f"{refs[part.only(YES_NO).key]}=1"
