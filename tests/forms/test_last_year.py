"""Next year's form begins with last year's figures beside it: compared with, never counted."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import fyscore
from fyscore.rules.model import Rulebook
from tests.command import EXAMPLES, run
from tests.form import Form

pytestmark = pytest.mark.slow


LAST = EXAMPLES / "example-district-2022.xlsx"


@pytest.fixture
def form(tmp_path: Path) -> Form:
    out = tmp_path / "2023.xlsx"
    done = run("template", out, "--from", LAST, "--year", 2023)
    assert done.returncode == 0, done.stderr
    return Form(template=out)


def test_last_years_values_and_points_stand_beside_each_row(form: Form) -> None:
    shown = {
        key: (form.cell(key, "上年值").value, form.cell(key, "上年得分").value)
        for key in ("14.registered", "8a.coverage", "2a.document", "5b.mark", "12a.mark")
    }
    assert shown == {
        "14.registered": ("6家", "0/4"),
        "8a.coverage": ("95.67%", "0/4"),
        "2a.document": ("是", "2/2"),
        "5b.mark": ("1.2分", "1.2/2"),
        "12a.mark": ("1.5分", "1.5/3"),
    }
    info = form.book["基本信息"]
    assert (info["B2"].value, info["B3"].value) == ("示例区（虚构）", 2023)
    assert not form.sheet.column_dimensions["N"].hidden


def test_nothing_of_it_counts(form: Form, tmp_path: Path, rulebook: Rulebook) -> None:
    form.book.save(tmp_path / "a.xlsx")
    scored = fyscore.score_file(tmp_path / "a.xlsx", rulebook)
    assert (scored.answers.values, scored.result.total) == ({}, 0)


def checked(path: Path) -> str:
    done = run("check", path, "--evidence")
    return done.stdout + done.stderr


def test_notes_are_proposals_until_confirmed(form: Form, tmp_path: Path) -> None:
    assert form.cell("2a.document", "佐证材料").value == "待确认：佐证/2a/文件.pdf"
    assert form.cell("14.registered", "备注").value == "待确认：示例数，非真实数据"
    path = tmp_path / "a.xlsx"
    form.book.save(path)
    told = checked(path)
    assert "处佐证材料、备注沿用上年，尚待确认" in told
    assert "文件.pdf" not in told
    form.cell("2a.document", "佐证材料").value = "佐证/2a/文件.pdf"
    form.book.save(path)
    assert "佐证/2a/文件.pdf" in checked(path)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("25.rate", 0.0962, "相差86.58个百分点"),
        ("8b.realtime", 0.6, "相差31.3个百分点"),
        ("23.rate", 171, "相差约10倍"),
        ("15a.places", 0.32, "相差约10倍"),
        ("24.rate", 4.5, ""),
        ("14.registered", 8, ""),
        ("17.cases", 20, ""),
    ],
)
def test_a_jump_that_looks_like_a_slip_is_noticed(
    form: Form, tmp_path: Path, key: str, value: float, said: str
) -> None:
    form.cell(key).value = value
    path = tmp_path / "a.xlsx"
    form.book.save(path)
    jumps = [
        line for line in run("check", path).stdout.splitlines() if "上年" in line and "本年" in line
    ]
    if said:
        (line,) = jumps
        assert said in line
    else:
        assert jumps == []


def test_it_goes_along_into_the_scored_workbook(form: Form, tmp_path: Path) -> None:
    path, out = tmp_path / "a.xlsx", tmp_path / "s.xlsx"
    form.book.save(path)
    assert run("score", path, "-q", "-o", out).returncode == 0
    again = Form(template=out)
    assert again.cell("14.registered", "上年值").value == "6家"
    assert openpyxl.load_workbook(out)["填报"].column_dimensions["N"].hidden is False


def test_a_form_that_cannot_be_scored_is_told(tmp_path: Path) -> None:
    bad = Form().save(tmp_path / "bad.xlsx", {"14.registered": "七家"})
    done = run("template", tmp_path / "t.xlsx", "--from", bad)
    assert (done.returncode, "14.registered" in done.stderr) == (3, True)
    assert not (tmp_path / "t.xlsx").exists()
