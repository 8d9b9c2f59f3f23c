"""填报: each item's line, below it its fields, their inputs and how far they are filled in."""

from __future__ import annotations

from fractions import Fraction

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fyscore.answers import UNCONFIRMED, Entry
from fyscore.display import wrapped_lines
from fyscore.forms import formulas, layout
from fyscore.forms.content import Content
from fyscore.forms.formulas import BAD, State
from fyscore.forms.layout import ENTRY
from fyscore.forms.plan import FieldRow, ItemRow, Plan, SectionRow
from fyscore.forms.sheets.intake import typed_value
from fyscore.numbers import json_number, points
from fyscore.rules.field_types import MARK
from fyscore.tables import headings
from fyscore.writing.look import (
    ASSESSOR_FILL,
    GREY,
    HEAD_FONT,
    INPUT_FILL,
    ITEM_FILL,
    LARGE,
    SECTION_FILL,
    SMALL,
    STATE_COLOURS,
    UNUSED_FILL,
)
from fyscore.writing.writer import Writer, protect, text_or_blank

_KINDS = {"list": "list", "whole": "integer", "decimal": "decimal"}
#: Letters Excel allows in a hint's title and text.
_TITLE, _MESSAGE = 32, 255


def frame(out: Writer, sheet: Worksheet, plan: Plan) -> None:
    out.headings(sheet, ENTRY, layout.ENTRY_TOP)
    sheet.set_row(layout.ENTRY_TOP, 24)
    sheet.set_row(0, 26)
    for row in plan.entry:
        if isinstance(row, SectionRow):
            _section(out, sheet, row)
        elif isinstance(row, ItemRow):
            _item(out, sheet, row)
        else:
            _field(out, sheet, row)
    last = layout.ENTRY_TOP + len(plan.entry)
    _colours(out, sheet, layout.ENTRY_TOP + 1, last)
    sheet.autofilter(layout.ENTRY_TOP, 0, last, ENTRY.last)
    sheet.freeze_panes(layout.ENTRY_TOP + 1, ENTRY.place(headings.COL_BY))
    sheet.set_zoom(90)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(layout.ENTRY_TOP)
    sheet.print_area(0, 0, last, ENTRY.place(headings.COL_REMARK))
    protect(sheet)


def fill(out: Writer, sheet: Worksheet, content: Content) -> None:
    bar = out.style(font_name=HEAD_FONT, font_size=LARGE, bold=True, text_wrap=False)
    sheet.write_formula(0, 0, content.plan.progress, bar, _progress(content))
    for row in content.plan.entry:
        if isinstance(row, ItemRow):
            _item_outcome(out, sheet, row, content)
        elif isinstance(row, FieldRow):
            _answer(out, sheet, row, content)
    for heading in (headings.COL_LAST, headings.COL_LAST_SCORE):
        place, hidden = ENTRY.place(heading), {"hidden": not content.has_last_year}
        sheet.set_column(place, place, ENTRY.width(heading), None, hidden)


# ---------------------------------------------------------------- what stands above the fields


def _section(out: Writer, sheet: Worksheet, planned: SectionRow) -> None:
    # Not merged: spreadsheet programs refuse to sort rows with merged cells.
    form = out.style(
        font_name=HEAD_FONT, font_size=LARGE, bold=True, bg_color=SECTION_FILL, text_wrap=False
    )
    for column in range(len(ENTRY)):
        sheet.write_blank(planned.row, column, None, form)
    sheet.write_string(planned.row, 0, planned.text, form)
    sheet.set_row(planned.row, 22)


def _item(out: Writer, sheet: Worksheet, planned: ItemRow) -> None:
    bold, small = (
        out.style(bold=True, bg_color=ITEM_FILL),
        out.style(font_size=SMALL, bg_color=ITEM_FILL),
    )
    for column in range(len(ENTRY)):
        sheet.write_blank(planned.row, column, None, bold)
    for heading, text, form in (
        (
            headings.COL_ITEM,
            planned.item.id,
            out.style(bold=True, bg_color=ITEM_FILL, align="center"),
        ),
        (headings.COL_LABEL, planned.title, bold),
        (headings.COL_HINT, planned.rule, small),
        (headings.COL_EVIDENCE, planned.item.method, small),
        (headings.COL_REMARK, planned.item.responsible, small),
    ):
        sheet.write_string(planned.row, ENTRY.place(heading), text, form)
    sheet.set_row(planned.row, max(24.0, 6 + 12.5 * planned.lines))


def _item_outcome(out: Writer, sheet: Worksheet, planned: ItemRow, content: Content) -> None:
    one_line = out.style(bold=True, bg_color=ITEM_FILL, text_wrap=False)
    score, lacks = _item_shown(planned, content)
    for heading, formula, shown in (
        (headings.COL_VALUE, planned.score, score),
        (headings.COL_NUMERATOR, planned.lacks, lacks),
    ):
        sheet.write_formula(planned.row, ENTRY.place(heading), formula, one_line, shown)


