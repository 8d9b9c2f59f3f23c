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
from fyscore.gaps import what_if
from fyscore.problem import Problem, ProblemsError
from fyscore.rulebook.model import Rulebook
from fyscore.rulebooks import cases_path
from fyscore.scoring import score
from fyscore.wording import points

HEADINGS = ("评分点", "填报", "得分", "说明")
_MEND = "请改正案例表，或改正评分标准。"


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
        raise ProblemsError(
            str(path),
            [_problem(f"读不出案例表（{type(error).__name__}）", "UTF-8 编码的 CSV", 0)],
        ) from None
    reader = csv.reader(lines)
    found, problems = [], []
    if tuple(next(reader, ())) != HEADINGS:
        raise ProblemsError(str(path), [_problem("表头不对", "，".join(HEADINGS), 1)])
    for row in reader:
        try:
            part, filled, earned, why = row
            entries = dict(pair.strip().split("=", 1) for pair in filled.split(";"))
            found.append(Case(part, entries, Fraction(earned), why, reader.line_num))
        except ValueError:
            told = "四列：评分点，“编号=值”用分号隔开，得分，说明"
            problems.append(_problem(f"读不懂“{'，'.join(row)}”", told, reader.line_num))
    if problems:
        raise ProblemsError(str(path), problems)
    return tuple(found)


def cases_that_fail(cases: Sequence[Case], rulebook: Rulebook) -> Iterator[Problem]:
    """A problem for every case whose points are not what the rulebook gives."""
    for case in cases:
        told = _fault(case, rulebook)
        if told:
            yield _problem(
                f"{case.text}：{told}", f"{points(case.points)} 分", case.line, case.part
            )


def _fault(case: Case, rulebook: Rulebook) -> str:
    """What a case gives instead of its points; empty if it gives them."""
    try:
        result = score(what_if(Answers({}), case.filled, rulebook), rulebook)
    except KeyError as error:
        return f"没有字段 {error.args[0]}"
    except EntryError as error:
        return f"填的是{error.found}，不能用"
    except ProblemsError as error:
        return "；".join(problem.found for problem in error.problems)
    part = next((p for p in result.parts() if p.id == case.part), None)
    if part is None:
        return f"没有评分点 {case.part}"
    if part.status == "pending":
        return "还有字段没有填，不能计分"
    return "" if part.score == case.points else f"得 {points(part.score)} 分"


def _problem(found: str, expected: str, line: int, key: str = "") -> Problem:
    return Problem(
        code="rulebook_case",
        found=found,
        expected=expected,
        mend=_MEND,
        sheet="案例表",
        cell=f"第{line}行" if line else "",
        key=key,
    )
