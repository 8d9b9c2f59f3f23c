"""Texts as a person sees them: runs joined, escapes undone, what is raised or struck out noted."""

from __future__ import annotations

import re
from typing import NamedTuple

from fyscore.xlsx.archive import Archive, Attributes, Refused

MAX_STRINGS = 500_000
#: Thirty times what a cell can hold.
MAX_TEXT = 1_000_000
#: How spreadsheets store a character that XML cannot, a carriage return above all.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class Text(NamedTuple):
    """A text, and whether parts of it are raised, lowered or struck out."""

    text: str
    marked: bool = False


def unescaped(stored: str) -> str:
    """Stored text as a person sees it: escapes undone, control characters left out."""
    if "_x" in stored:
        stored = _ESCAPED.sub(_character, stored)
    if _CONTROL.search(stored):
        stored = _CONTROL.sub("", stored.replace("\r\n", "\n").replace("\r", "\n"))
    return stored


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    # Half of a surrogate pair is no character.
    return match[0] if 0xD800 <= code < 0xE000 else chr(code)


def is_marking(name: str, attributes: Attributes) -> bool:
    """Whether an element of a font raises, lowers or strikes out its text."""
    value = attributes.get("val", "")
    if name == "vertAlign":
        return value in ("superscript", "subscript")
    return name == "strike" and value not in ("0", "false")


class RichText:
    """Handlers for one string item: its runs, phonetic ones left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._in_text = self._in_phonetic = self._run_is_marked = False
        self._marked = False
        self._length = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._in_text = not self._in_phonetic
        elif name == "r":
            self._run_is_marked = False
        elif name == "rPh":
            self._in_phonetic = True
        elif is_marking(name, attributes):
            self._run_is_marked = True

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, data: str) -> None:
        if self._in_text:
            self._length += len(data)
            if self._length > MAX_TEXT:
                raise Refused("文字过长")
            self._pieces.append(data)
            self._marked |= self._run_is_marked and bool(data.strip())

    def made(self) -> Text:
        return Text(unescaped("".join(self._pieces)), self._marked)


def shared_strings(archive: Archive, part: str) -> list[Text]:
    """The workbook's shared strings; none where it has no such part."""
    found: list[Text] = []
    item = RichText()

    def start(name: str, attributes: Attributes) -> None:
        nonlocal item
        if name == "si":
            item = RichText()
        else:
            item.start(name, attributes)

    def end(name: str) -> None:
        if name == "si":
            if len(found) >= MAX_STRINGS:
                raise Refused("文字过多")
            found.append(item.made())
        else:
            item.end(name)

    def text(data: str) -> None:
        item.text(data)

    archive.parse(part, start, end, text)
    return found
