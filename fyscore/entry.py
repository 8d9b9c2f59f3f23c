"""What a person typed → an exact value, or a clear fault.  Never a guess.

Knows a field's type and unit; knows nothing of sheets and cells.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fyscore.answers import Answer
from fyscore.rulebook.model import Field
from fyscore.wording import decimals, plain

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*([^\d,.].*)?", re.DOTALL)
YES_WORDS = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1"})
NO_WORDS = frozenset({"否", "无", "×", "✗", "n", "no", "false", "0"})
#: Ways of writing a unit, by the field's own.
_SPELLINGS = {
    "%": ("%",),
    "‰": ("‰",),
    "/万": ("/万", "/1万", "/10000"),
    "/10万": ("/10万", "/十万", "/100000"),
}
_SHOWN = 30


class EntryError(ValueError):
    """A typed value that cannot be used; carries the parts of a Problem."""

    def __init__(self, code: str, found: str, expected: str, mend: str) -> None:
        super().__init__(found)
        self.code = code
        self.found = found
        self.expected = expected
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as typed: exact, with the decimal places it was written to."""

    value: Fraction
    places: int


def clean(text: str) -> str:
    """Full-width forms folded, invisible characters and outer blanks removed."""
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip()


def shown(raw: object) -> str:
    """What was found, quoted and short enough for one line."""
    text = str(raw).replace("\n", " ")
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def parse_yes_no(field: Field, raw: Decimal | str | bool) -> bool:
    """是/否 in any of the forms people use.  Raises EntryError for anything else."""
    if isinstance(raw, bool):
        return raw
    text = clean(raw).lower() if isinstance(raw, str) else str(raw)
    if text in YES_WORDS:
        return True
    if text in NO_WORDS:
        return False
    raise EntryError("yes_no_expected", f"填的是{shown(raw)}", "“是”或“否”", "请从下拉列表中选择。")


def parse_number(field: Field, raw: Decimal | str | bool, percent_format: bool = False) -> Typed:
    """A number in the field's own unit.

    Raises EntryError for text that is none, another unit, a value out of
    range, or a percentage that can be read two ways.
    """
    typed = _bare(field, raw, percent_format)
    value = typed.value
    label, unit = field.label, field.unit
    if value < 0:
        raise EntryError(
            "negative", f"填的是{shown(raw)}", f"不小于 0 的数（{unit}）", f"请核对“{label}”。"
        )
    if field.type.name == "count" and value.denominator != 1:
        raise EntryError(
            "whole_expected", f"填的是{shown(plain(value))}", "整数", "请填写个数，不带小数。"
        )
    if field.type.ceiling is not None and value > field.type.ceiling:
        raise EntryError(
            "percent_over_100",
            f"填的是 {plain(value)}%，超过 100%",
            "0% 到 100%",
            "请核对分子、分母和小数点。",
        )
    if field.type.name == "mark" and typed.places > 2:
        raise EntryError(
            "mark_places", f"填的是{shown(plain(value))}", "至多两位小数的评分", "请四舍五入。"
        )
    return typed


def _bare(field: Field, raw: Decimal | str | bool, percent_format: bool) -> Typed:
    expected = f"数值（单位：{field.unit or '无'}）"
    if isinstance(raw, bool):
        found = f"填的是逻辑值 {'TRUE' if raw else 'FALSE'}"
        raise EntryError("number_expected", found, expected, "请填写数字。")
    is_percent = field.type.name == "percent"
    if isinstance(raw, Decimal):
        if is_percent:
            return _percent_number(Fraction(raw), percent_format)
        if percent_format:
            shows = plain(Fraction(raw) * 100)
            raise EntryError(
                "wrong_unit",
                f"单元格是百分比格式，显示为 {shows}%",
                expected,
                f"请把单元格格式改为“常规”，再填写以“{field.unit}”为单位的数。",
            )
        return _typed(Fraction(raw))
    text = clean(raw)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise EntryError(
            "number_expected",
            f"填的是{shown(raw)}",
            expected,
            "请只填一个确定的数字，说明文字写到“备注”；没有数据的请留空。",
        )
    sign, whole, fraction, unit = match.groups()
    value = Fraction(sign + whole.replace(",", "") + (fraction or ""))
    places = len(fraction) - 1 if fraction else 0
    unit = re.sub(r"\s", "", unit or "")
    if unit:
        if unit not in _SPELLINGS.get(field.unit, (field.unit,)):
            raise EntryError(
                "wrong_unit",
                f"填的是{shown(raw)}，单位是“{unit[:_SHOWN]}”",
                expected,
                f"请换算成以“{field.unit or '个数'}”为单位再填，或只填数字。",
            )
        return Typed(value, places)
    if is_percent and 0 < value <= 1:
        raise _ambiguous(value, value, value * 100)
    return Typed(value, places)


def _typed(value: Fraction) -> Typed:
    return Typed(value, decimals(value) or 0)


def _percent_number(value: Fraction, percent_format: bool) -> Typed:
    if percent_format:
        if value > 1:
            raise _ambiguous(value, value, value * 100, "单元格是百分比格式，")
        return _typed(value * 100)
    if 0 < value <= 1:
        raise _ambiguous(value, value, value * 100, "单元格不是百分比格式，")
    return _typed(value)


def _ambiguous(value: Fraction, low: Fraction, high: Fraction, why: str = "") -> EntryError:
    return EntryError(
        "percent_ambiguous",
        f"{why}存的数是 {plain(value)}，可能指 {plain(low)}%，也可能指 {plain(high)}%",
        "看得出百分号的百分数，如 97.5%",
        "请连百分号一起重新填写（例如 97.5%）。",
    )


def quotient(
    field: Field, numerator: Fraction, denominator: Fraction, reported: Typed | None
) -> Answer:
    """The rate from its numerator and denominator, held against the rate typed beside them.

    Raises EntryError for a zero denominator, a numerator over the denominator
    of a percentage, or a reported rate that is not the quotient rounded to the
    reported rate's own precision.
    """
    if denominator == 0:
        raise EntryError("denominator_zero", "分母是 0", "大于 0 的分母", "请核对分母。")
    if field.type.ceiling is not None and numerator > denominator:
        raise EntryError(
            "numerator_over_denominator",
            f"分子 {plain(numerator)} 大于分母 {plain(denominator)}",
            "不大于分母的分子",
            "请核对分子和分母是否填反。",
        )
    value = numerator / denominator * field.scale
    if reported is not None and abs(value - reported.value) * 2 > Fraction(1, 10**reported.places):
        raise EntryError(
            "value_and_quotient_disagree",
            f"填报值 {plain(reported.value)}{field.unit}，分子÷分母却是 "
            f"{plain(value, against=reported.value)}{field.unit}",
            "与分子÷分母一致的填报值",
            "请核对三个数；上报数要与来源一致，也可只填分子和分母。",
        )
    return Answer(value, numerator, denominator, reported.value if reported else None)
