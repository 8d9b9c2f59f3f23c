"""Shapes that carry no points and decide over points all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.numbers import ZERO
from fyscore.rules.field import Field
from fyscore.rules.field_types import COUNT, YES_NO
from fyscore.rules.part import Outcome, Part, Readings, Shape, Values
from fyscore.rules.shapes.base import literal, titled, types_of
from fyscore.rules.status import Status


class VoidIf(Shape):
    """是 takes every point of the item."""

    name = "void_if"
    title = "作废（前提）"
    words = "是，本条目不得分。字段：一个是否题。"
    carries_points = False
    is_gate = True

    def lint(self, part: Part) -> Iterable[str]:
        if types_of(part) != [YES_NO.name]:
            yield "void_if 应恰有一个 yes_no 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        return f"{part.title}的，此项不得分。"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return ZERO

    def strikes(self, gate: Part, part: Part, values: Values, readings: Readings) -> Outcome | None:
        if not _is_yes(gate, values):
            return None
        reason = self.reason(gate, values, readings)
        return Outcome(Status.VOID, ZERO, reason, "据实核正数据并经复核后重新填报")

    def told(self, gate: Part, struck: bool) -> str:
        return f"{'发现' if struck else '未发现'}{gate.title}"

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        return f"发现{part.title}，第{part.item}项不得分"

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        return f"{refs[part.only(YES_NO).key]}=1"


class NotApplicable(Shape):
    """是 says that the item does not apply here, so that nothing else of it is asked."""

    carries_points = False
    is_gate = True
    may_waive = True

    def lint(self, part: Part) -> Iterable[str]:
        if types_of(part) != [YES_NO.name]:
            yield f"{self.name} 应恰有一个 yes_no 字段"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return ZERO

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        return part.title

    def waives(self, gate: Part, values: Values) -> bool:
        return _is_yes(gate, values)

    def told(self, gate: Part, struck: bool) -> str:
        return gate.title if struck else ""

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        return f"{refs[part.only(YES_NO).key]}=1"


class FullIf(NotApplicable):
    """Where the item does not apply, it scores its maximum."""

    name = "full_if"
    title = "不涉及得满分（前提）"
    words = "是，本条目得满分，其余不用填。字段：一个是否题。"

    def criterion(self, part: Part, readings: Readings) -> str:
        return f"{part.title}的，此项得满分。"

    def strikes(self, gate: Part, part: Part, values: Values, readings: Readings) -> Outcome | None:
        if not self.waives(gate, values):
            return None
        return Outcome(Status.FULL, part.max, f"{gate.title}，按满分计")

    def struck_formula(self, gate: Part, part: Part) -> str:
        return literal(part.max)


class ExemptIf(NotApplicable):
    """Where the item does not apply, it counts neither in the score nor in the maximum."""

    name = "exempt_if"
    title = "不涉及不计分（前提）"
    words = "是，本条目不计分，也不计入满分，其余不用填。字段：一个是否题。"
    exempts = True

    def criterion(self, part: Part, readings: Readings) -> str:
        return f"{part.title}的，此项不计分，也不计入满分。"

    def strikes(self, gate: Part, part: Part, values: Values, readings: Readings) -> Outcome | None:
        if not self.waives(gate, values):
            return None
        return Outcome(Status.EXEMPT, ZERO, f"{gate.title}，不计分，也不计入满分")

    def struck_formula(self, gate: Part, part: Part) -> str:
        return f'"{Status.EXEMPT.words}"'


def _is_yes(gate: Part, values: Values) -> bool:
    answer = values.get(gate.only(YES_NO).key)
    return answer is not None and answer.value is True


class Veto(Shape):
    """A count above ``max``, or a 是, vetoes the whole unit."""

    name = "veto"
    takes_bounds = True
    title = "一票否决"
    words = "个数超过“不高于”，或是否题为是，一票否决。满分填0。"
    carries_points = False
    part_params = {"period_years": False}

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

    def settled(self, part: Part, values: Values, readings: Readings) -> Outcome:
        field, most = self._field(part)
        if values[field.key].number <= most:  # 是 is one, over none
            return Outcome(Status.CLEAR)
        reason = self.reason(part, values, readings)
        return Outcome(Status.VETO, ZERO, reason, "一票否决，不能以其他得分弥补")

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
