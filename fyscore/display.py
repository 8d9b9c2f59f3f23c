"""How wide text is on a screen or in a cell, and what a stream can show."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import east_asian_width


def is_utf8(encoding: str | None) -> bool:
    """Whether a stream of that encoding can show every character."""
    return (encoding or "").lower().replace("-", "") == "utf8"


def display_width(text: str, wide: str = "WF") -> int:
    """Columns of a terminal or a fixed-width cell; Chinese takes two each.

    ``wide`` are the kinds of letters that do: on consoles that are not UTF-8
    quotes and dashes do too (``WFA``).
    """
    return sum(2 if east_asian_width(c) in wide else 1 for c in text)


#: Stands where a line must not break, and is never shown.
_JOINER = "\u2060"
#: Stands where a line may break, and is never shown.
_BREAK = "\u200b"
#: A number and its unit, with or without a blank between them.
_UNIT = r"(?<=[0-9%‰])( ?)(?=[\u4e00-\u9fff%‰])|(?<=[第至]) (?=[0-9])"


@lru_cache(maxsize=4096)
def wrapped(text: str, width: int, wide: str = "WF") -> tuple[str, ...]:
    """The text in lines of that width, broken as Chinese is set (UAX #14).

    No line begins with a closing mark or ends with an opening one, and no number
    is parted from its unit.
    """
    return tuple(line for part in text.split("\n") for line in _wrapped(part, width, wide))


def _wrapped(text: str, width: int, wide: str) -> Iterator[str]:
    if display_width(text, wide) <= width:
        yield text.rstrip()
        return
    line, used = "", 0
    for unit in _units(text):
        needed = display_width(unit.rstrip(), wide)
        if line and used + needed > width:
            yield line.rstrip()
            line, used = "", 0
        # A long name or path, with nowhere to break it.
        while needed > width:
            taken = _fitting(unit, width, wide)
            yield unit[:taken]
            unit = unit[taken:]
            needed = display_width(unit.rstrip(), wide)
        line += unit
        used += needed + len(unit) - len(unit.rstrip())
    yield line.rstrip()


@lru_cache(maxsize=1024)  # a rule stands in several sheets, each of its own width
def _units(text: str) -> tuple[str, ...]:
    """The pieces between which the text may break."""
    from uniseg.linebreak import line_break_units  # only what is laid out needs it

    joined = re.sub(_UNIT, lambda match: "\u00a0" if match[0] else _JOINER, text)
    joined = joined.replace("→", f"→{_BREAK}")  # ``before→after`` may stand in two lines
    return tuple(
        unit.replace(_JOINER, "").replace(_BREAK, "").replace("\u00a0", " ")
        for unit in line_break_units(joined)
    )


def _fitting(text: str, width: int, wide: str) -> int:
    """How many letters fit; at least one."""
    taken = 1
    while taken < len(text) and display_width(text[: taken + 1], wide) <= width:
        taken += 1
    return taken


def wrapped_text(text: str, width: float) -> str:
    """A text of ours broken into lines as Chinese is set, which spreadsheet programs do not do."""
    return "\n".join(wrapped(text, int(width)))


@lru_cache(maxsize=4096)  # most texts are the rulebook's, the same in every workbook of a batch
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
