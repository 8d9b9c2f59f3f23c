"""Tables read: the sheet by name, the columns by heading, each row as what its cells hold.

From workbooks and from CSV alike; every fault is found and named by its cell.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from fyscore.encodings import decoded
from fyscore.entry import EntryError, clean
from fyscore.problems import Code, Problem, ProblemsError, why
from fyscore.tables.table import Column, Table
from fyscore.tables.typed_cell import is_blank, typed_value
from fyscore.xlsx.sheet import Cell, CellKind, Sheet, cell_name
from fyscore.xlsx.workbook import open_workbook

#: A cell's place → the cell that shows for it.
Covered = Mapping[tuple[int, int], tuple[int, int]]
#: Bytes of a table kept as text; one of a thousand long rows has a tenth of them.
_MOST_BYTES = 16 * 1024 * 1024


class Sheets(Protocol):
    """A workbook, or a text that is one sheet."""

    @property
    def sheet_names(self) -> list[str]: ...

    def sheet(self, name: str) -> Sheet: ...


class _Csv:
    """A CSV file as a workbook of one sheet."""

    def __init__(self, file: Path, table: Table) -> None:
        self.sheet_names = [table.name]
        self._sheet = Sheet(table.name)
        rows = csv.reader(io.StringIO(_text_of(file, table), newline=""))
        try:
            for row, texts in enumerate(rows):
                for column, text in enumerate(texts):
                    if text:
                        self._sheet.cells[row, column] = Cell(row, column, CellKind.TEXT, text)
        except csv.Error:
            raise _unreadable(file, table, f"第{rows.line_num}行的内容过长或引号不成对") from None

    def sheet(self, name: str) -> Sheet:
        return self._sheet


def _unreadable(file: Path, table: Table, reason: str) -> ProblemsError:
    problem = table.faults.unreadable.problem(why=reason)
    return ProblemsError(str(file), [problem.at(table.name)])


def _text_of(file: Path, table: Table) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            what = f"文件超过{_MOST_BYTES // 1024 // 1024} MB"
            raise ProblemsError(str(file), [Code.FILE_TOO_LARGE.problem(what=what)])
        return decoded(content)
    except (OSError, ValueError) as error:
        raise _unreadable(file, table, why(error)) from None


@contextmanager
def sheets_of(file: Path, table: Table) -> Iterator[Sheets]:
    """A file's sheets, those of a workbook or the one that a .csv is.  Raises ProblemsError."""
    if file.suffix.lower() == ".csv":
        yield _Csv(file, table)
        return
    with open_workbook(file) as workbook:
        yield workbook


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the values of its filled cells by their columns' names, and where they stand."""

    sheet: str
    #: Counted from 0.
    number: int
    values: Mapping[str, Any]
    #: The cells as they are, those without a usable value too.
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]
    #: What stands in columns that people added, by heading.
    added: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Problem] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A value as text; empty where there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def cell(self, name: str = "") -> str:
        """Where a value stands, or would; the row's first cell without a name."""
        return cell_name(self.number, self.columns.get(name, min(self.columns.values(), default=0)))

    def problem(self, problem: Problem, name: str = "") -> Problem:
        """A problem at that cell."""
        return problem.at(self.sheet, self.cell(name))


def find_sheet(
    workbook: Sheets, name: str, own: Collection[str] = (), code: Code = Code.SHEET_MISSING
) -> tuple[Sheet | None, Problem | None]:
    """The one sheet of that name, or the problem that there is none, or several.

    ``own`` are names that a sheet which is missing cannot have been given.
    """
    names = workbook.sheet_names
    hits = [given for given in names if clean(given) == name]
    if len(hits) == 1:
        return workbook.sheet(hits[0]), None
    listed = "、".join(names[:8]) or "没有工作表"
    near = nearest(name, [given for given in names if given not in own])
    if hits:
        shown = "".join(f"“{hit}”" for hit in hits) if len(set(hits)) > 1 else f"“{name}”"
        return None, Code.SHEET_REPEATED.problem(name=shown, count=len(hits)).at(name)
    if near and code is Code.SHEET_MISSING:
        return None, Code.SHEET_MISNAMED.problem(name=name, listed=listed, near=near).at(name)
    return None, code.problem(name=name, listed=listed).at(name)


def find_header(
    sheet: Sheet,
    headings: Sequence[str],
    optional: Collection[str] = (),
    repeated: Code = Code.HEADING_REPEATED,
    missing: Code = Code.HEADING_MISSING,
) -> tuple[int, dict[str, int], list[Problem]]:
    """Row and columns of the headings, and what is wrong with them; -1 where there are none."""
    rows: dict[int, list[tuple[str, int]]] = {}
    for cell in sheet.filled():
        if isinstance(cell.value, str):
            rows.setdefault(cell.row, []).append((clean(cell.value), cell.column))
    wanted, needed = set(headings), [h for h in headings if h not in optional]
    best = max(rows, key=lambda row: (len({t for t, _ in rows[row]} & wanted), -row), default=0)
    texts = rows.get(best, [])
    if not {text for text, _ in texts} & set(needed):
        own = missing is Code.HEADING_MISSING
        listed = ("”“" if own else "、").join(needed)
        code = Code.HEADINGS_MISSING if own else missing
        problem = code.problem(headings=listed, name="、".join(needed))
        return -1, {}, [problem.at(sheet.name)]
    columns: dict[str, int] = {}
    problems = []
    for heading in headings:
        hits = [column for text, column in texts if text == heading]
        if len(hits) > 1:
            cells = "、".join(cell_name(best, hit) for hit in hits)
            problem = repeated.problem(heading=heading, count=len(hits), cells=cells)
            problems.append(problem.at(sheet.name, cell_name(best, hits[1])))
        elif hits:
            columns[heading] = hits[0]
        elif heading in needed:
            near = nearest(heading, [t for t, _ in texts if t not in wanted])
            hint = f"是否就是“{near}”？" if near else ""
            problem = missing.problem(
                row=best + 1, heading=heading, name=heading, hint=hint, headings="、".join(needed)
            )
            problems.append(problem.at(sheet.name, cell_name(best, 0)))
    return best, columns, problems


