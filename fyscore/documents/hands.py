"""What splitting a form and merging its parts say as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, cast

from fyscore.documents.problems import Failure


class SplitPart(TypedDict):
    file: str
    body: str
    items: list[str]


class SplitDocument(TypedDict):
    """fyscore split --json"""

    schema: Literal["fyscore.split/1"]
    parts: list[SplitPart]


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


def status_document(parts: Sequence[Mapping[str, Any]]) -> StatusDocument:
    records = [
        {**part, "items": list(part["items"]), "problems": list(part["problems"])} for part in parts
    ]
    return {"schema": "fyscore.status/1", "parts": cast(list[StatusRecord], records)}


def split_document(parts: Sequence[SplitPart]) -> SplitDocument:
    return {"schema": "fyscore.split/1", "parts": list(parts)}


def merge_document(
    file: str | None,
    counts: Mapping[str, int],
    left_out: Sequence[str],
    conflicts: Sequence[MergeConflict],
    failures: Sequence[Failure],
    marks: Sequence[MarkRecord] = (),
) -> MergeDocument:
    return {
        "schema": "fyscore.merge/1",
        "file": file,
        "parts": counts["parts"],
        "filled": counts["filled"],
        "fields": counts["fields"],
        "left_out": list(left_out),
        "conflicts": list(conflicts),
        "failures": list(failures),
        "marks": list(marks),
    }
