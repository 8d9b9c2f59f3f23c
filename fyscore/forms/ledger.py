"""整改台账 as a table: its columns, and what people wrote in an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from fyscore.entry import parse_number_text
from fyscore.forms import layout
from fyscore.forms.layout import Columns
from fyscore.forms.notes import Notes, only_sheet
from fyscore.problems import ProblemsError
from fyscore.scoring.ledger import Line, check_code
from fyscore.xlsx.sheet import Sheet
from fyscore.xlsx.workbook import open_workbook

SHEET, SHEET_TOTALS = "整改台账", "按责任单位"
COUNT, POINTS, FIRST, WON = "序号", "可得分", "首次可得分", "已补回"
MEASURE, FEASIBILITY = "整改措施", "可行性"
LEAD, HELPING, DEADLINE = "责任单位", "配合单位", "完成时限"
STATE, EVIDENCE, REMARK, CHECK = "状态", "佐证材料", "备注", "核对码"
COLUMNS = Columns(
    (COUNT, 5),
    (layout.COL_POINT, 14),
    (layout.COL_TITLE, 18),
    (POINTS, 8),
    (MEASURE, 38),
    (FEASIBILITY, 12),
    (LEAD, 16),
    (HELPING, 16),
    (DEADLINE, 12),
    (STATE, 9),
    (EVIDENCE, 20),
    (REMARK, 20),
    (WON, 8),
    (FIRST, 9),
    (layout.COL_PART, 8),
    (CHECK, 10),
)
#: The columns that people fill in, each with the part of a line it is.
PEOPLE = {
    LEAD: "lead",
    HELPING: "helping",
    DEADLINE: "deadline",
    STATE: "state",
    EVIDENCE: "evidence",
    REMARK: "remark",
}


def read_ledger(file: Path) -> list[Line]:
    """The lines of an earlier ledger.  Raises ProblemsError where it is none."""
    with open_workbook(file) as workbook:
        notes = Notes()
        sheet = only_sheet(workbook, SHEET)
        header = notes.header(sheet, [heading for heading, _ in COLUMNS])
        if header is None:
            raise ProblemsError(str(file), notes.problems)
        top, columns = header
        added = _added(sheet, top, columns, notes)
        rows: dict[int, dict[int, str]] = {}
        for cell in sheet.filled():
            if cell.row > top:
                rows.setdefault(cell.row, {})[cell.column] = notes.text(sheet, cell)
        return [_line(rows[row], columns, added) for row in sorted(rows)]


def _added(sheet: Sheet, top: int, columns: Mapping[str, int], notes: Notes) -> Mapping[str, int]:
    """Columns that people added, by heading; one without a heading by its letter."""
    ours = set(columns.values())
    found: dict[str, int] = {}
    for cell in sheet.filled():
        if cell.row >= top and cell.column not in ours:
            heading = sheet.cells.get((top, cell.column))
            name = notes.text(sheet, heading) or f"（第{cell.column + 1}列）"
            if found.get(name, cell.column) == cell.column:
                found[name] = cell.column
            else:
                found[f"{name}（第{cell.column + 1}列）"] = cell.column
    return found


def _line(texts: Mapping[int, str], columns: Mapping[str, int], added: Mapping[str, int]) -> Line:
    def said(heading: str) -> str:
        return texts.get(columns[heading], "")

    measure, part = said(MEASURE), said(layout.COL_PART)
    return Line(
        part=part,
        name=said(layout.COL_POINT),
        title=said(layout.COL_TITLE),
        points=_number(said(POINTS)) if part else None,
        first=_number(said(FIRST)) if part else None,
        measure=measure,
        feasibility=said(FEASIBILITY),
        **{name: said(heading) for heading, name in PEOPLE.items()},
        own_measure=check_code(measure) != said(CHECK),
        added={name: texts[at] for name, at in added.items() if texts.get(at)},
    )


def _number(text: str) -> Fraction | None:
    found = parse_number_text(text)
    return None if found is None else found.value
