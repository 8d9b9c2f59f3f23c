"""Parts that people worked on in LibreOffice, as people do, come back rightly."""

from __future__ import annotations

import json
import subprocess
from fractions import Fraction as F
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

import fyscore
from tests.command import PATIENCE, run
from tests.form import Form, places
from tests.forms.test_typing import DRIVER, SYSTEM_PYTHON

pytestmark = pytest.mark.slow


def worked_on(path: Path) -> None:
    """Rows sorted by label, a row inserted above them, a figure typed."""
    sheet = openpyxl.load_workbook(path)["填报"]
    top, columns, rows = places(sheet)
    last, key = max(rows.values()), get_column_letter(columns["字段编号"])
    first = rows[min(rows, key=rows.__getitem__)]
    typed = []
    if "14.registered" in rows:
        cell = f"{get_column_letter(columns['填报值'])}{rows['14.registered']}"
        typed = [["填报", cell, "8家"]]
    order = {
        "file": str(path),
        "typed": typed,
        "then": [
            ["unprotect", "填报"],
            ["sort", "填报", f"A{first}:{key}{last}", columns["填报内容"] - 1, True],
            ["insert", "填报", top + 1],
        ],
        "read": [],
        "save": str(path),
    }
    subprocess.run(
        [SYSTEM_PYTHON, DRIVER], input=json.dumps(order), capture_output=True, text=True,
        timeout=PATIENCE, check=True,
    )  # fmt: skip


def test_parts_handled_in_an_office_merge_rightly(form: Form, tmp_path: Path) -> None:
    answers = {"2a.document": "是", "14.registered": 6, "25.rate": "98%", "29.nursing_rooms": "99%"}
    form.save(tmp_path / "某区.xlsx", answers, "某区", 2026)
    table = "条目,牵头单位\n" + "\n".join(
        f"{item.id},{'甲局' if nth % 2 else '乙局'}" for nth, item in enumerate(form.rulebook.items)
    )
    (tmp_path / "分工.csv").write_text(table, encoding="utf-8")
    assert (
        run("split", "某区.xlsx", "-o", "分表", "--assign", "分工.csv", cwd=tmp_path).returncode
        == 0
    )
    for path in sorted((tmp_path / "分表").iterdir()):
        worked_on(path)
        book = openpyxl.load_workbook(path)
        book.create_sheet("我的计算")["A1"] = "=1+1"
        book.save(path)
    done = run("merge", "分表", "-o", "合.xlsx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    merged = fyscore.read_workbook(tmp_path / "合.xlsx").values
    wanted = {
        "2a.document": True,
        "14.registered": F(8),
        "25.rate": F(98),
        "29.nursing_rooms": F(99),
    }
    assert {key: answer.value for key, answer in merged.items()} == wanted
