"""A rulebook's workbook read as its tables; TOML text and workbook say the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from fyscore.entry import clean, date_text
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.rules import rule_sheets
from fyscore.rules.parse import Placed
from fyscore.rules.rule_sheets import BOOK, BOOK_HEADINGS, BOOK_ROWS, COMMENT, SHEETS, Kind
from fyscore.rules.shapes import SHAPES
from fyscore.rules.toml_text import CHANGE, Place, Table, written
from fyscore.xlsx.sheet import Cell, Sheet, cell_name
from fyscore.xlsx.sheet import Kind as Held
from fyscore.xlsx.workbook import Workbook, open_workbook

#: A shape or a type may be named in Chinese alone.
_IN_CHINESE = {shape.title: name for name, shape in SHAPES.items()}
_IN_CHINESE |= {words: name for name, words in rule_sheets.TYPE_WORDS.items()}
#: What a formula that was never calculated, or an error, holds.
_UNKNOWN = (Held.UNCALCULATED, Held.UNREADABLE, Held.ERROR)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row's cells by heading, and where it stands."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]

    def text(self, heading: str) -> str:
        return _text(self.cells.get(heading))


@dataclass
class RuleBook:
    """What a workbook says: its tables, the text they amount to, and its cases."""

    tables: Table
    text: str
    cases: list[Row]
    #: Sheet → heading → column; for the sheet of the standard, heading → row.
    columns: Mapping[str, Mapping[str, int]]
    rows: Mapping[str, int]

    def locate(self, row: Place, name: str) -> tuple[str, str, str]:
        """Sheet, cell and heading of what that row has under ``name``."""
        sheet, number = row
        if sheet == BOOK:
            heading = next((c.heading for c in BOOK_ROWS if c.name == name), "")
            at = self.rows.get(heading)
            return BOOK, "" if at is None else cell_name(at, 1), heading
        heading = next((c.heading for c in SHEETS[sheet] if c.name and c.name == name), "")
        column = self.columns[sheet].get(heading or _first(sheet), 0)
        return sheet, cell_name(number, column), heading


def placed(book: Table) -> Placed:
    """The tables as the parser takes them, each with its row."""
    data = Placed(book.values, book.place)
    if book.readings is not None:
        data["readings"] = Placed(book.readings.values, book.readings.place, book.readings.rows)
    if book.changes:
        data["changes"] = [_with(c, set=map(_with, c.inner)) for c in book.changes]
    data["sections"] = [_with(section, items=map(_item, section.inner)) for section in book.inner]
    return data


def _item(item: Table) -> Placed:
    gate = {} if item.gate is None else {"gate": _part(item.gate)}
    return Placed({**_with(item, parts=map(_part, item.inner)), **gate}, item.place)


def _part(part: Table) -> Placed:
    tiers = {"tiers": map(_with, part.tiers)} if part.tiers else {}
    return _with(part, fields=map(_with, part.inner), **tiers)


def _with(table: Table, **inner: Iterable[Placed]) -> Placed:
    return Placed({**table.values, **{n: list(each) for n, each in inner.items()}}, table.place)


def _first(sheet: str) -> str:
    """The heading of what names a row."""
    return next(c.heading for c in SHEETS[sheet] if c.name)


def is_workbook(path: Path) -> bool:
    """Whether a rulebook's file is a workbook, by its name."""
    return path.suffix.lower() in (".xlsx", ".xlsm")


def read_workbook(path: Path) -> RuleBook:
    """The rulebook that a workbook holds.

    Raises ProblemsError for missing sheets and headings, and rows that belong
    to nothing; what the rulebook itself lacks is told when it is parsed.
    """
    with open_workbook(path) as workbook:
        return _Reader(workbook, path).read()


