"""Shapes that give all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fyscore.answers import Answer
from fyscore.rulebook.model import Field, Part
from fyscore.shapes.base import (
    ZERO,
    Change,
    Readings,
    Shape,
    Values,
    all_of,
    literal,
    move_rate,
    say_yes,
    set_count,
    titled,
)
from fyscore.wording import plain, points, quantity


def _strict(field: Field, readings: Readings) -> bool:
    return field.follows_bounds and readings["bounds"] == "exclusive"


def _holds(field: Field, answer: Answer, readings: Readings) -> bool:
    if field.type.name == "yes_no":
        return answer.value is True
    value, strict = answer.number, _strict(field, readings)
    if field.minimum is not None:
        return value > field.minimum if strict else value >= field.minimum
    if field.maximum is not None:
        return value < field.maximum if strict else value <= field.maximum
    raise AssertionError(field.key)  # lint lets no such field through


class All(Shape):
    """The maximum when every field of the part holds, else nothing."""

    name = "all"
    readings = ("bounds",)

    def lint(self, part: Part) -> Iterable[str]:
        for field in part.fields:
            bounds = (field.minimum is not None) + (field.maximum is not None)
            if field.type.name == "mark":
                yield f"all 不用 mark 字段：{field.key}"
            elif field.type.name == "yes_no":
                if bounds:
                    yield f"是否题不用 min/max：{field.key}"
            elif bounds != 1:
                yield f"{field.key} 应恰有 min、max 之一"

    def criterion(self, part: Part, readings: Readings) -> str:
        tests = "、".join(self._test(field, readings) for field in part.fields)
        return titled(part, f"{tests}，得 {points(part.max)} 分，否则不得分。")

    @staticmethod
    def _test(field: Field, readings: Readings) -> str:
        if field.type.name == "yes_no":
            return field.label
        strict = _strict(field, readings)
        if field.minimum is not None:
            return f"{field.label}{'高于' if strict else '不低于'} {quantity(field, field.minimum)}"
        top = quantity(field, field.maximum or ZERO)
        return f"{field.label}{'低于' if strict else '不高于'} {top}"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        holds = all(_holds(f, values[f.key], readings) for f in part.fields)
        return part.max if holds else ZERO

    def _failing(self, part: Part, values: Values, readings: Readings) -> list[Field]:
        return [f for f in part.fields if not _holds(f, values[f.key], readings)]

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        told = []
        for field in self._failing(part, values, readings):
            answer = values[field.key]
            if field.type.name == "yes_no":
                told.append(f"{field.label}：否")
                continue
            bound = field.maximum if field.minimum is None else field.minimum
            value = quantity(field, answer.value, against=bound)
            side = "低于" if field.minimum is not None else "高于"
            if answer.number == bound:
                side = "未" + ("高于" if side == "低于" else "低于")
            told.append(f"{field.label} {value}，{side} {quantity(field, bound or ZERO)}")
        return "；".join(told) + "，不得分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        changes: list[Change] = []
        for field in part.fields:
            answer = values.get(field.key)
            if answer is not None and _holds(field, answer, readings):
                continue
            change = self._fix(field, answer, readings)
            if change is None:
                return None
            changes.append(change)
        return changes

    @staticmethod
    def _fix(field: Field, answer: Answer | None, readings: Readings) -> Change | None:
        if field.type.name == "yes_no":
            return say_yes(field, answer)
        up = field.minimum is not None
        bound = field.minimum if field.minimum is not None else field.maximum or ZERO
        strict = _strict(field, readings)
        if field.type.name == "count":
            step = (1 if up else -1) if strict else 0
            return set_count(field, answer, bound + step) if bound + step >= 0 else None
        return move_rate(field, answer, bound, up=up, strict=strict)

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        tests = []
        for field in part.fields:
            strict = _strict(field, readings)
            if field.type.name == "yes_no":
                tests.append(f"{refs[field.key]}=1")
            elif field.minimum is not None:
                sign = ">" if strict else ">="
                tests.append(f"{refs[field.key]}{sign}{literal(field.minimum)}")
            else:
                sign = "<" if strict else "<="
                tests.append(f"{refs[field.key]}{sign}{literal(field.maximum or ZERO)}")
        return f"IF({all_of(tests)},{literal(part.max)},0)"


class AboveAverage(Shape):
    """The maximum when the value is strictly above the average, else nothing."""

    name = "above_average"

    def lint(self, part: Part) -> Iterable[str]:
        if sorted(f.role for f in part.fields) != ["", "average"]:
            yield "above_average 应有一个数值字段和一个 role 为 average 的字段"
        elif any(not f.is_rate for f in part.fields):
            yield "above_average 只用于率"

    @staticmethod
    def _pair(part: Part) -> tuple[Field, Field]:
        first, second = part.fields
        return (second, first) if first.role == "average" else (first, second)

    def criterion(self, part: Part, readings: Readings) -> str:
        own, average = self._pair(part)
        return f"{own.label}高于{average.label}，得 {points(part.max)} 分，否则不得分。"

    def score(self, part: Part, values: Values, readings: Readings) -> Fraction:
        own, average = self._pair(part)
        above = values[own.key].number > values[average.key].number
        return part.max if above else ZERO

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        own, average = self._pair(part)
        value, bar = values[own.key].number, values[average.key].number
        side = "等于" if value == bar else "低于"
        told = quantity(own, value, against=bar)
        return f"{own.label} {told}，{side}{average.label} {plain(bar)}{average.unit}，不得分"

    def changes(self, part: Part, values: Values, readings: Readings) -> list[Change] | None:
        own, average = self._pair(part)
        if average.key not in values:
            return None  # nothing can be said before the average is known
        bar = values[average.key].number
        answer = values.get(own.key)
        if answer is not None and answer.number > bar:
            return []
        change = move_rate(own, answer, bar, up=True, strict=True)
        return None if change is None else [change]

    def formula(self, part: Part, refs: Mapping[str, str], readings: Readings) -> str:
        own, average = self._pair(part)
        return f"IF({refs[own.key]}>{refs[average.key]},{literal(part.max)},0)"
