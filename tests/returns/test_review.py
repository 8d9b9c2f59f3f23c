"""Two folders, own assessments and reviews: paired by unit, the largest cuts first."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.command import run, validated
from tests.form import Form

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four counties: two cut, one raised, one left as it was; and one on each side alone."""
    desk, form = tmp_path_factory.mktemp("review"), Form()
    for side, homes in (("自评", (8, 8, 6, 7, 7, None)), ("复核", (7, 5, 7, 7, None, 7))):
        (desk / side).mkdir()
        for n, count in enumerate(homes):
            if count is not None:
                form.save(
                    desk / side / f"{side}-{n}.xlsx", {"14.registered": count}, f"县{n}", 2023
                )
    return desk


def test_the_largest_cut_comes_first(desk: Path, tmp_path: Path) -> None:
    out = tmp_path / "核减.xlsx"
    done = run("diff", desk / "自评", desk / "复核", "-o", out, "--json")
    assert done.returncode == 0, done.stderr
    document = validated("review", done.stdout)
    assert document["labels"] == ["自评", "复核"]
    assert [(u["unit"], u["change"]) for u in document["units"]] == [
        ("县1", -4), ("县0", -2), ("县3", 0), ("县2", 2),
    ]  # fmt: skip
    assert document["units"][0]["parts"][0]["id"] == "14"
    (item,) = document["items"]
    assert (item["id"], item["fell"], item["lost"], item["rose"], item["won"]) == ("14", 2, 6, 1, 2)
    assert [u["unit"] for u in document["only_old"]] == ["县4"]
    assert [u["unit"] for u in document["only_new"]] == ["县5"]
    sheet = openpyxl.load_workbook(out)["核减核增"]
    rows = list(sheet.iter_rows(min_row=2, max_row=5, max_col=6, values_only=True))
    assert [(row[0], row[4]) for row in rows] == [("县1", -4), ("县0", -2), ("县3", 0), ("县2", 2)]
    assert "第14项" in str(rows[0][5])


def test_it_is_told_in_words(desk: Path) -> None:
    told = run("diff", desk / "自评", desk / "复核").stdout
    assert "共4个单位：核减2个，核增1个" in told
    assert "只有自评、没有复核的1个：县4" in told
    assert "县1" in told.splitlines()[3]


def test_saved_results_are_paired_too(desk: Path, tmp_path: Path) -> None:
    saved = run("score", desk / "复核", "--out-dir", tmp_path, "--summary-only", "--json").stdout
    path = tmp_path / "复核.json"
    path.write_text(saved, "utf-8")
    done = run("diff", desk / "自评", path, "--labels", "上报,核定")
    assert "共4个单位：核减2个，核增1个" in done.stdout
    assert "核定" in done.stdout


def test_what_is_there_twice_or_cannot_be_read_is_told(desk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "复核"
    folder.mkdir()
    for path in (desk / "复核").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "坏.xlsx").write_bytes(b"%PDF-1.4")
    Form().save(folder / "复核-9.xlsx", {"14.registered": 1}, "县0", 2023)
    done = run("diff", desk / "自评", folder, "--json")
    assert done.returncode == 3
    assert "县0 2023年度有不同的结果" in done.stderr
    codes = [f["problems"][0]["code"] for f in validated("review", done.stdout)["failures"]]
    assert codes == ["file_pdf", "result_twice"]


def test_more_than_two_folders_are_no_pairs(desk: Path) -> None:
    assert run("diff", desk / "自评", desk / "复核", desk / "复核").returncode == 2
