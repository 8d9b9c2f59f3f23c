"""计分明细: every part's formula, and in words what it comes to."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fyscore.forms.content import Content
from fyscore.forms.layout import DETAIL
from fyscore.forms.plan import DetailRow, Plan, missing_text
from fyscore.forms.sheets.colours import colour_scores
from fyscore.numbers import loss
from fyscore.rules.status import Status
from fyscore.tables import headings
from fyscore.writing.look import GREY, SMALL
from fyscore.writing.writer import Writer, protect


def frame(out: Writer, sheet: Worksheet, plan: Plan) -> None:
    out.headings(sheet, DETAIL, 0)
    small, middle = out.cell(font_size=SMALL), out.middle
    grey = out.cell(font_size=SMALL, font_color=GREY, align="center")
    for planned in plan.detail:
        row, part = planned.row, planned.part
        sheet.write_string(row, DETAIL.place(headings.COL_POINT), part.name, middle)
        sheet.write_string(row, DETAIL.place(headings.COL_PART), part.id, grey)
        sheet.write_string(row, DETAIL.place(headings.COL_TITLE), part.title, out.cell())
        sheet.write_number(row, DETAIL.place(headings.COL_MAX), float(part.max), middle)
        sheet.write_string(row, DETAIL.place(headings.COL_RULE), planned.rule, small)
        sheet.set_row(row, planned.height)
    most = DETAIL.cell(headings.COL_MAX, 1)
    rows = (1, len(plan.detail))
    colour_scores(out, sheet, DETAIL.place(headings.COL_SCORE), rows, most)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    protect(sheet)


def fill(out: Writer, sheet: Worksheet, content: Content) -> None:
    small, bold = out.cell(font_size=SMALL), out.cell(align="center", bold=True)
    score, words = DETAIL.place(headings.COL_SCORE), DETAIL.place(headings.COL_WORDS)
    for planned in content.plan.detail:
        shown = content.part_shown(planned.part)
        sheet.write_formula(planned.row, score, planned.score, bold, shown)
        said = _words_shown(planned, content)
        sheet.write_formula(planned.row, words, planned.words, small, said)


def _words_shown(planned: DetailRow, content: Content) -> str:
    """The value stored with a part's words."""
    outcome = content.parts.get(planned.part.id)
    if outcome is None:
        return planned.all_missing
    if outcome.status is Status.PENDING:
        return missing_text(planned.part, planned.item, content.answers.values)
    return f"失{loss(outcome.lost)}分。{planned.rule}" if outcome.lost else ""
