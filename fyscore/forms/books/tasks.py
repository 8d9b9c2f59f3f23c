"""分工表 as a workbook: who fills in what, to edit and give back to ``fyscore split --assign``."""

from __future__ import annotations

from collections.abc import Sequence

from fyscore.forms import layout
from fyscore.forms.style import GREY, INPUT_FILL, Book
from fyscore.forms.tasks import COLUMNS, PERSON, SHEET
from fyscore.rules.model import Rulebook
from fyscore.rules.tasks import Task


def tasks_bytes(tasks: Sequence[Task], rulebook: Rulebook) -> bytes:
    """One row for each item; the bodies, persons and deadlines are to be edited."""
    book = Book(SHEET)
    sheet = book.sheet(SHEET)
    book.headings(sheet, COLUMNS, 0)
    grey, typed = book.cell(font_color=GREY), book.cell(bg_color=INPUT_FILL)
    for row, task in enumerate(tasks, 1):
        sheet.write_string(row, COLUMNS.place(layout.COL_ITEM), task.item, book.middle)
        title = rulebook.item(task.item).title
        sheet.write_string(row, COLUMNS.place(layout.COL_TITLE), title, grey)
        for heading, text in (
            (layout.INFO_BODY, task.lead),
            (layout.INFO_HELPERS, "、".join(task.helpers)),
            (PERSON, task.person),
            (layout.INFO_DEADLINE, task.deadline),
        ):
            sheet.write_string(row, COLUMNS.place(heading), text, typed)
        sheet.set_row(row, 20)
    sheet.autofilter(0, 0, len(tasks), COLUMNS.last)
    sheet.freeze_panes(1, 2)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return book.close()
