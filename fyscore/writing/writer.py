"""Formats, widths and page set-up of every workbook fyscore writes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Protocol

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fyscore.display import wrapped_lines
from fyscore.writing.cells import Cells
from fyscore.writing.look import (
    BODY_FONT,
    BORDER,
    DOWN_FILL,
    HEAD_FONT,
    HEADING_COLOURS,
    NORMAL,
    STATE_COLOURS,
    UP_FILL,
    Look,
    Property,
)
from fyscore.writing.skeleton import Skeleton

_PLAIN = {"font_name": BODY_FONT, "font_size": NORMAL, "valign": "vcenter", "text_wrap": True}
_BORDERED = {"border": 1, "border_color": BORDER}
#: Fixed, so that the same content is the same file.
_CREATED = datetime(2023, 9, 1)


class Heading(Protocol):
    """A column's heading and width."""

    @property
    def heading(self) -> str: ...
    @property
    def width(self) -> float: ...


class Writer:
    """A workbook being written, with each of its cell formats made once."""

    def __init__(
        self,
        title: str,
        subject: str = "",
        *,
        bordered: bool = True,
        row_by_row: bool = False,
        skeleton: Skeleton | None = None,
    ) -> None:
        """``row_by_row``: rows are written in order and let go, so that memory stays flat.

        ``bordered`` gives :meth:`cell` the forms' grey borders, else black ones.
        ``skeleton`` holds sheets that are only to be filled in.
        """
        mode = {"constant_memory": True} if row_by_row else {"in_memory": True}
        self._buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self._buffer, {**mode, "strings_to_formulas": False, "strings_to_urls": False}
        )
        properties = {"title": title, "created": _CREATED}
        self.book.set_properties({**properties, "subject": subject} if subject else properties)
        self._border = _BORDERED if bordered else {"border": 1}
        #: A format for each set of properties, with the border and without.
        self.cell, self.style = cache(self._cell), cache(self._style)
        self._skeleton = skeleton
        if skeleton is not None:
            skeleton.begin(self.book)

    def sheet(self, name: str) -> Worksheet:
        """A new sheet for A4 paper, or one that is only to be filled in."""
        if self._skeleton is not None and name in self._skeleton.sheets:
            return self._skeleton.sheet(self.book, name)
        sheet = self.book.add_worksheet(name, Cells)
        sheet.set_paper(9)
        return sheet

    def close(self) -> bytes:
        """Finish the workbook: its bytes."""
        self.book.close()
        return self._buffer.getvalue()

    def _style(self, **properties: Property) -> Format:
        """A cell format without borders."""
        return self.book.add_format(_PLAIN | properties)

    def _cell(self, **properties: Property) -> Format:
        """A cell format with borders."""
        return self.style(**self._border, **properties)

    def look(self, look: Look, **more: Property) -> Format:
        """The format of cells that look so."""
        return self.cell(**look.value, **more)

    def colour_changes(self, sheet: Worksheet, column: int, last: int, first: int = 1) -> None:
        """What rose and what fell in a column, from row ``first`` to ``last``, by colour."""
        for sign, fill in ((">", UP_FILL), ("<", DOWN_FILL)):
            rule = {"type": "cell", "criteria": sign, "value": 0, "format": self.rule(fill)}
            sheet.conditional_format(first, column, max(first, last), column, rule)

    def rule(self, fill: str, ink: str = "", bold: bool = False) -> Format:
        """A format for conditional formatting."""
        properties: dict[str, Property] = {"bg_color": fill}
        if ink:
            properties["font_color"] = ink
        if bold:
            properties["bold"] = True
        return self.book.add_format(properties)

    def outline(self) -> Format:
        """A border for conditional formatting, round what is now to be filled in."""
        return self.book.add_format({"border": 1, "border_color": STATE_COLOURS["lost"][1]})

    @property
    def heading(self) -> Format:
        return self.cell(font_name=HEAD_FONT, bold=True, align="center", **HEADING_COLOURS)

    @property
    def middle(self) -> Format:
        return self.cell(align="center")

    def title(self, sheet: Worksheet, text: str, last: int, row: int = 0) -> None:
        """A large title over the columns up to ``last``."""
        form = self.style(font_name=HEAD_FONT, font_size=16, bold=True, align="center")
        sheet.merge_range(row, 0, row, last, text, form)
        sheet.set_row(row, 32)

    def headings(self, sheet: Worksheet, columns: Iterable[Heading], row: int) -> None:
        """Set the columns' widths and write their headings."""
        form = self.heading
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(row, place, column.heading, form)


def fit_row(
    sheet: Worksheet,
    row: int,
    texts: Iterable[object],
    columns: Iterable[Heading],
    line: float = 14,
) -> None:
    """Make a row high enough for its texts, which wrap in columns of those widths."""
    fitted = zip(texts, columns, strict=False)
    needed = max(wrapped_lines(str(text), max(1, int(column.width) - 2)) for text, column in fitted)
    sheet.set_row(row, max(20.0, 6 + line * needed))


def widths(sheet: Worksheet, chosen: Iterable[float]) -> None:
    """Set the widths of the first columns."""
    for column, width in enumerate(chosen):
        sheet.set_column(column, column, width)


def protect(sheet: Worksheet) -> None:
    """Lock all but the input cells; there is no password."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def text_or_blank(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    """Write what a person typed as text, whatever it begins with."""
    if text:
        sheet.write_string(row, column, text, form)
    else:
        sheet.write_blank(row, column, None, form)
