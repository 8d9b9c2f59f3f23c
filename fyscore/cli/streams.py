"""Standard output and error: what the console can show, and JSON as it goes."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

from fyscore.display import is_utf8
from fyscore.documents.problems import Failure
from fyscore.documents.result import SCHEMA, ResultRecord


def tolerate_encodings() -> None:
    """Show what the console's encoding cannot as a mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (stream.encoding or "").lower()
        if not is_utf8(stream) and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace" if "ascii" in encoding else "replace")


def say(message: str) -> None:
    """A message for people, on standard error."""
    print(message, file=sys.stderr)


def print_json(document: Mapping[str, object]) -> None:
    """The command's document, alone on standard output."""
    # Escaped where the console could not show Chinese anyway.
    print(json.dumps(document, ensure_ascii=not is_utf8(sys.stdout), indent=2))


class ResultStream:
    """The result document, printed as results arrive so that memory stays flat."""

    def __init__(self) -> None:
        self._escaped = not is_utf8(sys.stdout)
        self._first = True
        sys.stdout.write(f'{{"schema": "{SCHEMA}", "results": [')

    def add(self, record: ResultRecord) -> None:
        sys.stdout.write("\n" if self._first else ",\n")
        self._first = False
        sys.stdout.write(json.dumps(record, ensure_ascii=self._escaped))

    def finish(self, failures: Sequence[Failure]) -> None:
        told = json.dumps(failures, ensure_ascii=self._escaped)
        sys.stdout.write(f'\n], "failures": {told}}}\n')
