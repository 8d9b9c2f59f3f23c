"""The grammar of :mod:`fyscore.entry` as spreadsheet expressions.

Made from its tables, so that what the reader takes for an answer the form's own
formulas take for the same one, and nothing else.  Only functions that Excel
2010, WPS and LibreOffice share are used.
"""

from __future__ import annotations

from collections.abc import Iterable

from fyscore.entry import FOLDED, MOST_DIGITS, spellings

_DIGITS = "0123456789"


def normalized(cell: str) -> str:
    """A text without what says nothing, in plain width."""
    text = f"ASC({cell})"
    for old, new in FOLDED.items():
        text = f"SUBSTITUTE({text},{_letter(old)},{_letter(new)})"
    return f"TRIM({text})"


def _letter(letter: str) -> str:
    """A string of one letter or none; control characters do not survive in a formula."""
    return f"CHAR({ord(letter)})" if letter and letter < " " else f'"{letter}"'


def without_unit(text: str, unit: str) -> str:
    """A text without its unit in any spelling."""
    spelled = spellings(unit)
    found = text
    short = "".join(each for each in spelled if len(each) == 1)
    if short:
        one = f'ISNUMBER(FIND(RIGHT({text},1),"{short}"))'
        found = f"IF({one},TRIM(LEFT({text},LEN({text})-1)),{text})"
    for each in reversed([each for each in spelled if len(each) > 1]):
        count = len(each)
        rest = f"TRIM(LEFT({text},LEN({text})-{count}))"
        found = f'IF(RIGHT({text},{count})="{each}",{rest},{found})'
    return found


def is_number(number: str) -> str:
    """Whether a text is digits, with a point or grouping commas in their places."""
    plain = f'SUBSTITUTE({number},",","")'
    left = f'SUBSTITUTE({plain},".","",1)'
    for digit in _DIGITS:
        left = f'SUBSTITUTE({left},"{digit}","")'
    tests = [
        f"LEN({number})>0",
        f'LEN(SUBSTITUTE({plain},".",""))<={MOST_DIGITS}',
        f'{left}=""',
        *(f'ISNUMBER(FIND({end}({number},1),"{_DIGITS}"))' for end in ("LEFT", "RIGHT")),
        f'IF(ISNUMBER(FIND(",",{number})),{_is_grouped(number, plain)},TRUE)',
    ]
    return f"AND({','.join(tests)})"


def _is_grouped(number: str, plain: str) -> str:
    """Whether commas part the whole number, and nothing else, into threes."""
    point = f'FIND(".",{number}&".")'
    whole = f"LEFT({number},{point}-1)"
    return f'AND({whole}=TEXT(INT(VALUE({plain})),"#,##0"),ISERROR(FIND(",",{number},{point})))'


def value(number: str) -> str:
    """Digits as a number."""
    return f'VALUE(SUBSTITUTE({number},",",""))'


def is_one_of(text: str, words: Iterable[str]) -> str:
    """Whether a text is one of the words; spreadsheets ignore case."""
    tests = [f'{text}="{word}"' for word in sorted(words)]
    return f"OR({','.join(tests)})"


#: Kinds of number formats, as spreadsheets name them.
PERCENT, DATE = "P", "D"


def has_format(cell: str, kinds: str) -> str:
    """Whether a cell's format is one of the kinds; it is not in an engine that does not tell."""
    return f'ISNUMBER(FIND(LEFT(CELL("format",{cell}),1),"{kinds}"))'


def is_percent(cell: str) -> str:
    """Whether a cell meant for percentages is formatted so; as it is made, where none tells."""
    return f'IFERROR(LEFT(CELL("format",{cell}),1)="{PERCENT}",TRUE)'
