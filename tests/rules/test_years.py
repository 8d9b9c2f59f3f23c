"""A bar that moves with the years: the form's year decides, and diff says what the rule made."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import openpyxl
import pytest

from fyscore.answers import Answer, Answers
from fyscore.problems import ProblemsError
from fyscore.rules.load import load_rulebook, with_readings
from fyscore.rules.parse import parse_rulebook
from fyscore.scoring.diff import compare
from fyscore.scoring.result import Result
from fyscore.scoring.score import score
from tests.command import run, validated
from tests.form import Form

FILE = Path(__file__).parents[2] / "examples/rulebooks/shapes.toml"
RULEBOOK = load_rulebook(FILE)


def result(year: int, rate: str, satisfied: str = "91") -> Result:
    values = {"6.none": Answer(False), "6a.rate": Answer(F(rate)), "10.rate": Answer(F(satisfied))}
    return score(Answers.of(values, "某县", year), RULEBOOK.in_year(year))


@pytest.mark.parametrize(
    ("year", "bar", "target"), [(2024, 85, 90), (2025, 85, 90), (2026, 90, 92), (2027, 90, 92), (2028, 95, 92), (None, 95, 92)]
)  # fmt: skip
def test_the_year_decides(year: int | None, bar: int, target: int) -> None:
    standing = RULEBOOK.in_year(year)
    assert standing.fields["6a.rate"].minimum == bar
    assert standing.item("10").parts[0].params["target"] == target
    assert standing.in_year(2024) is RULEBOOK
    assert RULEBOOK.in_year(year) is standing  # made once


def test_readings_and_parts_of_the_form_go_along() -> None:
    other = with_readings(RULEBOOK, {"bounds": "exclusive"}).in_year(2026)
    assert other.readings["bounds"] == "exclusive"
    assert [item.id for item in other.only(["6"]).items] == ["6"]
    assert other.only(["6"]).fields["6a.rate"].minimum == 90
    later = with_readings(RULEBOOK.in_year(2026), {"bounds": "exclusive"}).in_year(2026)
    assert later.readings["bounds"] == "exclusive"


def test_diff_says_what_the_rule_made() -> None:
    diff = compare([result(2025, "88"), result(2026, "88")], RULEBOOK)
    (step,) = diff.steps
    changes = {part.id: part for part in step.parts}
    assert changes["6a"].change == changes["6a"].by_rule == -4
    assert "标准变化 -4" in changes["6a"].text
    assert "评分标准不同" in [cause.words for cause in changes["6a"].causes]
    assert (changes["10"].change, changes["10"].by_rule) == (F("-1.5"), F("-1.5"))
    assert any("自2026年起有变化（示例文件之三（虚构））" in w for w in diff.warnings)
    # The unit got better and the bar rose: each is told.
    both = compare([result(2025, "88", "89"), result(2026, "96", "93")], RULEBOOK).steps[0]
    (better,) = (p for p in both.parts if p.id == "10")
    assert (better.change, better.by_rule) == (F("1.5"), F("-1.5"))
    assert not any(p.by_rule for p in compare([result(2026, "88"), result(2027, "96")], RULEBOOK).steps[0].parts)  # fmt: skip


def test_what_is_swapped_is_negated() -> None:
    old, new = result(2025, "88", "89"), result(2026, "96", "93")
    there = {p.id: p.by_rule for p in compare([old, new], RULEBOOK).steps[0].parts}
    back = {p.id: p.by_rule for p in compare([new, old], RULEBOOK).steps[0].parts}
    assert there == {part: -value for part, value in back.items()}


def test_the_whole_way_from_template_to_diff(tmp_path: Path) -> None:
    chosen = ("--rulebook", FILE)
    for year in (2025, 2026):
        made = tmp_path / f"t{year}.xlsx"
        assert run("template", made, "--year", str(year), *chosen).returncode == 0
        form = Form(RULEBOOK.in_year(year), made)
        answers = {"6.none": "否", "6a.rate": "88%", "10.rate": "91%"}
        form.save(tmp_path / f"{year}.xlsx", answers, "某县", year)
    done = run(
        "score",
        tmp_path / "2025.xlsx",
        tmp_path / "2026.xlsx",
        *chosen,
        "--out-dir",
        tmp_path,
        "--json",
    )
    old, new = validated("result", done.stdout)["results"]
    assert (old["total"], new["total"]) == (24, 18.5)
    shown = openpyxl.load_workbook(tmp_path / "2026-评分.xlsx", data_only=True)["失分清单"]
    told = " ".join(str(c) for row in shown.iter_rows(values_only=True) for c in row if c)
    assert "低于90%" in told
    gaps = run("gaps", tmp_path / "2026.xlsx", *chosen)
    assert "提高2个百分点" in gaps.stdout
    diff = run("diff", tmp_path / "2025.xlsx", tmp_path / "2026.xlsx", *chosen, "--json")
    document = validated("diff", diff.stdout)
    assert {p["id"]: p["by_rule"] for p in document["steps"][0]["parts"]} == {"6a": -4, "10": -1.5}
    assert "自2026年起（示例文件之三（虚构））" in run("rules", "show", "6", *chosen).stdout
    merged = run("check", tmp_path / "2026.xlsx", *chosen)
    assert merged.returncode == 0
    assert "两者不同" not in merged.stdout


def test_a_form_without_a_year_is_told(tmp_path: Path) -> None:
    path = Form(RULEBOOK).save(tmp_path / "a.xlsx", {"10.rate": "91%"}, "某县", 0)
    book = openpyxl.load_workbook(path)
    for row in book["基本信息"].iter_rows():
        if row[0].value == "评估年度":
            row[1].value = None
    book.save(path)
    assert "按2028年起的界限评分" in run("check", path, "--rulebook", FILE).stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from = 2028", "from = 2026", "from 为 2026"),
        ("from = 2026", 'from = "2026"', "from 为 '2026'"),
        ("target = 92", "max = 92", "不认识的名称 max"),
        ("target = 92", "per_unit = 92", "10 没有 per_unit"),
        ('key = "6a.rate", min = 90', 'key = "6z.rate", min = 90', "6z.rate 没有 min"),
        ("min = 95 }", "min = 101 }", "min 为 101"),
        ('source = "示例文件之三（虚构）"', 'source = ""', "缺少 source"),
        ('{ part = "10", target = 92 },', '{ part = "10" },', "10 没有 （没有写）"),
        (
            '{ part = "10", target = 92 },',
            '{ part = "10", target = 92 }, { part = "10", target = 93 },',
            "10 没有 target",
        ),
    ],
)
def test_faults_of_a_change_are_told(old: str, new: str, said: str) -> None:
    text = FILE.read_text("utf-8")
    at = text.index("[[changes]]")
    assert old in text[at:]
    with pytest.raises(ProblemsError) as caught:
        parse_rulebook(text[:at] + text[at:].replace(old, new, 1), "my.toml")
    assert any(said in problem.found for problem in caught.value.problems), caught.value.problems
