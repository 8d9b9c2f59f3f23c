"""A rulebook's workbook read as its tables; TOML text and workbook say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from fyscore.entry import EntryError, clean
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.rules import names, rule_sheets
from fyscore.rules.field_types import FIELD_TYPES
from fyscore.rules.node import Node, Place
from fyscore.rules.rule_sheets import BOOK, GATE, SHEETS
from fyscore.rules.toml_text import written
from fyscore.tables.reading import TableRow, find_sheet, sheet_rows, table_rows
from fyscore.tables.table import Column, ColumnKind, Table
from fyscore.tables.typed_cell import typed_value
from fyscore.xlsx.sheet import Cell, Sheet, cell_name
from fyscore.xlsx.workbook import Workbook, open_workbook

#: Faults of a cell that leave nothing to say but that its content is not known.
_UNKNOWN = {
    each.code for each in (Code.ERROR_VALUE, Code.FORMULA_NOT_CALCULATED, Code.CELL_UNREADABLE)
}
#: Those of a text that is no such value, which the rules themselves name better.
_OTHER_TEXT = {
    *(Code.NUMBER_EXPECTED.code, Code.WRONG_UNIT.code, Code.WHOLE_EXPECTED.code),
    *(Code.NEGATIVE.code, Code.YES_NO_EXPECTED.code),
}


@dataclass
class RulesWorkbook:
    """What a workbook says: its tables, the text they amount to, and its cases."""

    tables: Node
    text: str
    cases: list[TableRow]
    #: Sheet → name → column; for the sheet of the standard, name → row.
    columns: Mapping[str, Mapping[str, int]]
    rows: Mapping[str, int]

    def locate(self, row: Place, name: str) -> tuple[str, str, str]:
        """Sheet, cell and heading of what that row has under ``name``."""
        sheet, number = row
        if sheet in ("", BOOK.name):
            heading = next(
                (each.heading for each in rule_sheets.BOOK_ROWS if each.name == name), ""
            )
            at = self.rows.get(name)
            return BOOK.name, "" if at is None else cell_name(at, 1), heading
        known = SHEETS[sheet].by_name
        if sheet == rule_sheets.CHANGE.name and name in rule_sheets.CHANGED:
            name = "subject"
        column = known.get(name)
        own = self.columns[sheet]
        first = next(each for each in known if each != "owner")
        place = own.get(name if column else first, 0)
        return sheet, cell_name(number, place), column.heading if column else ""


def read_rules(path: Path) -> RulesWorkbook:
    """The rulebook that a workbook holds.

    Raises ProblemsError for missing sheets and headings, cells that cannot be
    read, and rows that belong to nothing; what the rulebook itself lacks is
    named when it is parsed.
    """
    with open_workbook(path) as workbook:
        return _Reader(workbook, path).read()


class _Reader:
    def __init__(self, workbook: Workbook, path: Path) -> None:
        self.workbook = workbook
        self.path = path
        self.problems: list[Problem] = []
        self.columns: dict[str, Mapping[str, int]] = {}
        self.book_rows: dict[str, int] = {}
        #: Part, or field of a change → where percentages are typed for it.
        self.percents: list[tuple[str, TableRow, str]] = []

    def read(self) -> RulesWorkbook:
        book = self._book()
        rows = {name: self._rows(table) for name, table in SHEETS.items()}
        self._refuse()
        self._fill(book, rows)
        self._refuse()
        cases = rows[rule_sheets.CASE.name]
        return RulesWorkbook(book, written(book), cases, self.columns, self.book_rows)

    def _refuse(self) -> None:
        if self.problems:
            raise ProblemsError(str(self.path), self.problems)

    # ------------------------------------------------ sheets

    def _book(self) -> Node:
        node = Node({}, place=(BOOK.name, 0))
        sheet, problem = find_sheet(self.workbook, BOOK.name, code=Code.RULES_SHEET)
        if sheet is None:
            self.problems += [problem] if problem else []
            return node
        rows, problems = sheet_rows(sheet, BOOK)
        self.problems += problems
        known = {each.heading: each for each in rule_sheets.BOOK_ROWS}
        for row in rows:
            label = row.text("label")
            name = known.get(label)
            if name is None:
                if label and label != rule_sheets.SUM.heading:
                    problem = Code.RULES_LABEL.problem(label=label, known="、".join(known))
                    self.problems.append(row.problem(problem, "label"))
                continue
            if name.name in self.book_rows:
                problem = Code.RULES_TWICE.problem(what=label)
                self.problems.append(row.problem(problem, "label"))
            self.book_rows.setdefault(name.name, row.number)
            cell = row.cells.get("content")
            if cell is not None:
                self._put(node.values, name.name, name.column, cell, sheet)
        node.comment = str(node.values.pop("comment", ""))
        return node

    def _put(
        self, values: dict[str, Any], name: str, column: Column, cell: Cell, sheet: Sheet
    ) -> None:
        try:
            values[name] = _held(typed_value(column, cell, sheet))
        except EntryError as error:
            problem = error.problem.at(sheet.name, cell.name)
            if not self._is_fault(problem, cell):
                values[name] = sheet.shown(cell)

    def _is_fault(self, problem: Problem, cell: Cell) -> bool:
        """Whether a cell's fault is to be named here; else the rules name its text.

        A percentage where none belongs is seen in the cell alone.
        """
        if problem.code in _OTHER_TEXT and not cell.percent:
            return False
        if problem.code in _UNKNOWN:
            problem = Code.RULES_CELL.problem().at(problem.sheet, problem.cell)
        self.problems.append(problem)
        return True

    def _rows(self, table: Table) -> list[TableRow]:
        """A sheet's rows that hold anything but sums and rules in words."""
        known = map(clean, self.workbook.sheet_names)
        if table.name in rule_sheets.OPTIONAL and table.name not in known:
            return []
        rows, problems = table_rows(self.workbook, table)
        self.problems += problems
        kept = [row for row in rows if row.cells.keys() - {"comment"} or row.faults]
        if kept:
            self.columns[table.name] = kept[0].columns
        return kept

    # ------------------------------------------------ tables

    def _fill(self, book: Node, rows: Mapping[str, Sequence[TableRow]]) -> None:
        readings = rows[rule_sheets.READING.name]
        if readings:
            book.put("readings", self._readings(readings))
        found = {"": book}
        for table, kind in (
            (rule_sheets.SECTION, "sections"),
            (rule_sheets.ITEM, "items"),
            (rule_sheets.PART, "parts"),
        ):
            found = self._inside(rows[table.name], found, kind)
        self._inside(rows[rule_sheets.TIER.name], found, "tiers")
        self._inside(rows[rule_sheets.FIELD.name], found, "fields")
        for row in rows[rule_sheets.CHANGE.name]:
            self._put_change(book, row)
        self._check_percents(found)

    def _readings(self, rows: Sequence[TableRow]) -> Node:
        node = Node({}, rows[0].text("comment"), (rows[0].sheet, rows[0].number))
        for row in rows:
            values, name = self._values(row), row.text("name")
            if name in node.values:
                self.problems.append(row.problem(Code.RULES_TWICE.problem(what=name), "name"))
            node.values[name] = values.get("value", "")
            node.rows[name] = (row.sheet, row.number)
        return node

    def _inside(
        self, rows: Sequence[TableRow], owners: Mapping[str, Node], kind: str
    ) -> dict[str, Node]:
        """Each row as a table put into the one it belongs to; by their ids."""
        found: dict[str, Node] = {}
        if self.problems:  # what hangs on a row that is wrong is no news
            return found
        for row in rows:
            owner = owners.get(row.text("owner"))
            if owner is None:
                heading = SHEETS[row.sheet].by_name["owner"].heading
                value = row.text("owner") or "（空白）"
                problem = Code.RULES_ORPHAN.problem(heading=heading, value=value)
                self.problems.append(row.problem(problem, "owner"))
                continue
            node = self._node(row)
            number = row.text("id")
            if number and number in found:
                self.problems.append(row.problem(Code.RULES_TWICE.problem(what=number), "id"))
            found.setdefault(number, node)
            if kind == "parts" and number.endswith(GATE):
                del node.values["id"]
                owner.inner["gate"] = [node]
            else:
                owner.put(kind, node)
            self._note_percents(number if kind == "parts" else row.text("owner"), row)
        return found

    def _put_change(self, book: Node, row: TableRow) -> None:
        """One line of what a later year changes, under the line's year and document."""
        values = self._values(row)
        what = values.pop("what", "")
        kind = next((name for name, words in rule_sheets.CHANGED.items() if words == what), "")
        if not kind:
            known = "、".join(rule_sheets.CHANGED.values())
            problem = Code.RULES_LABEL.problem(label=what or "（空白）", known=known)
            self.problems.append(row.problem(problem, "what"))
            return
        head = {name: values.pop(name) for name in names.CHANGE.order if name in values}
        subject = values.pop("subject", None)
        entry = Node({kind: subject, **values} if subject is not None else values)
        entry.place = (row.sheet, row.number)
        changes = book.of("changes")
        if not changes or changes[-1].values != head:
            book.put("changes", Node(head, row.text("comment"), entry.place))
        book.of("changes")[-1].put("set", entry)
        self._note_percents(str(subject), row)

    def _node(self, row: TableRow) -> Node:
        return Node(self._values(row), row.text("comment"), (row.sheet, row.number))

    def _values(self, row: TableRow) -> dict[str, Any]:
        """What a row holds by the rulebook's names, in the order of its columns."""
        values = {}
        for name in SHEETS[row.sheet].by_name:
            if name in row.faults:
                if not self._is_fault(row.faults[name], row.cells[name]):
                    values[name] = str(row.cells[name].value).strip()
            elif name in row.values and name not in ("owner", "comment"):
                values[name] = _held(row.values[name])
        return values

    # ------------------------------------------------ percentages

    def _note_percents(self, owner: str, row: TableRow) -> None:
        for column in SHEETS[row.sheet]:
            cell = row.cells.get(column.name)
            if column.kind is ColumnKind.PERCENT and cell is not None:
                text = str(cell.value).rstrip()
                if cell.percent or text.endswith(("%", "％")):
                    self.percents.append((owner, row, column.name))

    def _check_percents(self, parts: Mapping[str, Node]) -> None:
        """A bound that is typed as a percentage belongs to fields that are."""
        of_parts = {ref: part.of("fields") for ref, part in parts.items()}
        fields = {str(f.values.get("key")): [f] for found in of_parts.values() for f in found}
        for owner, row, name in self.percents:
            own = of_parts.get(owner, fields.get(owner, []))
            if row.sheet == rule_sheets.FIELD.name:
                own = fields.get(row.text("key"), [])
            kinds = {str(f.values.get("type")) for f in own} & FIELD_TYPES.keys()
            if any(FIELD_TYPES[kind].ceiling is None for kind in kinds):
                heading = SHEETS[row.sheet].by_name[name].heading
                self.problems.append(row.problem(Code.RULES_PERCENT.problem(heading=heading), name))


def _held(value: Any) -> Any:
    """A value as TOML has it: a whole number that was typed without decimals is an int."""
    if isinstance(value, Decimal) and value.as_tuple().exponent == 0:
        return int(value)
    return value
