"""One sheet as the cells that hold something, with what scoring needs to know of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from fyscore.xlsx.archive import Attributes, Refused
from fyscore.xlsx.shown import date_shown, number_shown
from fyscore.xlsx.strings import RichText, Text, unescaped
from fyscore.xlsx.styles import GENERAL, CellStyle

_CELL_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BOOLEANS = {"0": False, "1": True, "false": False, "true": True}
#: More than any form has; past them the file is refused, not the machine.
MAX_CELLS = 500_000
MAX_MERGES = 100_000
_SHOWN = 20


class CellKind(StrEnum):
    """What a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    DATE = "date"
    UNCALCULATED = "uncalculated"
    #: Something that can be taken for none of these; the value says what.
    UNREADABLE = "unreadable"


class Cell(NamedTuple):
    """One filled cell, its place counted from 0.

    ``value`` is Decimal, str or bool after ``kind``; ``percent`` says whether
    the format shows a number a hundredfold, with a percent sign, and ``marked``
    whether some of the text is raised, lowered or struck out.  ``style`` holds
    the whole format.
    """

    row: int
    column: int
    kind: CellKind
    value: Decimal | str | bool
    percent: bool = False
    marked: bool = False
    style: CellStyle = GENERAL

    @property
    def name(self) -> str:
        """``A1``."""
        return cell_name(self.row, self.column)


@dataclass(slots=True)
class Sheet:
    """A sheet's filled cells by (row, column), and its merged ranges."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    #: (first row, first column, last row, last column), all counted from 0.
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    #: Rows and columns that any cell, blank or not, takes up.
    extent: tuple[int, int] = (0, 0)
    #: Days are counted from 1904 rather than from 1900.
    from_1904: bool = False

    def filled(self) -> Iterator[Cell]:
        """The cells from top to bottom, left to right."""
        return (self.cells[at] for at in sorted(self.cells))

    def shown(self, cell: Cell) -> str:
        """What a person sees in a cell; of a formula without a value, nothing."""
        if cell.kind is CellKind.BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        if cell.kind is CellKind.NUMBER:
            return number_shown(Decimal(cell.value), cell.style.code_for(Decimal(cell.value)))
        if cell.kind is CellKind.DATE:
            return date_shown(str(cell.value), cell.style.code_for(Decimal(1)), self.from_1904)
        return (
            ""
            if cell.kind in (CellKind.UNCALCULATED, CellKind.UNREADABLE)
            else str(cell.value).strip()
        )


def column_name(index: int) -> str:
    """``A`` for 0, ``Z`` for 25, ``AA`` for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """``A1`` for row 0, column 0."""
    return f"{column_name(column)}{row + 1}"


# A batch meets the same few thousand places in every file.
@lru_cache(maxsize=16384)
def _position(ref: str) -> tuple[int, int]:
    match = _CELL_REF.fullmatch(ref)
    if match is None:
        raise Refused(f"单元格位置“{ref[:_SHOWN]}”无法识别")
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


class _StyleTable(dict[str, CellStyle]):
    """Cell styles by the number a cell refers to one by; any other is the plain one."""

    def __missing__(self, index: str) -> CellStyle:
        return GENERAL


