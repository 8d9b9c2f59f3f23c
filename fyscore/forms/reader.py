"""Filled-in workbook → what it says, and every problem of saying it.

Sheets are found by name, columns by heading, rows by key, so reordering and
inserting do no harm.  Whether the answers can stand together is not asked
here: that is scoring's to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field as default
from pathlib import Path

from fyscore.answers import Answers, Entry
from fyscore.entry import clean, quoted
from fyscore.forms.entries import EntryTable, read_entries
from fyscore.forms.notes import Notes
from fyscore.forms.parts import items_named
from fyscore.forms.second_opinion import Calamine, CannotOpen, NotThere
from fyscore.forms.stored import Stored, stored_scores
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.problems.notices import Remark
from fyscore.rules.load import load_rulebook
from fyscore.rules.model import Rulebook
from fyscore.tables import headings
from fyscore.tables.reading import find_sheet
from fyscore.xlsx.sheet import Cell, Sheet
from fyscore.xlsx.workbook import Workbook, open_workbook

_YEAR = re.compile(r"([0-9]{4})(?:\.0)?\s*(?:年度?)?")
_YEARS = range(1990, 2101)


@dataclass(frozen=True)
class Reading:
    """A workbook's answers, as far as they could be read, and what could not."""

    answers: Answers
    problems: tuple[Problem, ...]
    #: What of the standard the form is about.
    rulebook: Rulebook
    #: Scores that the workbook itself holds.
    stored: Stored = default(default_factory=dict)


def read_workbook(file: str | Path, rulebook: Rulebook | None = None) -> Answers:
    """Read a filled-in workbook against ``rulebook`` (the built-in one by default).

    Raises ProblemsError carrying every problem with its sheet and cell.  The
    file is only read.
    """
    reading = read(file, rulebook or load_rulebook())
    if reading.problems:
        raise ProblemsError(str(file), reading.problems)
    return reading.answers


def read(file: str | Path, rulebook: Rulebook) -> Reading:
    """Read a workbook with all its problems.  Raises ProblemsError if it is no workbook."""
    with open_workbook(file) as workbook:
        return _Reader(workbook, rulebook).read(Path(file))


