"""What shapes have in common in which a mark steps in where a test is not met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.numbers import points
from fyscore.problems import Code, Problem
from fyscore.rules.field import Change, Field
from fyscore.rules.field_types import MARK
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import literal, mark_shown
from fyscore.rules.shapes.shape import Shape


def _blank_mark(part: Part) -> Change:
    """A mark that is no longer asked for: it follows from what made it so."""
    return Change(part.only(MARK).key, "", "")


class FullOrMark(Shape):
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

    def contradictions(self, part: Part, values: Values) -> Iterable[Problem]:
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
        return f"{gate.label}：{given}，{mark_shown(values[part.only(MARK).key])}"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        fixed = [self.fix_gate(part, values)]
        if part.only(MARK).key in values:
            fixed.append(_blank_mark(part))
        return fixed

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        mark = refs[part.only(MARK).key]
        return f"IF({self.met_formula(part, refs)},{literal(part.max)},{mark})"
