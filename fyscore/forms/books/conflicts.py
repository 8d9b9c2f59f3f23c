"""答案不同 as a workbook: what the parts disagree about, to be decided and given back."""

from __future__ import annotations

from collections.abc import Sequence

from fyscore.forms.conflicts import COLUMNS, SHEET, TAKEN
from fyscore.forms.style import INPUT_FILL, Book


def conflicts_bytes(rows: Sequence[tuple[str, str, str, str]]) -> bytes:
    """One row for each: key, label, which cell, what each part says; 采用 is blank."""
    book = Book(SHEET)
    sheet = book.sheet(SHEET)
    book.headings(sheet, COLUMNS, 0)
    typed = book.cell(bg_color=INPUT_FILL, bold=True)
    for line, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text, book.cell())
        sheet.write_blank(line, COLUMNS.place(TAKEN), None, typed)
        sheet.set_row(line, 8 + 14 * (row[-1].count("\n") + 1))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return book.close()
