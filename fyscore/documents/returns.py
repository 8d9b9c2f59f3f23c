"""What splitting a form and merging its parts say as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypedDict

from fyscore.answers import CombinedMark, Conflict, MergedAnswers, Subform
from fyscore.documents.problems import Failure, FileNotice, failure, file_notices
from fyscore.numbers import json_number
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.rules.tasks import Returned
from fyscore.scoring.result import Result


class SplitPart(TypedDict):
    file: str
    body: str
    items: list[str]


class SplitDocument(TypedDict):
    """fyscore split --json"""

    schema: Literal["fyscore.split/1"]
    parts: list[SplitPart]
    notices: list[FileNotice]


class MergeGiven(TypedDict):
    file: str
    body: str
    cell: str
    value: str


class MergeConflict(TypedDict):
    """Different answers to one field; ``own`` marks the unit's own marks."""

    key: str
    own: bool
    given: list[MergeGiven]


class MarkRecord(TypedDict):
    """Several assessors' marks of one field and the one they became."""

    key: str
    marks: list[float]
    taken: float
    is_far: bool


class MergeDocument(TypedDict):
    """fyscore merge --json

    ``file`` is null where nothing was written.
    """

    schema: Literal["fyscore.merge/1"]
    file: str | None
    parts: int
    filled: int
    fields: int
    left_out: list[str]
    conflicts: list[MergeConflict]
    failures: list[Failure]
    marks: list[MarkRecord]
    notices: list[FileNotice]


class StatusRecord(TypedDict):
    """One part; ``problems`` are told in full, ``state`` in words."""

    file: str
    body: str
    items: list[str]
    person: str
    deadline: str
    filled: int
    missing: int
    problems: list[str]
    is_late: bool
    state: str


class StatusDocument(TypedDict):
    """fyscore merge --status --json"""

    schema: Literal["fyscore.status/1"]
    parts: list[StatusRecord]
    notices: list[FileNotice]


def split_document(parts: Mapping[Path, Subform], results: Sequence[Result]) -> SplitDocument:
    """The parts by where each was written."""
    return {
        "schema": "fyscore.split/1",
        "parts": [
            {"file": str(file), "body": part.body, "items": list(part.items)}
            for file, part in parts.items()
        ],
        "notices": file_notices(results),
    }


def merge_document(
    file: Path | None,
    parts: int,
    merged: MergedAnswers,
    failures: Sequence[ProblemsError],
    rulebook: Rulebook,
    results: Sequence[Result],
) -> MergeDocument:
    return {
        "schema": "fyscore.merge/1",
        "file": None if file is None else str(file),
        "parts": parts,
        "filled": merged.filled,
        "fields": len(merged.entries),
        "left_out": list(merged.left_out),
        "conflicts": [_conflict(conflict, rulebook) for conflict in merged.conflicts],
        "failures": [failure(error) for error in failures],
        "marks": [_marked(marked) for marked in merged.marks],
        "notices": file_notices(results),
    }


def _conflict(conflict: Conflict, rulebook: Rulebook) -> MergeConflict:
    field = rulebook.fields[conflict.key]
    return {
        "key": conflict.key,
        "own": conflict.own,
        "given": [
            {
                "file": each.source.file,
                "body": each.source.body,
                "cell": each.cell,
                "value": field.shown(each.answer.value),
            }
            for each in conflict.given
        ],
    }


def _marked(marked: CombinedMark) -> MarkRecord:
    return {
        "key": marked.key,
        "marks": [json_number(each.answer.number, 2) for each in marked.given],
        "taken": json_number(marked.taken, 2),
        "is_far": marked.is_far,
    }


def status_document(parts: Sequence[Returned], results: Sequence[Result]) -> StatusDocument:
    return {
        "schema": "fyscore.status/1",
        "parts": [_status(part) for part in parts],
        "notices": file_notices(results),
    }


def _status(part: Returned) -> StatusRecord:
    return {
        "file": part.file,
        "body": part.body,
        "items": list(part.items),
        "person": part.person,
        "deadline": part.deadline,
        "filled": part.filled,
        "missing": part.missing,
        "problems": list(part.problems),
        "is_late": part.is_late,
        "state": part.words,
    }
