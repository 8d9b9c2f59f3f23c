"""What the commands that make one file say of it."""

from __future__ import annotations

from typing import Literal, TypedDict

from fyscore.documents.problems import Failure


class TemplateDocument(TypedDict):
    """fyscore template --json"""

    schema: Literal["fyscore.template/1"]
    file: str
    rulebook: str


class ExportDocument(TypedDict):
    """fyscore rules export --json"""

    schema: Literal["fyscore.export/1"]
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