def _item_shown(planned: ItemRow, content: Content) -> tuple[str, str]:
    """The values stored with an item's line."""
    item = planned.item
    shown = content.item_shown(item)
    if isinstance(shown, float):
        shown = f"得{points(sum((content.parts[p.id].score for p in item.parts), Fraction(0)))}/{points(item.max)}分"
    missing = [content.states[field.key] for field in item.fields].count(State.BLANK)
    return shown, f"待填{missing}处" if missing else ""


def _progress(content: Content) -> str:
    """The value stored with the line at the top."""
    result = content.result
    total, attainable = (
        (result.total, result.attainable) if result else (Fraction(0), content.rulebook.most)
    )
    veto = f"{formulas.VETO_BANNER}　" if result and result.vetoed else ""
    filled, missing = content.progress
    return (
        f"{veto}已得{points(total)}分　最高可达{points(attainable)}分　"
        f"已填{filled}/{filled + missing}处　待填{missing}处　需更正0处"
    )


# ---------------------------------------------------------------- a field


def _field(out: Writer, sheet: Worksheet, planned: FieldRow) -> None:
    row, field = planned.row, planned.field
    small = out.cell(font_color=GREY, font_size=SMALL)
    by = headings.BY_ASSESSORS if field.by_assessors else headings.BY_UNIT
    for heading, text, form in (
        (headings.COL_ITEM, planned.item.id, out.cell(align="center", font_color=GREY)),
        (headings.COL_LABEL, field.label, out.cell(indent=1)),
        (headings.COL_BY, by, out.cell(align="center", font_size=SMALL)),
        (headings.COL_UNIT, field.unit, out.middle),
        (headings.COL_HINT, planned.told, small),
        (headings.COL_KEY, field.key, small),
    ):
        sheet.write_string(row, ENTRY.place(heading), text, form)
    _validation(sheet, planned, headings.COL_VALUE)
    if field.type is MARK:
        _validation(sheet, planned, headings.COL_OWN)
    else:
        unused = out.cell(bg_color=UNUSED_FILL)
        sheet.write_blank(row, ENTRY.place(headings.COL_OWN), None, unused)
    _pair(out, sheet, planned)


def _answer(out: Writer, sheet: Worksheet, planned: FieldRow, content: Content) -> None:
    """What was filled in, and what came of it."""
    row, entry = planned.row, content.answers.entry(planned.field.key)
    small = out.cell(font_color=GREY, font_size=SMALL)
    for heading, text in (
        (headings.COL_LAST, entry.last),
        (headings.COL_LAST_SCORE, entry.last_score),
    ):
        text_or_blank(sheet, row, ENTRY.place(heading), text, small)
    form = _input_form(out, planned, planned.field.by_assessors)
    _typed(sheet, planned, headings.COL_VALUE, typed_value(entry.answer), form)
    if planned.field.type is MARK:
        own = None if entry.own is None else entry.own.value
        _typed(sheet, planned, headings.COL_OWN, own, _input_form(out, planned, False))
    if planned.field.is_rate:
        _typed_pair(out, sheet, planned, entry)
    typed = out.cell(bg_color=INPUT_FILL, locked=False, font_size=SMALL)
    text_or_blank(sheet, row, ENTRY.place(headings.COL_EVIDENCE), entry.evidence, typed)
    text_or_blank(sheet, row, ENTRY.place(headings.COL_REMARK), entry.remark, typed)
    _live(out, sheet, planned, content, entry)
    needed = max(planned.lines, wrapped_lines(entry.evidence, 16), wrapped_lines(entry.remark, 15))
    sheet.set_row(row, max(20.0, 5 + 13 * needed))


def _live(out: Writer, sheet: Worksheet, planned: FieldRow, content: Content, entry: Entry) -> None:
    """The value that is scored, and how far the row is filled in."""
    field = planned.field
    used: str | float = ""
    if entry.used is not None:
        number = float(entry.used.number)
        used = field.type.stored(entry.used.value) if field.type.is_yes_no else number
    shown = content.states[field.key]
    grey = out.cell(font_color=GREY, align="right")
    middle = out.cell(font_color=GREY, align="center", font_size=SMALL)
    sheet.write_formula(planned.row, ENTRY.place(headings.COL_USED), planned.used, grey, used)
    sheet.write_formula(planned.row, ENTRY.place(headings.COL_STATE), planned.state, middle, shown)


def _input_form(out: Writer, planned: FieldRow, by_assessors: bool) -> Format:
    kind = planned.field.type
    return out.cell(
        bg_color=ASSESSOR_FILL if by_assessors else INPUT_FILL,
        locked=False,
        bold=True,
        align=kind.align,
        num_format=kind.number_format,
    )


def _typed(
    sheet: Worksheet, planned: FieldRow, heading: str, typed: bool | Fraction | None, form: Format
) -> None:
    column = ENTRY.place(heading)
    stored = None if typed is None else planned.field.type.stored(typed)
    if stored is None:
        sheet.write_blank(planned.row, column, None, form)
    elif isinstance(stored, str):
        sheet.write_string(planned.row, column, stored, form)
    else:
        sheet.write_number(planned.row, column, stored, form)


