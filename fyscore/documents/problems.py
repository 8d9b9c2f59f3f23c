"""Problems as JSON: the contract's failure record, and the documents that hold nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypedDict

from fyscore.problems import Problem, ProblemsError


class ProblemRecord(TypedDict):
    code: str
    sheet: str
    cell: str
    key: str
    found: str
    expected: str
    message: str


class Failure(TypedDict):
    """A file that could not be used, and why."""

    file: str
    problems: list[ProblemRecord]


class LintDocument(TypedDict):
    """fyscore rules lint --json"""

    schema: Literal["fyscore.lint/1"]
    file: str
    problems: list[ProblemRecord]


def records(problems: Iterable[Problem]) -> list[ProblemRecord]:
    """Each problem under the names of the contract."""
    return [
        {
            "code": problem.code,
            "sheet": problem.sheet,
            "cell": problem.cell,
            "key": problem.key,
            "found": problem.found,
            "expected": problem.expected,
            "message": problem.message,
        }
        for problem in problems
    ]


def failure(error: ProblemsError) -> Failure:
    """A failure under the contract's names."""
    return {"file": error.file, "problems": records(error.problems)}


def lint_document(file: str, problems: Iterable[Problem]) -> LintDocument:
    return {"schema": "fyscore.lint/1", "file": file, "problems": records(problems)}
