"""A cell of every awkward kind in every column of every table: its value, or the cell named."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal as D
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from fyscore.problems import ProblemsError
from fyscore.rules import rule_sheets
from fyscore.rules.clauses import CLAUSES
from fyscore.tables.reading import read_table
from fyscore.tables.table import Column, ColumnKind, Table
from fyscore.workbooks.decisions import DECISIONS
from fyscore.workbooks.ledger import LEDGER
from fyscore.workbooks.work_table import WORK_TABLE

TABLES = (LEDGER, DECISIONS, WORK_TABLE, CLAUSES, rule_sheets.CASES_FILE, *rule_sheets.SHEETS.values(),
          rule_sheets.BOOK)  # fmt: skip
#: What a column of another kind would be: no table of ours has all kinds yet.
EVERY_KIND = Table("各种列", *(Column(f"列{kind.value}", kind.value, kind) for kind in ColumnKind))


class Named(str):
    """The code by which a cell is named as faulty."""


class Typed(NamedTuple):
    """A cell as somebody leaves it, and what each kind of column makes of it."""

    value: object
    number_format: str = "General"
    #: Column kind → its value, None for a cell in which there is nothing, or the fault's code.
    text: Any = None
    key: Any = None
    number: Any = None
    percent: Any = None
    whole: Any = None
    date: Any = None
    choice: Any = None
    truth: Any = None


def fault(code: str, **but: Any) -> dict[str, Any]:
    """A cell that no kind of column can use, but for those named."""
    return (
        dict.fromkeys((kind.value for kind in ColumnKind if kind.value != "answer"), Named(code))
        | but
    )


def marked(font: InlineFont) -> CellRichText:
    return CellRichText("甲", TextBlock(font, "2"))


NUMBER, UNIT, DATE = Named("number_expected"), Named("wrong_unit"), Named("date_found")
NO_DAY, NO_TRUTH = Named("day_expected"), Named("yes_no_expected")
#: How people leave cells; by name, so that a failure says which.
CELLS: dict[str, Typed] = {
    "text": Typed("甲 局", text="甲 局", key="甲 局", number=NUMBER, percent=NUMBER, whole=NUMBER,
                  date="甲 局", choice="甲", truth=NO_TRUTH),
    "text that is a number": Typed("12", text="12", key="12", number=D(12), percent=D(12),
                                   whole=D(12), date="12", choice="12", truth=NO_TRUTH),
    "wide digits": Typed("１２", text="１２", key="12", number=D(12), percent=D(12), whole=D(12),
                         date="１２", choice="12", truth=NO_TRUTH),
    "circled digits": Typed("①", text="①", key="①", number=NUMBER, percent=NUMBER, whole=NUMBER,
                            date="①", choice="①", truth=NO_TRUTH),
    "leading zeros": Typed("007", text="007", key="007", number=D(7), percent=D(7), whole=D(7),
                           date="007", choice="007", truth=NO_TRUTH),
    "a number with a format": Typed(12, '0000"号"', text="0012号", key="12", number=D(12),
                                    percent=D(12), whole=D(12), date=NO_DAY, choice="12",
                                    truth=NO_TRUTH),
    "a decimal": Typed(1.5, text="1.5", key="1.5", number=D("1.5"), percent=D("1.5"),
                       whole=Named("whole_expected"), date=NO_DAY, choice="1.5", truth=NO_TRUTH),
    "a percentage by format": Typed(0.5, "0%", text="50%", key="0.5", number=UNIT,
                                    percent=D(50), whole=UNIT, date=NO_DAY,
                                    choice="0.5", truth=NO_TRUTH),
    "a percentage as text": Typed("50%", text="50%", key="50%", number=UNIT, percent=D(50),
                                  whole=UNIT, date="50%", choice="50%", truth=NO_TRUTH),
    "below zero": Typed(-3, text="-3", key="-3", number=Named("negative"),
                        percent=Named("negative"), whole=Named("negative"), date=NO_DAY,
                        choice="-3", truth=NO_TRUTH),
    "a day": Typed(date(2024, 1, 15), "yyyy-mm-dd", **fault(DATE, text="2024-01-15",
                   date=date(2024, 1, 15))),
    "a day as it is shown": Typed(date(2024, 1, 15), 'yyyy"年"m"月"d"日"', **fault(DATE,
                                  text="2024年1月15日", date=date(2024, 1, 15))),
    "a day as text": Typed("2024.1.15", text="2024.1.15", key="2024.1.15", number=NUMBER,
                           percent=NUMBER, whole=NUMBER, date=date(2024, 1, 15),
                           choice="2024.1.15", truth=NO_TRUTH),
    "a time": Typed(time(14, 30), "h:mm", **fault(DATE, text="14:30", date=NO_DAY)),
    "an error": Typed("#DIV/0!", **fault("error_value")),
    "a formula without a value": Typed("=1+1", **fault("formula_not_calculated")),
    "raised": Typed(marked(InlineFont(vertAlign="superscript")), **fault("marked_text", text="甲2",
                    date="甲2")),
    "struck out in part": Typed(marked(InlineFont(strike=True)), **fault("marked_text", text="甲2",
                                date="甲2")),
    "true": Typed(True, text="TRUE", key="TRUE", number=NUMBER,
                  percent=NUMBER, whole=NUMBER, date="TRUE",
                  choice="TRUE", truth=True),
    "yes": Typed("是", text="是", key="是", number=NUMBER, percent=NUMBER, whole=NUMBER, date="是",
                 choice="是", truth=True),
    "endless digits": Typed("1" * 300, text="1" * 300, key="1" * 300,
                            number=NUMBER, percent=NUMBER,
                            whole=NUMBER, date="1" * 300, choice="1" * 300,
                            truth=NO_TRUTH),
    "a blank": Typed(" "),
    "a wide blank": Typed("　"),
    "a blank of no width": Typed("\u200b"),
    "an empty text": Typed(""),
}  # fmt: skip
#: Those that are no more than text, and so may stand in a CSV file.
PLAIN = {name: typed for name, typed in CELLS.items()
         if isinstance(typed.value, str) and not typed.value.startswith(("=", "#"))}  # fmt: skip


#: A cell in a column, each in a row of its own.
Rows = Sequence[tuple[Column, Typed]]


def workbook(folder: Path, table: Table, rows: Rows) -> Path:
    """The table with a row for each cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = table.name
    sheet.append(list(table.headings))
    for number, (column, typed) in enumerate(rows, 2):
        cell = sheet.cell(number, table.place(column.heading) + 1, typed.value)
        cell.number_format = typed.number_format
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def csv_file(encoding: str) -> Callable[[Path, Table, Rows], Path]:
    def made(folder: Path, table: Table, rows: Rows) -> Path:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(table.headings)
        for column, typed in rows:
            writer.writerow([typed.value if each is column else "" for each in table])
        (folder / "a.csv").write_bytes(out.getvalue().encode(encoding))
        return folder / "a.csv"

    return made


