"""Shapes that start from the maximum and take points off, stopping at nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor

from fyscore.numbers import ZERO, plain, points
from fyscore.problems import Code, Problem
from fyscore.rules.changes import move_rate, say_yes, set_count
from fyscore.rules.field import Bound, Change, Field
from fyscore.rules.field_types import COUNT, PERCENT, YES_NO
from fyscore.rules.part import Part, Readings, Shape, Values
from fyscore.rules.shapes.base import floor_note, floored, literal, titled, types_of


class Shortfall(Shape):
    """Each unit short of the target costs ``per_unit`` points."""

    name = "shortfall"
    title = "每少一个扣分"
    words = "比“目标”每少1个扣“每个分值”，扣完为止。字段：一个个数。"
    part_params = {"target": True, "per_unit": True}

    def lint(self, part: Part) -> Iterable[str]:
        if types_of(part) != [COUNT.name]:
            yield "shortfall 应恰有一个 count 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        field, target = part.only(COUNT), part.params["target"]
        return titled(
            part,
            f"{field.label}达到{field.shown(target)}，得{points(part.max)}分，"
            f"每少1{field.unit}扣{points(part.params['per_unit'])}分，扣完为止。",
        )

    def _lost(self, part: Part, values: Values) -> Fraction:
        short = part.params["target"] - values[part.only(COUNT).key].number
        return max(short, ZERO) * part.params["per_unit"]

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return floored(part.max, self._lost(part, values))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        field, target = part.only(COUNT), part.params["target"]
        count = values[field.key].number
        return (
            f"{field.label} {field.shown(count)}，比{field.shown(target)}"
            f"少{field.shown(target - count)}，{floor_note(part.max, self._lost(part, values))}"
        )

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        field = part.only(COUNT)
        return [set_count(field, values.get(field.key), part.params["target"])]

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        field = part.only(COUNT)
        answer = values.get(field.key)
        if answer is not None:
            for to in range(int(answer.number) + 1, ceil(part.params["target"])):
                yield [set_count(field, answer, Fraction(to))]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        short = f"{literal(part.params['target'])}-{refs[part.only(COUNT).key]}"
        lost = f"{literal(part.params['per_unit'])}*MAX(0,{short})"
        return f"MAX(0,ROUND({literal(part.max)}-{lost},6))"


class Deduct(Shape):
    """Each case counted costs ``per_unit`` points; a 否 among the fields costs all."""

    name = "deduct"
    title = "每有一个扣分"
    words = (
        "每有1个扣“每个分值”，扣完为止；“抽查数”限定个数；另有是否题时，否不得分。字段：若干个数。"
    )
    part_params = {"per_unit": True, "sample": False}

    def lint(self, part: Part) -> Iterable[str]:
        counts, switches = part.of(COUNT), part.of(YES_NO)
        others = len(part.fields) - len(counts) - len(switches)
        if not counts or others or len(switches) > 1:
            yield "deduct 应有若干 count 字段，至多一个 yes_no 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        unit = part.of(COUNT)[0].unit
        switch = "".join(f"{f.label}得分，否则不得分；" for f in part.of(YES_NO))
        sample = f"抽查{plain(part.params['sample'])}{unit}，" if "sample" in part.params else ""
        return (
            f"{part.title}：{switch}{sample}满分{points(part.max)}分，"
            f"每有1{unit}{part.case}扣{points(part.params['per_unit'])}分，扣完为止。"
        )

    def conflicts(self, part: Part, values: Values) -> Iterable[Problem]:
        if "sample" not in part.params:
            return
        sample = part.params["sample"]
        for field in part.of(COUNT):
            if field.key in values and values[field.key].number > sample:
                count = field.shown(values[field.key].value)
                yield Code.OVER_SAMPLE.problem(key=field.key, count=count, most=field.shown(sample))

    def fault_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        if "sample" not in part.params:
            return ""
        over = f">{literal(part.params['sample'])}"
        cells = [refs[f.key] for f in part.of(COUNT)]
        return "OR(" + ",".join(f"AND(ISNUMBER({c}),{c}{over})" for c in cells) + ")"

    def _lost(self, part: Part, values: Values) -> Fraction:
        cases = sum((values[f.key].number for f in part.of(COUNT)), ZERO)
        return cases * part.params["per_unit"]

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
        each = points(part.params["per_unit"])
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
        for left in range(int(fixed), min(int(total), ceil(part.max / part.params["per_unit"]))):
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
        lost = f"{literal(part.params['per_unit'])}*({cases})"
        left = f"MAX(0,ROUND({literal(part.max)}-{lost},6))"
        for field in part.of(YES_NO):
            left = f"IF({refs[field.key]}=1,{left},0)"
        return left


class PointsBelow(Shape):
    """Each percentage point below the target costs ``per_point`` points, rate by rate."""

    name = "points_below"
    title = "每低一个百分点扣分"
    words = "比“目标”每低1个百分点扣“每个百分点分值”，扣完为止。字段：一个或几个百分数。"
    part_params = {"target": True, "per_point": True}
    readings = ("partial_point", "two_rates")

    def lint(self, part: Part) -> Iterable[str]:
        if len(part.of(PERCENT)) != len(part.fields):
            yield "points_below 只用 percent 字段"
        if part.params.get("target", ZERO) > 100:
            yield "target 超过100%，永远达不到"

    def criterion(self, part: Part, readings: Readings) -> str:
        labels = "、".join(f.label for f in part.fields)
        return (
            f"{part.title}：{labels}达到{plain(part.params['target'])}%，得{points(part.max)}分，"
            f"每低1个百分点扣{points(part.params['per_point'])}分，扣完为止。"
        )

    def _short(self, field: Field, part: Part, values: Values) -> Fraction:
        return max(part.params["target"] - values[field.key].number, ZERO)

    def _counted(self, short: Fraction, readings: Readings) -> Fraction | int:
        rule = readings["partial_point"]
        if rule == "started":
            return ceil(short)
        if rule == "whole":
            return floor(short)
        return short

    def _lost(self, part: Part, values: Values, readings: Readings) -> Fraction:
        counted = [self._counted(self._short(f, part, values), readings) for f in part.fields]
        total = max(counted) if readings["two_rates"] == "worst" else sum(counted, ZERO)
        return total * part.params["per_point"]

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return floored(part.max, self._lost(part, values, readings))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        target, messages = part.params["target"], []
        for field in part.fields:
            short = self._short(field, part, values)
            if not short:
                continue
            value = field.shown(values[field.key].value, against=target)
            counted = self._counted(short, readings)
            as_counted = f"，按{plain(Fraction(counted))}个计" if counted != short else ""
            messages.append(
                f"{field.label} {value}，低于{plain(target)}%，"
                f"差{field.difference(short)}{as_counted}"
            )
        worst = "取差距大的一项，" if len(messages) > 1 and readings["two_rates"] == "worst" else ""
        note = floor_note(part.max, self._lost(part, values, readings))
        return f"{'；'.join(messages)}；{worst}{note}"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        changes: list[Change] = []
        for field in part.fields:
            answer = values.get(field.key)
            if answer is not None and not self._counted(self._short(field, part, values), readings):
                continue
            change = move_rate(field, answer, self._bound(part, 0, readings))
            if change is None:
                return None
            changes.append(change)
        return changes

    def _bound(self, part: Part, points_short: int, readings: Readings) -> Bound:
        """What a rate must reach for no more points short to count."""
        target = part.params["target"] - points_short
        if readings["partial_point"] == "whole":
            # Anything less than one more point below costs nothing.
            return Bound(target - 1, up=True, strict=True)
        return Bound(target, up=True)

    def partial_changes(
        self, part: Part, values: Values, readings: Readings
    ) -> Iterable[Sequence[Change]]:
        """Each rate left as it is or brought up by whole points, in every combination."""
        if self.missing(part, values):
            return
        most = ceil(part.max / part.params["per_point"])
        choices: list[list[Change | None]] = []
        for field in part.fields:
            answer = values[field.key]
            counted = self._counted(self._short(field, part, values), readings)
            levels = range(min(ceil(counted), most))
            moved = (move_rate(field, answer, self._bound(part, n, readings)) for n in levels)
            choices.append([None, *moved])
        for chosen in product(*choices):
            yield [change for change in chosen if change is not None]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        rule = readings["partial_point"]
        target = literal(part.params["target"])
        counted = []
        for field in part.fields:
            # Rounded first: 90-89.999999999 must not start a new point by noise alone.
            short = f"ROUND(MAX(0,{target}-{refs[field.key]}),9)"
            if rule == "started":
                short = f"ROUNDUP({short},0)"
            elif rule == "whole":
                short = f"ROUNDDOWN({short},0)"
            counted.append(short)
        joined = ",".join(counted)
        total = f"MAX({joined})" if readings["two_rates"] == "worst" else f"SUM({joined})"
        lost = f"{literal(part.params['per_point'])}*{total}"
        return f"MAX(0,ROUND({literal(part.max)}-{lost},9))"
