"""催报表 as a workbook: whose part is still to be filled in or put right, and what with."""

from __future__ import annotations

from collections.abc import Sequence

from fyscore.forms import layout
from fyscore.forms.layout import Columns
from fyscore.forms.style import SMALL, STATE_COLOURS, Book, fit_row

SHEET = "催报表"
COLUMNS = Columns(
    (layout.INFO_BODY, 22),
    (layout.INFO_ITEMS, 20),
    (layout.INFO_PERSON, 10),
    (layout.INFO_DEADLINE, 12),
    ("已填", 7),
    ("待填", 7),
    ("状态", 16),
    ("问题", 60),
    ("文件", 30),
)
#: One part's texts and numbers, in that order.
StatusRow = tuple[str, str, str, str, int, int, str, str, str]


def status_bytes(rows: Sequence[StatusRow], whole: Sequence[bool]) -> bytes:
    """One row for each part; ``whole`` says which are done, and show it by their colour."""
    book = Book(SHEET)
    sheet = book.sheet(SHEET)
    book.headings(sheet, COLUMNS, 0)
    small = book.cell(font_size=SMALL)
    done, waiting = (
        book.cell(align="center", bg_color=fill, font_color=ink)
        for fill, ink in (STATE_COLOURS["full"], STATE_COLOURS["partial"])
    )
    for line, (row, is_whole) in enumerate(zip(rows, whole, strict=True), 1):
        for column, told in enumerate(row):
            if isinstance(told, int):
                sheet.write_number(line, column, told, book.middle)
            elif column == COLUMNS.place("状态"):
                sheet.write_string(line, column, told, done if is_whole else waiting)
            else:
                sheet.write_string(line, column, told, small)
        fit_row(sheet, line, row, COLUMNS, 13)
    sheet.autofilter(0, 0, len(rows), COLUMNS.last)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return book.close()
