"""What the commands that make one file say of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypedDict

from fyscore.documents.problems import Failure, failure
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook


class TemplateDocument(TypedDict):
    """fyscore template --json"""

    schema: Literal["fyscore.template/1"]
    file: str
    rulebook: str


class ExportDocument(TypedDict):
    """fyscore rules export --json"""

    schema: Literal["fyscore.workbooks.rulebook/1"]
    file: str
    rulebook: str


class ReportDocument(TypedDict):
    """fyscore report --json

    ``file`` is null where no workbook could be scored and no report was written.
    """

    schema: Literal["fyscore.report/1"]
    file: str | None
    units: int
    failures: list[Failure]


def template_document(file: Path, rulebook: Rulebook) -> TemplateDocument:
    return {"schema": "fyscore.template/1", "file": str(file), "rulebook": rulebook.id}


def export_document(file: Path, rulebook: Rulebook) -> ExportDocument:
    return {"schema": "fyscore.workbooks.rulebook/1", "file": str(file), "rulebook": rulebook.id}


def report_document(file: Path, units: int, failures: Sequence[ProblemsError]) -> ReportDocument:
    return {
        "schema": "fyscore.report/1",
        "file": str(file) if units else None,
        "units": units,
        "failures": [failure(error) for error in failures],
    }
