"""Write workbooks: the blank template and the scored one, from the same sheets.

XlsxWriter rather than openpyxl because it stores a formula together with its
value, so previews and programs that do not calculate see the scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from xlsxwriter.worksheet import Worksheet

from fyscore.answers import Answers, Entry
from fyscore.forms import layout
from fyscore.forms.content import Content
from fyscore.forms.plan import plan_of
from fyscore.forms.sheets import (
    detail,
    entry,
    form,
    info,
    instructions,
    intake,
    lost,
    summary,
)
from fyscore.forms.style import Book
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result

_Write: TypeAlias = Callable[[Book, Worksheet, Content], None]
#: In this order whatever the sheets' own: texts are stored in the order they are written.
_SHEETS: dict[str, _Write] = {
    layout.SHEET_HELP: instructions.write,
    layout.SHEET_INFO: info.write,
    layout.SHEET_ENTRY: entry.write,
    layout.SHEET_INTAKE: intake.write,
    layout.SHEET_DETAIL: detail.write,
    layout.SHEET_FORM: form.write,
    layout.SHEET_LOST: lost.write,
    layout.SHEET_SUMMARY: summary.write,
}


def template_bytes(
    rulebook: Rulebook,
    unit: str = "",
    year: int | None = None,
    entries: Mapping[str, Entry] | None = None,
) -> bytes:
    """A blank workbook; the same arguments always give the same bytes.

    ``entries`` may hold what :func:`fyscore.scoring.last_year.proposals` gives.
    """
    content = Content(plan_of(rulebook), Answers(entries or {}, unit, year))
    return _written(content, layout.TEMPLATE_SHEETS, layout.SHEET_HELP)


def scored_bytes(rulebook: Rulebook, answers: Answers, result: Result) -> bytes:
    """The scored workbook, holding all that was filled in."""
    content = Content(plan_of(rulebook), answers, result)
    return _written(content, layout.SCORED_SHEETS, layout.SHEET_SUMMARY)


def _written(content: Content, names: tuple[str, ...], first: str) -> bytes:
    book = Book(content.rulebook.title, content.rulebook.document)
    sheets = {name: book.sheet(name) for name in names}
    for sheet in sheets.values():
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
    for name, write in _SHEETS.items():
        if name in sheets:
            write(book, sheets[name], content)
    sheets[first].activate()
    return book.close()
