"""Worked cases of a rulebook: what is filled in, what it scores, and why.

A CSV table beside the rulebook, or a sheet of its workbook, readable by someone who knows the standard and
no Python.  ``rules show`` prints the cases of an item, ``rules lint`` works
every one of them, and so do the tests.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from fyscore.answers import Answers
from fyscore.entry import EntryError
from fyscore.numbers import points
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.problems.system import why as why_not
from fyscore.rules.load import cases_path, rulebook_path
from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
from fyscore.rules.workbook import is_workbook, read_workbook
from fyscore.scoring.score import score
from fyscore.scoring.what_if import what_if

HEADINGS = ("评分点", "填报", "得分", "说明")
_SHEET = "案例表"


@dataclass(frozen=True, slots=True)
class Case:
    """One row: a part, the entries as typed, the points they give, and why."""

    part: str
    filled: Mapping[str, str]
    points: Fraction
    why: str
    #: Sheet and cell, or table and line, where it stands.
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
        rows = [
            ((row.sheet, f"A{row.number + 1}"), [row.text(heading) for heading in HEADINGS])
            for row in read_workbook(path).cases
        ]
        return _cases(path, rows)
    path = cases_path(source)
    if not path.exists():
        return ()
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problem = Code.CASES_UNREADABLE.problem(error=why_not(error)).at(_SHEET)
        raise ProblemsError(str(path), [problem]) from None
    reader = csv.reader(lines)
    if tuple(next(reader, ())) != HEADINGS:
        problem = Code.CASES_HEADINGS.problem(headings="，".join(HEADINGS))
        raise ProblemsError(str(path), [problem.at(_SHEET, _line(1))])
    return _cases(path, (((_SHEET, _line(reader.line_num)), row) for row in reader))


def _cases(path: Path, rows: Iterable[tuple[tuple[str, str], Sequence[str]]]) -> tuple[Case, ...]:
    """The rows as cases, each with its place.  Raises ProblemsError for rows that are none."""
    found, problems = [], []
    for place, row in rows:
        try:
            part, filled, earned, why = row
            entries = dict(pair.strip().split("=", 1) for pair in filled.split(";"))
            found.append(Case(part, entries, Fraction(earned), why, place, earned))
        except (ValueError, ZeroDivisionError):
            problem = Code.CASES_ROW.problem(row="，".join(row))
            problems.append(problem.at(*place))
    if problems:
        raise ProblemsError(str(path), problems)
    return tuple(found)


def cases_text(cases: Sequence[Case]) -> str:
    """The table that stands beside a TOML file."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerows([HEADINGS, *(case.row for case in cases)])
    return out.getvalue()


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


def _line(number: int) -> str:
    return f"第{number}行"
