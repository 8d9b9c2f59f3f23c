"""The same cells through another library, so that what one reads wrongly the other tells.

``score`` asks calamine, which takes about a millisecond and knows no formats;
``check`` asks openpyxl too, which knows each cell's.  Answers are compared and
not raw cells: 8 and "8家" are one answer.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from fyscore.answers import Answers
from fyscore.entry import EntryError
from fyscore.forms.entries import EntryTable
from fyscore.problems import Code, Problem
from fyscore.rules.field import Field
from fyscore.rules.field_types import MARK, case_field
from fyscore.rules.model import Rulebook
from fyscore.tables.typed_cell import is_blank
from fyscore.xlsx.sheet import Cell, CellKind, Sheet, cell_name
from fyscore.xlsx.strings import unescaped
from fyscore.xlsx.styles import CellStyle
from fyscore.xlsx.workbook import open_workbook

#: Cells of a sheet's used range beyond which calamine, which allocates it whole, is not asked.
_MOST_CELLS = 200_000
#: An answer that openpyxl gives in a form of its own.
_SAME = object()
#: A place, counted from 0 → what another library reads there; None for nothing.
_Look = Callable[[int, int], object]


class Calamine:
    """A workbook open in calamine; asked only for sheets that are small in every way."""

    def __init__(self, file: Path) -> None:
        """Raises CannotOpen, NotThere where the library itself is missing."""
        try:
            import python_calamine
        except ImportError as error:
            raise NotThere from error
        self._book = _asked(python_calamine.CalamineWorkbook.from_path, str(file))

    def rows(self, sheet: str) -> list[list[object]]:
        """A sheet's cells from its first row and column on.  Raises CannotOpen."""
        found = _asked(self._book.get_sheet_by_name, sheet)
        rows: list[list[object]] = _asked(found.to_python, skip_empty_area=False)
        return rows

    def differences(self, sheet: Sheet, table: EntryTable, rulebook: Rulebook) -> list[Problem]:
        """Answers that it reads otherwise.  Raises CannotOpen."""
        rows, columns = sheet.extent
        if rows * columns > _MOST_CELLS:
            return []
        cells = self.rows(sheet.name)

        def look(row: int, column: int) -> object:
            line = cells[row] if row < len(cells) else ()
            return line[column] if column < len(line) else None

        return list(_differences(sheet, table, rulebook, look))


class CannotOpen(Exception):
    """Another library does not open what we do; the first reader has judged."""


class NotThere(CannotOpen):
    """The library is not there: in a browser only what is Python runs, and the page says so."""


def _asked(question: Callable[..., Any], *about: object, **how: object) -> Any:
    try:
        return question(*about, **how)
    except Exception as error:  # it raises whatever its parsers meet
        raise CannotOpen from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's own, no Exception
            raise
        raise CannotOpen from error


def _differences(
    sheet: Sheet, table: EntryTable, rulebook: Rulebook, look: _Look
) -> Iterator[Problem]:
    for key, row in table.rows.items():
        field = rulebook.fields[key]
        value, *pair = table.inputs[:3]
        inputs = {value: field}
        if field.is_rate:
            inputs |= dict.fromkeys(pair, case_field(field))
        if field.type is MARK:
            inputs |= dict.fromkeys(table.inputs[3:], field)
        for column, parse_as in inputs.items():
            ours, theirs = sheet.cells.get((row, column)), look(row, column)
            if _is_same(ours, theirs) or not _is_judged(ours):
                continue
            read, other = (
                _answer(parse_as, ours),
                _answer(parse_as, _cell(row, column, theirs, ours)),
            )
            if read != other:
                yield _disagreement(key, sheet.name, cell_name(row, column), read, other)


def _is_same(ours: Cell | None, theirs: object) -> bool:
    """Whether it can be seen at once that both read the same."""
    if ours is None:
        return theirs is None or theirs == ""
    if ours.kind is CellKind.NUMBER:
        # What a library takes for a date by its format is the same number all the same.
        if isinstance(theirs, (date, time, timedelta)):
            return True
        return isinstance(theirs, float) and float(ours.value) == theirs
    return ours.kind is CellKind.TEXT and ours.value == theirs


