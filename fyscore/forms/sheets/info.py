"""基本信息: whose form it is."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fyscore.forms.content import Content
from fyscore.tables import headings
from fyscore.writing.look import GREY, INPUT_FILL
from fyscore.writing.writer import Writer, protect, text_or_blank, widths

_HINTS = {
    headings.INFO_UNIT: "填写参评单位全称",
    headings.INFO_YEAR: "填写四位年份，如 2023",
    headings.INFO_PERSON: "填写姓名",
    headings.INFO_DATE: "如 2024-01-15",
}
YEARS = range(1990, 2101)


def write(out: Writer, sheet: Worksheet, content: Content) -> None:
    widths(sheet, (16, 52))
    for column, heading in enumerate(headings.INFO_HEADINGS):
        sheet.write_string(0, column, heading, out.heading)
    answers = content.answers
    info = dict(answers.info) | {
        headings.INFO_UNIT: answers.unit,
        headings.INFO_RULEBOOK: content.rulebook.stamp,
        headings.INFO_VERSION: headings.TEMPLATE_VERSION,
    }
    of_part = [name for name in headings.INFO_OF_PART if name in info]
    for row, name in enumerate((*headings.INFO_ROWS, *of_part), 1):
        sheet.write_string(row, 0, name, out.cell(bold=True))
        sheet.set_row(row, 22)
        if name not in _HINTS:
            sheet.write_string(row, 1, info.get(name, ""), out.cell(font_color=GREY))
            continue
        form = out.cell(bg_color=INPUT_FILL, locked=False, align="left")
        if name == headings.INFO_YEAR and answers.year is not None:
            sheet.write_number(row, 1, answers.year, form)
        else:
            text_or_blank(sheet, row, 1, info.get(name, ""), form)
        _validation(sheet, row, name)
    sheet.fit_to_pages(1, 0)
    protect(sheet)


def _validation(sheet: Worksheet, row: int, name: str) -> None:
    rule: dict[str, str | int] = {
        "validate": "any",
        "input_title": name,
        "input_message": _HINTS[name],
    }
    if name == headings.INFO_YEAR:
        rule |= {
            "validate": "integer",
            "criteria": "between",
            "minimum": YEARS[0],
            "maximum": YEARS[-1],
            "error_title": "评估年度",
            "error_message": "请填写四位年份，如 2023。",
        }
    sheet.data_validation(row, 1, row, 1, rule)
