"""A table: its name, its columns in order, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType

from fyscore.problems import Code
from fyscore.writing.look import Look
from fyscore.xlsx.sheet import column_name


class ColumnKind(Enum):
    """What a column's cells hold, and so how they are read."""

    #: Text as it is shown.
    TEXT = "text"
    #: The name of a row, or of another table's row.
    KEY = "key"
    #: An exact number, not below 0; of a percentage, its number before the sign.
    NUMBER = "number"
    PERCENT = "percent"
    WHOLE = "whole"
    #: A day; other text is carried as it is.
    DATE = "date"
    #: One of the column's choices, by its value, its words, or both.
    CHOICE = "choice"
    #: 是 or 否.
    TRUTH = "truth"
    #: What a field of the form takes; the field itself reads the cell.
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the name of what it holds, and how it is read and written.

    ``name`` is the attribute of a record that is written there, and the key of
    the value that is read; a column without one is only for people to look at.
    """

    heading: str
    name: str = ""
    kind: ColumnKind = ColumnKind.TEXT
    width: float = 12
    look: Look = Look.TEXT
    #: Whether a table may come without it.
    optional: bool = False
    #: Value → its words, for a drop-down and for CHOICE.
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: What a number's text may end with.
    unit: str = ""
    #: What to type, shown beside the cell.
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FaultCodes:
    """The problems by which a kind of table says what is wrong with it as a whole."""

    sheet: Code = Code.TABLE_MISSING
    heading: Code = Code.HEADING_MISSING
    twice: Code = Code.HEADING_REPEATED
    unreadable: Code = Code.TABLE_UNREADABLE


class Table:
    """A table's columns in order, and where each stands on its sheet."""

    def __init__(
        self,
        name: str,
        *columns: Column,
        fix: str = "",
        any_name: bool = False,
        faults: FaultCodes = FaultCodes(),
    ) -> None:
        """``any_name``: the first sheet will do where none has the table's name.

        ``fix`` says where a person gets a whole table from.
        """
        self.name = name
        self.columns = columns
        self.fix = fix
        self.any_name = any_name
        self.faults = faults
        self._places = {column.heading: nth for nth, column in enumerate(columns)}

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns if column.name}

    @property
    def last(self) -> int:
        return len(self.columns) - 1

    def width(self, heading: str) -> float:
        """The column's width in letters."""
        return self.columns[self._places[heading]].width

    def place(self, heading: str) -> int:
        """The column's index, counted from 0."""
        return self._places[heading]

    def letter(self, heading: str) -> str:
        """The column's letter."""
        return column_name(self._places[heading])

    def range(self, heading: str, first: int, last: int) -> str:
        """``$D$2:$D$99``: the column's cells between two rows, counted from 0."""
        return f"{self.absolute(heading, first)}:{self.absolute(heading, last)}"

    def cell(self, heading: str, row: int) -> str:
        """``$D12``: the column's cell in ``row``, counted from 0."""
        return f"${self.letter(heading)}{row + 1}"

    def absolute(self, heading: str, row: int) -> str:
        """``$D$12``."""
        return f"${self.letter(heading)}${row + 1}"
