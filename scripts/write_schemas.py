#!/usr/bin/env python3
"""Write the JSON Schemas that ship in fyscore/documents/schemas from the typed definitions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args, get_type_hints

import msgspec

from fyscore import documents

FOLDER = Path(__file__).parent.parent / "fyscore/documents/schemas"


def _documents() -> Iterator[tuple[str, type]]:
    """Each document's name and definition: whatever is called one in fyscore/documents."""
    for module in iter_modules(documents.__path__):
        for name, made in vars(import_module(f"fyscore.documents.{module.name}")).items():
            if name.endswith("Document"):
                (schema,) = get_args(get_type_hints(made)["schema"])
                yield schema.removeprefix("fyscore.").rpartition("/")[0], made


DOCUMENTS: dict[str, type] = dict(_documents())


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
