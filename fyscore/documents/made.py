"""What the commands that make one file say of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypedDict

from fyscore.documents.problems import Failure, FileNotice, failure, file_notices
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result


class TemplateDocument(TypedDict):
    """fyscore template --json"""

    schema: Literal["fyscore.template/1"]
    file: str
    rulebook: str
    notices: list[FileNotice]


class ExportDocument(TypedDict):
    """fyscore rules export --json"""

    schema: Literal["fyscore.export/1"]
    file: str
    rulebook: str
    notices: list[FileNotice]


class ReportDocument(TypedDict):
    """fyscore report --json

    ``file`` is null where no workbook could be scored and no report was written.
    """

    schema: Literal["fyscore.report/1"]
    file: str | None
    units: int
    failures: list[Failure]
    notices: list[FileNotice]


def template_document(
    file: Path, rulebook: Rulebook, results: Sequence[Result] = ()
) -> TemplateDocument:
    return {
        "schema": "fyscore.template/1",
        "file": str(file),
        "rulebook": rulebook.id,
        "notices": file_notices(results),
    }


def export_document(file: Path, rulebook: Rulebook) -> ExportDocument:
    return {
        "schema": "fyscore.export/1",
        "file": str(file),
        "rulebook": rulebook.id,
        "notices": [],
    }


def report_document(
    file: Path, results: Sequence[Result], failures: Sequence[ProblemsError]
) -> ReportDocument:
    return {
        "schema": "fyscore.report/1",
        "file": str(file) if results else None,
        "units": len(results),
        "failures": [failure(error) for error in failures],
        "notices": file_notices(results),
    }
