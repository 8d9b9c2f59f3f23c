"""What a person typed into one cell: the grammar that the form and every table share."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fyscore.entry import (
    MOST_DIGITS,
    EntryError,
    Raw,
    is_blank_text,
    normalized,
    parse_number_text,
    parse_yes_no,
    percent_where_none_belongs,
    quoted,
)
from fyscore.problems import Code
from fyscore.tables.table import Column, ColumnKind
from fyscore.xlsx.sheet import Cell, CellKind, Sheet
from fyscore.xlsx.shown import day_shown, moment

#: UTF-16 units a cell can hold in every spreadsheet program.
MOST_TEXT = 32_767
#: What a cell with a time and no day holds: a part of a day.
_TIME = re.compile(r"0?\.[0-9]+|0")
_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")


def is_blank(cell: Cell | None) -> bool:
    """Whether a cell holds nothing, or a text in which there is nothing to see."""
    if cell is None:
        return True
    return cell.kind is CellKind.TEXT and is_blank_text(str(cell.value))


def usable(cell: Cell, sheet: Sheet, label: str) -> Raw:
    """What a value can be read from.

    Raises EntryError for errors, formulas without a value, dates, and text that
    is raised, lowered or struck out in part.
    """
    _refuse_error(cell, label)
    if cell.kind is CellKind.DATE:
        day = day_shown(str(cell.value), sheet.from_1904)
        raise EntryError(Code.DATE_FOUND.problem(day=day, label=label))
    _refuse_unknown(cell, label)
    if cell.marked:
        raise EntryError(Code.MARKED_TEXT.problem(typed=quoted(cell.value), label=label))
    return cell.value


def _refuse_error(cell: Cell, label: str) -> None:
    if cell.kind is CellKind.ERROR:
        shown = str(cell.value) or "（没有内容）"
        raise EntryError(Code.ERROR_VALUE.problem(shown=shown, label=label))


def _refuse_unknown(cell: Cell, label: str) -> None:
    if cell.kind is CellKind.UNCALCULATED:
        raise EntryError(Code.FORMULA_NOT_CALCULATED.problem(label=label))
    if cell.kind is CellKind.UNREADABLE:
        raise EntryError(Code.CELL_UNREADABLE.problem(what=cell.value, label=label))


def typed_value(column: Column, cell: Cell, sheet: Sheet) -> Any:
    """What a cell that is not blank holds for its column: str, Decimal, date or bool.

    Raises EntryError for what the column cannot hold.
    """
    if column.kind is ColumnKind.TEXT:
        return typed_text(column, cell, sheet)
    if column.kind is ColumnKind.DATE:
        return _day(column, cell, sheet)
    raw = usable(cell, sheet, column.heading)
    if column.kind is ColumnKind.ANSWER:
        return cell
    if column.kind is ColumnKind.TRUTH:
        return parse_yes_no(raw)
    if column.kind in (ColumnKind.KEY, ColumnKind.CHOICE):
        text = sheet.shown(cell) if not isinstance(raw, Decimal) else format(_trimmed(raw), "f")
        text = normalized(text)
        return text if column.kind is ColumnKind.KEY else _choice(column, text)
    return _number(column, raw, cell)


def typed_text(column: Column, cell: Cell, sheet: Sheet) -> str:
    """The text of a cell as it is shown.  Raises EntryError where that is not known, or an error."""
    _refuse_error(cell, column.heading)
    _refuse_unknown(cell, column.heading)
    text = sheet.shown(cell)
    if len(text.encode("utf-16-le")) > 2 * MOST_TEXT:
        raise EntryError(Code.TEXT_TOO_LONG.problem(most=MOST_TEXT))
    return text


def _choice(column: Column, text: str) -> str:
    """The value that a text is or names; a text that is none stays as it is, to be told."""
    if text in column.choices:
        return text
    word = text.split(" ")[0]
    named = (value for value, words in column.choices.items() if words and words in (text, word))
    return next(named, word)


def _day(column: Column, cell: Cell, sheet: Sheet) -> date | str:
    is_time = cell.kind is CellKind.DATE and bool(_TIME.fullmatch(str(cell.value)))
    if cell.kind is CellKind.DATE and not is_time:
        when = moment(str(cell.value), sheet.from_1904)
        return date.fromisoformat(str(cell.value)[:10]) if when is None else when.date()
    if cell.kind is CellKind.NUMBER or is_time:
        raise EntryError(Code.DAY_EXPECTED.problem(typed=quoted(sheet.shown(cell))))
    text = typed_text(column, cell, sheet)
    return day_of(text) or text


def day_of(text: str) -> date | None:
    """The day that a text is; None where it is none."""
    found = _DAY.fullmatch(normalized(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _number(column: Column, raw: Raw, cell: Cell) -> Decimal:
    """A number with the decimals that it was typed to: 6.0 stays 6.0."""
    if isinstance(raw, bool):
        raise EntryError(Code.TRUTH_VALUE.problem(shown=str(raw).upper(), unit=column.unit or "无"))
    number = _stored(column, raw, cell) if isinstance(raw, Decimal) else _written(column, raw)
    if number < 0:
        raise EntryError(
            Code.NEGATIVE.problem(typed=quoted(raw), unit=column.unit or "无", label=column.heading)
        )
    if column.kind is ColumnKind.WHOLE and number != number.to_integral_value():
        raise EntryError(Code.WHOLE_EXPECTED.problem(typed=quoted(raw)))
    return number


def _stored(column: Column, number: Decimal, cell: Cell) -> Decimal:
    if cell.percent and column.kind is ColumnKind.PERCENT:
        return _trimmed(number * 100)
    if cell.percent:
        raise percent_where_none_belongs(Fraction(number), column.unit)
    return _trimmed(number)


def _written(column: Column, text: str) -> Decimal:
    found, unit = parse_number_text(text), column.unit or "无"
    if found is None:
        raise EntryError(Code.NUMBER_EXPECTED.problem(typed=quoted(text), unit=unit))
    if found.is_long:
        raise EntryError(Code.NUMBER_TOO_LONG.problem(typed=quoted(text), most=str(MOST_DIGITS)))
    allowed = ("", column.unit, "%" if column.kind is ColumnKind.PERCENT else "")
    if found.unit not in allowed:
        raise EntryError(
            Code.WRONG_UNIT.problem(
                typed=quoted(text), given=found.unit, unit=unit, wanted=column.unit or "个数"
            )
        )
    value = Decimal(found.value.numerator) / Decimal(found.value.denominator)
    return value.quantize(Decimal(1).scaleb(-found.places)) if found.places else value


def _trimmed(number: Decimal) -> Decimal:
    """Without needless zeros, and never in powers of ten."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()
