"""What is wrong with a rulebook, collected while it is read: each fault with its line or cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from fyscore.problems import Code, Problem
from fyscore.rules.node import SINGLE, Node, Place

#: Digits before or after the point that no standard's number has.
_MOST_DIGITS = 30
_MOST_PLACES = 8
#: A line number, how to find it (looked up only for a fault, since that is slow), or the sheet
#: and row of a workbook.
Line = int | Callable[[], int] | Place
#: Sheet, cell and heading of what a workbook's row has under a name.
Locate = Callable[[Place, str], tuple[str, str, str]]
#: What a fault is about, where it names a value and not what holds it.
_ABOUT = {
    Code.RULEBOOK_SHAPE: "shape",
    Code.RULEBOOK_MISPLACED: "shape",
    Code.RULEBOOK_TYPE: "type",
    Code.RULEBOOK_WORD: "word",
    Code.RULEBOOK_SCALE: "scale",
    Code.RULEBOOK_BY: "by",
    Code.RULEBOOK_READING: "value",
    Code.RULEBOOK_READING_NAME: "name",
    Code.RULEBOOK_SECTION: "score",
    Code.RULEBOOK_TOTAL: "total",
    Code.RULEBOOK_CAP: "cap",
    Code.RULEBOOK_CHANGE: "part",
    Code.RULEBOOK_SINCE: "from",
    Code.RULEBOOK_ALWAYS: "min",
    Code.RULEBOOK_NO_POINTS: "max",
}
_BOOK: Place = ("", 0)


class Placed(dict[str, Any]):
    """A table of a workbook: the row it stands in, and rows of their own that names may have."""

    def __init__(
        self, values: Mapping[str, Any], place: Place, rows: Mapping[str, Place] | None = None
    ) -> None:
        super().__init__(values)
        self.place = place
        self.rows = rows or {}

    @classmethod
    def of(cls, node: Node) -> Placed:
        """A table with all that is in it."""
        made = cls(node.values, node.place, node.rows)
        for name, inner in node.inner.items():
            found = [cls.of(each) for each in inner]
            made[name] = found[0] if name in SINGLE else found
        return made

    def changed(self, values: Mapping[str, Any]) -> Placed:
        """Other values, in the same place."""
        return Placed(values, self.place, self.rows)


class Faults:
    """Collects problems, finds the line each belongs to, and reads values that may be faulty."""

    def __init__(self, text: str, source: str, locate: Locate | None = None) -> None:
        self.lines = text.splitlines()
        self.source = source
        self.locate = locate
        self.problems: list[Problem] = []

    def add(self, code: Code, line: Line = 0, key: str = "", **said: object) -> None:
        if self.locate is not None:
            row = line if isinstance(line, tuple) else _BOOK
            sheet, cell, heading = self.locate(row, _ABOUT.get(code) or str(said.get("name", "")))
            if heading and "name" in said and code not in _ABOUT:
                said["name"] = heading
            self.problems.append(code.problem(key=key, **said).at(sheet, cell))
            return
        number = line() if callable(line) else line
        cell = f"第{number}行" if number else ""
        self.problems.append(code.problem(key=key, **said).at(self.source, cell))

    def line_of(self, table: Mapping[str, Any], name: str) -> Line:
        """Where the table's ``name = "value"`` stands, or the table's row of a workbook."""
        if isinstance(table, Placed):
            return table.rows.get(name, table.place)
        return partial(self._line, name, table.get(name), 0)

    def last_of(self, name: str, value: str, tables: Sequence[Mapping[str, Any]]) -> Line:
        """Where ``name = "value"`` stands for the last time."""
        placed = [t.place for t in tables if isinstance(t, Placed) and t.get(name) == value]
        return placed[-1] if placed else partial(self._line, name, value, 10_000)

    def _line(self, name: str, value: object, nth: int) -> int:
        quoted = re.escape(str(value))
        pattern = re.compile(rf"""\b{re.escape(name)}\s*=\s*["']{quoted}["']""")
        hits = [no for no, text in enumerate(self.lines, 1) if pattern.search(text)]
        return hits[min(nth, len(hits) - 1)] if hits else 0

    # ------------------------------------------------ values that may be faulty

    def unknown(self, table: Mapping[str, Any], known: set[str], line: Line) -> None:
        """Name what the table may not hold."""
        for name in table.keys() - known:
            listed = "、".join(sorted(known))
            self.add(Code.RULEBOOK_UNKNOWN_NAME, line, name=name, known=listed)

    def text(self, table: Mapping[str, Any], name: str, line: Line, key: str = "") -> str:
        """A text that must be there; empty where it is not."""
        value = table.get(name)
        if isinstance(value, str) and value.strip():
            return value
        self.add(Code.RULEBOOK_MISSING, line, key, name=name)
        return ""

    def number(
        self, table: Mapping[str, Any], name: str, line: Line, key: str = ""
    ) -> Fraction | None:
        """An exact number, not below 0; None where it is none."""
        value = table.get(name)
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            exact = Decimal(value)
            if exact.is_finite() and exact >= 0 and exact.adjusted() < _MOST_DIGITS:
                number = Fraction(exact)
                # Formulas hold no more places, and no standard has them.
                if (number * 10**_MOST_PLACES).denominator == 1:
                    return number
        self.add(Code.RULEBOOK_NUMBER, line, key, name=name, value=repr(value))
        return None

    def tables(self, table: Mapping[str, Any], name: str, line: Line) -> list[Any]:
        """Tables of which there must be one at least."""
        value = table.get(name)
        if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            return value
        self.add(Code.RULEBOOK_EMPTY, line, name=name)
        return []

    def repeated(
        self, code: Code, name: str, values: Iterable[str], tables: Sequence[Mapping[str, Any]]
    ) -> None:
        """Name every value that was there before, where it stands for the last time."""
        seen: set[str] = set()
        for value in values:
            if value and value in seen:
                self.add(code, self.last_of(name, value, tables), value, name=name, value=value)
            seen.add(value)
