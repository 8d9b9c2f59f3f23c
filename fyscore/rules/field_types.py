"""The kinds of entry a field takes: how each is parsed, checked, shown, and brought to a bound.

What the program asks of a field's type is asked of an object here; a new type
is a class and its entry in :data:`FIELD_TYPES`.
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from fyscore.answers import Answer
from fyscore.entry import (
    NO_WORDS,
    YES_WORDS,
    EntryError,
    Raw,
    Typed,
    parse_yes_no,
    quoted,
)
from fyscore.numbers import SHOWN_PLACES, decimals, plain
from fyscore.problems import Code
from fyscore.rules import cell_text
from fyscore.rules.changes import move_count, say_yes
from fyscore.rules.field import Allowed, Bound, Change, Field, InputCells, Limits
from fyscore.rules.number_type import ROUND, FieldType

#: Past any mark's precision, more than the noise of doubles.
_NOISE = "1E-12"
#: More than there are people on earth: a telephone number, or another unit.
MOST_CASES = 10**10
#: The last whole number that is no date of this century.
_DAYS = Fraction(36_525)


class Cases(FieldType):
    """How many persons, households or the like a rate's numerator or denominator counts."""

    def _check(self, typed: Typed) -> None:
        if typed.value > MOST_CASES:
            given = quoted(plain(Fraction(typed.value)))
            raise EntryError(Code.TOO_MANY.problem(typed=given))

    def _wrong(self, cell: str, limits: Limits) -> list[str]:
        return [f"{cell}>{MOST_CASES}"]


class YesNo(FieldType):
    """是 or 否."""

    is_yes_no = True
    align = "center"

    def parse(self, field: Field, raw: Raw, percent_format: bool = False) -> Typed:
        return Typed(parse_yes_no(raw))

    def shown(self, field: Field, value: bool | Fraction, against: Fraction | None = None) -> str:
        return self.stored(value)

    def stored(self, value: bool | Fraction) -> str:
        return "是" if value else "否"

    def hint(self, field: Field, limits: Limits) -> str:
        return "选“是”或“否”"

    def allowed(self, limits: Limits) -> Allowed:
        return Allowed("list", choices=("是", "否"))

    def cell_formulas(self, raw: str, cells: InputCells, unit: str, bad: str) -> Sequence[str]:
        text, word = cells.text, f'({raw}&"")'
        yes, no = (cell_text.is_one_of(text, words) for words in (YES_WORDS, NO_WORDS))
        dated = f"AND(ISNUMBER({raw}),{cell_text.has_format(raw, cell_text.DATE)})"
        told = f"IF({dated},{bad},IF({yes},1,IF({no},0,{bad})))"
        return (
            f"IFERROR({cell_text.normalized(word)},{bad})",
            "",
            f'IFERROR(IF({text}="","",{told}),{bad})',
        )

    def checked(self, value: str, limits: Limits, bad: str) -> str:
        return value

    def fix(self, field: Field, answer: Answer | None, bound: Bound) -> Change | None:
        return say_yes(field, answer)


class Count(Cases):
    """How many there are."""

    def _check(self, typed: Typed) -> None:
        super()._check(typed)
        if Fraction(typed.value).denominator != 1:
            given = quoted(plain(Fraction(typed.value)))
            raise EntryError(Code.WHOLE_EXPECTED.problem(typed=given))

    def hint(self, field: Field, limits: Limits) -> str:
        if limits.sample is not None:
            return f"填0～{plain(limits.sample)}的整数"
        return "填整数，没有的填0"

    def allowed(self, limits: Limits) -> Allowed:
        # A date that a program made of 1-2 or 3/4 is a number of days since 1900.
        return Allowed("whole", high=_DAYS if limits.sample is None else limits.sample)

    def _wrong(self, cell: str, limits: Limits) -> list[str]:
        return [*super()._wrong(cell, limits), f"{cell}<>INT({cell})"]

    def fix(self, field: Field, answer: Answer | None, bound: Bound) -> Change | None:
        return move_count(field, answer, bound)


