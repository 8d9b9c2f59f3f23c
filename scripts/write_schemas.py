#!/usr/bin/env python3
"""Write the JSON Schemas that ship in fyscore/documents/schemas from the typed definitions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from fyscore.documents.check import CheckDocument
from fyscore.documents.diff import DiffDocument
from fyscore.documents.gaps import GapsDocument
from fyscore.documents.made import ExportDocument, ReportDocument, TemplateDocument
from fyscore.documents.problems import LintDocument
from fyscore.documents.ranking import RankingDocument
from fyscore.documents.result import ResultDocument
from fyscore.documents.returns import MergeDocument, SplitDocument, StatusDocument
from fyscore.documents.review import ReviewDocument
from fyscore.documents.rules import ClausesDocument, RuleDocument, RulesDocument
from fyscore.documents.rules_diff import RulesDiffDocument

FOLDER = Path(__file__).parent.parent / "fyscore/documents/schemas"
DOCUMENTS: dict[str, type] = {
    "check": CheckDocument,
    "clauses": ClausesDocument,
    "diff": DiffDocument,
    "export": ExportDocument,
    "gaps": GapsDocument,
    "lint": LintDocument,
    "merge": MergeDocument,
    "ranking": RankingDocument,
    "report": ReportDocument,
    "result": ResultDocument,
    "review": ReviewDocument,
    "rule": RuleDocument,
    "rules": RulesDocument,
    "rules_diff": RulesDiffDocument,
    "split": SplitDocument,
    "status": StatusDocument,
    "template": TemplateDocument,
}


def closed(schema: Any) -> Any:
    """The schema with nothing allowed that the definition does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(value) for name, value in schema.items()}
    if made.get("type") == "object" and "properties" in made:
        made["additionalProperties"] = False
    return made


def schema_text(definition: type) -> str:
    """A definition's JSON Schema, its documentation for a title."""
    (reference,), parts = msgspec.json.schema_components(
        [definition], ref_template="#/$defs/{name}"
    )
    own = closed(parts.pop(reference["$ref"].rpartition("/")[2]))
    title = " ".join((definition.__doc__ or "").split())
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **own, "title": title}
    schema.pop("description", None)
    if parts:
        schema["$defs"] = closed(parts)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    for name, definition in DOCUMENTS.items():
        (FOLDER / f"{name}.schema.json").write_text(schema_text(definition), encoding="utf-8")


if __name__ == "__main__":
    main()
