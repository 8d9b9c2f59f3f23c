"""The rows of the 填报 sheet → an entry for each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from fractions import Fraction

from fyscore.answers import Answer, Entry
from fyscore.entry import EntryError, Typed, clean, quoted
from fyscore.forms.notes import Notes
from fyscore.problems import Code, Problem
from fyscore.rules.field import Field
from fyscore.rules.field_types import MARK, case_field
from fyscore.rules.model import Rulebook
from fyscore.tables import headings
from fyscore.tables.reading import Covered, covered, nearest
from fyscore.tables.typed_cell import is_blank, usable
from fyscore.xlsx.sheet import Cell, Sheet, cell_name

_PAIR = (headings.COL_NUMERATOR, headings.COL_DENOMINATOR)
_INPUTS = (headings.COL_VALUE, *_PAIR)
#: Headings that earlier forms have not.
_MAYBE = (headings.COL_OWN, headings.COL_LAST, headings.COL_LAST_SCORE)
#: Where a pair's fault lies, if not in the rate typed beside it.
_AT_FAULT = {
    Code.DENOMINATOR_ZERO.code: headings.COL_DENOMINATOR,
    Code.NUMERATOR_OVER_DENOMINATOR.code: headings.COL_NUMERATOR,
}


@dataclass(frozen=True, slots=True)
class EntryTable:
    """The sheet 填报 as read: an entry for each field, and where its cells stand.

    ``rows`` and ``inputs`` (value, numerator, denominator, maybe own mark) are
    counted from 0.
    """

    entries: Mapping[str, Entry] = default(default_factory=dict)
    rows: Mapping[str, int] = default(default_factory=dict)
    inputs: tuple[int, ...] = ()


def read_entries(sheet: Sheet, rulebook: Rulebook, notes: Notes) -> EntryTable:
    """An entry for each field that has a row; what cannot be read is added to ``notes``."""
    header = notes.header(sheet, headings.ENTRY_HEADINGS, _MAYBE)
    if header is None:
        return EntryTable()
    top, columns = header
    rows = _rows(sheet, rulebook, columns[headings.COL_KEY], top, notes)
    inputs = tuple(columns[h] for h in (*_INPUTS, headings.COL_OWN) if h in columns)
    hidden = covered(sheet, inputs, sorted(rows.values()))
    entries = {
        key: _Row(sheet, columns, row, rulebook.fields[key], notes).entry(hidden)
        for key, row in rows.items()
    }
    return EntryTable(entries, rows, inputs)


def _rows(sheet: Sheet, rulebook: Rulebook, column: int, top: int, notes: Notes) -> dict[str, int]:
    """Key → row, in the order of the standard."""
    fields = rulebook.fields
    found: dict[str, int] = {}
    unknown: list[str] = []
    for cell in sheet.filled():
        if cell.row <= top or cell.column != column or not isinstance(cell.value, str):
            continue
        key = clean(cell.value)
        if key not in fields:
            unknown.append(key)
        elif key in found:
            problem = Code.KEY_REPEATED.problem(key=key, row=found[key] + 1)
            notes.problems.append(problem.at(sheet.name, cell.name))
        else:
            found[key] = cell.row
    where = ""
    for key, field in fields.items():
        if key in found:
            where = f"，它在第{found[key] + 1}行“{field.label}”下面"
        else:
            near = nearest(key, unknown)
            hint = f"是否写成了“{near}”？" if near else ""
            problem = Code.KEY_MISSING.problem(key=key, label=field.label, hint=hint, where=where)
            notes.problems.append(problem.at(sheet.name))
    return {key: found[key] for key in fields if key in found}


class _Row:
    """One field's row."""

    def __init__(
        self, sheet: Sheet, columns: Mapping[str, int], row: int, field: Field, notes: Notes
    ) -> None:
        self.sheet = sheet
        self.columns = columns
        self.row = row
        self.field = field
        self.notes = notes

    def entry(self, hidden: Covered) -> Entry:
        evidence, remark = map(self._text, (headings.COL_EVIDENCE, headings.COL_REMARK))
        entry = Entry(
            evidence=evidence,
            remark=remark,
            cell=self._full_place(headings.COL_VALUE),
            evidence_cell=self._full_place(headings.COL_EVIDENCE) if evidence else "",
            last=self._text(headings.COL_LAST),
            last_score=self._text(headings.COL_LAST_SCORE),
        )
        if self._is_merged(hidden):
            return entry
        entry = replace(entry, answer=self._answer())
        if headings.COL_OWN not in self.columns:
            return entry
        if self.field.type is MARK:
            own = self._parsed(headings.COL_OWN, self.field)
            given = None if own is None else Answer(own.value, is_own=True)
            return replace(entry, own=given, own_cell=self._full_place(headings.COL_OWN))
        self._refuse(headings.COL_OWN, Code.OWN_NOT_USED)
        return entry

    def _text(self, heading: str) -> str:
        if heading not in self.columns:
            return ""
        return self.notes.text(self.sheet, self._cell(heading))

    def _cell(self, heading: str) -> Cell | None:
        return self.sheet.cells.get((self.row, self.columns[heading]))

    def _place(self, heading: str) -> str:
        return cell_name(self.row, self.columns[heading])

    def _full_place(self, heading: str) -> str:
        return f"{self.sheet.name}!{self._place(heading)}"

    def _add(self, problem: Problem, heading: str) -> None:
        self.notes.problems.append(
            problem.at(self.sheet.name, self._place(heading), self.field.key)
        )

    def _is_merged(self, hidden: Covered) -> bool:
        own = (headings.COL_OWN,) if self.field.type is MARK else ()
        for heading in _INPUTS if self.field.is_rate else (headings.COL_VALUE, *own):
            if heading not in self.columns:
                continue
            at = (self.row, self.columns[heading])
            if at in hidden:
                shown = cell_name(*hidden[at])
                self._add(Code.MERGED_CELL.problem(cell=shown), heading)
                return True
        return False

    def _answer(self) -> Answer | None:
        """The row's answer; None where it is blank or, with a problem added, unusable."""
        before = len(self.notes.problems)
        value = self._parsed(headings.COL_VALUE, self.field)
        if not self.field.is_rate:
            for heading in _PAIR:
                self._refuse(heading, Code.PAIR_NOT_USED)
            return None if value is None else Answer(value.value)
        top, bottom = (self._parsed(heading, case_field(self.field)) for heading in _PAIR)
        if len(self.notes.problems) > before:
            return None
        if top is None and bottom is None:
            return None if value is None else Answer(value.value)
        if top is None or bottom is None:
            lone = headings.COL_NUMERATOR if top is None else headings.COL_DENOMINATOR
            self._add(Code.PAIR_INCOMPLETE.problem(lone=lone), lone)
            return None
        try:
            return self.field.quotient(Fraction(top.value), Fraction(bottom.value), value)
        except EntryError as error:
            self._add(error.problem, _AT_FAULT.get(error.problem.code, headings.COL_VALUE))
            return None

    def _refuse(self, heading: str, code: Code) -> None:
        """Say that a number stands where none belongs."""
        cell = self._cell(heading)
        if cell is not None and not isinstance(cell.value, str):
            problem = code.problem(
                heading=heading, typed=quoted(cell.value), label=self.field.label
            )
            self._add(problem, heading)

    def _parsed(self, heading: str, parse_as: Field) -> Typed | None:
        """The cell's value; None where it is blank or, with a problem added, unusable."""
        cell = self._cell(heading)
        if cell is None or is_blank(cell):
            return None
        try:
            return parse_as.parse(usable(cell, self.sheet, self.field.label), cell.percent)
        except EntryError as error:
            self._add(error.problem, heading)
            return None
