"""Numbers as a person reads them: exact where they can be, never misleading at a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from fyscore.rulebook.model import Field

#: Sections are numbered （一）, （二） … as in the standard.
NUMERALS = "一二三四五六七八九十"
_PLACES = 2
_MOST_PLACES = 8
#: A quotient that happens to end, like 95.671875, is no easier to read for it.
_SHOWN_PLACES = 4


def rounded(value: Fraction, places: int) -> Fraction:
    """Half up (away from zero), as school and Excel do; Python's own rounding is half even."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def decimals(value: Fraction) -> int | None:
    """How many decimal places write the value exactly; None if none do."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def plain(value: Fraction, against: Fraction | None = None, exact: int = _MOST_PLACES) -> str:
    """``value`` in digits: exact if ``exact`` places suffice, else to two places.

    More places are shown where two would make it look equal to ``against`` or nothing.
    """
    places = decimals(value)
    if places is None or places > exact:
        places = _PLACES
        while places < _MOST_PLACES and rounded(value, places) in (against, 0) and value:
            places += 1
    return _digits(rounded(value, places), places)


def _digits(value: Fraction, places: int) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    scaled = abs(value.numerator) * 10**places // value.denominator
    whole, part = divmod(scaled, 10**places)
    text = f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def points(value: Fraction) -> str:
    """Points to two decimals, as the contract shows scores."""
    return _digits(rounded(value, 2), 2)


def quantity(field: Field, value: bool | Fraction, against: Fraction | None = None) -> str:
    """``97%``, ``16.5/10万``, ``8家``, ``是``: a value with its field's unit."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return plain(value, against, _SHOWN_PLACES) + field.unit


def difference(field: Field, value: Fraction) -> str:
    """A distance between two values of the field: percent differ by percentage points."""
    if field.type.name == "percent":
        return f"{plain(value, exact=_SHOWN_PLACES)} 个百分点"
    return f"{plain(value, exact=_SHOWN_PLACES)}{field.unit}"


#: Each reading's values in words.
READING_WORDS: Mapping[str, Mapping[str, str]] = {
    "bounds": {"inclusive": "以上、以下含本数", "exclusive": "以上、以下不含本数"},
    "partial_point": {
        "started": "不足一个百分点按一个计",
        "whole": "不足一个百分点不计",
        "linear": "不足一个百分点按比例计",
    },
    "two_rates": {"sum": "两率差距相加", "worst": "两率取差距大者"},
    "veto": {"flag": "一票否决保留总分", "zero": "一票否决总分计零"},
}


def reading_text(readings: Mapping[str, str], *, names: bool = True) -> str:
    """The chosen readings in words, each with its name for --reading."""
    return "；".join(
        READING_WORDS[n][v] + (f"（{n}={v}）" if names else "") for n, v in readings.items()
    )
