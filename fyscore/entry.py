"""What a person typed, taken apart exactly: text, yes/no words, numbers with their units.

Knows nothing of fields, sheets and cells; what a number may be, its field's
type decides (:mod:`fyscore.rules.field_types`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from fyscore.numbers import plain
from fyscore.problems import Code, Problem

#: A cell's content as it is stored: a number, a text, or a truth value.
Raw = Decimal | str | bool

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
#: Four groups of three at most: no cell holds a longer number exactly.
_NUMBER = re.compile(
    r"(-?)([1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}|[0-9]+)(\.[0-9]+)? *([^\d,.].*)?", re.DOTALL
)
#: Digits that a cell holds exactly.
MOST_DIGITS = 15
YES_WORDS = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1"})
NO_WORDS = frozenset({"否", "无", "×", "✗", "n", "no", "false", "0"})
#: How people write that there is none, where a number is asked for.
NOTHING_WORDS = frozenset({"无", "没有", "零", "—", "－", "-", "/", "--", "——", "无此情况"})
_DATE = re.compile(
    r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}( .*)?|[0-9]{4}年[0-9]{1,2}月([0-9]{1,2}日)?"
)
#: Ways of writing a unit, by the field's own.
_SPELLINGS = {
    "%": ("%",),
    "‰": ("‰",),
    "/万": ("/万", "/1万", "/10000"),
    "/10万": ("/10万", "/十万", "/100000"),
}
#: Measure words that people use for one another: 8个 is no other number of institutions than 8家.
_MEASURE_WORDS = (
    frozenset("个家所处"),
    frozenset("个次场回"),
    frozenset("个起例件宗"),
    frozenset("个人名位"),
    frozenset("个户"),
    frozenset("个项条"),
    frozenset("个份"),
    frozenset("个对"),
)
#: Letters of a person's text that a message repeats.
SHOWN = 30


#: What stands for another character in an answer, or for none.  The reader folds these and
#: full-width forms, and so do the form's formulas; neither folds anything else.
FOLDED: Mapping[str, str] = {
    **dict.fromkeys(map(chr, _INVISIBLE), ""),
    **dict.fromkeys("\t\n\r\u00a0\u2002\u2003\u2009\u202f", " "),
}
_FULL_WIDTH = {0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)} | {0x3000: " "}
_FOLDED = _FULL_WIDTH | str.maketrans(dict(FOLDED))


class EntryError(ValueError):
    """A typed value that cannot be used; ``problem`` says why, its place still open."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.found)
        self.problem = problem


class Typed(NamedTuple):
    """A value as typed: exact, with the decimal places a number was written to."""

    value: bool | Fraction
    places: int = 0


class NumberText(NamedTuple):
    """A number written in words' company: its value, decimal places and unit."""

    value: Fraction
    places: int
    unit: str
    #: Whether it has more digits than a cell holds exactly.
    is_long: bool = False


def clean(text: str) -> str:
    """Full-width forms folded, invisible characters and outer blanks removed."""
    return _clean_short(text) if len(text) <= _SHORT else _clean(text)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip()


#: Letters of a heading, a key or a label, which a batch meets again in every file.
_SHORT = 60
_clean_short = lru_cache(maxsize=4096)(_clean)


def quoted(raw: object) -> str:
    """What was found, quoted and short enough for one line."""
    text = str(raw).replace("\n", " ")
    return f"“{text[:SHOWN]}…”" if len(text) > SHOWN else f"“{text}”"


def parse_yes_no(raw: Raw) -> bool:
    """是/否 in any of the forms people use.  Raises EntryError for anything else."""
    if isinstance(raw, bool):
        return raw
    text = normalized(raw).lower() if isinstance(raw, str) else str(raw.normalize())
    if text in YES_WORDS:
        return True
    if text in NO_WORDS:
        return False
    raise EntryError(Code.YES_NO_EXPECTED.problem(typed=quoted(raw)))


def is_blank_text(text: str) -> bool:
    """Whether there is nothing to see in it."""
    return not normalized(text)


def normalized(text: str) -> str:
    """An answer's text, full-width forms folded; a raised or circled digit is no digit."""
    return text.translate(_FOLDED).strip(" ")


def is_date_text(text: str) -> bool:
    """Whether a text is a date: 2023-01-05, 2023年1月."""
    return _DATE.fullmatch(normalized(text)) is not None


def parse_number_text(raw: str) -> NumberText | None:
    """A number with what follows it; None where the text is none."""
    match = _NUMBER.fullmatch(normalized(raw))
    if match is None:
        return None
    sign, whole, fraction, unit = match.groups()
    if unit and unit[0].isdigit():  # a raised or circled digit: a footnote, or a power
        return None
    digits = whole.replace(",", "") + (fraction or "")
    value = Fraction(sign + digits)
    if sign and not value:
        return None
    places = len(fraction) - 1 if fraction else 0
    is_long = len(digits) - bool(fraction) > MOST_DIGITS
    return NumberText(value, places, unit or "", is_long)


@lru_cache(maxsize=64)
def spellings(unit: str) -> tuple[str, ...]:
    """Ways of writing a unit, neighbouring measure words among them, the longest first."""
    near = {word for words in _MEASURE_WORDS if unit in words for word in words}
    found = {*_SPELLINGS.get(unit, (unit,) if unit else ()), *near}
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


def percent_where_none_belongs(value: Fraction, unit: str) -> EntryError:
    """What is wrong with a number that its cell's format shows as a percentage."""
    own = f"以“{unit}”为单位" if unit else "不带单位"
    shown = plain(value * 100)
    return EntryError(Code.PERCENT_FORMAT.problem(shown=shown, unit=unit or "无", own=own))
