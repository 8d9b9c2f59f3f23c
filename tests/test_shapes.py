"""The shapes under each reading, their reasons, remedies and conflicts."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from fyscore.answers import Answer, Answers
from fyscore.problem import ProblemsError
from fyscore.result import PartResult, Result
from fyscore.rulebook.model import Rulebook
from fyscore.rulebooks import with_readings
from fyscore.scoring import score
from fyscore.shapes import SHAPES


def number(text: str) -> Answer:
    return Answer(F(text))


def pair(top: int, bottom: int, scale: int) -> Answer:
    return Answer(F(top * scale, bottom), F(top), F(bottom))


def run(rulebook: Rulebook, values: dict[str, Answer], **readings: str) -> Result:
    return score(Answers(values), with_readings(rulebook, readings))


def part(result: Result, part_id: str) -> PartResult:
    return next(p for p in result.parts() if p.id == part_id)


@pytest.mark.parametrize(
    ("reading", "values", "expected"),
    [
        # 89.5 against 90: a started point, none, or half of one.
        ("started", ("89.5", "90"), "1.5"),
        ("whole", ("89.5", "90"), "2"),
        ("linear", ("89.5", "90"), "1.75"),
        # Each rate is rounded before summing: 0.5 + 0.5 is two points, none, or one.
        ("started", ("89.5", "89.5"), "1"),
        ("whole", ("89.5", "89.5"), "2"),
        ("linear", ("89.5", "89.5"), "1.5"),
        ("whole", ("88.1", "90"), "1.5"),
        ("linear", ("88.1", "90"), "1.05"),
    ],
)
def test_partial_point(
    rulebook: Rulebook, reading: str, values: tuple[str, str], expected: str
) -> None:
    answers = {"35.awareness": number(values[0]), "35.satisfaction": number(values[1])}
    assert part(run(rulebook, answers, partial_point=reading), "35").score == F(expected)


@pytest.mark.parametrize(("reading", "expected"), [("sum", "0.5"), ("worst", "1")])
def test_two_rates(rulebook: Rulebook, reading: str, expected: str) -> None:
    answers = {"35.awareness": number("88"), "35.satisfaction": number("89")}
    assert part(run(rulebook, answers, two_rates=reading), "35").score == F(expected)


@pytest.mark.parametrize(
    ("key", "at", "past"),
    [
        ("23.rate", "16.5", "16.49"),
        ("24.rate", "6", "5.99"),
        ("25.rate", "97", "97.01"),
        ("26.rate", "0.3", "0.29"),
        ("27.rate", "90", "90.01"),
        ("8b.realtime", "90", "90.01"),
    ],
)
def test_exclusive_bounds_leave_the_number_itself_out(
    rulebook: Rulebook, key: str, at: str, past: str
) -> None:
    part_id = key.split(".")[0]
    on = part(run(rulebook, {key: number(at)}, bounds="exclusive"), part_id)
    assert (on.score, "未" in on.reason) == (0, True)
    assert part(run(rulebook, {key: number(past)}, bounds="exclusive"), part_id).status == "full"


def test_at_least_means_at_least_under_every_reading(rulebook: Rulebook) -> None:
    values = {
        "2b.meetings": number("1"),
        "2b.minutes": Answer(True),
        "11b.employers": number("2"),
        "14.registered": number("8"),
    }
    assert run(rulebook, values, bounds="exclusive").total == 8


@pytest.mark.parametrize(
    ("values", "part_id", "reason", "remedy"),
    [
        (
            {"25.rate": number("96.2")},
            "25",
            "婚前医学检查率 96.2%，低于 97%，不得分",
            "提高 0.8 个百分点，即可再得 2 分",
        ),
        (
            {"25.rate": pair(1805, 1900, 100)},
            "25",
            "婚前医学检查率 95%，低于 97%，不得分",
            "再增加 38 对，即可再得 2 分",
        ),
        (
            {"23.rate": pair(34, 200000, 100_000)},
            "23",
            "孕产妇死亡率 17/10万，高于 16.5/10万，不得分",
            "减少 1 例，即可再得 2 分",
        ),
        (
            {"14.registered": number("3")},
            "14",
            "应扣 10 分，扣完 4 分为止",
            "再增加 5 家，即可再得 4 分",
        ),
        (
            {"25.rate": pair(9_699_999, 10_000_000, 100)},
            "25",
            "婚前医学检查率 96.99999%，低于 97%",
            "再增加 1 对",
        ),
    ],
)
def test_reason_and_remedy(
    rulebook: Rulebook, values: dict[str, Answer], part_id: str, reason: str, remedy: str
) -> None:
    told = part(run(rulebook, values), part_id)
    assert reason in told.reason
    assert remedy in told.remedy


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"5a.complete": Answer(True), "5a.mark": number("1")}, "5a.mark"),
        ({"5a.complete": Answer(False), "5a.mark": number("2")}, "5a.mark"),
        ({"5a.complete": Answer(False), "5a.mark": number("2.01")}, "5a.mark"),
        ({"5a.mark": number("2.01")}, "5a.mark"),
        ({"11b.employers": number("2"), "11b.mark": number("1")}, "11b.mark"),
        ({"11b.employers": number("1"), "11b.mark": number("2")}, "11b.mark"),
        ({"1.mark": number("8.01")}, "1.mark"),
        ({"18.failing": number("4")}, "18.failing"),
    ],
)
def test_contradictions_are_refused(
    rulebook: Rulebook, values: dict[str, Answer], key: str
) -> None:
    with pytest.raises(ProblemsError) as caught:
        run(rulebook, values)
    assert [p.key for p in caught.value.problems] == [key]


def test_an_average_of_100_percent_cannot_be_beaten_and_says_so(rulebook: Rulebook) -> None:
    told = part(run(rulebook, {"20.coverage": number("90"), "20.average": number("100")}), "20")
    assert told.changes == ()
    assert "无法补回" in told.remedy


#: The shapes of the contract; a rulebook of one's own may bring more.
CONTRACT = frozenset(
    [
        *("discretion", "all", "complete_or_discretion", "count_or_discretion", "shortfall"),
        *("above_average", "deduct", "points_below", "void_if", "veto"),
    ]
)


def test_each_shape_of_the_contract_is_used_and_tells_its_rule(rulebook: Rulebook) -> None:
    used = set()
    for item in rulebook.items:
        for each in (*item.parts, *([item.gate] if item.gate else [])):
            used.add(each.shape)
            text = SHAPES[each.shape].criterion(each, rulebook.readings)
            assert text.endswith("。")
            assert not each.max or f"{each.max} 分" in text
    assert used == CONTRACT <= set(SHAPES)
