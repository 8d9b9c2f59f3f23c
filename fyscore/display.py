"""How wide text is on a screen or in a cell, and what a stream can show."""

from __future__ import annotations

import os
import unicodedata
from typing import TextIO


def is_utf8(stream: TextIO) -> bool:
    """Whether the stream can show every character."""
    return (stream.encoding or "").lower().replace("-", "") == "utf8"


def display_width(text: str) -> int:
    """Columns of a terminal or a fixed-width cell; Chinese takes two each."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrapped_lines(text: str, width: int) -> int:
    """How many lines a wrapped cell of that width needs."""
    return sum(-(-max(1, display_width(line)) // width) for line in text.split("\n"))


def printable(name: str) -> str:
    """A file's name as text: one that is not UTF-8 is most likely GBK."""
    try:
        name.encode()
        return name
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
