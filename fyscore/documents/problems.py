"""Problems as JSON: the contract's failure record, and the documents that hold nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NotRequired, TypedDict

from fyscore.problems import Problem, ProblemsError
from fyscore.problems.notices import Notice
from fyscore.scoring.result import Result


class ProblemRecord(TypedDict):
    code: str
    sheet: str
    cell: str
    key: str
    found: str
    expected: str
    message: str


class NoticeRecord(TypedDict):
    """What is worth a look; ``sheet``, ``cell`` and ``key`` are empty where it has no one place."""

    code: str
    sheet: str
    cell: str
    key: str
    message: str


class FileNotice(NoticeRecord):
    """The same in a document that is not about one file; ``file`` is empty if it is of several."""

    file: str


class Failure(TypedDict):
    """A file that could not be used, and why."""

    file: str
    problems: list[ProblemRecord]
    notices: NotRequired[list[NoticeRecord]]


class LintDocument(TypedDict):
    """fyscore rules lint --json"""

    schema: Literal["fyscore.lint/1"]
    file: str
    problems: list[ProblemRecord]
    notices: list[NoticeRecord]


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


def notice_records(notices: Iterable[Notice]) -> list[NoticeRecord]:
    """Each notice of one file, or of none."""
    return [
        {
            "code": notice.code,
            "sheet": notice.sheet,
            "cell": notice.cell,
            "key": notice.key,
            "message": str(notice),
        }
        for notice in notices
    ]


def file_notices(results: Iterable[Result], several: Iterable[Notice] = ()) -> list[FileNotice]:
    """What was noticed of each result's file, then of several together."""
    each = [(result.file, result.notices) for result in results]
    return [
        {"file": file, **record}
        for file, notices in (*each, ("", several))
        for record in notice_records(notices)
    ]


def failure(error: ProblemsError) -> Failure:
    """A failure under the contract's names."""
    return {
        "file": error.file,
        "problems": records(error.problems),
        "notices": notice_records(error.notices),
    }


def lint_document(file: str, problems: Iterable[Problem]) -> LintDocument:
    return {"schema": "fyscore.lint/1", "file": file, "problems": records(problems), "notices": []}
