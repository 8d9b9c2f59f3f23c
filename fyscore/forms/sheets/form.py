"""评分表: the official table, as leaders know it."""

from __future__ import annotations

from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fyscore.display import wrapped_lines, wrapped_text
from fyscore.forms import layout
from fyscore.forms.content import Content
from fyscore.forms.formulas import VETO_BANNER
from fyscore.forms.layout import FORM
from fyscore.forms.plan import FormRow, FormSection, Plan
from fyscore.forms.sheets.colours import colour_scores
from fyscore.numbers import ZERO, loss
from fyscore.rules.model import Item
from fyscore.rules.status import Status
from fyscore.tables import headings
from fyscore.writing.look import HEAD_FONT, SECTION_FILL, SMALL, VETO_COLOURS
from fyscore.writing.writer import Writer, protect, widths

_LINE = 15.5
_GROUP, _SECTION_MAX, _MAX, _RULE, _METHOD, _STATE, _SCORE = range(len(FORM))
#: Who signs below the table.
_SIGNATURES = ("评估组成员（签字）：", "填报单位（盖章）：", "日期：　　　年　　月　　日")


def frame(out: Writer, sheet: Worksheet, plan: Plan) -> None:
    widths(sheet, (column.width for column in FORM))
    out.title(sheet, plan.rulebook.title, FORM.last)
    sheet.merge_range(1, 0, 1, FORM.last, "", out.style(align="center"))
    _headings(out, sheet)
    for section in plan.form:
        for planned in section.rows:
            _item(out, sheet, planned)
        _section(out, sheet, section)
    last = _total(out, sheet, plan)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    sheet.print_area(0, 0, last, FORM.last)
    protect(sheet)


def fill(out: Writer, sheet: Worksheet, content: Content) -> None:
    unit = content.answers.unit or "________________"
    year = f"{content.answers.year}" if content.answers.year else "________"
    caption = f"单位：{unit}    评估年度：{year}    评分标准：{content.rulebook.document}"
    sheet.write_string(1, 0, caption, out.style(align="center"))
    for section in content.plan.form:
        for planned in section.rows:
            _outcome(out, sheet, planned, content)
    _outcome_in_all(out, sheet, content)


def _headings(out: Writer, sheet: Worksheet) -> None:
    head = out.cell(font_name=HEAD_FONT, bold=True, align="center", bg_color=SECTION_FILL)
    for place, column in enumerate(FORM):
        sheet.write_string(2, place, column.heading, head)
    sheet.merge_range(2, _SECTION_MAX, 2, _MAX, layout.FORM_MAX, head)
    sheet.set_row(2, 24)


def _item(out: Writer, sheet: Worksheet, planned: FormRow) -> None:
    row, item = planned.row, planned.item
    if item.max:
        sheet.write_number(row, _MAX, float(item.max), out.middle)
    else:
        sheet.write_string(row, _MAX, "-", out.middle)
    sheet.write_string(row, _RULE, planned.rule, out.cell())


def _outcome(out: Writer, sheet: Worksheet, planned: FormRow, content: Content) -> None:
    row, item = planned.row, planned.item
    state = wrapped_text(_state(item, content), 28)
    small = out.cell(font_size=SMALL)
    if content.result and not content.is_form:
        sheet.write_string(row, _STATE, state, small)
    else:
        sheet.write_formula(row, _STATE, planned.state, small, _live_state(item, content))
    score = out.cell(align="center", bold=True)
    sheet.write_formula(row, _SCORE, planned.score, score, content.item_shown(item))
    sheet.set_row(row, max(30, 6 + _LINE * max(planned.lines, wrapped_lines(state, 28))))


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
    return f"失{loss(lost)}分，见{headings.SHEET_DETAIL}" if lost else "达到满分要求"


def _state(item: Item, content: Content) -> str:
    """What the item comes to, in words."""
    outcomes = [content.parts[p.id] for p in item.parts if p.id in content.parts]
    reasons = [p.reason for p in outcomes if p.reason]
    if reasons:
        return "；".join(dict.fromkeys(reasons))
    return "达到满分要求" if item.max else Status.CLEAR.words


def _section(out: Writer, sheet: Worksheet, section: FormSection) -> None:
    """Its name and points beside its items, and one method for those that share it."""
    first, last = section.rows[0].row, section.rows[-1].row
    colour_scores(out, sheet, _SCORE, (first, last), FORM.cell(layout.FORM_MAX, first))
    middle = out.cell(align="center", bold=True)
    points = float(section.section.most)
    _down(sheet, first, last, _GROUP, section.title, middle)
    _down(sheet, first, last, _SECTION_MAX, points, middle)
    for method, rows in groupby(section.rows, key=lambda row: row.item.method):
        found = [row.row for row in rows]
        _down(sheet, found[0], found[-1], _METHOD, method, out.cell(font_size=SMALL))


def _down(
    sheet: Worksheet, first: int, last: int, column: int, value: str | float, form: object
) -> None:
    """One value over several rows; a merge of a single cell is none."""
    if last > first:
        sheet.merge_range(first, column, last, column, value, form)
    else:
        sheet.write(first, column, value, form)


def _bold(out: Writer) -> Format:
    return out.cell(font_name=HEAD_FONT, bold=True, align="center", font_size=12)


def _outcome_in_all(out: Writer, sheet: Worksheet, content: Content) -> None:
    planned, result = content.plan.form_total, content.result
    state = f"{len(content.plan.detail)}个评分点待填"
    if result:
        waiting = len(result.pending_parts())
        state = f"{waiting}个评分点待填" if waiting else "全部填齐"
        state = VETO_BANNER if result.vetoed else state
    sheet.write_formula(planned.row, _RULE, planned.state, _bold(out), state)
    total = float(result.total) if result else 0
    sheet.write_formula(planned.row, _SCORE, planned.total, _bold(out), total)


def _total(out: Writer, sheet: Worksheet, plan: Plan) -> int:
    """The total and who signs for it; the last row written."""
    planned, bold = plan.form_total, _bold(out)
    row = planned.row
    sheet.write_string(row, _GROUP, "合计", bold)
    sheet.merge_range(row, _SECTION_MAX, row, _MAX, float(plan.rulebook.most), bold)
    sheet.merge_range(row, _RULE, row, _STATE, "", bold)
    sheet.set_row(row, 28)
    red = out.rule(VETO_COLOURS["bg_color"], VETO_COLOURS["font_color"])
    vetoed = {"type": "formula", "criteria": f"={planned.vetoed}", "format": red}
    sheet.conditional_format(row, 0, row, FORM.last, vetoed)
    for nth, text in enumerate(_SIGNATURES, 1):
        sheet.merge_range(row + nth, 0, row + nth, FORM.last, text, out.style())
        sheet.set_row(row + nth, 26)
    return row + len(_SIGNATURES)