class _Reader:
    def __init__(self, workbook: Workbook, path: Path) -> None:
        self.workbook = workbook
        self.path = path
        self.problems: list[Problem] = []
        self.columns: dict[str, dict[str, int]] = {}
        self.book_rows: dict[str, int] = {}

    def read(self) -> RuleBook:
        book = self._book()
        rows = {name: list(self._rows(name)) for name in SHEETS}
        if self.problems:
            raise ProblemsError(str(self.path), self.problems)
        self._fill(book, rows)
        if self.problems:
            raise ProblemsError(str(self.path), self.problems)
        text, cases = written(book), rows[rule_sheets.CASES]
        return RuleBook(book, text, cases, self.columns, self.book_rows)

    # ------------------------------------------------ sheets

    def _sheet(self, name: str) -> Sheet | None:
        names = self.workbook.sheet_names
        found = next((given for given in names if clean(given) == name), None)
        if found is None and name in rule_sheets.OPTIONAL:
            return None
        if found is None:
            listed = "、".join(names[:8])
            problem = Code.RULES_SHEET.problem(name=name, listed=listed)
            self.problems.append(problem.at(name))
            return None
        return self.workbook.sheet(found)

    def _book(self) -> Table:
        sheet = self._sheet(BOOK)
        table = Table({}, place=(BOOK, 0))
        if sheet is None:
            return table
        labels = {column.heading: column for column in BOOK_ROWS}
        for cell in sheet.filled():
            label = _text(cell) if cell.column == 0 else ""
            column = labels.get(label)
            if column is None:
                if label and label not in (BOOK_HEADINGS[0], rule_sheets.SUM):
                    known = "、".join(labels)
                    problem = Code.RULES_LABEL.problem(label=label, known=known)
                    self.problems.append(problem.at(BOOK, cell.name))
                continue
            if column.heading in self.book_rows:
                problem = Code.RULES_TWICE.problem(what=column.heading)
                self.problems.append(problem.at(BOOK, cell.name))
            self.book_rows.setdefault(column.heading, cell.row)
            content = sheet.cells.get((cell.row, 1))
            self._readable(BOOK, content)
            if not column.name:
                table.comment = _text(content)
            elif content is not None and _text(content):
                table.values[column.name] = _value(content, column.kind, sheet)
        if not self.book_rows:
            headings = "、".join(BOOK_HEADINGS)
            self.problems.append(Code.RULES_HEADING.problem(name=headings).at(BOOK))
        return table

    def _rows(self, name: str) -> Iterator[Row]:
        """A sheet's rows that hold anything but sums."""
        sheet = self._sheet(name)
        if sheet is None:
            return
        wanted = [
            c.heading
            for c in SHEETS[name]
            if c.heading not in (COMMENT, rule_sheets.RULE, rule_sheets.SUM)
        ]
        known = {column.heading for column in SHEETS[name]}
        top, columns = -1, dict[str, int]()
        lines: dict[int, dict[int, Cell]] = {}
        for cell in sheet.filled():
            lines.setdefault(cell.row, {})[cell.column] = cell
        for number in sorted(lines):
            texts = {_text(cell): column for column, cell in lines[number].items()}
            if len(texts.keys() & known) > len(columns) // 2 and len(texts.keys() & known) > 2:
                top, columns = number, {t: c for t, c in texts.items() if t in known}
                break
        self.columns[name] = columns
        for heading in wanted:
            if heading not in columns:
                self.problems.append(Code.RULES_HEADING.problem(name=heading).at(name))
        for number in sorted(lines):
            if number <= top:
                continue
            cells = {h: lines[number][c] for h, c in columns.items() if c in lines[number]}
            if any(_text(cells[h]) or cells[h].kind in _UNKNOWN for h in wanted if h in cells):
                yield Row(name, number, cells)

    # ------------------------------------------------ tables

    def _fill(self, book: Table, rows: Mapping[str, Sequence[Row]]) -> None:
        if rows[rule_sheets.READINGS]:
            first = rows[rule_sheets.READINGS][0]
            book.readings = Table({}, first.text(COMMENT), (rule_sheets.READINGS, first.number))
            for row in rows[rule_sheets.READINGS]:
                if row.text("名称") in book.readings.values:
                    self._twice(row, row.text("名称"), "名称")
                value = row.text("取值").split(" ")[0]
                book.readings.values[row.text("名称")] = value
                book.readings.rows[row.text("名称")] = (row.sheet, row.number)
        sections = {}
        for row in rows[rule_sheets.SECTIONS]:
            table = self._table(row)
            book.inner.append(table)
            if row.text("编号") in sections:
                self._twice(row, row.text("编号"))
            sections[row.text("编号")] = table
        items = self._inside(rows[rule_sheets.ITEMS], sections, rule_sheets.PART_OF_SECTION)
        parts = self._inside(
            rows[rule_sheets.PARTS], items, rule_sheets.PART_OF_ITEM, self._put_part
        )
        self._inside(
            rows[rule_sheets.TIERS], parts, rule_sheets.PART_OF_PART,
            lambda part, tier: part.tiers.append(tier),
        )  # fmt: skip
        self._inside(rows[rule_sheets.FIELDS], parts, rule_sheets.PART_OF_PART)
        for row in rows[rule_sheets.CHANGES]:
            self._put_change(book, row)

    def _put_change(self, book: Table, row: Row) -> None:
        """One line of what a later year changes, under the line's year and document."""
        entry = self._table(row)
        head = {name: entry.values.pop(name) for name in CHANGE if name in entry.values}
        kind = rule_sheets.CHANGED.get(row.text("改的是"), "")
        if not kind:
            known = "、".join(rule_sheets.CHANGED)
            problem = Code.RULES_LABEL.problem(label=row.text("改的是") or "（空白）", known=known)
            place = cell_name(row.number, self.columns[row.sheet].get("改的是", 0))
            self.problems.append(problem.at(row.sheet, place))
            return
        if "part" in entry.values:
            entry.values = {kind: entry.values.pop("part"), **entry.values}
        entry.comment = ""
        if not book.changes or book.changes[-1].values != head:
            book.changes.append(Table(head, row.text(COMMENT), entry.place))
        book.changes[-1].inner.append(entry)

    def _inside(
        self,
        rows: Sequence[Row],
        owners: Mapping[str, Table],
        heading: str,
        put: Callable[[Table, Table], None] = lambda owner, table: owner.inner.append(table),
    ) -> dict[str, Table]:
        """Each row as a table put into the one it belongs to; by their ids."""
        found: dict[str, Table] = {}
        if self.problems:  # what hangs on a row that is wrong is no news
            return found
        for row in rows:
            owner = owners.get(row.text(heading))
            if owner is None:
                column = self.columns[row.sheet][heading]
                told = row.text(heading) or "（空白）"
                problem = Code.RULES_ORPHAN.problem(heading=heading, value=told)
                self.problems.append(problem.at(row.sheet, cell_name(row.number, column)))
                continue
            table = self._table(row)
            number = row.text("编号")
            if number and number in found and row.sheet in (rule_sheets.ITEMS, rule_sheets.PARTS):
                self._twice(row, number)
            found.setdefault(number, table)
            put(owner, table)
        return found

    def _twice(self, row: Row, what: str, heading: str = "编号") -> None:
        place = cell_name(row.number, self.columns[row.sheet].get(heading, 0))
        self.problems.append(Code.RULES_TWICE.problem(what=what).at(row.sheet, place))

    @staticmethod
    def _put_part(item: Table, part: Table) -> None:
        if str(part.values.get("id", "")).endswith(rule_sheets.GATE):
            del part.values["id"]
            item.gate = part
        else:
            item.inner.append(part)

    def _readable(self, sheet: str, cell: Cell | None) -> None:
        """What a cell comes to must be known: a rule is not left out because a formula is not."""
        if cell is not None and cell.kind in _UNKNOWN:
            self.problems.append(Code.RULES_CELL.problem().at(sheet, cell.name))

    def _table(self, row: Row) -> Table:
        values = {}
        for column in SHEETS[row.sheet]:
            cell = row.cells.get(column.heading)
            if column.name:
                self._readable(row.sheet, cell)
            if column.name and cell is not None and _text(cell):
                values[column.name] = _value(cell, column.kind)
        return Table(values, row.text(COMMENT), (row.sheet, row.number))


