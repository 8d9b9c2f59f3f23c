"""Shapes that start from the maximum and take points off, stopping at nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.rulebook.model import Field, Part
from fyscore.shapes.base import (
    ZERO,
    Change,
    Conflict,
    Readings,
    Shape,
    Values,
    floor_note,
    floored,
    literal,
    move_rate,
    say_yes,
    set_count,
    titled,
)
from fyscore.wording import difference, plain, points, quantity


class Shortfall(Shape):
    """Each unit short of the target costs ``per_unit`` points."""

    name = "shortfall"
    part_params = {"target": True, "per_unit": True}

    def lint(self, part: Part) -> Iterable[str]:
        if [f.type.name for f in part.fields] != ["count"]:
            yield "shortfall 应恰有一个 count 字段"

    def criterion(self, part: Part, readings: Readings) -> str:
        field, target = part.only("count"), part.params["target"]
        return titled(
            part,
            f"{field.label}达到 {quantity(field, target)}，得 {points(part.max)} 分，"
            f"每少 1{field.unit}扣 {points(part.params['per_unit'])} 分，扣完为止。",
        )

    def _lost(self, part: Part, values: Values) -> Fraction:
        short = part.params["target"] - values[part.only("count").key].number
        return max(short, ZERO) * part.params["per_unit"]

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return floored(part.max, self._lost(part, values))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        field, target = part.only("count"), part.params["target"]
        count = values[field.key].number
        return (
            f"{field.label} {quantity(field, count)}，比 {quantity(field, target)}"
            f"少 {quantity(field, target - count)}，{floor_note(part.max, self._lost(part, values))}"
        )

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        field = part.only("count")
        return [set_count(field, values.get(field.key), part.params["target"])]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        short = f"{literal(part.params['target'])}-{refs[part.only('count').key]}"
        lost = f"{literal(part.params['per_unit'])}*MAX(0,{short})"
        return f"MAX(0,ROUND({literal(part.max)}-{lost},6))"


class Deduct(Shape):
    """Each case counted costs ``per_unit`` points; a 否 among the fields costs all."""

    name = "deduct"
    part_params = {"per_unit": True, "sample": False}

    def lint(self, part: Part) -> Iterable[str]:
        kinds = [f.type.name for f in part.fields]
        if "count" not in kinds or set(kinds) - {"count", "yes_no"} or kinds.count("yes_no") > 1:
            yield "deduct 应有若干 count 字段，至多一个 yes_no 字段"

    @staticmethod
    def _counts(part: Part) -> list[Field]:
        return [f for f in part.fields if f.type.name == "count"]

    @staticmethod
    def _switches(part: Part) -> list[Field]:
        return [f for f in part.fields if f.type.name == "yes_no"]

    def criterion(self, part: Part, readings: Readings) -> str:
        unit = self._counts(part)[0].unit
        switch = "".join(f"{f.label}得分，否则不得分；" for f in self._switches(part))
        sample = f"抽查 {plain(part.params['sample'])}{unit}，" if "sample" in part.params else ""
        return (
            f"{part.title}：{switch}{sample}满分 {points(part.max)} 分，"
            f"每有 1{unit}扣 {points(part.params['per_unit'])} 分，扣完为止。"
        )

    def conflicts(self, part: Part, values: Values) -> Iterable[Conflict]:
        sample = part.params.get("sample")
        for field in self._counts(part) if sample is not None else ():
            if field.key in values and values[field.key].number > (sample or ZERO):
                most = quantity(field, sample or ZERO)
                yield Conflict(
                    field.key,
                    f"填的是 {quantity(field, values[field.key].value)}，多于抽查的 {most}",
                    f"0 到 {most}",
                    "请核对抽查记录后改正。",
                )

    def fault_formula(self, part: Part, refs: Mapping[str, str]) -> str:
        if "sample" not in part.params:
            return ""
        over = f">{literal(part.params['sample'])}"
        cells = [refs[f.key] for f in self._counts(part)]
        return "OR(" + ",".join(f"AND(ISNUMBER({c}),{c}{over})" for c in cells) + ")"

    def _lost(self, part: Part, values: Values) -> Fraction:
        cases = sum((values[f.key].number for f in self._counts(part)), ZERO)
        return cases * part.params["per_unit"]

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        if any(values[f.key].value is False for f in self._switches(part)):
            return ZERO
        return floored(part.max, self._lost(part, values))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        off = [f for f in self._switches(part) if values[f.key].value is False]
        if off:
            return "；".join(f"{f.label}：否" for f in off) + "，不得分"
        told = "、".join(
            f"{f.label} {quantity(f, values[f.key].value)}"
            for f in self._counts(part)
            if values[f.key].number
        )
        each = points(part.params["per_unit"])
        unit = self._counts(part)[0].unit
        note = floor_note(part.max, self._lost(part, values))
        return f"{told}，每有 1{unit}扣 {each} 分，{note}"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        changes = [
            say_yes(f, values.get(f.key))
            for f in self._switches(part)
            if f.key not in values or values[f.key].value is False
        ]
        for field in self._counts(part):
            answer = values.get(field.key)
            if answer is None or answer.number:
                changes.append(set_count(field, answer, ZERO))
        return changes

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        cases = "+".join(refs[f.key] for f in self._counts(part))
        lost = f"{literal(part.params['per_unit'])}*({cases})"
        left = f"MAX(0,ROUND({literal(part.max)}-{lost},6))"
        for field in self._switches(part):
            left = f"IF({refs[field.key]}=1,{left},0)"
        return left


class PointsBelow(Shape):
    """Each percentage point below the target costs ``per_point`` points, rate by rate."""

    name = "points_below"
    part_params = {"target": True, "per_point": True}
    readings = ("partial_point", "two_rates")

    def lint(self, part: Part) -> Iterable[str]:
        if any(f.type.name != "percent" for f in part.fields):
            yield "points_below 只用 percent 字段"
        if part.params.get("target", ZERO) > 100:
            yield "target 超过 100%，永远达不到"

    def criterion(self, part: Part, readings: Readings) -> str:
        labels = "、".join(f.label for f in part.fields)
        return (
            f"{part.title}：{labels}达到 {plain(part.params['target'])}%，得 {points(part.max)} 分，"
            f"每低 1 个百分点扣 {points(part.params['per_point'])} 分，扣完为止。"
        )

    def _short(self, field: Field, part: Part, values: Values) -> Fraction:
        return max(part.params["target"] - values[field.key].number, ZERO)

    def _counted(self, short: Fraction, readings: Readings) -> Fraction:
        rule = readings["partial_point"]
        if rule == "started":
            return Fraction(short.__ceil__())
        if rule == "whole":
            return Fraction(short.__floor__())
        return short

    def _lost(self, part: Part, values: Values, readings: Readings) -> Fraction:
        counted = [self._counted(self._short(f, part, values), readings) for f in part.fields]
        total = max(counted) if readings["two_rates"] == "worst" else sum(counted, ZERO)
        return total * part.params["per_point"]

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return floored(part.max, self._lost(part, values, readings))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        target, told = part.params["target"], []
        for field in part.fields:
            short = self._short(field, part, values)
            if not short:
                continue
            value = quantity(field, values[field.key].value, against=target)
            counted = self._counted(short, readings)
            as_counted = f"，按 {plain(counted)} 个计" if counted != short else ""
            told.append(
                f"{field.label} {value}，低于 {plain(target)}%，"
                f"差 {difference(field, short)}{as_counted}"
            )
        worst = "取差距大的一项，" if len(told) > 1 and readings["two_rates"] == "worst" else ""
        note = floor_note(part.max, self._lost(part, values, readings))
        return f"{'；'.join(told)}；{worst}{note}"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        changes: list[Change] = []
        for field in part.fields:
            answer = values.get(field.key)
            if answer is not None and not self._counted(self._short(field, part, values), readings):
                continue
            # Under `whole`, anything less than one point below costs nothing.
            target = part.params["target"]
            change = move_rate(field, answer, target, up=True, strict=False)
            if change is None:
                return None
            changes.append(change)
        return changes

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
