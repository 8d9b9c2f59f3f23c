"""A real table of another kind goes the whole way: 2016年全科专业（基层）基地评估指标."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import openpyxl
import pytest

from fyscore.forms.pipeline import score_file
from fyscore.rules.load import load_rulebook
from fyscore.scoring.worked_cases import Case, load_cases
from tests.command import run, validated
from tests.form import Form, Official

pytestmark = pytest.mark.slow


FILE = Path(__file__).parent.parent / "examples/rulebooks/gp-base-2016.toml"
RULEBOOK = load_rulebook(FILE)
CASES = load_cases(FILE)


def rounds() -> list[list[Case]]:
    """The cases, one of each part at a time, so that a form tries many at once."""
    by_part: dict[str, list[Case]] = defaultdict(list)
    for case in CASES:
        by_part[case.part].append(case)
    most = max(map(len, by_part.values()))
    return [[own[n] for own in by_part.values() if n < len(own)] for n in range(most)]


def test_forms_score_as_worked_out_by_hand(tmp_path: Path) -> None:
    assert len(CASES) >= 60
    assert {case.part for case in CASES} == {part.id for part in RULEBOOK.parts}
    form = Form(RULEBOOK)
    for nth, cases in enumerate(rounds()):
        typed = {key: value for case in cases for key, value in case.filled.items()}
        path = form.save(tmp_path / f"{nth}.xlsx", typed, "某中心", 2016)
        scores = {part.id: part.score for part in score_file(path, RULEBOOK).result.parts()}
        for case in cases:
            assert scores[case.part] == case.points, case


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three centres, one of them over two years, on the command's own template."""
    desk = tmp_path_factory.mktemp("bases")
    made = run("template", desk / "t.xlsx", "--rulebook", FILE)
    assert made.returncode == 0, made.stderr
    form = Form(RULEBOOK, desk / "t.xlsx")
    every = rounds()
    best = {key: value for case in every[0] for key, value in case.filled.items()}
    for name, unit, year, shift in (
        ("甲中心2015", "甲中心", 2015, 1), ("甲中心2016", "甲中心", 2016, 0), ("乙中心", "乙中心", 2016, 2),
    ):  # fmt: skip
        typed = dict(best)
        for case in every[shift]:
            typed |= case.filled
        form.save(desk / f"{name}.xlsx", typed, unit, year)
    return desk


def test_it_goes_the_whole_way(desk: Path, tmp_path: Path) -> None:
    chosen = ("--rulebook", FILE)
    out = tmp_path / "o.xlsx"
    done = run("score", desk / "甲中心2016.xlsx", *chosen, "-o", out, "--json")
    (result,) = validated("result", done.stdout)["results"]
    assert (result["total"], result["max_total"], result["complete"]) == (100, 100, True)
    assert Official(openpyxl.load_workbook(out, data_only=True)).total == 100
    gaps = validated("gaps", run("gaps", desk / "乙中心.xlsx", *chosen, "--json").stdout)
    assert gaps["gaps"]
    moved = run("diff", desk / "甲中心2015.xlsx", desk / "甲中心2016.xlsx", *chosen, "--json")
    assert validated("diff", moved.stdout)["total"]["change"] > 0
    for report in ("r.html", "r.docx", "r.md"):
        made = run("report", desk / "乙中心.xlsx", "-o", tmp_path / report, *chosen)
        assert made.returncode == 0, made.stderr
    batch = run("score", desk / "?中心*.xlsx", *chosen, "--out-dir", tmp_path / "all", "--json")
    assert batch.returncode == 0, batch.stderr
    saved = tmp_path / "a.json"
    saved.write_text(batch.stdout, "utf-8")
    assert run("rank", saved, "-o", tmp_path / "rank.xlsx", *chosen).returncode == 0
    again = openpyxl.load_workbook(tmp_path / "rank.xlsx")["排名"]
    assert again["B2"].value == "甲中心"
    parts = run("split", desk / "乙中心.xlsx", "-o", tmp_path / "parts", *chosen)
    assert parts.returncode == 0, parts.stderr
