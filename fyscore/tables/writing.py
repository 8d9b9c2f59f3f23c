"""Tables written: headings, one row for each record, drop-downs and hints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from fyscore.display import printable
from fyscore.tables.table import Column, Table
from fyscore.writing.writer import Writer, fit_row

#: Rows that drop-downs and hints reach to.
LAST_ROW = 999
#: Letters of a drop-down that Excel keeps in the cell's own rule.
_MOST_CHOICES = 250


def value_of(record: Any, column: Column) -> Any:
    """What a record has for a column; several texts are joined."""
    if isinstance(record, Mapping):
        value = record.get(column.name)
    else:
        value = getattr(record, column.name, None) if column.name else None
    if isinstance(value, (tuple, list)):
        return "、".join(map(str, value))
    return value


def new_table(
    out: Writer, table: Table, *, top: int = 0, frozen: int = 0, gridlines: bool = False
) -> Worksheet:
    """A landscape sheet that is the table: its headings in row ``top``, and on every page.

    ``frozen`` columns stay in sight with the headings.
    """
    sheet = out.sheet(table.name)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if not gridlines:
        sheet.hide_gridlines(2)
    sheet.repeat_rows(top)
    out.headings(sheet, table, top)
    sheet.freeze_panes(top + 1, frozen)
    return sheet


def filter_rows(sheet: Worksheet, table: Table, last: int, top: int = 0) -> None:
    """Let people filter and sort the rows below the headings in row ``top``."""
    sheet.autofilter(top, 0, last, table.last)


def write_rows(
    out: Writer,
    sheet: Worksheet,
    table: Table,
    records: Iterable[Any],
    *,
    first: int = 1,
    line: float | None = 14,
    formats: Mapping[str, Sequence[Format | None]] | None = None,
) -> int:
    """One row for each record from row ``first`` on: the last row written.

    Rows are as high as their texts need, ``line`` points a line; they keep
    the sheet's height where it is None.  ``formats`` are those of single cells:
    the column's name → one for each record.
    """
    row, own = first - 1, formats or {}
    forms = [out.look(column.look) for column in table]
    for nth, record in enumerate(records):
        row += 1
        values = [value_of(record, column) for column in table]
        for place, (column, value) in enumerate(zip(table, values, strict=True)):
            given = own[column.name][nth] if column.name in own else None
            write_cell(sheet, row, place, value, given or forms[place])
        if line is not None:
            fit_row(sheet, row, ["" if v is None else v for v in values], table, line)
    return row


def write_cell(sheet: Worksheet, row: int, column: int, value: Any, form: Format) -> None:
    """A number as a number, anything else as text, whatever it begins with; None as a blank."""
    if value is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, (int, float, Fraction, Decimal)) and not isinstance(value, bool):
        sheet.write_number(row, column, float(value), form)
    else:
        sheet.write_string(row, column, printable(str(value)), form)


def write_helps(out: Writer, sheet: Worksheet, table: Table, first: int = 1) -> None:
    """The drop-downs and hints of a table's columns, for the rows from ``first`` on."""
    for place, column in enumerate(table):
        rule: dict[str, Any] = {}
        if column.choices:
            choices = [f"{value} {words}".strip() for value, words in column.choices.items()]
            source = choices if len(",".join(choices)) <= _MOST_CHOICES else listed(out, choices)
            rule = {"validate": "list", "source": source, "error_type": "warning"}
        if column.hint:
            rule = {"validate": "any", **rule, "input_title": "填写", "input_message": column.hint}
        if rule:
            sheet.data_validation(first, place, LAST_ROW, place, rule)


def listed(out: Writer, choices: Sequence[str]) -> str:
    """A long drop-down's choices, in a hidden sheet of their own: where they stand."""
    name = "选项"
    sheet = out.book.get_worksheet_by_name(name)
    if sheet is None:
        sheet = out.sheet(name)
        sheet.hide()
    place = 0 if sheet.dim_colmax is None else sheet.dim_colmax + 1
    for row, choice in enumerate(choices):
        sheet.write_string(row, place, choice)
    letter = xl_col_to_name(place)
    return f"={name}!${letter}$1:${letter}${len(choices)}"
