"""``fyscore check --json``: what keeps workbooks from being scored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

from fyscore.documents.problems import ProblemRecord
from fyscore.files.evidence import Evidence


class EvidenceRecord(TypedDict):
    item: str
    key: str
    name: str
    status: Literal["file", "folder", "missing", "empty", "note", "unseen"]
    place: str
    also: list[str]


class CheckedFile(TypedDict):
    """One workbook; ``evidence`` is there only with --evidence."""

    file: str
    problems: list[ProblemRecord]
    pending: list[str]
    evidence: NotRequired[list[EvidenceRecord]]


class CheckDocument(TypedDict):
    """fyscore check --json"""

    schema: Literal["fyscore.check/1"]
    files: list[CheckedFile]


def evidence_records(found: Sequence[Evidence]) -> list[EvidenceRecord]:
    return [
        {
            "item": entry.item,
            "key": entry.key,
            "name": entry.name,
            "status": entry.status.value,
            "place": entry.place,
            "also": list(entry.also),
        }
        for entry in found
    ]
