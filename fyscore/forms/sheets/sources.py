"""来源: which file, body and person each answer of a merged form came from."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fyscore.forms import layout
from fyscore.forms.content import Content
from fyscore.forms.layout import Columns
from fyscore.forms.style import SMALL, Book, protect

COLUMNS = Columns(
    (layout.COL_KEY, 18),
    (layout.COL_POINT, 14),
    (layout.COL_LABEL, 30),
    (layout.COL_VALUE, 14),
    (layout.INFO_BODY, 18),
    ("文件", 26),
    (layout.INFO_PERSON, 10),
    (layout.INFO_DATE, 12),
    ("文件校验值", 16),
)


def write(book: Book, sheet: Worksheet, content: Content) -> None:
    """One row for each answer and file it came from, in the order of ``COLUMNS``."""
    book.headings(sheet, COLUMNS, 0)
    form = book.cell(font_size=SMALL)
    for row, texts in enumerate(content.sources, 1):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, form)
    sheet.autofilter(0, 0, len(content.sources), COLUMNS.last)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    protect(sheet)
