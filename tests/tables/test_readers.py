"""What people type into the tables fyscore writes is carried, or its cell is named: by each reader."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from fyscore.answers import Answer, Answers, Conflict, Given, Source
from fyscore.problems import ProblemsError
from fyscore.rules import rule_sheets
from fyscore.rules.load import load_rulebook
from fyscore.rules.model import Rulebook
from fyscore.rules.tasks import proposed
from fyscore.scoring.gaps import find_gaps
from fyscore.scoring.ledger import ledger
from fyscore.scoring.score import result_of
from fyscore.tables.table import Table
from fyscore.workbooks.decisions import DECISIONS, decisions_bytes, read_decisions
from fyscore.workbooks.ledger import LEDGER, ledger_bytes, read_ledger
from fyscore.workbooks.rulebook import exported
from fyscore.workbooks.work_table import WORK_TABLE, read_tasks, work_table_bytes
from tests.command import EXAMPLES
from tests.tables.test_cells import CELLS, Typed

SHAPES = EXAMPLES / "rulebooks/shapes.toml"


class Reader(NamedTuple):
    """A table as fyscore writes it, and who reads it back."""

    table: Table
    content: Callable[[Rulebook], bytes]
    read: Callable[[Path, Rulebook], Any]


def ledger_content(rulebook: Rulebook) -> bytes:
    answers = Answers({}, "甲区", 2023)
    result = result_of(answers, rulebook)
    return ledger_bytes(ledger(find_gaps(result, rulebook)), result)


def decisions_content(rulebook: Rulebook) -> bytes:
    given = [
        Given(source=Source(f"{n}.xlsx", "甲局"), answer=Answer(Fraction(n)), cell=f"填报!E{n}")
        for n in (7, 8)
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(decisions_bytes([Conflict("14.registered", tuple(given))], rulebook))
    )
    book.active.cell(2, DECISIONS.place("采用") + 1, 8)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


READERS = {
    "ledger": Reader(LEDGER, ledger_content, lambda path, _: list(map(asdict, read_ledger(path)))),
    "decisions": Reader(DECISIONS, decisions_content, read_decisions),
    "work table": Reader(
        WORK_TABLE, lambda book: work_table_bytes(proposed(book), book), read_tasks
    ),
}
#: Columns that fyscore makes anew each time, whatever stands in them.
MADE_ANEW = {"序号", "可行性", "已补回", "核对码", "内容", "填报内容", "各份的答案"}


def outcome(reader: Reader, file: Path, rulebook: Rulebook) -> tuple[str, Sequence[str]]:
    """What was read, as text; the places that were named."""
    try:
        return str(reader.read(file, rulebook)), ()
    except ProblemsError as error:
        return "", [problem.place for problem in error.problems]


@pytest.mark.parametrize("name", READERS)
def test_typed_over_what_fyscore_wrote(name: str, tmp_path: Path, rulebook: Rulebook) -> None:
    reader, lost = READERS[name], []
    content, file = reader.content(rulebook), tmp_path / "a.xlsx"
    for column in reader.table:
        for kind, typed in CELLS.items():
            file.write_bytes(content)
            place = type_into(file, reader.table, column.heading, typed)
            read, named = outcome(reader, file, rulebook)
            wanted = getattr(typed, column.kind.value, None)
            shown = repr(Fraction(wanted)) if isinstance(wanted, Decimal) else str(wanted)
            carried = wanted is None or shown in read or column.heading in MADE_ANEW
            # An item that two rows are about is named at the later one.
            columns = {each.rstrip("0123456789") for each in named}
            if not carried and columns != {f"{reader.table.name}!{place.rstrip('0123456789')}"}:
                lost.append(f"{column.heading}, {kind}: {named or 'read without it'}")
    assert not lost, "\n".join(lost)


def type_into(file: Path, table: Table, heading: str, typed: Typed) -> str:
    """Type a cell into the first row below the headings; where."""
    book = openpyxl.load_workbook(file, rich_text=True)
    sheet = book[table.name]
    top = next(cell for row in sheet.iter_rows() for cell in row if cell.value == heading)
    cell = sheet.cell(top.row + 1, top.column, typed.value)
    cell.number_format = typed.number_format
    book.save(file)
    return str(cell.coordinate)


@pytest.mark.parametrize("table", rule_sheets.SHEETS.values(), ids=lambda table: table.name)
def test_typed_into_a_rulebook(table: Table, tmp_path: Path) -> None:
    """A rulebook with a cell that no rule allows names it; one with a cell that it does, keeps it."""
    file, lost = tmp_path / "a.xlsx", []
    content = exported(file, load_rulebook(SHAPES))[file]
    for column in table:
        if not column.name:
            continue
        # Each kind in some column of each table: a rulebook takes long to check.
        for kind, typed in list(CELLS.items())[table.place(column.heading) % 4 :: 4]:
            file.write_bytes(content)
            place = type_into(file, table, column.heading, typed)
            try:
                read = load_rulebook(file)
            except ProblemsError as error:
                if not any(problem.cell for problem in error.problems):
                    lost.append(f"{column.heading}, {kind}, {place}: {error.problems[0].message}")
            else:
                assert read.items
    assert not lost, "\n".join(lost)
