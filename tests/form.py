"""Fill in a template as a person's spreadsheet program would: by key, through openpyxl."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from fyscore.forms.writer import template_bytes
from fyscore.rules.load import load_rulebook
from fyscore.rules.model import Rulebook

ENTRY = "填报"


def places(sheet: Worksheet) -> tuple[int, dict[str, int], dict[str, int]]:
    """The headings' row, heading → column, field key → row, as a person finds them."""
    (top,) = (row for row in sheet.iter_rows() if any(c.value == "字段编号" for c in row))
    columns = {cell.value: cell.column for cell in top if cell.value}
    keys = (row[columns["字段编号"] - 1] for row in sheet.iter_rows(min_row=top[0].row + 1))
    return top[0].row, columns, {cell.value: cell.row for cell in keys if cell.value}


class Official:
    """What the official table shows: each item's score, the total, and what it comes to."""

    def __init__(self, book: Workbook) -> None:
        sheet = book["评分表"]
        at = {cell.value: cell.column - 1 for cell in sheet[3] if cell.value}
        rule, score = at["评选标准及评分细则"], at["得分"]
        rows = list(sheet.iter_rows(min_row=4))
        self.scores = {str(r[rule].value).split(".")[0]: r[score].value for r in rows}
        (last,) = (r for r in rows if r[0].value == "合计")
        self.total, self.banner = last[score].value, last[rule].value
        self.total_cell, self.banner_cell = last[score].coordinate, last[rule].coordinate


class Form:
    """One template, filled again and again."""

    def __init__(
        self, rulebook: Rulebook | None = None, template: Path | bytes | None = None
    ) -> None:
        self.rulebook = rulebook or load_rulebook()
        made = template.read_bytes() if isinstance(template, Path) else template
        made = made or template_bytes(self.rulebook)
        self.book = openpyxl.load_workbook(io.BytesIO(made))
        self.sheet: Worksheet = self.book[ENTRY]
        self.top, self.columns, self.rows = places(self.sheet)

    def cell(self, key: str, heading: str = "填报值"):  # type: ignore[no-untyped-def]
        return self.sheet.cell(self.rows[key], self.columns[heading])

    def type_in(self, key: str, typed: object) -> None:
        """``97%``, ``1843/1900``, ``是`` or ``8``, into the cells they belong in."""
        if not isinstance(typed, str):
            self.cell(key).value = typed
        elif "/" in typed:
            top, bottom = typed.split("/")
            self.cell(key, "分子").value = float(top)
            self.cell(key, "分母").value = float(bottom)
        elif typed.endswith("%"):
            self.cell(key).value = float(Decimal(typed[:-1]) / 100)
        else:
            try:
                self.cell(key).value = float(typed)
            except ValueError:
                self.cell(key).value = typed

    def clear(self) -> None:
        for key in self.rows:
            for heading in ("填报值", "分子", "分母", "佐证材料", "备注", "自评"):
                if heading in self.columns:
                    self.cell(key, heading).value = None

    def save(self, path: Path, answers: dict[str, object], unit: str = "", year: int = 0) -> Path:
        """Write a workbook with just these answers."""
        self.clear()
        for key, typed in answers.items():
            self.type_in(key, typed)
        info = self.book["基本信息"]
        info["B2"], info["B3"] = unit or None, year or None
        self.book.save(path)
        return path


def full_answers(rulebook: Rulebook | None = None) -> dict[str, object]:
    """Answers that score 100."""
    answers: dict[str, object] = {}
    for field in (rulebook or load_rulebook()).fields.values():
        kind = field.type.name
        if field.key == "1.mark":
            answers[field.key] = 8
        elif field.key == "15.falsified":
            answers[field.key] = "否"
        elif field.role == "average":
            answers[field.key] = "50%" if kind == "percent" else 3
        elif kind == "yes_no":
            answers[field.key] = "是"
        elif kind == "percent":
            answers[field.key] = "100%"
        elif kind == "decimal":
            answers[field.key] = 4.5
        elif kind == "count":
            answers[field.key] = {"14.registered": 8, "11b.employers": 2, "2b.meetings": 1}.get(
                field.key, 0
            )
        elif kind != "mark":
            answers[field.key] = 0
    return answers


#: A blank form's bytes.
GOOD = template_bytes(load_rulebook())
