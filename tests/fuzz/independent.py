"""A second opinion: the same cells read through openpyxl, scored straight from the contract.

Shares no code with fyscore but the rulebook's text.  Only ever asked about
workbooks that fyscore has accepted, so anything it cannot read is a finding.
"""

from __future__ import annotations

import io
import re
import tomllib
import unicodedata
import warnings
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import openpyxl

RULES = tomllib.loads(
    (Path(__file__).parents[2] / "fyscore/rules/data/liunan-2023-25.toml").read_text("utf-8"),
    parse_float=Decimal,
)
SCALES = {"percent": 100, "permille": 1000, "per_10k": 10_000, "per_100k": 100_000}
UNITS = {"percent": "%", "permille": "‰", "per_10k": "/万", "per_100k": "/10万", "mark": "分"}
SPELLED = {"/万": ("/1万", "/10000"), "/10万": ("/十万", "/100000")}
#: Measure words that stand for one another.
MEASURES = ("个家所处", "个次场回", "个起例件宗", "个人名位", "个户", "个项条", "个份", "个对")
YES, NO = (
    ("是", "有", "√", "✓", "y", "yes", "true", "1"),
    ("否", "无", "×", "✗", "n", "no", "false", "0"),
)
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f]")
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


#: Value, numerator, denominator and own mark; an older form has no cell for the last.
Cells = tuple[Any, ...]


class CannotOpen(Exception):
    """openpyxl does not open the file; there is no second opinion."""


class Disagrees(Exception):
    """fyscore accepted what the contract does not."""


def tidy(text: str) -> str:
    text = ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    text = re.sub(r"[\x00-\x08\x0b-\x1f]", "", text.replace("\r", "\n"))
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).strip()


def typed(text: str) -> str:
    """An answer's text: full-width ASCII in plain width, blanks of all common kinds as one."""
    text = ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    text = INVISIBLE.sub("", re.sub("[\t\n\r\u00a0\u2002\u2003\u2009\u202f\u3000]", " ", text))
    wide = "[\uff01-\uff5e]"
    return re.sub(wide, lambda m: unicodedata.normalize("NFKC", m[0]), text).strip(" ")


def sheet_named(book: Any, name: str) -> Any:
    hits = [s for s in book.worksheets if tidy(s.title) == name]
    if len(hits) != 1:  # openpyxl passes over parts whose names differ in case
        raise CannotOpen(f"{len(hits)} sheets named {name}")
    return hits[0]


def cells_of(content: bytes) -> dict[str, Cells]:
    """Key → its value, numerator, denominator and own mark's cells."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            sheet = sheet_named(book, "填报") if book.worksheets else None
    except Exception as error:
        raise CannotOpen(repr(error)) from None
    if sheet is None:
        raise CannotOpen("no sheets")
    rows = {}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and tidy(cell.value) == "字段编号":
                rows[cell.row] = row
    if not rows:
        raise Disagrees("no heading row")
    head = max(rows.values(), key=lambda row: (sum(1 for c in row if c.value), -row[0].row))
    columns = {tidy(c.value): c.column for c in head if isinstance(c.value, str)}
    found: dict[str, Cells] = {}
    for number in range(head[0].row + 1, sheet.max_row + 1):
        key = sheet.cell(number, columns["字段编号"]).value
        if isinstance(key, str):
            found[tidy(key)] = tuple(
                sheet.cell(number, columns[h]) if h in columns else None
                for h in ("填报值", "分子", "分母", "自评")
            )
    return found


def shows_percent(code: str, value: Decimal) -> bool:
    """Whether Excel shows the value with a percent sign of the format's own."""
    sections, current, quoted, skip = [], "", False, False
    for letter in code:
        if skip:
            skip = False
        elif letter == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif letter in "\\_*":
            skip = True
        elif letter == ";":
            sections.append(current)
            current = ""
        else:
            current += letter
    sections = [*sections, current][:4]
    bounds = [re.search(r"\[(<=|>=|<>|[<>=])(-?[\d.]+)\]", section) for section in sections]
    if any(bounds):
        for section, bound in zip(sections, bounds, strict=True):
            if bound is None or _holds(value, bound[1], Decimal(bound[2])):
                return "%" in re.sub(r"\[[^\]]*\]", "", section)
        return "%" in sections[-1]
    chosen = 0
    if len(sections) > 2 and value == 0:
        chosen = 2
    elif len(sections) > 1 and value < 0:
        chosen = 1
    return "%" in re.sub(r"\[[^\]]*\]", "", sections[chosen])


