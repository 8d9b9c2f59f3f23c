"""The kinds of entry a field takes: how each is parsed, checked, shown, and brought to a bound.

What the program asks of a field's type is asked of an object here; a new type
is a class and its entry in :data:`FIELD_TYPES`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from fyscore.answers import Answer
from fyscore.entry import (
    MOST_DIGITS,
    NO_WORDS,
    NOTHING_WORDS,
    SHOWN,
    YES_WORDS,
    EntryError,
    Raw,
    Typed,
    folded,
    is_date_text,
    parse_number_text,
    parse_yes_no,
    quoted,
    spellings,
)
from fyscore.numbers import SHOWN_PLACES, decimals, plain
from fyscore.problems import Code
from fyscore.rules import cell_text
from fyscore.rules.changes import move_count, move_rate, say_yes
from fyscore.rules.field import Allowed, Bound, Change, Field, FieldType, InputCells, Limits

#: Past any real rate's precision, short of double's noise.
ROUND = 10
#: Past any mark's precision, more than the noise of doubles.
_NOISE = "1E-12"


#: More than there are people on earth: a telephone number, or another unit.
MOST_CASES = 10**10
#: The last whole number that is no date of this century.
_DAYS = Fraction(36_525)


class Number(FieldType):
    """A number in its own unit: the base of all types, and ``decimal`` as it stands."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        # One object for each type in every process, so that they can be told by identity.
        return (_type_named, (self.name,))

    # ------------------------------------------------ from a person

    def parse(self, field: Field, raw: Raw, percent_format: bool = False) -> Typed:
        typed = self._number(field, raw, percent_format)
        if typed.value < 0:
            raise EntryError(
                Code.NEGATIVE.problem(typed=quoted(raw), unit=field.unit, label=field.label)
            )
        self._check(typed)
        return typed

    def _check(self, typed: Typed) -> None:
        """Raises EntryError where the type allows no such number."""

    def _number(self, field: Field, raw: Raw, percent_format: bool) -> Typed:
        unit = field.unit or "无"
        if isinstance(raw, bool):
            raise EntryError(Code.TRUTH_VALUE.problem(shown=str(raw).upper(), unit=unit))
        if not isinstance(raw, str):
            return self._stored(field, Fraction(raw), percent_format)
        if is_date_text(raw):
            raise EntryError(Code.DATE_TYPED.problem(typed=quoted(raw), unit=unit))
        found = parse_number_text(raw)
        if found is None and folded(raw) in NOTHING_WORDS:
            raise EntryError(Code.NOTHING_TYPED.problem(typed=quoted(raw), unit=unit))
        if found is None:
            raise EntryError(Code.NUMBER_EXPECTED.problem(typed=quoted(raw), unit=unit))
        if found.is_long:
            raise EntryError(Code.NUMBER_TOO_LONG.problem(typed=quoted(raw), most=str(MOST_DIGITS)))
        if found.unit and found.unit not in spellings(field.unit):
            raise EntryError(
                Code.WRONG_UNIT.problem(
                    typed=quoted(raw),
                    given=found.unit[:SHOWN],
                    unit=unit,
                    wanted=field.unit or "个数",
                )
            )
        if not found.unit:
            self._check_bare(found.value)
        return Typed(found.value, found.places)

    def _stored(self, field: Field, value: Fraction, percent_format: bool) -> Typed:
        """A number cell."""
        if percent_format:
            raise EntryError(
                Code.PERCENT_FORMAT.problem(
                    shown=plain(value * 100), unit=field.unit or "无", own=field.unit
                )
            )
        return Typed(value, decimals(value) or 0)

    def _check_bare(self, value: Fraction) -> None:
        """Raises EntryError where a number typed without its unit leaves room."""

    def quotient(
        self, field: Field, numerator: Fraction, denominator: Fraction, reported: Typed | None
    ) -> Answer:
        if denominator == 0:
            raise EntryError(Code.DENOMINATOR_ZERO.problem())
        if self.ceiling is not None and numerator > denominator:
            raise EntryError(
                Code.NUMERATOR_OVER_DENOMINATOR.problem(
                    top=plain(numerator), bottom=plain(denominator)
                )
            )
        value = numerator / denominator * field.scale
        if reported is None:
            return Answer(value, numerator, denominator)
        given = Fraction(reported.value)
        if abs(value - given) * 2 > Fraction(1, 10**reported.places):
            raise EntryError(
                Code.VALUE_AND_QUOTIENT_DISAGREE.problem(
                    value=plain(given) + field.unit,
                    quotient=plain(value, against=given) + field.unit,
                )
            )
        return Answer(value, numerator, denominator, given)

    # ------------------------------------------------ to a person

    def shown(self, field: Field, value: bool | Fraction, against: Fraction | None = None) -> str:
        return plain(Fraction(value), against, SHOWN_PLACES) + field.unit

    def typed(self, value: Fraction) -> str:
        return plain(value)

    def difference(self, field: Field, value: Fraction) -> str:
        return f"{plain(value, exact=SHOWN_PLACES)}{field.unit}"

    def hint(self, field: Field, limits: Limits) -> str:
        if field.role == "average":
            return "填上级公布的平均数，备注写明来源"
        pair = ""
        if field.numerator:
            pair = f"；或填分子（{field.numerator}）和分母（{field.denominator}）"
        return self._how(field) + pair

    def _how(self, field: Field) -> str:
        return f"只填数字，单位 {field.unit}"

    # ------------------------------------------------ in a cell

    def stored(self, value: bool | Fraction) -> str | float:
        return float(value)

    def allowed(self, limits: Limits) -> Allowed:
        return Allowed("decimal")

    def cell_formulas(self, raw: str, cells: InputCells, unit: str, bad: str) -> Sequence[str]:
        text, digits, _ = cells
        typed = f"IF({cell_text.is_number(digits)},{self._typed(text, digits, bad)},{bad})"
        held = f"IF(ISNUMBER({text}),{self._held(text, raw, bad)},{bad})"
        blank = f'IF(ISBLANK({raw}),"",{raw})'
        return (
            f"IFERROR(IF(ISTEXT({raw}),{cell_text.folded(raw)},{blank}),{bad})",
            f'IF(ISTEXT({text}),IF({text}="","",{cell_text.without_unit(text, unit)}),"")',
            f'IFERROR(IF(ISTEXT({text}),IF({text}="","",{typed}),{held}),{bad})',
        )

    def _typed(self, text: str, digits: str, bad: str) -> str:
        """A text's number, as a spreadsheet expression."""
        return cell_text.value(digits)

    def _held(self, number: str, raw: str, bad: str) -> str:
        """A number cell's number, which no other format may show otherwise."""
        return f"IF({cell_text.has_format(raw, cell_text.PERCENT + cell_text.DATE)},{bad},{number})"

    def checked(self, value: str, limits: Limits, bad: str) -> str:
        wrong = ",".join([f"{value}<0", *self._wrong(value, limits)])
        return f"IF(ISNUMBER({value}),IF(OR({wrong}),{bad},{value}),{value})"

    def _wrong(self, cell: str, limits: Limits) -> list[str]:
        """Spreadsheet conditions under which a number cannot be right."""
        return []

    # ------------------------------------------------ against a bound

    def fix(self, field: Field, answer: Answer | None, bound: Bound) -> Change | None:
        return move_rate(field, answer, bound)


