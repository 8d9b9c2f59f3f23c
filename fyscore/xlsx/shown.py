"""A cell's content as a person sees it: its number in its number format."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from fyscore.numbers import decimals, rounded

#: Formats that spreadsheet programs number instead of writing them out.
BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd"},
    **{20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 45: "mm:ss", 46: "[h]:mm:ss"},
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **{31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'},
}
_TOKEN = re.compile(
    r'"([^"]*)"?|[\\!](.)|_.|\*.|\[([^\]]*)\]|(General|AM/PM|[ymdhs]+|.)', re.I | re.S
)
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?", re.S)
_ELAPSED = re.compile(r"[hms]+", re.I)
_SERIAL = re.compile(r"[0-9]{1,7}(?:\.[0-9]*)?")
_PLACEHOLDERS = "0#?"
#: What this module does not set: fractions, powers of ten, names of weekdays.
_UNKNOWN = re.compile(r"[/Ee@]|aaa|ddd", re.I)


def number_shown(value: Decimal, code: str) -> str:
    """A number by one section of a format; its plain digits where the section is none we know."""
    number, tokens = Fraction(value), _tokens(code)
    digits = format(value.normalize() + 0, "f")  # without a zero's sign
    marks = "".join(text for text, is_code in tokens if is_code)
    if "general" in marks.lower():
        return "".join(digits if is_code else text for text, is_code in tokens)
    if not set(marks) & set(_PLACEHOLDERS) or _UNKNOWN.search(marks):
        return digits
    number *= 100 ** marks.count("%")
    whole, _, part = marks.replace("%", "").partition(".")
    number /= 1000 ** (len(whole + part) - len((whole + part).rstrip(",")))
    scaled = rounded(abs(number), sum(mark in _PLACEHOLDERS for mark in part))
    places = decimals(scaled) or 0
    digits = str(scaled.numerator * 10**places // scaled.denominator).rjust(places + 1, "0")
    left, right = digits[: len(digits) - places], digits[len(digits) - places :]
    least = whole.count("0")
    left = left.lstrip("0").rjust(least, "0")
    if "," in whole.rstrip(","):
        left = f"{int(left or 0):,}".rjust(least, "0")
    return ("-" if number < 0 else "") + _placed(tokens, left, right)


def _placed(tokens: list[tuple[str, bool]], left: str, right: str) -> str:
    """The digits in the places a format gives them, what stands between them kept."""
    places = [
        nth for nth, (text, is_code) in enumerate(tokens) if is_code and text in _PLACEHOLDERS
    ]
    point = next(
        (nth for nth, (text, is_code) in enumerate(tokens) if is_code and text == "."), None
    )
    before = [nth for nth in places if point is None or nth < point]
    shown = dict.fromkeys(places, "")
    for nth in reversed(before):
        left, shown[nth] = left[:-1], left[-1:]
        while left[-1:] == ",":
            left, shown[nth] = left[:-1], f",{shown[nth]}"
    if before:
        shown[before[0]] = left + shown[before[0]]
    for nth in places[len(before) :]:
        right, shown[nth] = right[1:], right[:1] or ("0" if tokens[nth][0] == "0" else "")
    made = []
    for nth, (text, is_code) in enumerate(tokens):
        if nth == point and not any(shown[each] for each in places[len(before) :]):
            continue
        made.append(shown.get(nth, "" if is_code and text == "," else text))
    return "".join(made)


def _tokens(code: str) -> list[tuple[str, bool]]:
    """A section's pieces, each with whether it is a code; what is quoted or escaped is none."""
    found = []
    for quoted, escaped, bracket, other in _TOKEN.findall(code):
        if bracket and (currency := _CURRENCY.fullmatch(bracket)):
            found.append((currency[1], False))
        elif bracket and _ELAPSED.fullmatch(bracket):
            found.append((f"[{bracket}]", True))
        elif other:
            is_code = other in "0#?.,%@Ee/" or len(other) > 1 or other.lower() in "ymdhs"
            found.append((other, is_code))
        elif quoted or escaped:
            found.append((quoted or escaped, False))
    return found


def moment(stored: str, from_1904: bool) -> datetime | None:
    """What a date cell holds; None where it is no serial number or beyond the calendar.

    Days before March 1900 are those that spreadsheet programs show, which know a
    29 February 1900.
    """
    if not _SERIAL.fullmatch(stored):
        return None
    days = Fraction(stored)
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if days >= 61 else 31)
    try:
        return epoch + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return None


def date_shown(stored: str, code: str, from_1904: bool) -> str:
    """A date or time by one section of a format; what is no serial number as it is stored."""
    when = moment(stored, from_1904)
    if when is None:
        return stored[:10]
    tokens = _tokens(code)
    marks = [text.lower() for text, is_code in tokens if is_code]
    if not marks or any(_UNKNOWN.search(mark) for mark in marks if mark not in ("/", "am/pm")):
        return when.date().isoformat()
    return "".join(
        _unit(when, text.lower(), tokens, nth, Fraction(stored)) if is_code else text
        for nth, (text, is_code) in enumerate(tokens)
    )


def _unit(
    when: datetime, mark: str, tokens: list[tuple[str, bool]], nth: int, days: Fraction
) -> str:
    kind, width = mark.strip("[]")[:1], len(mark)
    if mark.startswith("["):
        return str(int(days * {"h": 24, "m": 1440, "s": 86_400}[kind]))
    if mark == "am/pm":
        return "AM" if when.hour < 12 else "PM"
    if kind == "m" and _is_minute(tokens, nth):
        return f"{when.minute:0{min(width, 2)}d}"
    hour = when.hour
    if any(is_code and text.lower() == "am/pm" for text, is_code in tokens):
        hour = hour % 12 or 12
    numbers = {"m": when.month, "d": when.day, "h": hour, "s": when.second}
    if kind == "y":
        return f"{when.year % 100:02d}" if width < 3 else str(when.year)
    return f"{numbers[kind]:0{min(width, 2)}d}" if kind in numbers else mark


def _is_minute(tokens: list[tuple[str, bool]], nth: int) -> bool:
    """An m after an hour, or before a second, is a minute."""
    units = [
        (at, text.lower().strip("[]")[:1]) for at, (text, is_code) in enumerate(tokens) if is_code
    ]
    units = [(at, unit) for at, unit in units if unit in "ymdhs"]
    here = next(place for place, (at, _) in enumerate(units) if at == nth)
    before = units[here - 1][1] if here else ""
    after = units[here + 1][1] if here + 1 < len(units) else ""
    return before == "h" or after == "s"


def day_shown(stored: str, from_1904: bool = False) -> str:
    """A date cell's day as an ISO date; what is no serial number is left as it stands."""
    when = moment(stored, from_1904)
    return stored[:10] if when is None else date.isoformat(when.date())
