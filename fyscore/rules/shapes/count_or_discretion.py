"""Full points from a count on, else the assessors' mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.numbers import ZERO, points
from fyscore.rules.changes import set_count
from fyscore.rules.field import Change, Field
from fyscore.rules.field_types import COUNT, MARK
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import literal, types_of
from fyscore.rules.shapes.full_or_mark import FullOrMark


class CountOrDiscretion(FullOrMark):
    """A count of at least ``min`` gives the maximum; else the assessor's mark."""

    name = "count_or_discretion"
    takes_bounds = True
    title = "个数达到得满分否则酌情"
    words = "个数达到“不低于”得满分，否则酌情评分。字段：一个个数，一个“酌情评分”。"

    def lint(self, part: Part) -> Iterable[str]:
        if types_of(part) != [COUNT.name, MARK.name]:
            yield "count_or_discretion 应有一个 count 字段和一个 mark 字段"
        elif part.only(COUNT).minimum is None:
            yield "count_or_discretion 的 count 字段缺少 min"

    def gate_field(self, part: Part) -> Field:
        return part.only(COUNT)

    def minimum(self, part: Part) -> Fraction:
        return self.gate_field(part).minimum or ZERO

    def criterion(self, part: Part, readings: Readings) -> str:
        need = self.gate_field(part).shown(self.minimum(part))
        return f"{part.title}：至少{need}，得{points(part.max)}分，否则酌情扣分。"

    def met(self, part: Part, values: Values) -> bool:
        return values[self.gate_field(part).key].number >= self.minimum(part)

    def met_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        return f"{refs[self.gate_field(part).key]}>={literal(self.minimum(part))}"

    def fix_gate(self, part: Part, values: Values) -> Change:
        gate = self.gate_field(part)
        return set_count(gate, values.get(gate.key), self.minimum(part))
