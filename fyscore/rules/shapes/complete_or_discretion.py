"""Full points where something is done, else the assessors' mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fyscore.numbers import points
from fyscore.rules.changes import say_yes
from fyscore.rules.field import Change, Field
from fyscore.rules.field_types import MARK, YES_NO
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import types_of
from fyscore.rules.shapes.full_or_mark import FullOrMark


class CompleteOrDiscretion(FullOrMark):
    """是 gives the maximum; 否 leaves it to the assessor, below the maximum."""

    name = "complete_or_discretion"
    title = "做到得满分否则酌情"
    words = "是得满分，否由评估组酌情评分。字段：一个是否题，一个“酌情评分”。"

    def lint(self, part: Part) -> Iterable[str]:
        if types_of(part) != [MARK.name, YES_NO.name]:
            yield "complete_or_discretion 应有一个 yes_no 字段和一个 mark 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        label = self.gate_field(part).label
        return f"{part.title}：{label}，得{points(part.max)}分，否则酌情扣分。"

    def gate_field(self, part: Part) -> Field:
        return part.only(YES_NO)

    def met(self, part: Part, values: Values) -> bool:
        return values[self.gate_field(part).key].value is True

    def met_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        return f"{refs[self.gate_field(part).key]}=1"

    def fix_gate(self, part: Part, values: Values) -> Change:
        gate = self.gate_field(part)
        return say_yes(gate, values.get(gate.key))
