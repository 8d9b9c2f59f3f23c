"""Numbers as a person reads them: exact where they can be, never misleading at a threshold."""

from __future__ import annotations

from fractions import Fraction

ZERO = Fraction(0)
_PLACES = 2
_MOST_PLACES = 8
#: A quotient that happens to end, like 95.671875, is no easier to read for it.
SHOWN_PLACES = 4


def rounded(value: Fraction, places: int) -> Fraction:
    """Half up (away from zero), as school and Excel do; Python's own rounding is half even."""
    if 10**places % value.denominator == 0:
        return value
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def capped(value: Fraction, cap: Fraction | None) -> Fraction:
    """The value, or the cap where that is less."""
    return value if cap is None else min(value, cap)


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


#: What two decimals would show as nothing.
_LEAST = Fraction(5, 1000)
LESS = "不足0.01"


def loss(value: Fraction) -> str:
    """Points lost, as ``points``; ``不足0.01`` where those would look like none at all."""
    return LESS if 0 < value < _LEAST else points(value)


_WHOLE, _TENTH = Fraction(1), Fraction(1, 1000)


def share(part: Fraction, whole: Fraction) -> Fraction:
    """What part of a whole, rounded to a tenth of a percent.

    Neither all, unless it is all, nor nothing, unless it is nothing.
    """
    if not whole or part in (0, whole):
        return _WHOLE if whole and part == whole else ZERO
    return min(max(rounded(part / whole, 3), _TENTH), _WHOLE - _TENTH)


def percent(rate: Fraction | float) -> str:
    """A share as people read it: ``91.7%``."""
    return f"{float(rounded(Fraction(rate) * 100, 1)):.1f}%"


def signed(change: Fraction) -> str:
    """``+2``, ``-0.4``, ``±0``; a change below two decimals keeps as many as it takes to see it."""
    if not change:
        return "±0"
    text = points(change) if rounded(change, 2) else plain(change)
    return ("+" if change > 0 else "") + text


def json_number(value: Fraction, places: int) -> int | float:
    """A number for JSON, rounded half up; whole numbers are written without a point."""
    value = rounded(value, places)
    return value.numerator if value.denominator == 1 else float(value)


_NUMERALS = "〇一二三四五六七八九十"


def section_number(nth: int) -> str:
    """``（一）`` for 0, as the standard numbers its sections; ``（十一）`` for 10."""
    tens, ones = divmod(nth + 1, 10)
    if nth < 10:
        return f"（{_NUMERALS[nth + 1]}）"
    if tens > 9:
        return f"（{nth + 1}）"
    return f"（{'' if tens == 1 else _NUMERALS[tens]}十{_NUMERALS[ones] if ones else ''}）"
