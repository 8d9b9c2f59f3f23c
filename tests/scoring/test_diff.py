"""What changed between years, and why."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fyscore
from fyscore.answers import Answer, Answers
from fyscore.documents.diff import diff_document
from fyscore.numbers import signed
from fyscore.rules.load import with_readings
from fyscore.rules.model import Rulebook
from fyscore.scoring.diff import Diff, compare
from fyscore.scoring.result import Result
from fyscore.workbooks.diff import diff_bytes
from tests.command import EXAMPLES, run, validated
from tests.form import Form
from tests.scoring.test_score import RULEBOOK, SLOW, answers

OLD, NEW = EXAMPLES / "example-district-2022.xlsx", EXAMPLES / "example-district-2023.xlsx"


def result(path: Path, rulebook: Rulebook) -> Result:
    return fyscore.score(fyscore.read_workbook(path, rulebook), rulebook)


@pytest.fixture(scope="module")
def years() -> Diff:
    return compare([result(OLD, RULEBOOK), result(NEW, RULEBOOK)], RULEBOOK)


def test_each_moved_point_of_the_example_years_is_explained(years: Diff) -> None:
    (step,) = years.steps
    assert sum(p.change for p in step.parts) == step.change == years.total.change
    assert sum(line.change for line in years.sections) == step.change
    assert sum(line.change for line in years.items) == step.change
    for part in step.parts:
        assert part.causes
        assert part.text.endswith(signed(part.change))
    by_id = {p.id: p for p in step.parts}
    assert by_id["23"].text == "孕产妇死亡率 17.1→15.1/10万，跨过16.5/10万线，+2"
    assert by_id["12a"].causes == ("mark",)
    assert by_id["14"].causes == ("data",)
    assert not years.warnings


OTHERWISE = with_readings(RULEBOOK, {"partial_point": "linear", "bounds": "exclusive"})


@pytest.mark.slow
@SLOW
@given(answers(), answers(), st.sampled_from([RULEBOOK, OTHERWISE]))
def test_swapping_the_order_negates_every_difference(
    one: Answers, other: Answers, book: Rulebook
) -> None:
    a, b = fyscore.score(one, RULEBOOK), fyscore.score(other, book)
    there, back = compare([a, b], RULEBOOK), compare([b, a], RULEBOOK)
    assert there.total.change == -back.total.change
    for name in ("sections", "items"):
        assert [x.change for x in getattr(there, name)] == [-x.change for x in getattr(back, name)]
    assert {p.id: p.change for p in there.steps[0].parts} == {
        p.id: -p.change for p in back.steps[0].parts
    }
    assert {p.id: p.by_reading for p in there.steps[0].parts} == {
        p.id: None if p.by_reading is None else -p.by_reading for p in back.steps[0].parts
    }
    assert sum(p.change for p in there.steps[0].parts) == there.total.change


def test_a_file_against_itself_differs_in_nothing() -> None:
    done = run("diff", NEW, NEW)
    assert done.returncode == 0
    assert "没有任何差异" in done.stdout
    assert "自评 → 复核" in done.stdout


def test_a_review_is_told_as_one(form: Form, tmp_path: Path) -> None:
    own, review = (
        form.save(tmp_path / f"{name}.xlsx", {"14.registered": count, "1.mark": mark}, "甲区", 2023)
        for name, count, mark in (("自评", 8, 7), ("复核", 7, 6.5))
    )
    told = run("diff", own, review).stdout
    assert "总分 11 → 8.5（核减2.5分）" in told
    assert "评估年度相同" not in told
    assert ("数据变化" in told, "评估组评分变化" in told) == (True, True)
    assert "初稿 → 终稿" in run("diff", own, review, "--labels", "初稿，终稿").stdout
    wrong = run("diff", own, review, "--labels", "初稿")
    assert (wrong.returncode, "名称却有1个" in wrong.stderr) == (2, True)


def test_the_same_year_three_times_is_still_told(form: Form, tmp_path: Path) -> None:
    path = form.save(tmp_path / "a.xlsx", {"14.registered": 8}, "甲区", 2023)
    assert "评估年度相同（2023）" in run("diff", path, path, path).stdout


def test_another_reading_or_rulebook_is_told_apart_from_change(rulebook: Rulebook) -> None:
    linear = with_readings(rulebook, {"partial_point": "linear"})
    compared = compare([result(OLD, rulebook), result(OLD, linear)], rulebook)
    assert {p.causes for p in compared.steps[0].parts} == {("reading",)}
    assert any("口径不同" in warning for warning in compared.warnings)
    (step,) = compare([result(OLD, rulebook), result(NEW, linear)], rulebook).steps
    both = {p.id: p for p in step.parts}["29"]
    assert both.causes == ("data", "reading")
    assert both.by_reading not in (0, None, both.change)
    assert f"（其中口径不同 {signed(both.by_reading or F(0))}）" in both.text
    other = replace(result(OLD, linear), rulebook="other")
    compared = compare([result(OLD, rulebook), other], rulebook)
    assert any("评分标准不同" in warning for warning in compared.warnings)


def test_units_years_and_order_are_watched(rulebook: Rulebook) -> None:
    old, new = result(OLD, rulebook), result(NEW, rulebook)
    reversed_order = compare([new, old], rulebook)
    assert any("年度顺序颠倒" in warning for warning in reversed_order.warnings)
    other = compare([old, replace(new, unit="另一区")], rulebook)
    assert any("单位不同" in warning for warning in other.warnings)


def test_items_only_one_side_has_are_kept(rulebook: Rulebook) -> None:
    old, new = result(OLD, rulebook), result(NEW, rulebook)
    fewer = replace(old, items=tuple(i for i in old.items if i.id != "35"))
    compared = compare([fewer, new], rulebook)
    assert {line.id for line in compared.items} == {i.id for i in rulebook.items}
    part = next(p for p in compared.steps[0].parts if p.id == "35")
    assert (part.old, part.causes) == (None, ("missing",))


def test_saved_json_workbooks_and_scored_workbooks_compare_alike(tmp_path: Path) -> None:
    scored = tmp_path / "s.xlsx"
    saved = tmp_path / "s.json"
    saved.write_text(run("score", OLD, "-o", scored, "--json").stdout, encoding="utf-8")
    outputs = [run("diff", old, NEW, "--json").stdout for old in (OLD, scored, saved)]
    assert outputs[0] == outputs[1] == outputs[2]
    validated("diff", outputs[0])


def test_three_files_are_a_trend(rulebook: Rulebook, tmp_path: Path) -> None:
    old, new = result(OLD, rulebook), result(NEW, rulebook)
    trend = compare([old, new, replace(new, year=2024)], rulebook)
    assert trend.labels == ("2022", "2023", "2024")
    assert len(trend.steps) == 2
    assert not trend.steps[1].parts
    book = openpyxl.load_workbook(io.BytesIO(diff_bytes(trend, "=某区")))
    assert book.sheetnames == ["年度对比", "条目对比", "变化原因"]
    assert [c.value for c in book["年度对比"][2]] == [
        "序号",
        "名称",
        "2022",
        "2023",
        "2024",
        "变化",
    ]
    assert book["年度对比"]["A1"].data_type == "s"


def test_the_command_writes_a_workbook_and_names_bad_files(tmp_path: Path) -> None:
    out = tmp_path / "d.xlsx"
    assert run("diff", OLD, NEW, "-o", out, "-q").returncode == 0
    assert out.exists()
    bad = tmp_path / "bad.json"
    bad.write_text('{"schema": "other"}')
    done = run("diff", bad, NEW)
    assert done.returncode == 3
    assert "score --json" in done.stderr
    assert run("diff", OLD).returncode == 2


def test_a_change_of_a_thousandth_is_a_change(rulebook: Rulebook) -> None:
    """Marks have two decimals, but a share of a percentage point may have more."""
    linear = with_readings(rulebook, {"partial_point": "linear"})

    def scored(rate: str) -> Result:
        values = {"35.awareness": Answer(F(rate)), "35.satisfaction": Answer(F(90))}
        return fyscore.score(Answers.of(values), linear)

    compared = compare([scored("89.5"), scored("89.506")], linear)
    (part,) = compared.steps[0].parts
    assert part.change == compared.total.change == F(3, 1000)
    assert part.text.endswith("，+0.003")
    assert diff_document(compared, ())["total"]["change"] == 0.003


def test_json_follows_the_schema(years: Diff) -> None:
    assert validated("diff", json.dumps(diff_document(years, ())))["total"]["change"] == 32.7
