"""填报: one row per field, its inputs and the value that is scored."""

from __future__ import annotations

from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from fyscore.answers import Entry
from fyscore.forms import layout
from fyscore.forms.content import Content
from fyscore.forms.formulas import BAD
from fyscore.forms.layout import ENTRY
from fyscore.forms.plan import FieldRow, SectionRow, lines
from fyscore.forms.style import (
    GREY,
    HEAD_FONT,
    INPUT_FILL,
    LARGE,
    SECTION_FILL,
    SMALL,
    STATE_COLOURS,
    UNUSED_FILL,
    Book,
    protect,
    text_or_blank,
)
from fyscore.numbers import json_number

_KINDS = {"list": "list", "whole": "integer", "decimal": "decimal"}
#: Letters Excel allows in a hint's title and text.
_TITLE, _MESSAGE = 32, 255


def write(book: Book, sheet: Worksheet, content: Content) -> None:
    book.headings(sheet, ENTRY, 0)
    sheet.set_row(0, 24)
    for row in content.plan.entry:
        if isinstance(row, SectionRow):
            form = book.cell(font_name=HEAD_FONT, font_size=LARGE, bold=True, bg_color=SECTION_FILL)
            sheet.merge_range(row.row, 0, row.row, ENTRY.last, row.text, form)
            sheet.set_row(row.row, 22)
        else:
            _field(book, sheet, row, content.answers.entry(row.field.key))
    used, end = ENTRY.place(layout.COL_USED), 1 + len(content.plan.entry)
    _, ink = STATE_COLOURS["lost"]
    bad = book.rule(STATE_COLOURS["lost"][0], ink, bold=True)
    equals_bad = {"type": "cell", "criteria": "==", "value": f'"{BAD}"', "format": bad}
    sheet.conditional_format(1, used, end, used, equals_bad)
    sheet.freeze_panes(1, ENTRY.place(layout.COL_VALUE))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    protect(sheet)


def _field(book: Book, sheet: Worksheet, planned: FieldRow, entry: Entry) -> None:
    row, field = planned.row, planned.field
    small = book.cell(font_color=GREY, font_size=SMALL)
    for heading, text, form in (
        (layout.COL_KEY, field.key, small),
        (layout.COL_ITEM, planned.item.id, book.middle),
        (layout.COL_LABEL, field.label, book.cell()),
        (layout.COL_UNIT, field.unit, book.middle),
        (layout.COL_HINT, planned.hint, small),
    ):
        sheet.write_string(row, ENTRY.place(heading), text, form)
    _value(book, sheet, planned, entry)
    _pair(book, sheet, planned, entry)
    typed = book.cell(bg_color=INPUT_FILL, locked=False, font_size=SMALL)
    text_or_blank(sheet, row, ENTRY.place(layout.COL_EVIDENCE), entry.evidence, typed)
    text_or_blank(sheet, row, ENTRY.place(layout.COL_REMARK), entry.remark, typed)
    _validation(sheet, planned)
    shown: float | str = float(entry.answer.number) if entry.answer else ""
    sheet.write_formula(
        row,
        ENTRY.place(layout.COL_USED),
        planned.formula,
        book.cell(font_color=GREY, align="right"),
        shown,
    )
    needed = max(planned.lines, lines(entry.evidence, 28), lines(entry.remark, 26))
    sheet.set_row(row, max(20.0, 5 + 13 * needed))


def _value(book: Book, sheet: Worksheet, planned: FieldRow, entry: Entry) -> None:
    kind, answer = planned.field.type, entry.answer
    form = book.cell(
        bg_color=INPUT_FILL,
        locked=False,
        bold=True,
        align=kind.align,
        num_format=kind.number_format,
    )
    column = ENTRY.place(layout.COL_VALUE)
    typed: bool | Fraction | None = None
    if answer is not None:
        typed = answer.value if answer.numerator is None else answer.reported
    stored = None if typed is None else kind.stored(typed)
    if stored is None:
        sheet.write_blank(planned.row, column, None, form)
    elif isinstance(stored, str):
        sheet.write_string(planned.row, column, stored, form)
    else:
        sheet.write_number(planned.row, column, stored, form)


def _pair(book: Book, sheet: Worksheet, planned: FieldRow, entry: Entry) -> None:
    field, answer = planned.field, entry.answer
    top, bottom = (answer.numerator, answer.denominator) if answer else (None, None)
    for heading, given, name in (
        (layout.COL_NUMERATOR, top, field.numerator),
        (layout.COL_DENOMINATOR, bottom, field.denominator),
    ):
        column = ENTRY.place(heading)
        if not field.is_rate:
            sheet.write_blank(planned.row, column, None, book.cell(bg_color=UNUSED_FILL))
            continue
        form = book.cell(bg_color=INPUT_FILL, locked=False, align="right")
        if given is None:
            sheet.write_blank(planned.row, column, None, form)
        else:
            sheet.write_number(planned.row, column, float(given), form)
        rule = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "input_title": heading,
            "input_message": name or f"{field.label}的{heading}",
            "error_title": heading,
            "error_message": "请填写不小于 0 的数。",
        }
        sheet.data_validation(planned.row, column, planned.row, column, rule)


def _validation(sheet: Worksheet, planned: FieldRow) -> None:
    allowed = planned.field.type.allowed(planned.part.limits)
    rule: dict[str, str | float | list[str]] = {
        "input_title": planned.field.key[:_TITLE],
        "input_message": planned.hint[:_MESSAGE],
        "error_title": planned.field.key[:_TITLE],
        "error_message": f"请按提示填写：{planned.hint}"[:_MESSAGE],
        "validate": _KINDS[allowed.kind],
    }
    if allowed.choices:
        rule |= {"source": list(allowed.choices)}
    elif allowed.high is None:
        rule |= {"criteria": ">=", "value": json_number(allowed.low, 2)}
    else:
        low, high = json_number(allowed.low, 2), json_number(allowed.high, 2)
        rule |= {"criteria": "between", "minimum": low, "maximum": high}
    column = ENTRY.place(layout.COL_VALUE)
    sheet.data_validation(planned.row, column, planned.row, column, rule)