def looks_like_a_date(code: str) -> bool:
    bare = QUOTED.sub("", code.split(";")[0])
    return not re.search("[0#?]", re.sub(r"s\.0+", "", bare)) and code not in (
        "Standard",
        "General",
    )


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    less, same = value < bound, value == bound
    return {
        "<": less, "<=": less or same, ">": not less and not same, ">=": not less,
        "=": same, "<>": not same,
    }[sign]  # fmt: skip


def refuse_taken_for_a_date(cell: Any) -> None:
    """Raises CannotOpen where openpyxl makes a date of a number, by a unit with an m or a y in it."""
    taken = isinstance(cell.value, (date, time, timedelta))
    if taken and not looks_like_a_date(str(cell.number_format)):
        raise CannotOpen(f"openpyxl takes {cell.number_format} for a date's")


def number(cell: Any, kind: str, unit: str) -> tuple[F, int] | None:
    """The value and its decimal places; None where blank."""
    raw = cell.value if cell is not None else None
    if raw is None or (isinstance(raw, str) and not typed(raw)):
        return None
    refuse_taken_for_a_date(cell)
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise Disagrees(f"{cell.coordinate} holds {raw!r}")
    if isinstance(raw, (int, float)):
        exact = Decimal(format(float(raw), ".15g"))
        percent = shows_percent(str(cell.number_format), exact)
        if kind == "percent":
            if (percent and exact > 1) or (not percent and 0 < exact <= 1):
                raise Disagrees(f"{cell.coordinate} is ambiguous")
            exact = exact * 100 if percent else exact
        elif percent:
            raise Disagrees(f"{cell.coordinate} is a percentage")
        value = F(exact)
        exponent = exact.normalize().as_tuple().exponent
        places = max(0, -int(exponent))
    else:
        said = r"([1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)? *(\D.*)?"
        match = re.fullmatch(said, typed(raw), re.DOTALL)
        if match is None or len(re.findall("[0-9]", match[1] + (match[2] or ""))) > 15:
            raise Disagrees(f"{cell.coordinate} holds {raw!r}")
        given = match[3] or ""
        near = any(given in words and unit in words for words in MEASURES if given and unit)
        if given and not near and given not in (unit, *SPELLED.get(unit, ())):
            raise Disagrees(f"{cell.coordinate} is in {given!r}")
        value = F(match[1].replace(",", "") + (match[2] or ""))
        places = len(match[2]) - 1 if match[2] else 0
        if kind == "percent" and not given and 0 < value <= 1:
            raise Disagrees(f"{cell.coordinate} is ambiguous")
    if value < 0 or (kind == "percent" and value > 100):
        raise Disagrees(f"{cell.coordinate} out of range")
    if kind in ("count", "cases") and value > 10**10:
        raise Disagrees(f"{cell.coordinate} too many")
    if (kind == "count" and value.denominator != 1) or (
        kind == "mark" and (value * 100).denominator != 1
    ):
        raise Disagrees(f"{cell.coordinate} too precise")
    return value, places


def answer(field: dict[str, Any], cells: Cells) -> bool | F | None:
    kind = field["type"]
    if kind == "yes_no":
        refuse_taken_for_a_date(cells[0])
        raw = cells[0].value
        if raw is None or (isinstance(raw, str) and not typed(raw)):
            return None
        word = str(raw).lower() if isinstance(raw, bool) else typed(str(raw)).lower()
        if isinstance(raw, float) and raw.is_integer():
            word = str(int(raw))
        if word in YES:
            return True
        if word in NO:
            return False
        raise Disagrees(f"{cells[0].coordinate} holds {raw!r}")
    unit = field.get("unit", UNITS.get(kind, ""))
    value = number(cells[0], kind, unit)
    scale = field.get("scale", SCALES.get(kind, 0))
    if kind == "mark":
        own = number(cells[3], kind, unit)
        return (value or own) and (value or own)[0]  # type: ignore[index]
    if not scale:
        return value and value[0]
    top, bottom = (number(c, "cases", field.get("case_unit", "")) for c in cells[1:3])
    if top is None and bottom is None:
        return value and value[0]
    if top is None or bottom is None or not bottom[0] or (kind == "percent" and top[0] > bottom[0]):
        raise Disagrees(f"{cells[1].coordinate} pair")
    quotient = top[0] / bottom[0] * scale
    if value is not None and abs(quotient - value[0]) > F(1, 2 * 10 ** value[1]):
        raise Disagrees(f"{cells[0].coordinate} and its quotient")
    return quotient


