"""A faulty form to send back: as it was filled in, each fault red and explained in its cell.

openpyxl, since it alone of our libraries changes a workbook and keeps the rest.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from fyscore.display import wrapped_lines
from fyscore.files.names import annotated_path, listed_path
from fyscore.problems import Problem, ProblemsError
from fyscore.problems.notices import Notice
from fyscore.workbooks.returned import FAULTS, fault_record, notice_record
from fyscore.writing.look import HEAD_FILL, STATE_COLOURS

_RED = PatternFill("solid", fgColor=STATE_COLOURS["lost"][0].lstrip("#"))
_WIDTH, _LINE = 320, 18
_LETTERS = 22


def sent_back(file: Path, folder: Path, failure: ProblemsError) -> tuple[Path, bytes]:
    """What goes back to whoever filled the form in: where it belongs in ``folder``, and its bytes."""
    try:
        return annotated_path(file, folder), annotated(file, failure)
    except CannotAnnotate:
        return listed_path(file, folder), listed(failure)


class CannotAnnotate(Exception):
    """openpyxl does not open the file; its faults can only be listed."""


def annotated(file: Path, failure: ProblemsError) -> bytes:
    """The workbook with its faults shown, and a first sheet that lists them with links.

    Notices follow the faults in the list; their cells are left as they are.

    Raises CannotAnnotate.
    """
    try:
        book = load_workbook(file, rich_text=True, keep_vba=file.suffix.lower() == ".xlsm")
    except Exception as error:  # openpyxl raises whatever its parsers meet
        raise CannotAnnotate from error
    if FAULTS.name in book.sheetnames:
        del book[FAULTS.name]
    _mark(book, failure.problems)
    _list(book, failure)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def listed(failure: ProblemsError) -> bytes:
    """A workbook with the list alone, for a file of which no copy can be made."""
    book = Workbook()
    _list(book, failure)
    del book[book.sheetnames[-1]]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _mark(book: Workbook, problems: Sequence[Problem]) -> None:
    said: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        if problem.cell and problem.sheet in book.sheetnames:
            said.setdefault((problem.sheet, problem.cell), []).append(problem.words)
    for (name, place), messages in said.items():
        cell = _top_left(book[name], place)
        cell.fill = _RED
        text = "\n".join(messages)
        lines = sum(-(-len(line) // _LETTERS) for line in text.split("\n"))
        cell.comment = Comment(text, "fyscore", width=_WIDTH, height=_LINE * (lines + 1))


def _top_left(sheet: Worksheet, place: str) -> Cell:
    """The cell itself, or the one that shows for it where it is merged away."""
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        area = next(each for each in sheet.merged_cells.ranges if place in each)
        cell = sheet.cell(area.min_row, area.min_col)
    return cell


def _list(book: Workbook, failure: ProblemsError) -> None:
    sheet = book.create_sheet(FAULTS.name, 0)
    for place, column in enumerate(FAULTS, 1):
        cell = sheet.cell(1, place, column.heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=HEAD_FILL.lstrip("#"))
        sheet.column_dimensions[cell.column_letter].width = column.width
    wrap = Alignment(wrap_text=True, vertical="top")
    rows: list[tuple[Problem | Notice, dict[str, object]]] = [
        *((problem, fault_record(problem)) for problem in failure.problems),
        *((notice, notice_record(notice)) for notice in failure.notices),
    ]
    for row, (about, record) in enumerate(rows, 2):
        record["nth"] = row - 1
        needed = 1
        for place, column in enumerate(FAULTS, 1):
            cell, value = sheet.cell(row, place), record[column.name]
            # A text is a text, whatever it begins with.
            cell.value, cell.data_type = value, "n" if isinstance(value, int) else "s"
            cell.alignment = wrap
            if place > 1:
                needed = max(needed, wrapped_lines(str(value), int(column.width) - 2))
        sheet.row_dimensions[row].height = 6 + 15 * needed
        if about.cell and about.sheet in book.sheetnames:
            link = sheet.cell(row, FAULTS.place("位置") + 1)
            link.hyperlink = Hyperlink("", location=f"'{about.sheet}'!{about.cell}")
            link.font = Font(color="0563C1", underline="single")
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    for each in book.worksheets:
        each.sheet_view.tabSelected = each is sheet
    book.active = 0