WAYS = {
    "xlsx": (workbook, CELLS),
    "csv in UTF-8": (csv_file("utf-8-sig"), PLAIN),
    "csv in UTF-16": (csv_file("utf-16"), PLAIN),
    "csv in GBK": (csv_file("gb18030"), PLAIN),
}


def wanted(column: Column, typed: Typed) -> Any:
    return getattr(typed, column.kind.value)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", [*TABLES, EVERY_KIND], ids=lambda table: table.name)
def test_every_kind_of_cell_in_every_column(table: Table, way: str, tmp_path: Path) -> None:
    write, cells = WAYS[way]
    # What is for people to look at is not read; what a field makes of its cell is the form's.
    columns = [each for each in table if each.name and each.kind is not ColumnKind.ANSWER]
    every = [(column, typed) for column in columns for typed in cells.values()]
    usable = [each for each in every if not isinstance(wanted(*each), Named)]
    found = {row.number + 1: row for row in read_table(write(tmp_path, table, usable), table)}
    for number, (column, typed) in enumerate(usable, 2):
        value = found[number].values[column.name] if number in found else None
        told = (column.heading, column.kind, typed.value)
        assert (value, type(value)) == (wanted(column, typed), type(wanted(column, typed))), told

    faulty = [each for each in every if isinstance(wanted(*each), Named)]
    if not faulty:
        return
    with pytest.raises(ProblemsError) as caught:
        read_table(write(tmp_path, table, faulty), table)
    assert [(p.sheet, p.cell, p.code) for p in caught.value.problems] == [
        (table.name, f"{table.letter(column.heading)}{number}", wanted(column, typed))
        for number, (column, typed) in enumerate(faulty, 2)
    ]
    assert all(p.found and p.expected and p.fix for p in caught.value.problems)
