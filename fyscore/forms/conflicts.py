"""答案不同 as a table: its columns, and what people decided in one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fyscore.answers import Answer
from fyscore.entry import EntryError, folded
from fyscore.forms import layout
from fyscore.forms.layout import Columns
from fyscore.forms.notes import Notes, only_sheet
from fyscore.problems import ProblemsError
from fyscore.rules.field import Field
from fyscore.rules.model import Rulebook
from fyscore.scoring.what_if import typed_answer
from fyscore.xlsx.sheet import Cell, Kind, Sheet
from fyscore.xlsx.workbook import open_workbook

SHEET = "答案不同"
WHICH, GIVEN, TAKEN = "哪一格", "各份的答案", "采用"
COLUMNS = Columns(
    (layout.COL_KEY, 18),
    (layout.COL_LABEL, 40),
    (WHICH, 8),
    (GIVEN, 60),
    (TAKEN, 14),
)
#: A field, and whether it is the unit's own mark that is meant → what was decided.
Settled = Mapping[tuple[str, bool], Answer]


def read_settled(file: Path, rulebook: Rulebook) -> Settled:
    """What was written under 采用; rows left blank are still open.

    Raises ProblemsError for what is no such table, and for values that cannot be used.
    """
    with open_workbook(file) as workbook:
        sheet, notes = only_sheet(workbook, SHEET), Notes()
    header = notes.header(sheet, (layout.COL_KEY, WHICH, TAKEN))
    if header is None:
        raise ProblemsError(str(file), notes.problems)
    top, columns = header
    found: dict[tuple[str, bool], Answer] = {}
    for cell in sheet.filled():
        if cell.row <= top or cell.column != columns[TAKEN]:
            continue
        key = notes.text(sheet, sheet.cells.get((cell.row, columns[layout.COL_KEY]))).strip()
        which = notes.text(sheet, sheet.cells.get((cell.row, columns[WHICH]))).strip()
        field = rulebook.fields.get(key)
        if field is None:
            continue
        try:
            answer = _decided(field, cell, sheet, notes)
        except EntryError as error:
            notes.problems.append(error.problem.at(SHEET, cell.name, key))
        else:
            if answer is not None:
                found[key, which == layout.COL_OWN] = answer
    if notes.problems:
        raise ProblemsError(str(file), map(rulebook.named, notes.problems))
    return found


def _decided(field: Field, cell: Cell, sheet: Sheet, notes: Notes) -> Answer | None:
    if cell.kind is Kind.NUMBER:
        return Answer(field.parse(cell.value, cell.percent).value)
    return typed_answer(field, folded(notes.text(sheet, cell)))
