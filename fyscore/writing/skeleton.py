"""What is the same in every scored workbook of a batch, written once and then only filled in.

XlsxWriter writes a workbook in full once; of the sheets whose frame never
changes, the marked-up text is kept cell by cell.  In later workbooks such a
sheet is a :class:`Filled` one: it takes what differs and puts it in its place.
Everything else of a workbook is XlsxWriter's work as ever.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fyscore.writing.cells import cell_text

_ROW = re.compile(r'(<row r="(\d+)"[^>]*)>(.*?)</row>', re.DOTALL)
_HEIGHT = re.compile(r' ht="[^"]*"')
_CELL = re.compile(
    r'(<c r="([A-Z]+\d+)"(?: s="\d+")?)[^>]*?(?:/>|>(?:<f>(.*?)</f>)?.*?</c>)', re.DOTALL
)
_PART = "xl/worksheets/sheet{}.xml"
#: What a workbook lists of its sheets, besides their text.
_LISTED = ("autofilter_area", "print_area_range", "repeat_row_range", "hidden")
#: Where XlsxWriter keeps the numbers of its formats.
_INDICES = ("xf_format_indices", "dxf_format_indices")


class _Cell(NamedTuple):
    """One cell's text in full, and what of it stands whatever it holds."""

    text: str
    start: str
    formula: str


class _Row(NamedTuple):
    start: str
    cells: Mapping[int, _Cell]
    text: str


class SheetSkeleton:
    """One sheet's text taken apart at its cells, and what the workbook lists of it."""

    def __init__(self, sheet: Worksheet, text: str) -> None:
        opening, closing = "<sheetData>", "</sheetData>"
        first, last = text.index(opening) + len(opening), text.index(closing)
        self.head, self.tail = text[:first], text[last:]
        self.rows = {
            int(found[2]) - 1: _Row(found[1], _cells(found[3]), found[0])
            for found in _ROW.finditer(text, first, last)
        }
        self.listed = {name: getattr(sheet, name) for name in _LISTED}


def _cells(text: str) -> dict[int, _Cell]:
    return {
        xl_cell_to_rowcol(found[2])[1]: _Cell(found[0], found[1], found[3] or "")
        for found in _CELL.finditer(text)
    }


@dataclass(frozen=True, slots=True)
class Texts:
    """The shared texts of a workbook up to some moment."""

    places: Mapping[str, int]
    count: int

    @classmethod
    def of(cls, book: Workbook) -> Texts:
        return cls(dict(book.str_table.string_table), book.str_table.count)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The frames of a workbook: the sheets that are only filled in, their formats and texts."""

    sheets: Mapping[str, SheetSkeleton]
    formats: Sequence[Format]
    indices: Mapping[str, Mapping[Any, int]]
    texts: Texts

    @classmethod
    def of(cls, book: Workbook, content: bytes, names: Collection[str], texts: Texts) -> Skeleton:
        """From a workbook written in full; ``texts`` are those of its frames alone."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = {
                sheet.name: SheetSkeleton(sheet, archive.read(_PART.format(nth)).decode())
                for nth, sheet in enumerate(book.worksheets(), 1)
                if sheet.name in names
            }
        indices = {name: dict(getattr(book, name)) for name in _INDICES}
        return cls(sheets, tuple(book.formats), indices, texts)

    def begin(self, book: Workbook) -> None:
        """Have a new workbook begin with the same formats and texts."""
        book.formats = list(self.formats)
        for name, found in self.indices.items():
            setattr(book, name, dict(found))
        book.str_table.string_table = dict(self.texts.places)
        book.str_table.unique_count = len(self.texts.places)
        book.str_table.count = self.texts.count

    def sheet(self, book: Workbook, name: str) -> Filled:
        """A new sheet that is only filled in."""
        sheet: Filled = book.add_worksheet(name, Filled)
        sheet.begin(self.sheets[name])
        return sheet


class Filled(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A sheet whose frame is written: it takes what cells hold and how high rows are."""

    def begin(self, skeleton: SheetSkeleton) -> None:
        self._skeleton = skeleton
        self._cells: defaultdict[int, dict[int, tuple[object, int | None]]] = defaultdict(dict)
        self._heights: dict[int, float] = {}
        for name, value in skeleton.listed.items():
            setattr(self, name, value)

    def write_string(self, row: int, column: int, text: str, form: object = None) -> None:
        super().write_string(row, column, text)  # which cuts off what no cell can hold
        self._cells[row][column] = (None, self.table[row][column].string)

    def write_number(self, row: int, column: int, number: float, form: object = None) -> None:
        self._cells[row][column] = (number, None)

    def write_blank(self, row: int, column: int, blank: None, form: object = None) -> None:
        self._cells[row][column] = (None, None)

    def write_formula(
        self, row: int, column: int, formula: str, form: object = None, value: object = 0
    ) -> None:
        self._cells[row][column] = (value, None)

    def set_row(self, row: int, height: float) -> None:
        self._heights[row] = (
            int(height * 4 / 3 + 0.5) * 0.75
        )  # whole pixels, as XlsxWriter has them

    def set_column(self, *_: object) -> None:
        """Its columns are the frame's."""

    def _assemble_xml_file(self) -> None:
        self.fh.write(self._skeleton.head)
        for number, row in self._skeleton.rows.items():
            self.fh.write(self._row(number, row))
        self.fh.write(self._skeleton.tail)
        self._xml_close()

    def _row(self, number: int, row: _Row) -> str:
        given = self._cells.get(number)
        height = self._heights.get(number)
        if not given and height is None:
            return row.text
        start = row.start
        if height is not None:
            start = _HEIGHT.sub(f' ht="{height:.16g}"', start)
        told = [
            cell_text(cell.start, cell.formula, *given[column])
            if given and column in given
            else cell.text
            for column, cell in row.cells.items()
        ]
        return f"{start}>{''.join(told)}</row>"