class SheetReader:
    """Expat handlers for one sheet."""

    def __init__(
        self,
        sheet: Sheet,
        strings: Sequence[Text],
        styles: Sequence[CellStyle],
        never_calculated: bool,
    ) -> None:
        self.sheet = sheet
        self.strings = strings
        self.styles = _StyleTable({str(nth): style for nth, style in enumerate(styles)})
        self.never_calculated = never_calculated
        self.row = self.column = -1
        self.type = self.style = ""
        self.has_formula = False
        self.value: list[str] | None = None
        self.in_value = False
        self.inline: RichText | None = None
        self.in_inline = False
        self.widest = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._locate(attributes.get("r"))
            self.type = attributes.get("t", "n")
            self.style = attributes.get("s", "")
            self.has_formula = False
            self.value = self.inline = None
        elif self.in_inline:
            if self.inline is not None:
                self.inline.start(name, attributes)
        elif name == "row":
            row = attributes.get("r", "")
            above = self.row
            self.row = int(row) - 1 if row.isdecimal() and len(row) < 8 else above + 1
            self.column = -1
            if self.row <= above:
                raise Refused("行重复或次序混乱")
        elif name == "v":
            self.value, self.in_value = [], True
        elif name == "f":
            self.has_formula = True
        elif name == "is":
            self.inline, self.in_inline = RichText(), True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _locate(self, ref: str | None) -> None:
        before = (self.row, self.column)
        if ref is None:  # optional in the standard: the next column
            self.column += 1
        else:
            self.row, self.column = _position(ref)
        # Which of two cells at one place counts, every program would answer otherwise.
        if (self.row, self.column) <= before:
            raise Refused(f"单元格 {cell_name(self.row, self.column)} 重复或次序混乱")
        if self.column > self.widest:
            self.widest = self.column

    def _merge(self, ref: str) -> None:
        if len(self.sheet.merged) >= MAX_MERGES:
            raise Refused("合并单元格过多")
        first, _, last = ref.partition(":")
        (top, left), (bottom, right) = _position(first), _position(last or first)
        self.sheet.merged.append((top, left, bottom, right))

    def text(self, data: str) -> None:
        if self.in_value and self.value is not None:
            self.value.append(data)
        elif self.in_inline and self.inline is not None:
            self.inline.text(data)

    def end(self, name: str) -> None:
        if name == "v":
            self.in_value = False
        elif name == "is":
            self.in_inline = False
        elif self.in_inline and self.inline is not None:
            self.inline.end(name)
        elif name == "sheetData":
            self.sheet.extent = (self.row + 1, self.widest + 1)
        elif name == "c":
            cell = self._cell()
            if cell is not None:
                if len(self.sheet.cells) >= MAX_CELLS:
                    raise Refused("单元格过多")
                self.sheet.cells[self.row, self.column] = cell

    def _cell(self) -> Cell | None:
        text = "".join(self.value) if self.value is not None else ""
        if self.has_formula and self._uncalculated(text):
            return self._make(CellKind.UNCALCULATED, text)
        if self.type in ("inlineStr", "str"):
            return self._written(text)
        if self.type == "e":
            return self._make(CellKind.ERROR, text)
        if self.value is None or not text:
            return None
        if self.type == "s":
            if not text.isdecimal() or len(text) > 9 or int(text) >= len(self.strings):
                return self._unreadable("文字编号", text)
            shared = self.strings[int(text)]
            return self._make(CellKind.TEXT, shared.text, marked=shared.marked)
        if self.type == "b":
            truth = _BOOLEANS.get(text.strip())
            if truth is None:
                return self._unreadable("逻辑值", text)
            return self._make(CellKind.BOOLEAN, truth)
        if self.type == "d":
            return self._make(CellKind.DATE, text)
        return self._number(text)

    def _written(self, text: str) -> Cell | None:
        """A text that stands in the cell itself, in either of the two places for it."""
        if self.inline is not None and (self.type == "inlineStr" or not text):
            made = self.inline.made()
            return self._make(CellKind.TEXT, made.text, marked=made.marked)
        if self.value is None:
            return None
        return self._make(CellKind.TEXT, unescaped(text))

    def _uncalculated(self, text: str) -> bool:
        if self.type == "str":
            return self.value is None
        if not text:
            return self.type != "e"
        # A library's placeholder, not a result.
        return self.never_calculated and self.type == "n" and text.strip() in ("0", "0.0")

    def _number(self, text: str) -> Cell:
        stored = text.strip()
        if not _NUMBER.fullmatch(stored):
            return self._unreadable("数值", text)
        # What a person typed, not the binary neighbour: at most 15 digits count.
        exact = Decimal(format(float(stored), ".15g"))
        if not exact.is_finite():
            return self._unreadable("数值", text)
        shown = self.styles[self.style].shows(exact)
        if shown.date:
            return self._make(CellKind.DATE, stored)
        return self._make(CellKind.NUMBER, exact, shown.percent)

    def _unreadable(self, what: str, text: str) -> Cell:
        shown = text.strip()[:_SHOWN]
        return self._make(CellKind.UNREADABLE, f"{what}“{shown}”")

    def _make(
        self,
        kind: CellKind,
        value: Decimal | str | bool,
        percent: bool = False,
        marked: bool = False,
    ) -> Cell:
        style = self.styles[self.style]
        return Cell(self.row, self.column, kind, value, percent, marked or style.marked, style)
