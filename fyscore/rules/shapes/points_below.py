"""Points off for each percentage point below a target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor

from fyscore.numbers import ZERO, plain, points
from fyscore.rules.changes import move_rate
from fyscore.rules.field import Bound, Change, Field
from fyscore.rules.field_types import PERCENT
from fyscore.rules.parameters import PER_POINT, TARGET
from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import floor_note, floored, literal
from fyscore.rules.shapes.shape import Shape


class PointsBelow(Shape):
    """Each percentage point below the target costs ``per_point`` points, rate by rate."""

    name = "points_below"
    title = "每低一个百分点扣分"
    words = "比“目标”每低1个百分点扣“每个百分点分值”，扣完为止。字段：一个或几个百分数。"
    part_params = (TARGET, PER_POINT)
    readings = ("partial_point", "two_rates")

    def lint(self, part: Part) -> Iterable[str]:
        if len(part.of(PERCENT)) != len(part.fields):
            yield "points_below 只用 percent 字段"
        if part.params.get("target", ZERO) > 100:
            yield "target 超过100%，永远达不到"

    def criterion(self, part: Part, readings: Readings) -> str:
        labels = "、".join(f.label for f in part.fields)
        return (
            f"{part.title}：{labels}达到{plain(part.param('target'))}%，得{points(part.max)}分，"
            f"每低1个百分点扣{points(part.param('per_point'))}分，扣完为止。"
        )

    def _short(self, field: Field, part: Part, values: Values) -> Fraction:
        return max(part.param("target") - values[field.key].number, ZERO)

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
        return total * part.param("per_point")

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        return floored(part.max, self._lost(part, values, readings))

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        target, messages = part.param("target"), []
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
        target = part.param("target") - points_short
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
        most = ceil(part.max / part.param("per_point"))
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
        target = literal(part.param("target"))
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
        lost = f"{literal(part.param('per_point'))}*{total}"
        return f"MAX(0,ROUND({literal(part.max)}-{lost},9))"
