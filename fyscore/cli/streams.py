"""Standard output and error: what the console can show, and JSON as it goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from fyscore.display import is_utf8


def prepare() -> None:
    """Have streams that take everything: closed ones are passed over, and what the console's
    encoding cannot show, or a file's name that is no text, becomes a mark instead of a fault.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  for good
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  for good
    for stream in (sys.stdout, sys.stderr):
        encoding = (stream.encoding or "").lower()
        # In JSON, a backslash and four digits are what a letter may be written as anyway.
        shows_marks = is_utf8(stream.encoding) or "ascii" in encoding
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace" if shows_marks else "replace")


def flush() -> None:
    """Have everything printed reach its reader.  Raises OSError where it cannot."""
    sys.stdout.flush()


def silence() -> None:
    """Print no more: the reader of our output has gone, or there is no room for it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_message(text: str) -> None:
    """A message for people, on standard error."""
    print(text, file=sys.stderr)


def print_json(document: Mapping[str, object]) -> None:
    """The command's document, alone on standard output."""
    from fyscore.documents.json_text import json_text

    # Escaped where the console could not show Chinese anyway.
    print(json_text(document, escaped=not is_utf8(sys.stdout.encoding)))