class Mark(FieldType):
    """Points the assessors give, 0 to the part's maximum, at most two decimals."""

    by_assessor = True

    def _check(self, typed: Typed) -> None:
        if (Fraction(typed.value) * 100).denominator != 1:
            given = quoted(plain(Fraction(typed.value)))
            raise EntryError(Code.MARK_PLACES.problem(typed=given))

    def hint(self, field: Field, limits: Limits) -> str:
        return f"0～{plain(limits.most)}分，最多两位小数；单位填“自评”，评估组填“填报值”"

    def allowed(self, limits: Limits) -> Allowed:
        return Allowed("decimal", high=limits.most)

    def _wrong(self, cell: str, limits: Limits) -> list[str]:
        # A difference, not an inequality: engines differ on whether computed numbers are equal.
        return [f"{cell}>{plain(limits.most)}", f"ABS(ROUND({cell},2)-{cell})>{_NOISE}"]


class Percent(FieldType):
    """A percentage, whose cell holds a hundredth of it and shows a percent sign."""

    is_percent = True
    number_format = "0.00%"

    def _check(self, typed: Typed) -> None:
        if self.ceiling is not None and typed.value > self.ceiling:
            given = plain(Fraction(typed.value))
            raise EntryError(Code.PERCENT_OVER_100.problem(value=given))

    def _stored(self, field: Field, value: Fraction, percent_format: bool) -> Typed:
        if not percent_format:
            self._check_bare(value, "单元格不是百分比格式，")
            return Typed(value, decimals(value) or 0)
        if value > 1:
            raise self._ambiguous(value, "单元格是百分比格式，")
        return Typed(value * 100, decimals(value * 100) or 0)

    def _check_bare(self, value: Fraction, why: str = "") -> None:
        if 0 < value <= 1:
            raise self._ambiguous(value, why)

    @staticmethod
    def _ambiguous(value: Fraction, why: str) -> EntryError:
        low, high = plain(value), plain(value * 100)
        return EntryError(Code.PERCENT_AMBIGUOUS.problem(why=why, stored=low, low=low, high=high))

    def typed(self, value: Fraction) -> str:
        # With its sign, since 0.5 without one could be read as 50%.
        return plain(value) + "%"

    def difference(self, field: Field, value: Fraction) -> str:
        return f"{plain(value, exact=SHOWN_PLACES)}个百分点"

    def _how(self, field: Field) -> str:
        return "填百分数，如97.5%"

    def stored(self, value: bool | Fraction) -> float:
        return float(Fraction(value) / 100)

    def allowed(self, limits: Limits) -> Allowed:
        return Allowed("decimal", high=Fraction(1))

    def _wrong(self, cell: str, limits: Limits) -> list[str]:
        return [f"{cell}>100"]

    def _typed(self, text: str, digits: str, bad: str) -> str:
        number = cell_text.value(digits)
        return f"IF(AND({text}={digits},{number}>0,{number}<=1),{bad},{number})"

    def _held(self, number: str, raw: str, bad: str) -> str:
        # An engine that does not tell formats is told the template's.
        percent = cell_text.is_percent(raw)
        dated = cell_text.has_format(raw, cell_text.DATE)
        shown = f"IF({number}>1,{bad},ROUND({number}*100,{ROUND}))"
        bare = f"IF(OR({dated},AND({number}>0,{number}<=1)),{bad},{number})"
        return f"IF({percent},{shown},{bare})"


YES_NO = YesNo("yes_no", title="是否")
COUNT = Count("count", title="个数")
MARK = Mark("mark", "分", title="酌情评分")
CASES = Cases("cases")
DECIMAL = FieldType("decimal", title="小数")
PERCENT = Percent("percent", "%", 100, Fraction(100), title="百分数")

#: The types a rulebook may name.
FIELD_TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        each.name: each
        for each in (
            YES_NO,
            COUNT,
            MARK,
            DECIMAL,
            PERCENT,
            FieldType("permille", "‰", 1000, title="千分率"),
            FieldType("per_10k", "/万", 10_000, title="每万"),
            FieldType("per_100k", "/10万", 100_000, title="每10万"),
        )
    }
)


def _type_named(name: str) -> FieldType:
    return FIELD_TYPES[name]


def _reduced(kind: FieldType) -> tuple[object, tuple[str]]:
    # One object for each type in every process, so that they can be told by identity.
    return _type_named, (kind.name,)


for _kind in {type(each) for each in FIELD_TYPES.values()}:
    copyreg.pickle(_kind, _reduced)  # type: ignore[arg-type]  # it is narrower than any object


def case_field(field: Field) -> Field:
    """What a rate's numerator and denominator are read as: numbers of cases."""
    return Field(field.key, CASES, field.case_unit, 0, field.label)