def nearest(name: str, candidates: list[str]) -> str:
    """The candidate most like ``name``; empty where none is."""
    from difflib import get_close_matches  # only what is faulty needs it

    return next(iter(get_close_matches(name, candidates, n=1, cutoff=0.6)), "")


def covered(sheet: Sheet, columns: Sequence[int], rows: Sequence[int]) -> Covered:
    """Cells of these columns and rows that a merge hides, whatever the size and number of merges."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for first, left, last, right in sheet.merged:
        touched = [c for c in columns if left <= c <= right]
        if not touched:
            continue
        for row in rows[bisect_left(rows, first) : bisect_right(rows, last)]:
            for column in touched:
                if (row, column) != (first, left):
                    found[row, column] = (first, left)
    return found


def read_table(file: Path, table: Table) -> list[TableRow]:
    """A table's rows.  Raises ProblemsError with every fault of the file, named by its cell."""
    with sheets_of(file, table) as workbook:
        rows, problems = table_rows(workbook, table)
    problems += [fault for row in rows for fault in row.faults.values()]
    if problems:
        raise ProblemsError(str(file), problems)
    return rows


def table_rows(workbook: Sheets, table: Table) -> tuple[list[TableRow], list[Problem]]:
    """A table's rows, each with its cells' faults, and what is wrong with the table as a whole."""
    sheet, problem = find_sheet(workbook, table.name, code=table.faults.sheet)
    names = workbook.sheet_names
    if table.any_name and names and table.name not in map(clean, names):
        sheet = workbook.sheet(names[0])
    if sheet is None:
        return [], [_with_fix(problem, table)] if problem else []
    return sheet_rows(sheet, table)


def _with_fix(problem: Problem, table: Table) -> Problem:
    """What is missing as a whole is had from where the table comes from."""
    missing = (Code.TABLE_MISSING.code, Code.HEADINGS_MISSING.code)
    return replace(problem, fix=table.fix) if table.fix and problem.code in missing else problem


def sheet_rows(sheet: Sheet, table: Table) -> tuple[list[TableRow], list[Problem]]:
    """The rows of a sheet that is the table."""
    optional = {column.heading for column in table if column.optional or not column.name}
    top, columns, problems = find_header(
        sheet, table.headings, optional, table.faults.twice, table.faults.heading
    )
    if problems:
        return [], [_with_fix(problem, table) for problem in problems]
    added = _added(sheet, top, columns)
    lines: dict[int, dict[int, Cell]] = {}
    for cell in sheet.filled():
        if cell.row > top and not is_blank(cell):
            lines.setdefault(cell.row, {})[cell.column] = cell
    numbers = sorted(lines)
    places = sorted((*columns.values(), *added.values()))
    for (row, column), shows in covered(sheet, places, numbers).items():
        held = sheet.cells.get(shows)
        if held is None or is_blank(held):
            continue
        if column == held.column:  # merged downwards: it holds for each of the rows
            lines[row][column] = held
        else:
            problem = Code.MERGED_CELL.problem(cell=held.name)
            problems.append(problem.at(sheet.name, cell_name(row, column)))
    rows = (_row(sheet, table, number, lines[number], columns, added) for number in numbers)
    return [row for row in rows if row.cells or row.added or row.faults], problems


def _row(
    sheet: Sheet,
    table: Table,
    number: int,
    cells: Mapping[int, Cell],
    columns: Mapping[str, int],
    added: Mapping[str, int],
) -> TableRow:
    values: dict[str, Any] = {}
    more: dict[str, str] = {}
    faults: dict[str, Problem] = {}

    def put(into: dict[str, Any], name: str, column: Column, cell: Cell, place: int) -> None:
        try:
            into[name] = typed_value(column, cell, sheet)
        except EntryError as error:
            faults[name] = error.problem.at(sheet.name, cell_name(number, place))

    places = {c.name: columns[c.heading] for c in table if c.name and c.heading in columns}
    found = {name: cells[place] for name, place in places.items() if place in cells}
    for name, cell in found.items():
        put(values, name, table.by_name[name], cell, places[name])
    for heading, place in added.items():
        if place in cells:
            put(more, heading, Column(heading), cells[place], place)
    return TableRow(sheet.name, number, values, found, places, more, faults)


def _added(sheet: Sheet, top: int, columns: Mapping[str, int]) -> Mapping[str, int]:
    """Columns that people added, by heading; one without a heading by its number."""
    ours = set(columns.values())
    found: dict[str, int] = {}
    for cell in sheet.filled():
        if cell.row >= top and cell.column not in ours and not is_blank(cell):
            heading = sheet.cells.get((top, cell.column))
            name = "" if heading is None else sheet.shown(heading)
            name = name or f"（第{cell.column + 1}列）"
            if found.get(name, cell.column) == cell.column:
                found[name] = cell.column
            else:
                found[f"{name}（第{cell.column + 1}列）"] = cell.column
    return found


def csv_text(table: Table, records: Iterable[Sequence[str]]) -> str:
    """Records as CSV under the table's headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([table.headings, *records])
    return out.getvalue()