def bounds_hold(field: dict[str, Any], value: bool | F, readings: dict[str, str]) -> bool:
    """Whether one field of an all-or-nothing part is as the notice wants it."""
    strict = readings["bounds"] == "exclusive" and field.get("word") in ("以上", "以下", "以内")
    low, high = field.get("min"), field.get("max")
    if low is not None and (value < low or (strict and value == low)):
        return False
    if high is not None and (value > high or (strict and value == high)):
        return False
    return value is not False


def points_short(value: F, target: F, readings: dict[str, str]) -> F:
    """How many percentage points count as missing."""
    short = max(F(0), target - value)
    whole = F(short.numerator // short.denominator)
    how = readings["partial_point"]
    if how == "linear":
        return short
    return whole if how == "whole" or whole == short else whole + 1


def part_score(part: dict[str, Any], given: dict[str, Any], readings: dict[str, str]) -> F | None:
    """The points of one part; None while it waits for an answer.  Raises Disagrees."""
    fields, most, shape = part["fields"], F(part["max"]), part["shape"]
    values = {f["key"]: given.get(f["key"]) for f in fields}
    for field in fields:
        if field["type"] == "mark" and (values[field["key"]] or 0) > most:
            raise Disagrees(f"{part['id']} over its maximum")
        if field["type"] == "count" and (values[field["key"]] or 0) > part.get("sample", F(10**99)):
            raise Disagrees(f"{part['id']} more than the sample")
    if shape.endswith("_or_discretion"):
        return full_or_mark(part, values)
    if any(value is None for value in values.values()):
        return None
    if shape not in SHAPES:
        raise NotImplementedError(
            f"the independent scorer (tests/fuzz/independent.py) has no rule for the shape {shape!r}"
            " in SHAPES: write it there from the standard's words alone"
        )
    return SHAPES[shape](part, values, readings)


def full_or_mark(part: dict[str, Any], values: dict[str, Any]) -> F | None:
    (tested, _), most = part["fields"], F(part["max"])
    first, mark = values.values()
    if first is None:
        return None
    met = first is True if part["shape"].startswith("complete") else first >= tested["min"]
    if (met and mark not in (None, most)) or (not met and mark is not None and mark >= most):
        raise Disagrees(f"{part['id']} contradicts itself")
    return most if met else mark


def discretion(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    (mark,) = values.values()
    return mark


def every(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    holds = all(bounds_hold(f, values[f["key"]], readings) for f in part["fields"])
    return F(part["max"]) if holds else F(0)


def above_average(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    own, average = values.values()
    return F(part["max"]) if own > average else F(0)


def shortfall(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    (count,) = values.values()
    return max(F(0), F(part["max"]) - F(part["per_unit"]) * max(0, F(part["target"]) - count))


def points_below(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    short = [points_short(v, F(part["target"]), readings) for v in values.values()]
    lost = max(short) if readings["two_rates"] == "worst" else sum(short)
    return max(F(0), F(part["max"]) - F(part["per_point"]) * lost)


def deduct(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    if any(value is False for value in values.values()):
        return F(0)
    cases = sum(value for value in values.values() if not isinstance(value, bool))
    return max(F(0), F(part["max"]) - F(part["per_unit"]) * cases)


def tiers(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    field = part["fields"][0]
    for tier in part["tiers"]:
        bound = {name: tier[name] for name in ("min", "max") if name in tier}
        if bounds_hold({**bound, "word": field.get("word", "")}, values[field["key"]], readings):
            return F(tier["score"])
    return F(0)


def levels(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    return max(F(f["score"]) if values[f["key"]] else F(0) for f in part["fields"])


def checklist(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    missing = [f for f in part["fields"] if not values[f["key"]]]
    lost = sum((F(f.get("score", part.get("per_unit"))) for f in missing), F(0))
    return max(F(0), F(part["max"]) - lost)


def proportion(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    (value,) = values.values()
    if value < F(part.get("floor", 0)):
        return F(0)
    return F(part["max"]) * min(F(1), value / F(part["full"]))


def bonus(part: dict[str, Any], values: dict[str, Any], readings: dict[str, str]) -> F:
    each = (F(f.get("score", part.get("per_unit"))) * values[f["key"]] for f in part["fields"])
    return min(F(part["max"]), sum(each, F(0)))


#: Every shape that carries points, but for those in which a mark steps in.
SHAPES = {
    "discretion": discretion,
    "all": every,
    "above_average": above_average,
    "shortfall": shortfall,
    "deduct": deduct,
    "points_below": points_below,
    "tiers": tiers,
    "levels": levels,
    "checklist": checklist,
    "proportion": proportion,
    "bonus": bonus,
}


def refuse_over(part: dict[str, Any], own: tuple[F, int] | None) -> None:
    """An own mark over the maximum is refused even where the assessors' is scored."""
    if own is not None and own[0] > F(part["max"]):
        raise Disagrees(f"{part['id']} own mark over its maximum")


class Verdict(str):
    """What stands for a part's points where there are none."""


PENDING, VETO, CLEAR, BAD = map(Verdict, ("pending", "veto", "clear", "bad"))
EXEMPT = Verdict("exempt")


class Scorer:
    """A standard and a way of reading it, by the contract alone."""

    def __init__(self, rules: dict[str, Any] = RULES, **readings: str) -> None:
        self.sections, self.cap = rules["sections"], rules.get("cap")
        self.items = [item for section in self.sections for item in section["items"]]
        defaults = {"bounds": "inclusive", "partial_point": "started", "two_rates": "sum"}
        self.readings = {**defaults, "veto": "flag", **rules.get("readings", {}), **readings}

    def parts(self, cells: dict[str, Cells]) -> dict[str, F | Verdict]:
        """Each part's points, or why it has none."""
        found: dict[str, F | Verdict] = {}
        for item in self.items:
            gate = item.get("gate", {}).get("fields", [])
            for part in item["parts"]:
                try:
                    given = {f["key"]: answer(f, cells[f["key"]]) for f in (*part["fields"], *gate)}
                    for field in part["fields"]:
                        if field["type"] == "mark":
                            refuse_over(part, number(cells[field["key"]][3], "mark", "分"))
                    held = [given[f["key"]] for f in gate]
                    how = item.get("gate", {}).get("shape", "")
                    found[part["id"]] = self._points(part, given, held, how)
                except Disagrees:
                    found[part["id"]] = BAD
        return found

    def _points(
        self, part: dict[str, Any], given: dict[str, Any], gate: list[Any], how: str
    ) -> F | Verdict:
        if part["shape"] == "veto":
            field = part["fields"][0]
            count = given[field["key"]]
            return PENDING if count is None else VETO if count > field.get("max", 0) else CLEAR
        score = part_score(part, given, self.readings)
        if True in gate:
            struck = {"void_if": F(0), "full_if": F(part["max"]), "exempt_if": EXEMPT}
            return struck[how]
        return PENDING if score is None or None in gate else score

    def total(self, parts: dict[str, F | Verdict]) -> F:
        """The whole form's points."""
        if VETO in parts.values() and self.readings["veto"] == "zero":
            return F(0)
        total = F(0)
        for section in self.sections:
            given = (parts[p["id"]] for item in section["items"] for p in item["parts"])
            own = sum((p for p in given if isinstance(p, F)), F(0))
            total += min(own, F(section.get("cap", own)))
        return min(total, F(total if self.cap is None else self.cap))


def opinion(content: bytes) -> dict[str, F | None]:
    """Points by part under the default readings; None where pending.

    Raises CannotOpen where openpyxl has no opinion, and Disagrees where the
    contract would have the workbook refused.
    """
    cells, scorer = cells_of(content), Scorer()
    for item in scorer.items:
        for part in (*item["parts"], *([item["gate"]] if "gate" in item else [])):
            for field in part["fields"]:
                if field["key"] not in cells:
                    raise Disagrees(f"no row {field['key']}")
                answer(field, cells[field["key"]])
    given = scorer.parts(cells)
    if BAD in given.values():
        raise Disagrees("contradictions")
    none = {PENDING: None, VETO: F(0), CLEAR: F(0)}
    return {key: p if isinstance(p, F) else none[p] for key, p in given.items()}
