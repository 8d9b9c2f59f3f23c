"""The veto of the whole unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.numbers import ZERO
from fyscore.rules.field import Field
from fyscore.rules.field_types import COUNT, YES_NO
from fyscore.rules.parameters import PERIOD_YEARS
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import literal, titled, types_of
from fyscore.rules.shapes.shape import Shape
from fyscore.rules.status import Status


class Veto(Shape):
    """A count above ``max``, or a 是, vetoes the whole unit."""

    name = "veto"
    takes_bounds = True
    title = "一票否决"
    words = "个数超过“不高于”，或是否题为是，一票否决。满分填0。"
    carries_points = False
    part_params = (PERIOD_YEARS.optional,)

    def lint(self, part: Part) -> Iterable[str]:
        counted = types_of(part) == [COUNT.name] and part.fields[0].maximum is not None
        asked = types_of(part) == [YES_NO.name] and part.fields[0].bound is None
        if not counted and not asked:
            yield "veto 应恰有一个带 max 的 count 字段，或一个 yes_no 字段"
        if part.max:
            yield "veto 不计分，max 应为0"

    @staticmethod
    def _field(part: Part) -> tuple[Field, Fraction]:
        (field,) = part.fields
        return field, field.maximum or ZERO

    def criterion(self, part: Part, readings: Readings) -> str:
        field, most = self._field(part)
        if field.type.is_yes_no:
            return f"{titled(part, field.label)}的，一票否决。"
        if part.case and not most:
            return f"{part.title}。发生{part.case}的，一票否决。"
        return f"{part.title}。{field.label}超过{field.shown(most)}的，一票否决。"

    def announcement(self, part: Part, readings: Readings) -> str:
        return f"第{part.item}项为一票否决项：{self.criterion(part, readings)}"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return ZERO

    def standing(self, part: Part, values: Values) -> Status:
        field, most = self._field(part)
        # 是 is one, over none.
        return Status.VETO if values[field.key].number > most else Status.CLEAR

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        field, most = self._field(part)
        if field.type.is_yes_no:
            return field.label
        count = field.shown(values[field.key].value)
        return f"{field.label} {count}" + (f"，超过{field.shown(most)}" if most else "")

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        field, most = self._field(part)
        return f"{refs[field.key]}>{literal(most)}"

    def settled_formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        body = self.formula(part, refs, readings)
        return f'IF({body},"{Status.VETO.words}","{Status.CLEAR.words}")'
