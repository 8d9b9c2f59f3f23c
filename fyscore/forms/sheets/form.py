"""评分表: the official table, as leaders know it."""

from __future__ import annotations

from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fyscore.forms import layout
from fyscore.forms.content import Content
from fyscore.forms.formulas import VETO_BANNER
from fyscore.forms.layout import FORM
from fyscore.forms.plan import FormRow, FormSection, Plan, folded, lines
from fyscore.forms.sheets.colours import colour_scores
from fyscore.forms.style import (
    HEAD_FONT,
    SECTION_FILL,
    SMALL,
    VETO_COLOURS,
    Book,
    protect,
    widths,
)
from fyscore.numbers import ZERO, loss
from fyscore.rules.model import Item
from fyscore.rules.status import Status

_LINE = 15.5
_GROUP, _SECTION_MAX, _MAX, _RULE, _METHOD, _STATE, _SCORE = range(len(FORM))
#: Who signs below the table.
_SIGNATURES = ("评估组成员（签字）：", "填报单位（盖章）：", "日期：　　　年　　月　　日")


def frame(book: Book, sheet: Worksheet, plan: Plan) -> None:
    widths(sheet, (width for _, width in FORM))
    book.title(sheet, plan.rulebook.title, FORM.last)
    sheet.merge_range(1, 0, 1, FORM.last, "", book.style(align="center"))
    _headings(book, sheet)
    for section in plan.form:
        for planned in section.rows:
            _item(book, sheet, planned)
        _section(book, sheet, section)
    last = _total(book, sheet, plan)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    sheet.print_area(0, 0, last, FORM.last)
    protect(sheet)


def fill(book: Book, sheet: Worksheet, content: Content) -> None:
    unit = content.answers.unit or "________________"
    year = f"{content.answers.year}" if content.answers.year else "________"
    caption = f"单位：{unit}    评估年度：{year}    评分标准：{content.rulebook.document}"
    sheet.write_string(1, 0, caption, book.style(align="center"))
    for section in content.plan.form:
        for planned in section.rows:
            _outcome(book, sheet, planned, content)
    _outcome_in_all(book, sheet, content)


def _headings(book: Book, sheet: Worksheet) -> None:
    head = book.cell(font_name=HEAD_FONT, bold=True, align="center", bg_color=SECTION_FILL)
    for column, (heading, _) in enumerate(FORM):
        sheet.write_string(2, column, heading, head)
    sheet.merge_range(2, _SECTION_MAX, 2, _MAX, layout.FORM_MAX, head)
    sheet.set_row(2, 24)


def _item(book: Book, sheet: Worksheet, planned: FormRow) -> None:
    row, item = planned.row, planned.item
    if item.max:
        sheet.write_number(row, _MAX, float(item.max), book.middle)
    else:
        sheet.write_string(row, _MAX, "-", book.middle)
    sheet.write_string(row, _RULE, planned.rule, book.cell())


def _outcome(book: Book, sheet: Worksheet, planned: FormRow, content: Content) -> None:
    row, item = planned.row, planned.item
    state = folded(_state(item, content), 28)
    small = book.cell(font_size=SMALL)
    if content.result and not content.is_form:
        sheet.write_string(row, _STATE, state, small)
    else:
        sheet.write_formula(row, _STATE, planned.state, small, _live_state(item, content))
    score = book.cell(align="center", bold=True)
    sheet.write_formula(row, _SCORE, planned.score, score, content.item_shown(item))
    sheet.set_row(row, max(30, 6 + _LINE * max(planned.lines, lines(state, 28))))


def _live_state(item: Item, content: Content) -> str:
    """The value stored with the formula that tells it."""
    outcomes = [content.parts[p.id] for p in item.parts if p.id in content.parts]
    waiting = sum(p.status is Status.PENDING for p in outcomes) if outcomes else len(item.parts)
    if waiting:
        return f"{waiting}个评分点待填"
    for status in (Status.VETO, Status.CLEAR, Status.EXEMPT):
        if any(p.status is status for p in outcomes):
            return status.words
    lost = sum((p.max - p.score for p in outcomes), ZERO)
    return f"失{loss(lost)}分，见{layout.SHEET_DETAIL}" if lost else "达到满分要求"


def _state(item: Item, content: Content) -> str:
    """What the item comes to, in words."""
    outcomes = [content.parts[p.id] for p in item.parts if p.id in content.parts]
    reasons = [p.reason for p in outcomes if p.reason]
    if reasons:
        return "；".join(dict.fromkeys(reasons))
    return "达到满分要求" if item.max else Status.CLEAR.words


def _section(book: Book, sheet: Worksheet, section: FormSection) -> None:
    """Its name and points beside its items, and one method for those that share it."""
    first, last = section.rows[0].row, section.rows[-1].row
    colour_scores(book, sheet, _SCORE, (first, last), FORM.cell(layout.FORM_MAX, first))
    middle = book.cell(align="center", bold=True)
    points = float(section.section.most)
    _down(sheet, first, last, _GROUP, section.title, middle)
    _down(sheet, first, last, _SECTION_MAX, points, middle)
    for method, rows in groupby(section.rows, key=lambda row: row.item.method):
        found = [row.row for row in rows]
        _down(sheet, found[0], found[-1], _METHOD, method, book.cell(font_size=SMALL))


def _down(
    sheet: Worksheet, first: int, last: int, column: int, value: str | float, form: object
) -> None:
    """One value over several rows; a merge of a single cell is none."""
    if last > first:
        sheet.merge_range(first, column, last, column, value, form)
    else:
        sheet.write(first, column, value, form)


def _bold(book: Book) -> Format:
    return book.cell(font_name=HEAD_FONT, bold=True, align="center", font_size=12)


def _outcome_in_all(book: Book, sheet: Worksheet, content: Content) -> None:
    planned, result = content.plan.form_total, content.result
    state = f"{len(content.plan.detail)}个评分点待填"
    if result:
        waiting = len(result.pending_parts())
        state = f"{waiting}个评分点待填" if waiting else "全部填齐"
        state = VETO_BANNER if result.vetoed else state
    sheet.write_formula(planned.row, _RULE, planned.state, _bold(book), state)
    total = float(result.total) if result else 0
    sheet.write_formula(planned.row, _SCORE, planned.total, _bold(book), total)


def _total(book: Book, sheet: Worksheet, plan: Plan) -> int:
    """The total and who signs for it; the last row written."""
    planned, bold = plan.form_total, _bold(book)
    row = planned.row
    sheet.write_string(row, _GROUP, "合计", bold)
    sheet.merge_range(row, _SECTION_MAX, row, _MAX, float(plan.rulebook.most), bold)
    sheet.merge_range(row, _RULE, row, _STATE, "", bold)
    sheet.set_row(row, 28)
    red = book.rule(VETO_COLOURS["bg_color"], VETO_COLOURS["font_color"])
    vetoed = {"type": "formula", "criteria": f"={planned.vetoed}", "format": red}
    sheet.conditional_format(row, 0, row, FORM.last, vetoed)
    for nth, text in enumerate(_SIGNATURES, 1):
        sheet.merge_range(row + nth, 0, row + nth, FORM.last, text, book.style())
        sheet.set_row(row + nth, 26)
    return row + len(_SIGNATURES)