class Cases(Number):
    """How many persons, households or the like a rate's numerator or denominator counts."""

    def _check(self, typed: Typed) -> None:
        if typed.value > MOST_CASES:
            given = quoted(plain(Fraction(typed.value)))
            raise EntryError(Code.TOO_MANY.problem(typed=given))

    def _wrong(self, cell: str, limits: Limits) -> list[str]:
        return [f"{cell}>{MOST_CASES}"]


class YesNo(Number):
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
            f"IFERROR({cell_text.folded(word)},{bad})",
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
            return f"填 0～{plain(limits.sample)} 的整数"
        return "填整数，没有的填 0"

    def allowed(self, limits: Limits) -> Allowed:
        # A date that a program made of 1-2 or 3/4 is a number of days since 1900.
        return Allowed("whole", high=_DAYS if limits.sample is None else limits.sample)

    def _wrong(self, cell: str, limits: Limits) -> list[str]:
        return [*super()._wrong(cell, limits), f"{cell}<>INT({cell})"]

    def fix(self, field: Field, answer: Answer | None, bound: Bound) -> Change | None:
        return move_count(field, answer, bound)


class Mark(Number):
    """Points the assessors give, 0 to the part's maximum, at most two decimals."""

    by_assessor = True

    def _check(self, typed: Typed) -> None:
        if (Fraction(typed.value) * 100).denominator != 1:
            given = quoted(plain(Fraction(typed.value)))
            raise EntryError(Code.MARK_PLACES.problem(typed=given))

    def hint(self, field: Field, limits: Limits) -> str:
        return f"0～{plain(limits.most)} 分，最多两位小数；单位填“自评”，评估组填“填报值”"

    def allowed(self, limits: Limits) -> Allowed:
        return Allowed("decimal", high=limits.most)

    def _wrong(self, cell: str, limits: Limits) -> list[str]:
        # A difference, not an inequality: engines differ on whether computed numbers are equal.
        return [f"{cell}>{plain(limits.most)}", f"ABS(ROUND({cell},2)-{cell})>{_NOISE}"]


class Percent(Number):
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
        return f"{plain(value, exact=SHOWN_PLACES)} 个百分点"

    def _how(self, field: Field) -> str:
        return "填百分数，如 97.5%"

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


YES_NO = YesNo("yes_no")
COUNT = Count("count")
MARK = Mark("mark", "分")
CASES = Cases("cases")
DECIMAL = Number("decimal")
PERCENT = Percent("percent", "%", 100, Fraction(100))

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
            Number("permille", "‰", 1000),
            Number("per_10k", "/万", 10_000),
            Number("per_100k", "/10万", 100_000),
        )
    }
)


def _type_named(name: str) -> FieldType:
    return FIELD_TYPES[name]


def case_field(field: Field) -> Field:
    """What a rate's numerator and denominator are read as: numbers of cases."""
    return Field(field.key, CASES, field.case_unit, 0, field.label)
