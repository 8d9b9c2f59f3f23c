"""Shapes that carry no points and decide over points all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.rulebook.model import Field, Part
from fyscore.shapes.base import (
    ZERO,
    Readings,
    Shape,
    Values,
    literal,
)
from fyscore.wording import plain, quantity


class VoidIf(Shape):
    """是 takes every point of the item."""

    name = "void_if"
    carries_points = False
    is_gate = True

    def lint(self, part: Part) -> Iterable[str]:
        if [f.type.name for f in part.fields] != ["yes_no"]:
            yield "void_if 应恰有一个 yes_no 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        return f"{part.title}的，此项不得分。"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return ZERO

    def strikes(self, part: Part, values: Values) -> bool:
        """Whether the item is void."""
        answer = values.get(part.fields[0].key)
        return answer is not None and answer.value is True

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        return f"发现{part.title}，第 {part.item} 项不得分"

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        return f"{refs[part.fields[0].key]}=1"


class Veto(Shape):
    """A count above ``max`` vetoes the whole unit."""

    name = "veto"
    carries_points = False
    part_params = {"period_years": False}

    def lint(self, part: Part) -> Iterable[str]:
        if [f.type.name for f in part.fields] != ["count"] or part.fields[0].maximum is None:
            yield "veto 应恰有一个带 max 的 count 字段"
        if part.max:
            yield "veto 不计分，max 应为 0"

    @staticmethod
    def _field(part: Part) -> tuple[Field, Fraction]:
        field = part.fields[0]
        return field, field.maximum or ZERO

    def criterion(self, part: Part, readings: Readings) -> str:
        field, most = self._field(part)
        return f"{part.title}。{field.label}超过 {quantity(field, most)}的，一票否决。"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return ZERO

    def strikes(self, part: Part, values: Values) -> bool:
        """Whether the unit is vetoed."""
        field, most = self._field(part)
        return field.key in values and values[field.key].number > most

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        field, most = self._field(part)
        told = plain(values[field.key].number)
        return f"{field.label} {told}{field.unit}，超过 {quantity(field, most)}"

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        field, most = self._field(part)
        return f"{refs[field.key]}>{literal(most)}"
