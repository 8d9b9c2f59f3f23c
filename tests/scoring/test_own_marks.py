"""The unit's own marks: used until the assessors have marked, told by every output, kept apart."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

import fyscore
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from tests.command import run, validated
from tests.form import Form, full_answers, places

pytestmark = pytest.mark.slow


MARKS = {"1.mark": 7, "5a.mark": 1.5}


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Form, Path]:
    """A form with own marks for items 1 and 5, and nothing by the assessors."""
    form, path = Form(), tmp_path / "a.xlsx"
    answers = full_answers() | {"5a.complete": "否"}
    del answers["1.mark"]
    form.save(path, answers)
    for key, mark in MARKS.items():
        form.cell(key, "自评").value = mark
    form.book.save(path)
    return form, path


def test_an_own_mark_is_scored_while_there_is_no_other(
    filled: tuple[Form, Path], rulebook: Rulebook
) -> None:
    scored = fyscore.score_file(filled[1], rulebook)
    assert (scored.result.total, scored.result.complete) == (98.5, True)
    assert [part.name for part in scored.result.own_marked_parts()] == ["第1项", "第5项第1小点"]
    reasons = [part.reason for part in scored.result.own_marked_parts()]
    assert "单位自评7分" in reasons[0]
    assert "单位自评1.5分" in reasons[1]
    (notice,) = scored.result.notices
    assert notice == "2处按单位自评分计，尚待评估组评分：第1项、第5项第1小点"


def test_the_assessors_mark_goes_before_it(filled: tuple[Form, Path], rulebook: Rulebook) -> None:
    form, path = filled
    form.cell("1.mark").value = 6
    form.cell("5a.mark").value = 1.5
    form.book.save(path)
    scored = fyscore.score_file(path, rulebook)
    assert scored.result.total == 97.5
    assert scored.result.notices == ("评估组评分与自评不同1处：第1项（自评 7，评估组 6，-1）",)


def test_every_output_says_so(filled: tuple[Form, Path], tmp_path: Path) -> None:
    _, path = filled
    said = "2处按单位自评分计"
    done = run("score", path, "-o", tmp_path / "s.xlsx", "--report", tmp_path / "r.md")
    assert said in done.stdout.replace("\n", "")
    assert said in (tmp_path / "r.md").read_text("utf-8")
    assert said in run("check", path).stdout
    summary = openpyxl.load_workbook(tmp_path / "s.xlsx")["评分汇总"]
    assert any(said in str(cell.value) for row in summary.iter_rows() for cell in row)
    for kind in ("html", "docx"):
        assert run("report", path, "-o", tmp_path / f"r.{kind}").returncode == 0
    assert said in (tmp_path / "r.html").read_text("utf-8")
    parts = {
        part["id"]: part
        for item in validated("result", run("score", path, "--json", "-q").stdout)["results"][0][
            "items"
        ]
        for part in item["parts"]
    }
    assert {part for part, record in parts.items() if record.get("self")} == {"1", "5a"}


def test_the_scored_workbook_keeps_both_marks_apart(
    filled: tuple[Form, Path], tmp_path: Path
) -> None:
    form, path = filled
    form.cell("5a.mark").value = 1
    form.book.save(path)
    out = tmp_path / "s.xlsx"
    assert run("score", path, "-q", "-o", out).returncode == 0
    sheet = openpyxl.load_workbook(out, data_only=True)["填报"]
    _, columns, rows = places(sheet)
    marks = {
        key: tuple(sheet.cell(rows[key], columns[heading]).value for heading in ("填报值", "自评"))
        for key in MARKS
    }
    assert marks == {"1.mark": (None, 7), "5a.mark": (1, 1.5)}
    states = {key: sheet.cell(rows[key], columns["状态"]).value for key in MARKS}
    assert states == {"1.mark": "按自评", "5a.mark": "已填"}
    first, again = (json.loads(run("score", p, "--json", "-q").stdout) for p in (path, out))
    assert first["results"][0]["items"] == again["results"][0]["items"]


def test_an_own_mark_over_the_maximum_is_refused_even_beside_the_assessors(
    filled: tuple[Form, Path], rulebook: Rulebook
) -> None:
    form, path = filled
    form.cell("1.mark").value = 8
    form.cell("1.mark", "自评").value = 9
    form.book.save(path)
    with pytest.raises(ProblemsError) as caught:
        fyscore.score_file(path, rulebook)
    (problem,) = caught.value.problems
    assert problem.code == "mark_over_maximum"
    assert problem.cell == form.cell("1.mark", "自评").coordinate


def test_a_trial_of_another_answer_leaves_the_own_mark_out(filled: tuple[Form, Path]) -> None:
    done = run("gaps", filled[1], "--what-if", "5a.complete=是", "--what-if", "5a.mark=", "--json")
    assert validated("gaps", done.stdout)["total"] == 99