class _Reader:
    """One pass over one workbook, collecting problems as it goes."""

    def __init__(self, workbook: Workbook, rulebook: Rulebook) -> None:
        self.workbook = workbook
        self.rulebook = rulebook
        self.notes = Notes()
        self.stored: Stored = {}

    def read(self, file: Path) -> Reading:
        info_sheet = self._find_sheet(headings.SHEET_INFO)
        entry_sheet = self._find_sheet(headings.SHEET_ENTRY)
        info = self._info(info_sheet) if info_sheet else {}
        year = self._year(info.get(headings.INFO_YEAR)) if info_sheet else None
        texts = {name: text for name, (text, _) in info.items()}
        if self.rulebook.changes:
            self._in_force(year)
        self._part(texts)
        entries: Mapping[str, Entry] = {}
        if entry_sheet:
            table = read_entries(entry_sheet, self.rulebook, self.notes)
            entries = table.entries
            self._ask_another(file, entry_sheet, table)
        self._note_leftovers(info)
        answers = Answers(
            entries=entries,
            unit=info[headings.INFO_UNIT][0] if headings.INFO_UNIT in info else "",
            year=year,
            file=str(file),
            info=texts,
            notices=tuple(self.notes.notices),
        )
        problems = tuple(map(self.rulebook.named, self.notes.problems))
        return Reading(answers, problems, self.rulebook, self.stored)

    def _ask_another(self, file: Path, sheet: Sheet, table: EntryTable) -> None:
        """Have another library read the same cells and the stored scores, where that is safe."""
        if not self.workbook.is_small(sheet.name):
            return
        try:
            other = Calamine(file)
            self.notes.problems += other.differences(sheet, table, self.rulebook)
        except NotThere:
            return
        except CannotOpen:
            self.notes.notices.append(Remark.NOT_CROSS_CHECKED.notice())
            return
        details = [n for n in self.workbook.sheet_names if clean(n) == headings.SHEET_DETAIL]
        if len(details) == 1 and self.workbook.is_compact(details[0]):
            with suppress(CannotOpen):
                self.stored = stored_scores(other.rows(details[0]))

    def _find_sheet(self, name: str) -> Sheet | None:
        sheet, problem = find_sheet(self.workbook, name, headings.OWN_SHEETS)
        if problem is not None:
            self.notes.problems.append(problem)
        return sheet

    def _info(self, sheet: Sheet) -> dict[str, tuple[str, Cell | None]]:
        """Row label → text and cell of its content."""
        header = self.notes.header(sheet, headings.INFO_HEADINGS)
        if header is None:
            return {}
        top, columns = header
        name_column, text_column = (columns[h] for h in headings.INFO_HEADINGS)
        info: dict[str, tuple[str, Cell | None]] = {}
        for cell in sheet.filled():
            if cell.row <= top or cell.column != name_column or not isinstance(cell.value, str):
                continue
            name = clean(cell.value)
            if name not in (*headings.INFO_ROWS, *headings.INFO_OF_PART):
                continue
            if name in info:
                problem = Code.ROW_REPEATED.problem(name=name).at(sheet.name, cell.name)
                self.notes.problems.append(problem)
                continue
            content = sheet.cells.get((cell.row, text_column))
            info[name] = (self.notes.text(sheet, content), content)
        for name in headings.INFO_ROWS:
            if name not in info:
                self.notes.problems.append(Code.ROW_MISSING.problem(name=name).at(sheet.name))
        return info

    def _in_force(self, year: int | None) -> None:
        """The standard changes with the years: the form's own decides."""
        self.rulebook = self.rulebook.in_year(year)
        if year is None:
            self.notes.notices.append(Remark.NO_YEAR.notice(since=self.rulebook.since))

    def _part(self, info: Mapping[str, str]) -> None:
        """A part of a form is held to its own items alone."""
        known = {item.id for item in self.rulebook.items}
        named = items_named(info)
        unknown = [item for item in named if item not in known]
        if unknown:
            problem = Code.PART_ITEMS.problem(items="、".join(unknown), count=len(known))
            self.notes.problems.append(problem.at(headings.SHEET_INFO))
        elif named:
            self.rulebook = self.rulebook.only(named)

    def _year(self, entry: tuple[str, Cell | None] | None) -> int | None:
        if entry is None or not entry[0]:
            return None
        text, cell = entry
        match = _YEAR.fullmatch(clean(text))
        if match and int(match.group(1)) in _YEARS:
            return int(match.group(1))
        problem = Code.YEAR.problem(typed=quoted(text))
        self.notes.problems.append(problem.at(headings.SHEET_INFO, cell.name if cell else ""))
        return None

    def _note_leftovers(self, info: Mapping[str, tuple[str, Cell | None]]) -> None:
        stamp, cell = info.get(headings.INFO_RULEBOOK, ("", None))
        notes, wanted = self.notes, self.rulebook.stamp
        missing = Code.KEY_MISSING.code
        lacking = sum(1 for problem in notes.problems if problem.code == missing)
        if cell and lacking and stamp.split(" ")[0] != self.rulebook.id:
            # Another standard's form: its own rows are not a hundred faults but one.
            notes.problems = [p for p in notes.problems if p.code != missing]
            problem = Code.RULEBOOK_MISMATCH.problem(stamp=stamp, count=lacking, wanted=wanted)
            notes.problems.append(problem.at(headings.SHEET_INFO, cell.name))
        elif stamp and not self.rulebook.scores_alike(stamp):
            notes.notices.append(Remark.OTHER_RULES.notice(stamp=stamp, wanted=wanted))
        extra = [n for n in self.workbook.sheet_names if clean(n) not in headings.OWN_SHEETS]
        if extra:
            notes.notices.append(Remark.SHEETS_LEFT_OUT.notice(names="、".join(extra)))
