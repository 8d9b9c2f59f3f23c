"""What a cell's format says of its number: a percentage, a date, or neither; and its font."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from fyscore.xlsx.archive import Archive, Attributes
from fyscore.xlsx.shown import BUILT_IN
from fyscore.xlsx.strings import is_marking

_PERCENT_FORMATS = frozenset({9, 10})
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
#: Quoted texts, escaped characters, fill and spacing characters.
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.')
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|_.|\*.|[^;])*', re.DOTALL)
_MOST_SECTIONS = 4
_CONDITION = re.compile(r"\[\s*(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)\s*\]")
_BRACKET = re.compile(r"\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
_SECONDS = re.compile(r"s\.0+", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_DATE_WORD = re.compile(r"(?=.*[ymdhs])[ymdhsegab]+", re.IGNORECASE)
_TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


class Shown(NamedTuple):
    """What a format makes of a number: a percentage, a date, or neither."""

    percent: bool = False
    date: bool = False


class _Section(NamedTuple):
    """One section of a number format, and which numbers it is for, if it says so."""

    shown: Shown
    code: str = ""
    test: Callable[[Decimal], bool] | None = None


def _section(code: str) -> _Section:
    unquoted = _LITERAL.sub("", code)
    bare = _BRACKET.sub("", unquoted)
    shown = Shown("%" in bare, _is_date(bare))
    condition = _CONDITION.search(unquoted)
    if condition is None:
        return _Section(shown, code)
    try:
        test, bound = _TESTS[condition[1]], Decimal(condition[2])
    except ArithmeticError:
        return _Section(shown, code)
    return _Section(shown, code, lambda value: test(value, bound))


def _is_date(bare: str) -> bool:
    bare = _SECONDS.sub("s", bare)
    # A format of digits that names a unit with a letter is no date.
    if any(mark in bare for mark in "0#?"):
        return False
    return any(_DATE_WORD.fullmatch(word) for word in _WORD.findall(bare))


def _sections(code: str) -> list[_Section]:
    pieces: list[_Section] = []
    place = 0
    while place <= len(code) and len(pieces) < _MOST_SECTIONS:
        match = _SECTION.match(code, place)
        assert match is not None  # it also matches nothing
        pieces.append(_section(match[0]))
        place = match.end() + 1
    return pieces


class CellStyle:
    """A cell's number format, and whether its font strikes out, raises or lowers its text."""

    __slots__ = ("_number", "_sections", "_shown", "marked")

    def __init__(self, number: int = 0, code: str | None = None, marked: bool = False) -> None:
        self.marked = marked
        self._number = number
        self._sections = [] if code is None else _sections(code)
        self._shown: Shown | None = None  # where it depends on the number
        if code is None:
            self._shown = Shown(number in _PERCENT_FORMATS, number in _DATE_FORMATS)
        elif len(self._sections) == 1:
            self._shown = self._sections[0].shown

    def shows(self, value: Decimal) -> Shown:
        """What the format makes of ``value``: a format may have sections for some numbers."""
        return self._shown or self._section(value).shown

    def code_for(self, value: Decimal) -> str:
        """The section of the format that is for ``value``; empty for plain numbers."""
        if not self._sections:
            return BUILT_IN.get(self._number, "")
        return self._section(value).code

    def _section(self, value: Decimal) -> _Section:
        sections = self._sections
        if any(section.test for section in sections):
            for section in sections:
                if section.test is None or section.test(value):
                    return section
            return sections[-1]
        if len(sections) > 2 and value == 0:
            return sections[2]
        return sections[1] if value < 0 else sections[0]


GENERAL = CellStyle()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def cell_styles(archive: Archive, part: str) -> list[CellStyle]:
    """The workbook's cell styles in the order cells refer to them."""
    codes: dict[int, str] = {}
    fonts: list[bool] = []
    used: list[tuple[int, int]] = []
    #: Differential styles hold formats and fonts too; theirs are not the cells'.
    group = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal group
        if name in ("numFmts", "fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            group = name
        elif group == "numFmts" and name == "numFmt":
            codes[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif group == "fonts":
            if name == "font":
                fonts.append(False)
            elif fonts and is_marking(name, attributes):
                fonts[-1] = True
        elif group == "cellXfs" and name == "xf":
            used.append(
                (_number(attributes.get("numFmtId", "")), _number(attributes.get("fontId", "")))
            )

    def end(name: str) -> None:
        nonlocal group
        if name == group:
            group = ""

    archive.parse(part, start, end)
    made = {
        (number, font): CellStyle(number, codes.get(number), font < len(fonts) and fonts[font])
        for number, font in set(used)
    }
    return [made[each] for each in used]