def _text(cell: Cell | None) -> str:
    """A cell as a person reads it; numbers without needless zeros."""
    if cell is None or cell.kind in _UNKNOWN:
        return ""
    if isinstance(cell.value, Decimal):
        return format(_plain(cell.value), "f")
    if isinstance(cell.value, bool):
        return "是" if cell.value else "否"
    return str(cell.value).strip()


def _plain(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _value(cell: Cell, kind: Kind, sheet: Sheet | None = None) -> Any:
    """What the rulebook holds for a cell; what is not of its kind stays as it is, to be told."""
    text = _text(cell)
    if kind is Kind.NUMBER:
        return _number(cell, text)
    if kind is Kind.WORD:
        word = text.split(" ")[0].split("　")[0]
        return _IN_CHINESE.get(word, word)
    if kind is Kind.TRUTH:
        return {"是": True, "否": False}.get(text, text)
    if kind is Kind.DATE:
        with suppress(ValueError):
            from_1904 = sheet is not None and sheet.from_1904
            is_date = cell.kind is Held.DATE
            return date.fromisoformat(date_text(str(cell.value), from_1904) if is_date else text)
    return text


def _number(cell: Cell, text: str) -> Any:
    """A number; one typed as text keeps its zeros, as in 6.0."""
    if isinstance(cell.value, Decimal):
        text = format(_plain(cell.value * 100 if cell.percent else cell.value), "f")
    else:
        plain = unicodedata.normalize("NFKC", text).removesuffix("年").strip()
        if not _NUMBER.fullmatch(plain):
            return text
        text = plain
    text = text.removesuffix("%")
    return Decimal(text) if "." in text else int(text)
