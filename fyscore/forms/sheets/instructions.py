"""填报说明: how to fill in the form."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fyscore.display import wrapped_lines, wrapped_text
from fyscore.forms.plan import Plan
from fyscore.writing.look import LARGE
from fyscore.writing.writer import Writer, protect, widths


def frame(out: Writer, sheet: Worksheet, plan: Plan) -> None:
    widths(sheet, (6, 84))
    out.title(sheet, f"{plan.rulebook.title}——填报说明", 1)
    number, text = out.middle, out.cell(font_size=LARGE)
    for n, said in enumerate(plan.instructions, 1):
        step = wrapped_text(said, 78)
        sheet.write_number(n, 0, n, number)
        sheet.write_string(n, 1, step, text)
        sheet.set_row(n, 8 + 16 * wrapped_lines(step, 78))
    sheet.fit_to_pages(1, 0)
    protect(sheet)
