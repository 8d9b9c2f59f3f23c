"""Worked cases of a rulebook: what is filled in, what it scores, and why.

A CSV table beside the rulebook, readable by someone who knows the standard and
no Python.  ``rules show`` prints the cases of an item, ``rules lint`` works
every one of them, and so do the tests.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from fyscore.answers import Answers
from fyscore.entry import EntryError
from fyscore.numbers import points
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.problems.system import why as why_not
from fyscore.rules.load import cases_path
from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
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
    line: int

    @property
    def text(self) -> str:
        return "；".join(f"{key}={typed}" for key, typed in self.filled.items())


def load_cases(source: str | Path) -> tuple[Case, ...]:
    """The cases beside a built-in rulebook or a TOML file; none if there is no table.

    Raises ProblemsError where the table cannot be read.
    """
    path = cases_path(source)
    if not path.exists():
        return ()
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problem = Code.CASES_UNREADABLE.problem(error=why_not(error)).at(_SHEET)
        raise ProblemsError(str(path), [problem]) from None
    reader = csv.reader(lines)
    found, problems = [], []
    if tuple(next(reader, ())) != HEADINGS:
        problem = Code.CASES_HEADINGS.problem(headings="，".join(HEADINGS))
        raise ProblemsError(str(path), [problem.at(_SHEET, _line(1))])
    for row in reader:
        try:
            part, filled, earned, why = row
            entries = dict(pair.strip().split("=", 1) for pair in filled.split(";"))
            found.append(Case(part, entries, Fraction(earned), why, reader.line_num))
        except ValueError:
            problem = Code.CASES_ROW.problem(row="，".join(row))
            problems.append(problem.at(_SHEET, _line(reader.line_num)))
    if problems:
        raise ProblemsError(str(path), problems)
    return tuple(found)


def cases_that_fail(cases: Sequence[Case], rulebook: Rulebook) -> Iterator[Problem]:
    """A problem for every case whose points are not what the rulebook gives."""
    for case in cases:
        message = _fault(case, rulebook)
        if message:
            yield Code.RULEBOOK_CASE.problem(
                key=case.part, case=case.text, message=message, points=points(case.points)
            ).at(_SHEET, _line(case.line))


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
