"""Plans against every possible change of small forms: none is smaller."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction as F
from itertools import product

import pytest

from fyscore.answers import Answer, Answers
from fyscore.rules.load import load_rulebook, with_readings
from fyscore.rules.model import Rulebook
from fyscore.rules.part import Part
from fyscore.scoring.gaps import find_gaps, least_plan
from fyscore.scoring.score import score

#: Parts whose every change can be gone through.
PARTS = ("5a", "7", "8a", "11b", "13", "14", "17", "29", "31", "32a", "34", "35")
#: Fields changed, cases concerned.
Cost = tuple[int, F]


def reported(part: Part, dice: random.Random) -> dict[str, Answer]:
    """What a unit may have reported for one part."""
    if part.id == "5a":
        gate = dice.random() < 0.5
        return {"5a.complete": Answer(gate), **({} if gate else {"5a.mark": Answer(F(1, 2))})}
    if part.id == "11b":
        return {"11b.employers": Answer(F(1)), "11b.mark": Answer(F(dice.randint(0, 1)))}
    found = {}
    for field in part.fields:
        if field.type.is_yes_no:
            found[field.key] = Answer(dice.random() < 0.5)
        elif field.is_rate:
            bottom = F(dice.choice((7, 10, 12)))
            found[field.key] = field.quotient(bottom - dice.randint(0, 2), bottom)
        else:
            found[field.key] = Answer(F(dice.randint(0, 9 if part.id == "14" else 4)))
    return found


def others(part: Part, values: Mapping[str, Answer]) -> Iterator[dict[str, Answer]]:
    """Everything the unit could bring its part to."""
    choices = []
    for field in part.fields:
        now = values.get(field.key)
        if now is None or field.is_fact or field.type.by_assessor:
            choices.append([now])
        elif field.type.is_yes_no:
            choices.append([Answer(True), Answer(False)])
        elif field.is_rate and now.denominator is not None:
            tops = range(int(now.denominator) + 1)
            choices.append([field.quotient(F(top), now.denominator) for top in tops])
        else:
            choices.append([Answer(F(n)) for n in range(int(now.number) + 10)])
    for chosen in product(*choices):
        after = {f.key: a for f, a in zip(part.fields, chosen, strict=True) if a is not None}
        if list(part.shape.problems(part, after)):
            # Only a mark that is no longer asked for stands in the way.
            after = {f.key: after[f.key] for f in part.fields if not f.type.by_assessor}
        yield after


def cost(before: Mapping[str, Answer], after: Mapping[str, Answer], part: Part) -> Cost:
    fields, cases = 0, F(0)
    for field in part.fields:
        old, new = before.get(field.key), after.get(field.key)
        if old == new or old is None:
            continue
        fields += 1
        if new is not None and not field.type.is_yes_no:
            counted = old.numerator is not None and new.numerator is not None
            cases += abs(new.numerator - old.numerator if counted else new.number - old.number)  # type: ignore[operator]
    return fields, cases


def cheapest(part: Part, values: Mapping[str, Answer], book: Rulebook) -> dict[F, Cost]:
    """Each gain a part can have, and the least it takes."""
    now, found = part.shape.score(part, values, book.readings), dict[F, Cost]()
    for after in others(part, values):
        if part.shape.missing(part, after):
            continue
        gain = part.shape.score(part, after, book.readings) - now
        price = cost(values, after, part)
        if gain >= 0 and price < found.get(gain, (99, F(0))):
            found[gain] = price
    return found


@pytest.mark.parametrize("seed", range(60))
def test_nothing_smaller_does(seed: int) -> None:
    dice = random.Random(seed)
    readings = {
        "partial_point": dice.choice(("started", "whole")),
        "two_rates": dice.choice(("sum", "worst")),
    }
    book = with_readings(load_rulebook(), readings)
    parts = [p for p in book.parts if p.id in dice.sample(PARTS, 4)]
    values: dict[str, Answer] = {}
    for part in parts:
        values |= reported(part, dice)
    answers = Answers.of(values)
    result = score(answers, book)
    gaps = [g for g in find_gaps(result, book, answers) if g.part in {p.id for p in parts}]
    each = [cheapest(p, {k: v for k, v in values.items() if k in {f.key for f in p.fields}}, book) for p in parts]  # fmt: skip
    least: dict[F, Cost] = {}
    for chosen in product(*(table.items() for table in each)):
        gain = sum((g for g, _ in chosen), F(0))
        price = (sum(c[0] for _, c in chosen), sum((c[1] for _, c in chosen), F(0)))
        least[gain] = min(price, least.get(gain, (99, F(0))))
    for need in sorted(least):
        plan = least_plan(gaps, need)
        assert plan is not None
        assert plan.gain >= need
        wanted = min(price for gain, price in least.items() if gain >= need)
        assert (plan.cells, plan.cases) == wanted, [s.text for _, s in plan.steps]
    assert least_plan(gaps, max(least) + F(1, 10)) is None


def test_one_count_cut_in_part_is_less_than_every_count_cut_whole() -> None:
    book = load_rulebook()
    part = next(p for p in book.parts if p.id == "30")
    counts = dict(zip((f.key for f in part.fields), (3, 1, 1, 1, 0), strict=True))
    answers = Answers.of({key: Answer(F(n)) for key, n in counts.items()})
    (gap,) = (g for g in find_gaps(score(answers, book), book, answers) if g.part == "30")
    plan = least_plan([gap], F(2))
    assert plan is not None
    assert (plan.cells, plan.cases, plan.cases_by_unit) == (1, 2, {"人": 2})
    assert len(gap.changes) == 4
