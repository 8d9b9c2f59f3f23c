"""``fyscore check --json``: what keeps workbooks from being scored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

from fyscore.documents.problems import NoticeRecord, ProblemRecord, notice_records, records
from fyscore.files.evidence import Evidence
from fyscore.forms.check import Checked
from fyscore.problems import ProblemsError


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
    notices: list[NoticeRecord]
    evidence: NotRequired[list[EvidenceRecord]]


class CheckDocument(TypedDict):
    """fyscore check --json"""

    schema: Literal["fyscore.check/1"]
    files: list[CheckedFile]


def check_document(unseen: Sequence[ProblemsError], checked: Sequence[Checked]) -> CheckDocument:
    """What could not be looked for, then each file."""
    failed = [Checked(error.file, error) for error in unseen]
    return {"schema": "fyscore.check/1", "files": [_file(each) for each in (*failed, *checked)]}


def _file(checked: Checked) -> CheckedFile:
    failure = checked.failure
    problems = failure.problems if failure else ()
    record: CheckedFile = {
        "file": checked.file,
        "problems": records(problems),
        "pending": list(checked.pending),
        "notices": notice_records(failure.notices if failure else checked.notices),
    }
    if checked.evidence is not None:
        record["evidence"] = [_evidence(entry) for entry in checked.evidence]
    return record


def _evidence(entry: Evidence) -> EvidenceRecord:
    return {
        "item": entry.item,
        "key": entry.key,
        "name": entry.name,
        "status": entry.status.value,
        "place": entry.place,
        "also": list(entry.also),
    }
