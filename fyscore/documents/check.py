"""``fyscore check --json``: what keeps workbooks from being scored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

from fyscore.documents.problems import ProblemRecord, records
from fyscore.files.evidence import Evidence
from fyscore.problems import Problem


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


def check_document(files: Sequence[CheckedFile]) -> CheckDocument:
    return {"schema": "fyscore.check/1", "files": list(files)}


def checked_file(
    file: str,
    problems: Sequence[Problem],
    pending: Sequence[str] = (),
    evidence: Sequence[Evidence] | None = None,
) -> CheckedFile:
    """One file's record; ``evidence`` is None where it was not asked for."""
    checked: CheckedFile = {"file": file, "problems": records(problems), "pending": list(pending)}
    if evidence is not None:
        checked["evidence"] = [_evidence(entry) for entry in evidence]
    return checked


def _evidence(entry: Evidence) -> EvidenceRecord:
    return {
        "item": entry.item,
        "key": entry.key,
        "name": entry.name,
        "status": entry.status.value,
        "place": entry.place,
        "also": list(entry.also),
    }
