"""Shapes in which an assessor's mark has a say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.answers import Answer
from fyscore.numbers import ZERO, plain, points
from fyscore.problems import Code, Problem
from fyscore.rules.changes import say_yes, set_count
from fyscore.rules.field import Change, Field, FixBy
from fyscore.rules.field_types import COUNT, MARK, YES_NO
from fyscore.rules.part import Part, Readings, Shape, Values
from fyscore.rules.shapes.base import literal, types_of


def _set_mark(part: Part) -> Change:
    mark = part.only(MARK)
    text = f"评估组评分达到{points(part.max)}分"
    return Change(mark.key, plain(part.max), text, Answer(part.max), by=FixBy.ASSESSORS)


def _blank_mark(part: Part) -> Change:
    """A mark that is no longer asked for: it follows from what made it so."""
    return Change(part.only(MARK).key, "", "")


def _told(mark: Answer) -> str:
    """A mark, and whose it is."""
    return f"{'单位自评' if mark.is_own else '评估组评'}{points(mark.number)}分"


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
        given = _told(values[part.only(MARK).key])
        return f"{part.title}：{given}，满分{points(part.max)}分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        return [_set_mark(part)]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        return refs[part.only(MARK).key]


class _FullOrMark(Shape):
    """Full points where a test is met; else the assessor's mark, which stays below full."""

    def gate_field(self, part: Part) -> Field:
        """The field that is tested."""
        raise NotImplementedError

    def met(self, part: Part, values: Values) -> bool:
        raise NotImplementedError

    def met_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        raise NotImplementedError

    def fix_gate(self, part: Part, values: Values) -> Change:
        raise NotImplementedError

    def required(self, part: Part, values: Values) -> tuple[Field, ...]:
        gate = self.gate_field(part)
        if gate.key in values and not self.met(part, values):
            return (gate, part.only(MARK))
        return (gate,)

    def conflicts(self, part: Part, values: Values) -> Iterable[Problem]:
        gate, mark = self.gate_field(part), part.only(MARK)
        if gate.key not in values or mark.key not in values:
            return
        given, met = values[mark.key].number, self.met(part, values)
        if (met and given == part.max) or (not met and given < part.max):
            return
        code = Code.MET_BUT_MARKED if met else Code.UNMET_BUT_FULL
        yield code.problem(
            key=mark.key,
            label=gate.label,
            given=gate.shown(values[gate.key].value),
            mark=points(given),
            most=points(part.max),
        )

    def fault_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        mark, gate = refs[part.only(MARK).key], refs[self.gate_field(part).key]
        full, met = literal(part.max), self.met_formula(part, refs)
        return f'IF(OR({mark}="",{gate}=""),FALSE,IF({met},{mark}<>{full},{mark}>={full}))'

    def asked_formula(self, part: Part, field: Field, refs: Mapping[str, str]) -> str:
        if field.type is not MARK:
            return ""
        gate = refs[self.gate_field(part).key]
        return f"IF(ISNUMBER({gate}),IF({self.met_formula(part, refs)},FALSE,TRUE),FALSE)"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return part.max if self.met(part, values) else values[part.only(MARK).key].number

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        gate = self.gate_field(part)
        given = gate.shown(values[gate.key].value)
        return f"{gate.label}：{given}，{_told(values[part.only(MARK).key])}"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        fixed = [self.fix_gate(part, values)]
        if part.only(MARK).key in values:
            fixed.append(_blank_mark(part))
        return fixed

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        mark = refs[part.only(MARK).key]
        return f"IF({self.met_formula(part, refs)},{literal(part.max)},{mark})"


class CompleteOrDiscretion(_FullOrMark):
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


class CountOrDiscretion(_FullOrMark):
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
