"""The shapes of other tables: scores, reasons, remedies, caps, what does not apply, many vetoes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import openpyxl
import pytest

from fyscore.answers import Answer, Answers
from fyscore.forms.writer import scored_bytes
from fyscore.problems import ProblemsError
from fyscore.problems.notices import Notice
from fyscore.rules.field import Field
from fyscore.rules.field_types import FIELD_TYPES
from fyscore.rules.load import load_rulebook, with_readings
from fyscore.rules.parse import parse_rulebook
from fyscore.rules.part import Part, Tier
from fyscore.rules.readings import COMBINATIONS
from fyscore.rules.shapes import SHAPES
from fyscore.rules.status import Status
from fyscore.scoring.diff import compare
from fyscore.scoring.gaps import find_gaps, gained, plan_for, total_after
from fyscore.scoring.notices import notices
from fyscore.scoring.result import PartResult, Result
from fyscore.scoring.score import score

FILE = Path(__file__).parents[2] / "examples/rulebooks/shapes.toml"
RULEBOOK = load_rulebook(FILE)
YES, NO = Answer(True), Answer(False)


def result(answers: dict[str, Answer | str], **readings: str) -> Result:
    given = {key: Answer(F(a)) if isinstance(a, str) else a for key, a in answers.items()}
    return score(Answers.of(given), with_readings(RULEBOOK, readings))


def remarks(answers: dict[str, Answer | str]) -> list[Notice]:
    given = {key: Answer(F(a)) if isinstance(a, str) else a for key, a in answers.items()}
    return list(notices(Answers.of(given), result(answers), RULEBOOK))


def part(part_id: str, answers: dict[str, Answer | str], **readings: str) -> PartResult:
    return next(p for p in result(answers, **readings).parts() if p.id == part_id)


@pytest.mark.parametrize(
    ("part_id", "answers", "reason", "remedy"),
    [
        ("1", {"1.rate": "85"}, "托位使用率 85%，没有达到“不低于90%”一档，得4分",
         "“托位使用率”提高5个百分点，即可再得2分"),
        ("1", {"1.rate": "50"}, "托位使用率 50%，没有达到“不低于62.5%”一档，不得分",
         "“托位使用率”提高40个百分点，即可再得6分"),
        ("2a", {"2a.rate": "2"}, "在托婴幼儿意外伤害发生率 2‰，没有达到“不高于1.5‰”一档，得2分",
         "“在托婴幼儿意外伤害发生率”下降0.5‰，即可再得2分"),
        ("3a", {"3a.rate": "76"}, "入托体检率 76%，不到95%，按比例得4分",
         "“入托体检率”提高19个百分点，即可再得1分"),
        ("3a", {"3a.rate": "50"}, "入托体检率 50%，低于60%，不得分",
         "“入托体检率”提高45个百分点，即可再得5分"),
        ("4b", {"4b.morning": YES, "4b.cleaning": NO, "4b.visitors": NO},
         "缺：有消毒台账、有来访台账；扣1.5分",
         "做到“有消毒台账”，做到“有来访台账”，即可再得1.5分"),
        ("5", {"5.national": NO, "5.provincial": NO, "5.city": YES},
         "最高达到“建成市级示范机构”，得1.5分", "做到“建成国家级示范机构”，即可再得3.5分"),
        ("12", {"12.promoted": "1"}, "在省级以上会议推广的经验数 1项，得2分，还可再得4分",
         "“在省级以上会议推广的经验数”再增加2项，即可再得4分"),
    ],
)  # fmt: skip
def test_reasons_and_remedies(
    part_id: str, answers: dict[str, Answer | str], reason: str, remedy: str
) -> None:
    found = part(part_id, answers)
    assert (found.reason, found.remedy) == (reason, remedy)


def test_who_owns_an_edge_is_the_word_s_to_say() -> None:
    assert part("1", {"1.rate": "90"}, bounds="exclusive").score == 4
    assert part("2a", {"2a.rate": "3"}, bounds="exclusive").score == 0
    assert part("2b", {"2b.drills": "4"}, bounds="exclusive").score == 2  # 至少 settles it


def test_what_does_not_apply_counts_neither_in_the_score_nor_in_the_maximum() -> None:
    told = result({"6.none": YES})
    item = next(i for i in told.items if i.id == "6")
    assert (item.status, item.score, item.max) == (Status.EXEMPT, 0, 0)
    section = next(s for s in told.sections if s.id == "2")
    assert (section.max, told.max_total) == (8, 70)
    assert not any(p.id.startswith("6") for p in told.pending_parts())


def test_or_scores_in_full_where_the_rulebook_says_so() -> None:
    told = result({"7.none": YES})
    assert (told.total, told.max_total) == (8, 72)
    assert part("7", {"7.none": YES}).reason == "本年度没有聚集性疫情，按满分计"


def test_a_section_and_the_whole_are_capped() -> None:
    full: dict[str, Answer | str] = {
        "1.rate": "95", "2a.rate": "1", "2b.drills": "5", "3a.rate": "99", "3b.places": "80",
        **{f"4a.{k}": YES for k in ("safety", "health", "food", "staff", "pickup")},
        **{f"4b.{k}": YES for k in ("morning", "cleaning", "visitors")},
        "5.national": YES, "5.provincial": NO, "5.city": NO,
        "6.none": NO, "6a.rate": "90", "6b.mark": "2", "7.none": YES, "8.accidents": "0",
        "9.abuse": NO, "10.rate": "95", "11.national": "3", "11.provincial": "0",
        "12.promoted": "3",
    }  # fmt: skip
    told = result(full)
    assert [s.score for s in told.sections] == [32, 14, 20, 10]
    assert (told.total, told.max_total, told.complete) == (72, 72, True)
    without = result({k: v for k, v in full.items() if not k.startswith("12")})
    # 8 points of the bonus are there: the missing part could add 2, and the whole is full.
    assert (without.total, without.attainable) == (72, 72)


@pytest.mark.parametrize(
    ("answers", "vetoed"),
    [
        ({"8.accidents": "0", "9.abuse": NO}, []),
        ({"8.accidents": "1", "9.abuse": NO}, ["8"]),
        ({"8.accidents": "2", "9.abuse": YES}, ["8", "9"]),
    ],
)
def test_several_vetoes(answers: dict[str, Answer | str], vetoed: list[str]) -> None:
    told = result(answers)
    assert [p.id for p in told.vetoing_parts()] == vetoed
    assert told.vetoed == bool(vetoed)


def test_the_range_under_caps_is_what_scoring_under_every_reading_gives() -> None:
    answers: dict[str, Answer | str] = {
        "1.rate": "90", "2a.rate": "1.5", "10.rate": "88.2", "7.none": YES, "11.national": "3",
        "11.provincial": "0", "12.promoted": "3", "3b.places": "70", "3a.rate": "95",
    }  # fmt: skip
    totals = [result(answers, **way).total for way in COMBINATIONS]
    span = result(answers).range
    assert (span.low, span.high) == (min(totals), max(totals))


def test_what_a_cap_leaves_out_and_what_is_waived_are_told() -> None:
    answers: dict[str, Answer | str] = {
        "11.national": "3",
        "11.provincial": "0",
        "12.promoted": "3",
    }
    assert [n for n in remarks(answers) if n.code == "over_caps"] == [
        "各项得分合计14分，其中4分超过计分上限，不计入总分"
    ]
    given: dict[str, Answer | str] = {"6.none": YES, "6a.rate": Answer(F(90))}
    (told,) = (notice for notice in remarks(given) if notice.code == "waived")
    assert "第6项答了“本地没有流动人口婴幼儿”" in told
    assert "“流动人口婴幼儿建档率”" in told


def test_diff_says_what_caps_leave_out() -> None:
    full: dict[str, Answer | str] = {"11.national": "3", "11.provincial": "0", "12.promoted": "3"}
    old, new = (replace(result(full), year=year) for year in (2024, 2025))
    warnings = compare([old, new], RULEBOOK).warnings
    assert "2025有4分超过计分上限，各项得分之和大于总分。" in warnings


def test_a_plan_reckons_with_caps() -> None:
    answers: dict[str, Answer | str] = {
        "11.national": "2",
        "11.provincial": "0",
        "12.promoted": "0",
    }
    now = result(answers)
    gaps = find_gaps(now, RULEBOOK, Answers.of({k: Answer(F(str(v))) for k, v in answers.items()}))
    own = [gap for gap in gaps if gap.item in ("11", "12")]
    assert sum(gap.points for gap in own) == 8
    assert gained(now, own) == 4  # 6 of at most 10
    plan = plan_for(now, own, F(9))
    assert plan is not None
    assert total_after(now, plan) >= 9
    assert plan_for(now, own, F(11)) is None


def test_diff_of_an_item_that_did_not_apply_a_year_ago() -> None:
    old = score(Answers.of({"7.none": YES}, "某县", 2024), RULEBOOK)
    new = score(Answers.of({"7.none": NO, "7.late": Answer(F(1))}, "某县", 2025), RULEBOOK)
    other = with_readings(RULEBOOK, {"bounds": "exclusive"})
    again = score(Answers.of({"7.none": NO, "7.late": Answer(F(1))}, "某县", 2025), other)
    for later in (new, again):
        (change,) = (p for p in compare([old, later], RULEBOOK).steps[0].parts if p.id == "7")
        assert change.change == F("-2.5")


@pytest.mark.parametrize(
    ("shape", "fields", "answers", "text"),
    [
        # What is a fact of the year is left alone, and another count earns the points.
        ("bonus", [("a", "count", 3, True), ("b", "count", 1, False)], {"a": "0", "b": "1"},
         "“b”再增加4次"),
        ("bonus", [("a", "count", 3, False), ("b", "count", 1, False)], {},
         "填报“a”（2次即可得满分），填报“b”（没有的填0）"),
        ("bonus", [("a", "count", 3, False), ("b", "count", 1, False)], {"a": "7"},
         "填报“b”（没有的填0）"),
        ("levels", [("a", "yes_no", 5, False), ("b", "yes_no", 1, False)], {},
         "做到“a”并填报，填报“b”（没有的填“否”）"),
    ],
)  # fmt: skip
def test_advice_asks_for_no_more_than_it_takes(
    shape: str, fields: list[tuple[str, str, int, bool]], answers: dict[str, str], text: str
) -> None:
    made_of = tuple(
        Field(key, FIELD_TYPES[kind], "次", 0, key, score=F(points), is_fact=fact)
        for key, kind, points, fact in fields
    )
    one = Part("1", "1", F(5), SHAPES[shape], "某点", made_of)
    values = {key: Answer(F(value)) for key, value in answers.items()}
    changes = SHAPES[shape].changes(one, values, {}) or []
    said = sorted((change.text for change in changes if change.text), reverse=True)
    assert sorted(said) == sorted(text.split("，"))
    after = {**values, **{c.key: c.answer for c in changes if c.answer is not None}}
    assert SHAPES[shape].score(one, after, {}) == 5


def test_a_section_short_of_its_cap_has_lost_nothing_while_more_is_to_come(tmp_path: Path) -> None:
    answers = Answers.of({"11.national": Answer(F(3)), "11.provincial": Answer(F(0))}, "某县", 2025)
    path = tmp_path / "a.xlsx"
    path.write_bytes(scored_bytes(RULEBOOK, answers, score(answers, RULEBOOK)))
    sheet = openpyxl.load_workbook(path)["评分汇总"]
    (row,) = (r for r in sheet.iter_rows(values_only=True) if r[0] == "（四）加分项")
    assert row[1:4] == (10, 8, 0)


# ---------------------------------------------------------------- lint


def made(shape: str, kinds: str, most: str = "3", **more: object) -> list[str]:
    """What lint says of a part: its fields by type, ``yes_no:2`` with points of their own."""
    fields = []
    for nth, kind in enumerate(kinds.split()):
        name, _, points = kind.partition(":")
        fields.append(
            Field(
                f"1.{nth}",
                FIELD_TYPES[name],
                "次",
                0,
                f"某项{nth}",
                score=F(points) if points else None,
            )
        )
    made_of = Part("1", "1", F(most), SHAPES[shape], "某点", tuple(fields), **more)  # type: ignore[arg-type]
    return list(SHAPES[shape].lint(made_of))


@pytest.mark.parametrize(
    ("shape", "kinds", "more", "said"),
    [
        ("tiers", "yes_no", {}, "恰有一个数值字段"),
        ("tiers", "count", {"tiers": ()}, "至少要有一档"),
        ("tiers", "count", {"tiers": (Tier(F(2), True, F(3)), Tier(F(2), True, F(1)))}, "从最好的写起"),
        ("tiers", "count", {"tiers": (Tier(F(2), True, F(3)), Tier(F(1), False, F(1)))}, "都用 min"),
        ("tiers", "count", {"tiers": (Tier(F(2), True, F(3)), Tier(F(1), True, F(3)))}, "一档比一档少"),
        ("tiers", "count", {"tiers": (Tier(F(2), True, F(2)),)}, "第一档应得满分3分"),
        ("tiers", "percent", {"tiers": (Tier(F(101), True, F(3)),)}, "永远达不到"),
        ("levels", "yes_no:3 count:1", {}, "只用 yes_no"),
        ("levels", "yes_no:3 yes_no", {}, "都要有 score"),
        ("levels", "yes_no:2", {}, "应为满分3分"),
        ("checklist", "yes_no:1 yes_no", {}, "要有 per_unit"),
        ("checklist", "count", {}, "只用 yes_no"),
        ("proportion", "count count", {}, "恰有一个数值字段"),
        ("proportion", "percent", {"params": {"full": F(120)}}, "永远达不到"),
        ("proportion", "percent", {"params": {"full": F(90), "floor": F(95)}}, "不应大于"),
        ("bonus", "yes_no:1", {}, "只用 count"),
        ("bonus", "count", {}, "要有 per_unit"),
        ("bonus", "count:0", {}, "大于0"),
        ("full_if", "count", {}, "恰有一个 yes_no"),
        ("exempt_if", "yes_no yes_no", {}, "恰有一个 yes_no"),
    ],
)  # fmt: skip
def test_lint(shape: str, kinds: str, more: dict[str, object], said: str) -> None:
    assert any(said in complaint for complaint in made(shape, kinds, **more))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cap = 10", "cap = 14", "cap 为 14"),
        ("cap = 72", "cap = 0", "cap 为 0"),
        ("full = 95", "full = 0.123456789", "full 为"),
        ("{ min = 90, score = 6 }", "{ min = 90, points = 6 }", "不认识的名称 points"),
        ("{ min = 90, score = 6 }", "{ score = 6 }", "max 为 None"),
        ('shape = "deduct", title', 'shape = "deduct", tiers = [{ min = 1, score = 8 }], title', "tiers"),
        ('unit = "起", label = "处置', 'unit = "起", score = 2, label = "处置', "不用 score"),
    ],
)  # fmt: skip
def test_faults_of_the_text_are_told(old: str, new: str, said: str) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    with pytest.raises(ProblemsError) as caught:
        parse_rulebook(text.replace(old, new, 1), "my.toml")
    assert any(said in problem.found for problem in caught.value.problems)
