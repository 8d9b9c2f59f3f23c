"""What a text stream can show, and how wide text is on it."""

from __future__ import annotations

import unicodedata
from typing import TextIO


def is_utf8(stream: TextIO) -> bool:
    """Whether the stream can show every character."""
    return (stream.encoding or "").lower().replace("-", "") == "utf8"


def columns(text: str) -> int:
    """Columns of a terminal or a fixed-width cell; Chinese takes two each."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
