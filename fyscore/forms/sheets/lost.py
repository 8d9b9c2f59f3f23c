"""失分清单: every lost point with its reason, its remedy and where it was filled in."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fyscore.display import wrapped_text
from fyscore.forms import layout
from fyscore.forms.content import Content
from fyscore.forms.layout import LOST
from fyscore.numbers import points
from fyscore.rules.status import Status
from fyscore.scoring.result import PartResult
from fyscore.tables import headings
from fyscore.writing.look import STATE_COLOURS, VETO_COLOURS
from fyscore.writing.writer import Writer

#: Where the standard's own words are known they are quoted in a last column.
_CLAUSE, _CLAUSE_WIDTH = "条款原文", 40


def write(out: Writer, sheet: Worksheet, content: Content) -> None:
    result = content.result
    assert result is not None
    out.title(sheet, "失分清单（按失分多少排列）", LOST.last)
    out.headings(sheet, LOST, 1)
    if any(item.clause for item in content.rulebook.items):
        sheet.set_column(LOST.last + 1, LOST.last + 1, _CLAUSE_WIDTH)
        sheet.write_string(1, LOST.last + 1, _CLAUSE, out.heading)
    listed = [*result.vetoing_parts(), *result.lost_parts(), *result.pending_parts()]
    for nth, part in enumerate(listed, 1):
        _part(out, sheet, nth, part, content)
    if not listed:
        sheet.merge_range(2, 0, 2, LOST.last, "没有失分，也没有待填项。", out.middle)
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _part(out: Writer, sheet: Worksheet, nth: int, part: PartResult, content: Content) -> None:
    item = content.rulebook.item_of(part.id)
    place = "、".join(content.answers.places(part.fields))
    fill: dict[str, str] = {}
    if part.status is Status.PENDING:
        fill = {"bg_color": STATE_COLOURS["pending"][0]}
    elif part.status is Status.VETO:
        fill = VETO_COLOURS
    middle, text = out.cell(align="center", **fill), out.cell(**fill)
    row = nth + 1
    sheet.write_number(row, LOST.place(layout.LOST_COUNT), nth, middle)
    sheet.write_string(row, LOST.place(headings.COL_POINT), part.name, middle)
    if part.status.replaces_points:
        sheet.write_string(row, LOST.place(layout.LOST_POINTS), part.status.words, middle)
    else:
        sheet.write_number(row, LOST.place(layout.LOST_POINTS), float(points(part.lost)), middle)
    score = f"{points(part.score)}/{points(part.max)}"
    sheet.write_string(row, LOST.place(layout.LOST_SCORE), score, middle)
    needed = 1
    for heading, words in (
        (headings.COL_TITLE, part.title),
        (layout.LOST_REASON, part.reason),
        (layout.LOST_REMEDY, part.remedy),
        (layout.LOST_RESPONSIBLE, item.responsible),
        (layout.LOST_PLACE, place),
    ):
        said = wrapped_text(words, LOST.width(heading) - 1)
        sheet.write_string(row, LOST.place(heading), said, text)
        needed = max(needed, said.count("\n") + 1)
    if item.clause:
        said = wrapped_text(item.clause, _CLAUSE_WIDTH - 1)
        sheet.write_string(row, LOST.last + 1, said, text)
        needed = max(needed, said.count("\n") + 1)
    sheet.set_row(row, 6 + 14 * needed)
