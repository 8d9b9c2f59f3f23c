"""Changes to single answers that win points back, as values that can be tried and in words."""

from __future__ import annotations

from fractions import Fraction

from fyscore.answers import Answer
from fyscore.numbers import ZERO, decimals, plain
from fyscore.rules.field import Bound, Change, Field

#: A strict bound has no smallest step past it; this is the step advice takes.
_STEP_PLACES = 2


def say_yes(field: Field, answer: Answer | None) -> Change:
    """Bring what a field asks about into being."""
    text = f"做到“{field.label}”" + ("" if answer else "并填报")
    return Change(field.key, "是", text, Answer(True), by=field.fix_by(answer))


def set_count(field: Field, answer: Answer | None, to: Fraction) -> Change:
    """Bring a count to a whole number, told as the difference where one is known."""
    if answer is None and field.is_fact:
        text = f"据实填报“{field.label}”"
    elif answer is None:
        text = f"填报“{field.label}”（{plain(to)}{field.unit}即可得满分）"
    elif to > answer.number:
        text = f"“{field.label}”再增加{plain(to - answer.number)}{field.unit}"
    else:
        text = f"“{field.label}”减少{plain(answer.number - to)}{field.unit}"
    moved = ZERO if answer is None else abs(to - answer.number)
    by = field.fix_by(answer)
    return Change(field.key, plain(to), text, Answer(to), moved, field.unit, by)


def none_of(field: Field) -> Change:
    """Say of a count not reported yet that there are none."""
    text = f"填报“{field.label}”（没有的填0）"
    return Change(field.key, "0", text, Answer(ZERO), ZERO, field.unit, field.fix_by(None))


def say_no(field: Field) -> Change:
    """Say of what is not reported yet that it is not so."""
    text = f"填报“{field.label}”（没有的填“否”）"
    return Change(field.key, "否", text, Answer(False), by=field.fix_by(None))


def move_count(field: Field, answer: Answer | None, bound: Bound) -> Change | None:
    """Bring a count to ``bound``, one past it where strict; None where that is below nothing."""
    step = (1 if bound.up else -1) if bound.strict else 0
    to = bound.value + step
    return set_count(field, answer, to) if to >= 0 else None


def move_rate(field: Field, answer: Answer | None, bound: Bound) -> Change | None:
    """Bring a rate to ``bound``, or just past it where strict; None where it cannot go.

    With numerator and denominator the change is told in whole cases.
    """
    if answer is not None and answer.numerator is not None and answer.denominator is not None:
        return _move_cases(field, answer, answer.numerator, answer.denominator, bound)
    target = bound.value
    if bound.strict:
        step = Fraction(1, 10 ** max(decimals(target) or _STEP_PLACES, _STEP_PLACES))
        if decimals(target) is None:  # a quotient: round it past the bound
            target = Fraction((target * 100).__floor__() + 1, 100)
        else:
            target = target + step if bound.up else target - step
    ceiling = field.type.ceiling
    if target < 0 or (ceiling is not None and target > ceiling):
        return None
    if answer is None and field.is_fact:
        text = f"据实填报“{field.label}”"
    elif answer is None:
        side = "达到" if bound.up else "不超过"
        text = f"填报“{field.label}”（{side}{plain(target)}{field.unit}即可）"
    else:
        verb = "提高" if bound.up else "下降"
        text = f"“{field.label}”{verb}{field.difference(abs(target - answer.number))}"
    by = field.fix_by(answer)
    return Change(field.key, field.type.typed(target), text, Answer(target), by=by)


def _move_cases(
    field: Field, answer: Answer, numerator: Fraction, denominator: Fraction, bound: Bound
) -> Change | None:
    exact = bound.value * denominator / field.scale
    if bound.up:
        cases = exact.__floor__() + 1 if bound.strict else exact.__ceil__()
    else:
        cases = exact.__ceil__() - 1 if bound.strict else exact.__floor__()
    if cases < 0 or (field.type.ceiling is not None and cases > denominator):
        return None
    verb, moved = ("再增加", cases - numerator) if bound.up else ("减少", numerator - cases)
    text = f"“{field.numerator or field.label}”{verb}{plain(Fraction(moved))}{field.case_unit}"
    return Change(
        field.key,
        f"{cases}/{plain(denominator)}",
        text,
        field.quotient(Fraction(cases), denominator),
        Fraction(moved),
        field.case_unit,
        field.fix_by(answer),
    )
