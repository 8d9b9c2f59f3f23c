"""Points off for each case counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

from fyscore.numbers import ZERO, plain, points
from fyscore.problems import Code, Problem
from fyscore.rules.changes import say_yes, set_count
from fyscore.rules.field import Change
from fyscore.rules.field_types import COUNT, YES_NO
from fyscore.rules.parameters import PER_UNIT, SAMPLE
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import floor_note, floored, literal
from fyscore.rules.shapes.shape import Shape


class Deduct(Shape):
    """Each case counted costs ``per_unit`` points; a 否 among the fields costs all."""

    name = "deduct"
    title = "每有一个扣分"
    words = (
        "每有1个扣“每个分值”，扣完为止；“抽查数”限定个数；另有是否题时，否不得分。字段：若干个数。"
    )
    part_params = (PER_UNIT, SAMPLE.optional)

    def lint(self, part: Part) -> Iterable[str]:
        counts, switches = part.of(COUNT), part.of(YES_NO)
        others = len(part.fields) - len(counts) - len(switches)
        if not counts or others or len(switches) > 1:
            yield "deduct 应有若干 count 字段，至多一个 yes_no 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        unit = part.of(COUNT)[0].unit
        switch = "".join(f"{f.label}得分，否则不得分；" for f in part.of(YES_NO))
        sample = f"抽查{plain(part.param('sample'))}{unit}，" if "sample" in part.params else ""
        return (
            f"{part.title}：{switch}{sample}满分{points(part.max)}分，"
            f"每有1{unit}{part.case}扣{points(part.param('per_unit'))}分，扣完为止。"
        )

    def contradictions(self, part: Part, values: Values) -> Iterable[Problem]:
        if "sample" not in part.params:
            return
        sample = part.param("sample")
        for field in part.of(COUNT):
            if field.key in values and values[field.key].number > sample:
                count = field.shown(values[field.key].value)
                yield Code.OVER_SAMPLE.problem(key=field.key, count=count, most=field.shown(sample))

    def fault_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        if "sample" not in part.params:
            return ""
        over = f">{literal(part.param('sample'))}"
        cells = [refs[f.key] for f in part.of(COUNT)]
        return "OR(" + ",".join(f"AND(ISNUMBER({c}),{c}{over})" for c in cells) + ")"

    def _lost(self, part: Part, values: Values) -> Fraction:
        cases = sum((values[f.key].number for f in part.of(COUNT)), ZERO)
        return cases * part.param("per_unit")

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        if any(values[f.key].value is False for f in part.of(YES_NO)):
            return ZERO
        return floored(part.max, self._lost(part, values))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        off = [f for f in part.of(YES_NO) if values[f.key].value is False]
        if off:
            return "；".join(f"{f.label}：否" for f in off) + "，不得分"
        counts = "、".join(
            f"{f.label} {f.shown(values[f.key].value)}"
            for f in part.of(COUNT)
            if values[f.key].number
        )
        each = points(part.param("per_unit"))
        unit = part.of(COUNT)[0].unit
        note = floor_note(part.max, self._lost(part, values))
        return f"{counts}，每有1{unit}{part.case}扣{each}分，{note}"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        changes = [
            say_yes(f, values.get(f.key))
            for f in part.of(YES_NO)
            if f.key not in values or values[f.key].value is False
        ]
        for field in part.of(COUNT):
            answer = values.get(field.key)
            if answer is None or answer.number:
                changes.append(set_count(field, answer, ZERO))
        return changes

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        """Each number of cases that may remain, cut from the largest counts: the fewest cells."""
        if self.missing(part, values):
            return
        switches = [say_yes(f, values[f.key]) for f in part.of(YES_NO) if not values[f.key].number]
        counts = sorted(part.of(COUNT), key=lambda f: -values[f.key].number)
        movable = [f for f in counts if not f.is_fact]
        total = sum((values[f.key].number for f in counts), ZERO)
        fixed = total - sum((values[f.key].number for f in movable), ZERO)
        if switches:
            yield switches
        for left in range(int(fixed), min(int(total), ceil(part.max / part.param("per_unit")))):
            over, changes = total - left, list(switches)
            for field in movable:
                cut = min(over, values[field.key].number)
                if cut:
                    to = values[field.key].number - cut
                    changes.append(set_count(field, values[field.key], to))
                over -= cut
            if left:  # none left is the whole change
                yield changes

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        cases = "+".join(refs[f.key] for f in part.of(COUNT))
        lost = f"{literal(part.param('per_unit'))}*({cases})"
        left = f"MAX(0,ROUND({literal(part.max)}-{lost},6))"
        for field in part.of(YES_NO):
            left = f"IF({refs[field.key]}=1,{left},0)"
        return left
