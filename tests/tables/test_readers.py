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
from fyscore.tables.table import Column, ColumnKind, Table
from fyscore.workbooks.decisions import DECISIONS, decisions_bytes, read_decisions
from fyscore.workbooks.ledger import LEDGER, ledger_bytes, read_ledger
from fyscore.workbooks.rulebook import exported
from fyscore.workbooks.work_table import WORK_TABLE, read_tasks, work_table_bytes
from tests.command import EXAMPLES
from tests.tables.test_cells import CELLS, Named, Typed, wanted

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
    "work table": Reader(
        WORK_TABLE, lambda book: work_table_bytes(proposed(book), book), read_tasks
    ),
}
#: Which row it is; tested below, and by test_returns.
OF_THE_ROW = {"条目", "字段编号", "哪一格"}
#: Columns that fyscore makes anew each time, whatever stands in them.
MADE_ANEW = {"序号", "可行性", "已补回", "核对码", "内容", "填报内容", "各份的答案"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("name", ["ledger", "work table"])
def test_typed_over_what_fyscore_wrote(
    name: str, kind: str, tmp_path: Path, rulebook: Rulebook
) -> None:
    """In each column one cell: first all that can be carried, then those that are to be named."""
    reader, typed = READERS[name], CELLS[kind]
    columns = [each for each in reader.table if each.heading not in MADE_ANEW | OF_THE_ROW]
    named = [each for each in columns if each.kind is not ColumnKind.ANSWER
             and isinstance(wanted(each, typed), Named)]  # fmt: skip
    carried = [each for each in columns if each not in named and each.kind is not ColumnKind.ANSWER]
    file = tmp_path / "a.xlsx"
    if carried:
        file.write_bytes(reader.content(rulebook))
        type_into(file, reader.table, carried, typed)
        try:
            read = str(reader.read(file, rulebook))
        except ProblemsError as error:  # a body that is left blank
            assert wanted(carried[0], typed) is None, error
            return
        for column in carried:
            value = wanted(column, typed)
            shown = repr(Fraction(value)) if isinstance(value, Decimal) else str(value)
            assert value is None or shown in read, column.heading
    if named:
        file.write_bytes(reader.content(rulebook))
        places = type_into(file, reader.table, named, typed)
        with pytest.raises(ProblemsError) as caught:
            reader.read(file, rulebook)
        assert {problem.cell for problem in caught.value.problems} == set(places)


@pytest.mark.parametrize("kind", CELLS)
def test_a_decision_is_what_its_field_takes(kind: str, tmp_path: Path, rulebook: Rulebook) -> None:
    """Of the field, a count: what a column of whole numbers takes."""
    file, typed = tmp_path / "a.xlsx", CELLS[kind]
    file.write_bytes(decisions_content(rulebook))
    (place,) = type_into(file, DECISIONS, [DECISIONS.by_name["taken"]], typed)
    if isinstance(typed.whole, Named):
        with pytest.raises(ProblemsError) as caught:
            read_decisions(file, rulebook)
        assert [problem.cell for problem in caught.value.problems] == [place]
    else:
        answers = read_decisions(file, rulebook)
        assert [answer.value for answer in answers.values()] == [
            Fraction(value) for value in (typed.whole,) if value is not None
        ]


@pytest.mark.parametrize("heading", ["字段编号", "哪一格"])
@pytest.mark.parametrize("kind", [kind for kind, typed in CELLS.items() if typed.key is not None])
def test_a_decision_for_no_field_or_cell_is_named(
    heading: str, kind: str, tmp_path: Path, rulebook: Rulebook
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(decisions_content(rulebook))
    (column,) = (each for each in DECISIONS if each.heading == heading)
    (place,) = type_into(file, DECISIONS, [column], CELLS[kind])
    with pytest.raises(ProblemsError) as caught:
        read_decisions(file, rulebook)
    assert [problem.cell for problem in caught.value.problems] == [place]


def type_into(file: Path, table: Table, columns: Sequence[Column], typed: Typed) -> list[str]:
    """Type a cell into each of the columns, in a row of its own below the headings; where."""
    book = openpyxl.load_workbook(file, rich_text=True)
    sheet, places = book[table.name], []
    top = next(c.row for row in sheet.iter_rows() for c in row if c.value == columns[0].heading)
    for number, column in enumerate(columns, top + 1):
        cell = sheet.cell(number, table.place(column.heading) + 1, typed.value)
        cell.number_format = typed.number_format
        places.append(str(cell.coordinate))
    book.save(file)
    return places


@pytest.mark.slow
@pytest.mark.parametrize("table", rule_sheets.SHEETS.values(), ids=lambda table: table.name)
def test_typed_into_a_rulebook(table: Table, tmp_path: Path) -> None:
    """A rulebook with a cell that no rule allows names it; one with a cell that it does, keeps it."""
    file, lost = tmp_path / "a.xlsx", []
    content = exported(file, load_rulebook(SHAPES))[file]
    for column in table:
        if not column.name:
            continue
        # Each kind in some column of each table: a rulebook takes long to check.
        for kind, typed in list(CELLS.items())[table.place(column.heading) % 12 :: 12]:
            file.write_bytes(content)
            (place,) = type_into(file, table, [column], typed)
            try:
                read = load_rulebook(file)
            except ProblemsError as error:
                if not any(problem.cell for problem in error.problems):
                    lost.append(f"{column.heading}, {kind}, {place}: {error.problems[0].message}")
            else:
                assert read.items
    assert not lost, "\n".join(lost)
