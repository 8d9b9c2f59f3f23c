"""The shapes under each reading, their reasons, remedies and conflicts."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest

from fyscore.answers import Answer, Answers
from fyscore.problems import ProblemsError
from fyscore.rules.field import Field
from fyscore.rules.field_types import FIELD_TYPES
from fyscore.rules.load import with_readings
from fyscore.rules.model import Rulebook
from fyscore.rules.part import Part
from fyscore.rules.readings import READINGS
from fyscore.rules.shapes import SHAPES
from fyscore.scoring.result import PartResult, Result
from fyscore.scoring.score import score


def number(text: str) -> Answer:
    return Answer(F(text))


def pair(top: int, bottom: int, scale: int) -> Answer:
    return Answer(F(top * scale, bottom), F(top), F(bottom))


def run(rulebook: Rulebook, values: dict[str, Answer], **readings: str) -> Result:
    return score(Answers.of(values), with_readings(rulebook, readings))


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
            "婚前医学检查率 96.2%，低于97%，不得分",
            "提高0.8个百分点，即可再得2分",
        ),
        (
            {"25.rate": pair(1805, 1900, 100)},
            "25",
            "婚前医学检查率 95%，低于97%，不得分",
            "再增加38对，即可再得2分",
        ),
        (
            {"23.rate": pair(34, 200000, 100_000)},
            "23",
            "孕产妇死亡率 17/10万，高于16.5/10万，不得分",
            "已成事实，本年度不能补回；数据如有误，据实核正并附依据",
        ),
        (
            {"14.registered": number("3")},
            "14",
            "应扣10分，扣完4分为止",
            "再增加5家，即可再得4分",
        ),
        (
            {"25.rate": pair(9_699_999, 10_000_000, 100)},
            "25",
            "婚前医学检查率 96.99999%，低于97%",
            "再增加1对",
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
        score(Answers.of(values, file="某区.xlsx"), rulebook)
    assert [p.key for p in caught.value.problems] == [key]
    assert caught.value.file == "某区.xlsx"


def test_an_average_of_100_percent_cannot_be_beaten_and_says_so(rulebook: Rulebook) -> None:
    told = part(run(rulebook, {"20.coverage": number("90"), "20.average": number("100")}), "20")
    assert told.changes == ()
    assert told.remedy == "本年度已无法补回，请据实说明原因"


def made(shape: str, *fields: Field, most: str = "2", **params: str) -> Part:
    """A part that no rulebook has."""
    taken = {each.name for each in SHAPES[shape].part_params}
    given = {name: F(value) for name, value in params.items() if name in taken}
    return Part("9", "9", F(most), SHAPES[shape], "某点", fields, given)


def field(kind: str, name: str = "x", **more: Any) -> Field:
    found = FIELD_TYPES[kind]
    return Field(f"9.{name}", found, found.unit or "个", found.scale, f"某{name}", **more)


INCLUSIVE, EXCLUSIVE = (
    {**{n: v[0] for n, v in READINGS.items()}, "bounds": b} for b in READINGS["bounds"]
)


@pytest.mark.parametrize(
    ("bound", "readings", "count", "to", "text"),
    [
        ({"minimum": F(3)}, INCLUSIVE, "1", "3", "“某x”再增加2个"),
        ({"minimum": F(3)}, EXCLUSIVE, "3", "4", "“某x”再增加1个"),
        ({"maximum": F(3)}, INCLUSIVE, "5", "3", "“某x”减少2个"),
        ({"maximum": F(3)}, EXCLUSIVE, "3", "2", "“某x”减少1个"),
        ({"maximum": F(1)}, EXCLUSIVE, "1", "0", "“某x”减少1个"),
        ({"maximum": F(0)}, EXCLUSIVE, "0", None, ""),  # fewer than none there cannot be
    ],
)
def test_a_count_is_mended_just_past_its_bound(
    bound: dict[str, F], readings: dict[str, str], count: str, to: str | None, text: str
) -> None:
    part = made("all", field("count", word="以上", **bound))
    changes = SHAPES["all"].changes(part, {"9.x": number(count)}, readings)
    assert [(c.to, c.text) for c in changes or ()] == ([] if to is None else [(to, text)])


@pytest.mark.parametrize(
    ("value", "average", "to"),
    [
        ("3", "3.9", "3.91"),
        ("3", "3", "3.01"),
        ("3", "3.999", "4"),
        ("3", "3.1234", "3.1235"),
        ("3", "10/3", "3.34"),
    ],
)
def test_an_average_is_beaten_by_the_least_that_can_be_told(
    value: str, average: str, to: str
) -> None:
    part = made("above_average", field("decimal"), field("decimal", "y", role="average"))
    values = {"9.x": number(value), "9.y": number(average)}
    (change,) = SHAPES["above_average"].changes(part, values, INCLUSIVE) or ()
    assert change.to == to


@pytest.mark.parametrize(
    ("kind", "bound", "top", "bottom", "to"),
    [
        ("percent", {"minimum": F(97)}, 90, 100, "98/100"),
        ("percent", {"minimum": F(100)}, 90, 100, None),  # more than all under exclusive
        ("permille", {"maximum": F(6)}, 9, 1000, "5/1000"),
        ("permille", {"maximum": F(1)}, 1, 1000, "0/1000"),
        ("permille", {"maximum": F(1)}, 1, 100, "0/100"),
        ("permille", {"minimum": F(999)}, 1, 1000, "1000/1000"),
        ("permille", {"minimum": F(1000)}, 1, 1000, "1001/1000"),  # births may be fewer than events
    ],
)
def test_cases_are_counted_past_a_strict_bound(
    kind: str, bound: dict[str, F], top: int, bottom: int, to: str | None
) -> None:
    rate = field(kind, word="以上", **bound)
    values = {"9.x": pair(top, bottom, rate.scale)}
    changes = SHAPES["all"].changes(made("all", rate), values, EXCLUSIVE)
    assert [c.to for c in changes or ()] == ([to] if to else [])


def test_a_rate_cannot_fall_below_nothing_nor_rise_above_all() -> None:
    none = made("all", field("permille", maximum=F(0)))
    (change,) = SHAPES["all"].changes(none, {"9.x": number("1")}, INCLUSIVE) or ()
    assert change.to == "0"
    strictly = made("all", field("permille", maximum=F(0), word="以下"))
    assert SHAPES["all"].changes(strictly, {"9.x": number("1")}, EXCLUSIVE) is None


@pytest.mark.parametrize(
    ("shape", "fields", "value", "reason"),
    [
        ("points_below", (field("percent"),), "89.9999999", "某x 89.9999999%，低于90%"),
        (
            "above_average",
            (field("decimal"), field("decimal", "y", role="average")),
            "89.9999999",
            "某x 89.9999999个，低于某y 90个",
        ),
    ],
)
def test_a_value_is_never_told_as_what_it_falls_short_of(
    shape: str, fields: tuple[Field, ...], value: str, reason: str
) -> None:
    part = made(shape, *fields, target="90", per_point="0.5")
    values = {"9.x": number(value), "9.y": number("90")}
    assert reason in SHAPES[shape].reason(part, values, INCLUSIVE)


def test_several_switches_and_several_samples() -> None:
    part = made("deduct", field("count"), field("count", "y"), per_unit="1", sample="3")
    refs = {"9.x": "A1", "9.y": "A2"}
    assert SHAPES["deduct"].fault_formula(part, refs) == (
        "OR(AND(ISNUMBER(A1),A1>3),AND(ISNUMBER(A2),A2>3))"
    )


def test_a_target_of_all_can_be_reached() -> None:
    part = made("points_below", field("percent"), target="100", per_point="1")
    assert list(SHAPES["points_below"].lint(part)) == []


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
        for each in item.all_parts:
            used.add(each.shape.name)
            text = each.criterion(rulebook.readings)
            assert text.endswith("。")
            assert not each.max or f"{each.max}分" in text
    assert used == CONTRACT <= set(SHAPES)
