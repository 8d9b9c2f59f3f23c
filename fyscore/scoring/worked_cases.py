"""Worked cases of a rulebook: what is filled in, what it scores, and why.

A CSV table beside the rulebook, or a sheet of its workbook, readable by someone who knows the standard and
no Python.  ``rules show`` prints the cases of an item, ``rules lint`` works
every one of them, and so do the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from fyscore.answers import Answers
from fyscore.entry import EntryError
from fyscore.numbers import points
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.rules.load import cases_path, is_workbook, rulebook_path
from fyscore.rules.model import Rulebook
from fyscore.rules.rule_sheets import CASES_FILE
from fyscore.rules.status import Status
from fyscore.rules.workbook_reading import read_rules
from fyscore.scoring.score import score
from fyscore.scoring.what_if import what_if
from fyscore.tables.reading import TableRow, csv_text, read_table


@dataclass(frozen=True, slots=True)
class Case:
    """One row: a part, the entries as typed, the points they give, and why."""

    part: str
    filled: Mapping[str, str]
    points: Fraction
    why: str
    #: Sheet and cell where it stands.
    place: tuple[str, str]
    #: The points as they were written.
    typed: str = ""

    @property
    def row(self) -> tuple[str, str, str, str]:
        """As a row of the table."""
        filled = "; ".join(f"{key}={typed}" for key, typed in self.filled.items())
        return (self.part, filled, self.typed, self.why)

    @property
    def text(self) -> str:
        return "；".join(f"{key}={typed}" for key, typed in self.filled.items())


def load_cases(source: str | Path) -> tuple[Case, ...]:
    """The cases beside a rulebook's TOML file, or in its workbook; none if there are none.

    Raises ProblemsError where they cannot be read.
    """
    path = rulebook_path(source)
    if is_workbook(path):
        return _cases(path, read_rules(path).cases)
    path = cases_path(source)
    return _cases(path, read_table(path, CASES_FILE)) if path.exists() else ()


def _cases(path: Path, rows: Iterable[TableRow]) -> tuple[Case, ...]:
    """The rows as cases, each with its place.  Raises ProblemsError for rows that are none."""
    found, problems = [], []
    for row in rows:
        part, filled, earned, why = (row.text(column.name) for column in CASES_FILE)
        try:
            entries = dict(pair.strip().split("=", 1) for pair in filled.split(";"))
            found.append(
                Case(part, entries, Fraction(earned), why, (row.sheet, row.cell()), earned)
            )
        except (ValueError, ZeroDivisionError):
            problem = Code.CASES_ROW.problem(row="，".join((part, filled, earned, why)))
            problems.append(row.problem(problem))
    if problems:
        raise ProblemsError(str(path), problems)
    return tuple(found)


def cases_text(cases: Sequence[Case]) -> str:
    """The table that stands beside a TOML file."""
    return csv_text(CASES_FILE, (case.row for case in cases))


def cases_that_fail(cases: Sequence[Case], rulebook: Rulebook) -> Iterator[Problem]:
    """A problem for every case whose points are not what the rulebook gives."""
    for case in cases:
        message = _fault(case, rulebook)
        if message:
            yield Code.RULEBOOK_CASE.problem(
                key=case.part, case=case.text, message=message, points=points(case.points)
            ).at(*case.place)


def _fault(case: Case, rulebook: Rulebook) -> str:
    """What a case gives instead of its points; empty if it gives them."""
    try:
        result = score(what_if(Answers.of({}), case.filled, rulebook), rulebook)
    except KeyError as error:
        return f"没有字段 {error.args[0]}"
    except EntryError as error:
        return f"填的是{error.problem.found}，不能用"
    except ProblemsError as error:
        return "；".join(problem.found for problem in error.problems)
    part = next((p for p in result.parts() if p.id == case.part), None)
    if part is None:
        return f"没有评分点 {case.part}"
    if part.status is Status.PENDING:
        return "还有字段没有填，不能计分"
    return "" if part.score == case.points else f"得{points(part.score)}分"
