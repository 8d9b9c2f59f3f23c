"""Another region's standard goes the whole way with no change to the code."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from fyscore.rules.load import load_rulebook
from tests.command import run, validated
from tests.form import Form, Official
from tests.forms.test_crosscheck import crosscheck
from tests.rounds import rounds

RULEBOOK = Path(__file__).parent.parent / "examples/rulebooks/illustrative.toml"
ANSWERS: dict[str, object] = {
    "1.mark": 5, "2.meetings": 4, "2.minutes": "是", "3a.complete": "是", "3b.sites": 5,
    "4.registered": 9, "5.places": 4, "5.average": 3.5, "5.falsified": "否",
    "6a.rate": 12, "6b.rate": "1843/1900", "7.public": "95%", "7.employer": "100%",
    "8.failing": 1, "9.accidents": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The command's own template, filled in for two years."""
    folder = tmp_path_factory.mktemp("other")
    made = run("template", folder / "t.xlsx", "--rulebook", RULEBOOK)
    assert made.returncode == 0, made.stderr
    form = Form(load_rulebook(RULEBOOK), folder / "t.xlsx")
    old = form.save(folder / "2023.xlsx", ANSWERS | {"4.registered": 7}, "某县", 2023)
    new = form.save(folder / "2024.xlsx", ANSWERS, "某县", 2024)
    return old, new


def test_its_cases_hold() -> None:
    assert "22个案例都对" in run("rules", "lint", RULEBOOK).stdout


def test_it_scores(filled: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "o.xlsx"
    done = run("score", filled[1], "--rulebook", RULEBOOK, "-o", out, "--json")
    result = validated("result", done.stdout)["results"][0]
    # 5 + 4 + 6, then 4.5 + 4 + 0 (12 is not below 12) + 5 + 10, then 10.5
    assert (result["total"], result["max_total"], result["vetoed"]) == (49, 60, False)
    assert result["rulebook"] == "illustrative"
    assert Official(openpyxl.load_workbook(out, data_only=True)).total == 49
    assert "49/60" in run("score", out, "--rulebook", RULEBOOK, "-o", tmp_path / "2.xlsx").stdout


def test_years_gaps_and_ranking(filled: tuple[Path, Path], tmp_path: Path) -> None:
    chosen = ("--rulebook", RULEBOOK)
    moved = run("diff", *filled, *chosen, "--json")
    assert validated("diff", moved.stdout)
    assert "再增加3家" in run("gaps", filled[1], *chosen).stdout
    batch = run("score", filled[0].parent / "20*.xlsx", *chosen, "--out-dir", tmp_path)
    assert batch.returncode == 0
    sheet = openpyxl.load_workbook(tmp_path / "评分排名.xlsx")["排名"]
    rows = sheet.iter_rows(min_row=2, max_row=3, max_col=4, values_only=True)
    assert list(rows) == [(1, "某县", 2024, 49), (2, "某县", 2023, 48)]


def test_its_items_are_explained() -> None:
    shown = run("rules", "show", "9", "--rulebook", RULEBOOK).stdout
    assert "近五年较大以上事故数超过1起" in shown
    facts = json.loads(run("rules", "show", "7", "--rulebook", RULEBOOK, "--json").stdout)
    assert facts["parts"][0]["cases"][1]["score"] == 8.75


def test_a_workbook_of_another_standard_is_told(filled: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("score", filled[0], "-o", tmp_path / "o.xlsx")
    assert done.returncode == 3
    assert "有1个问题" in done.stderr
    assert "基本信息!B6：这份工作簿是评分标准 illustrative" in done.stderr


@pytest.mark.slow
def test_its_formulas_agree_with_its_scores(tmp_path: Path) -> None:
    assert crosscheck(tmp_path, rounds(6), source=RULEBOOK) == []