def _typed_pair(out: Writer, sheet: Worksheet, planned: FieldRow, entry: Entry) -> None:
    answer = entry.answer
    form = out.cell(bg_color=INPUT_FILL, locked=False, align="right")
    top, bottom = (answer.numerator, answer.denominator) if answer else (None, None)
    for heading, given in ((headings.COL_NUMERATOR, top), (headings.COL_DENOMINATOR, bottom)):
        column = ENTRY.place(heading)
        if given is None:
            sheet.write_blank(planned.row, column, None, form)
        else:
            sheet.write_number(planned.row, column, float(given), form)


def _pair(out: Writer, sheet: Worksheet, planned: FieldRow) -> None:
    """What may be typed as numerator and denominator; nothing where it is no rate."""
    field = planned.field
    for heading, name in (
        (headings.COL_NUMERATOR, field.numerator),
        (headings.COL_DENOMINATOR, field.denominator),
    ):
        column = ENTRY.place(heading)
        if not field.is_rate:
            sheet.write_blank(planned.row, column, None, out.cell(bg_color=UNUSED_FILL))
            continue
        rule = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "input_title": heading,
            "input_message": name or f"{field.label}的{heading}",
            **_warning(heading, "请填写不小于0的数。"),
        }
        sheet.data_validation(planned.row, column, planned.row, column, rule)


def _validation(sheet: Worksheet, planned: FieldRow, heading: str) -> None:
    allowed = planned.field.type.allowed(planned.part.limits)
    title = f"{planned.part.name} {heading}"[:_TITLE]
    rule: dict[str, str | float | list[str]] = {
        "input_title": title,
        "input_message": planned.hint[:_MESSAGE],
        "validate": _KINDS[allowed.kind],
        **_warning(title, planned.hint),
    }
    if allowed.choices:
        rule |= {"source": list(allowed.choices)}
    elif allowed.high is None:
        rule |= {"criteria": ">=", "value": json_number(allowed.low, 2)}
    else:
        low, high = json_number(allowed.low, 2), json_number(allowed.high, 2)
        rule |= {"criteria": "between", "minimum": low, "maximum": high}
    column = ENTRY.place(heading)
    sheet.data_validation(planned.row, column, planned.row, column, rule)


def _warning(title: str, hint: str) -> dict[str, str]:
    """What is told of an unusual entry; it may stand, since 8家 and √ are answers too."""
    message = f"{hint}。如确认这样填写，请选“是”；显示红色的，须更正。".replace("。。", "。")
    return {"error_type": "warning", "error_title": title, "error_message": message[:_MESSAGE]}


# ---------------------------------------------------------------- told by colour


def _colours(out: Writer, sheet: Worksheet, first: int, last: int) -> None:
    """Red where it is wrong, grey where nothing is asked, outlined where a mark is now due."""
    red = out.rule(*STATE_COLOURS["lost"], bold=True)
    grey = out.rule(UNUSED_FILL, GREY)
    due = out.outline()
    state = ENTRY.cell(headings.COL_STATE, first)
    by = ENTRY.cell(headings.COL_BY, first)
    wrong = f'OR({state}="{BAD}",{state}="{State.AT_ODDS}")'
    pair = (headings.COL_NUMERATOR, headings.COL_DENOMINATOR)
    rules = [
        (heading, f'AND({wrong},{ENTRY.cell(heading, first)}<>"")', red)
        for heading in (headings.COL_VALUE, headings.COL_OWN, *pair)
    ]
    rules += [
        (headings.COL_NUMERATOR, f'{state}="{State.NO_NUMERATOR}"', red),
        (headings.COL_DENOMINATOR, f'{state}="{State.NO_DENOMINATOR}"', red),
    ]
    for heading in (headings.COL_VALUE, headings.COL_OWN):
        rules += [
            (heading, f'{state}="{State.NOT_ASKED}"', grey),
            (heading, f'AND({state}="{State.BLANK}",{by}="{headings.BY_ASSESSORS}")', due),
        ]
    faults = ",".join(f'{state}="{each}"' for each in formulas.FAULTS)
    rules += [
        (headings.COL_STATE, f"OR({faults})", red),
        (headings.COL_USED, f'{ENTRY.cell(headings.COL_USED, first)}="{BAD}"', red),
        (headings.COL_STATE, f'{state}="{State.BLANK}"', out.rule(*STATE_COLOURS["partial"])),
    ]
    faint = out.rule(UNUSED_FILL, GREY)
    for heading in (headings.COL_EVIDENCE, headings.COL_REMARK):
        cell = ENTRY.cell(heading, first)
        rules.append((heading, f'LEFT({cell},{len(UNCONFIRMED)})="{UNCONFIRMED}"', faint))
    lacks = ENTRY.cell(headings.COL_NUMERATOR, first)
    rules.append((headings.COL_NUMERATOR, f'LEFT({lacks},2)="更正"', red))
    for heading, test, form in rules:
        column = ENTRY.place(heading)
        rule = {"type": "formula", "criteria": f"={test}", "format": form}
        sheet.conditional_format(first, column, last, column, rule)