def _is_judged(ours: Cell | None) -> bool:
    """Whether our reading is an answer that another can be held against."""
    return ours is None or (
        ours.kind in (CellKind.NUMBER, CellKind.TEXT, CellKind.BOOLEAN) and not ours.marked
    )


def _cell(row: int, column: int, theirs: object, ours: Cell | None) -> Cell | None:
    """What another library reads, as our reader would have it."""
    percent = ours is not None and ours.percent
    if isinstance(theirs, bool):
        return Cell(row, column, CellKind.BOOLEAN, theirs)
    if isinstance(theirs, (int, float)):
        return Cell(row, column, CellKind.NUMBER, Decimal(format(float(theirs), ".15g")), percent)
    if theirs is None or theirs == "":
        return None
    return Cell(row, column, CellKind.TEXT, unescaped(str(theirs)))


def _answer(field: Field, cell: Cell | None) -> object:
    """The answer in a cell; None for a blank, a problem's code for what is none."""
    if cell is None or is_blank(cell):
        return None
    try:
        return field.parse(cell.value, cell.percent).value
    except EntryError as error:
        return error.problem.code


def _disagreement(key: str, sheet: str, cell: str, ours: object, theirs: object) -> Problem:
    problem = Code.READERS_DISAGREE.problem(key=key, ours=_shown(ours), theirs=_shown(theirs))
    return problem.at(sheet, cell)


def _shown(answer: object) -> str:
    if answer is None:
        return "空白"
    if isinstance(answer, bool):
        return "是" if answer else "否"
    return str(answer)


def by_openpyxl(file: Path, answers: Answers, rulebook: Rulebook) -> Iterator[Problem]:
    """Answers that openpyxl reads otherwise, by its own view of each cell's format.

    Only the rows of the form are read, whatever else the workbook holds.  None
    where openpyxl cannot open the file.
    """
    import openpyxl

    places = _places(answers, rulebook)
    if not places:
        return
    name = next(iter(places.values()))[0]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions openpyxl drops on saving; we do not save
            with open_workbook(file) as whole:
                excerpt = io.BytesIO(whole.excerpt(name))
            book = openpyxl.load_workbook(excerpt, data_only=True, read_only=True)
        sheet = book[name]
        sheet.reset_dimensions()
        last = max(row for _, row, _ in places.values())
        widest = max(column for _, _, column in places.values()) + 1
        table = dict(enumerate(sheet.iter_rows(max_row=last, max_col=widest), 1))
    except Exception:  # openpyxl raises whatever its parsers meet; the first reader has judged
        return
    for key, (_, row, column) in places.items():
        answer = answers.entry(key).answer
        if answer is not None and answer.numerator is not None:
            continue
        cells = table.get(row, ())
        cell = cells[column - 1] if column <= len(cells) else None
        theirs = _openpyxl_answer(rulebook.fields[key], cell)
        ours = None if answer is None else answer.value
        if theirs is not _SAME and theirs != ours:
            found = _disagreement(key, name, cell_name(row - 1, column - 1), ours, theirs)
            yield rulebook.named(found)


def _places(answers: Answers, rulebook: Rulebook) -> Mapping[str, tuple[str, int, int]]:
    """Key → sheet, row and column of its value, counted from 1."""
    from openpyxl.utils.cell import coordinate_to_tuple

    found = {}
    for key in rulebook.fields:
        sheet, _, name = answers.entry(key).cell.rpartition("!")
        if sheet:
            found[key] = (sheet, *coordinate_to_tuple(name))
    return found


def _openpyxl_answer(field: Field, cell: object) -> object:
    raw = getattr(cell, "value", None)
    if raw is None or (isinstance(raw, str) and not unescaped(raw).strip()):
        return None
    code = str(getattr(cell, "number_format", None) or "General")
    if isinstance(raw, (date, time, timedelta)):
        # openpyxl takes every format with a d, an m or a y in it for a date's.
        return "日期" if CellStyle(code=code).shows(Decimal(1)).date else _SAME
    percent = False
    if not isinstance(raw, (bool, str)):
        raw = Decimal(format(float(str(raw)), ".15g"))
        percent = CellStyle(code=code).shows(raw).percent
    made = Cell(0, 0, CellKind.TEXT, unescaped(raw) if isinstance(raw, str) else raw, percent)
    return _answer(field, made)
