"""A number as a field takes one: parsed, checked against its pair, shown, and as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from fyscore.answers import Answer
from fyscore.entry import (
    MOST_DIGITS,
    NOTHING_WORDS,
    SHOWN,
    EntryError,
    Raw,
    Typed,
    is_date_text,
    normalized,
    parse_number_text,
    percent_where_none_belongs,
    quoted,
    spellings,
)
from fyscore.numbers import SHOWN_PLACES, decimals, plain
from fyscore.problems import Code
from fyscore.rules import cell_text
from fyscore.rules.changes import move_rate
from fyscore.rules.field import Allowed, Bound, Change, Field, InputCells, Limits

#: Past any real rate's precision, short of double's noise.
ROUND = 10


class FieldType:
    """The kind of entry a field takes; as it stands, a number in its own unit.

    ``scale`` turns numerator over denominator into the field's unit (100 for
    percent, 100 000 for deaths per 100 000 live births); 0 marks a type that
    is not a rate.  ``ceiling`` is the largest meaningful value, if any.
    """

    #: Whether the assessors give it, rather than the unit.
    by_assessor = False
    #: Whether it is answered by 是 or 否 rather than by a number.
    is_yes_no = False
    number_format = "General"
    align = "right"

    def __init__(
        self,
        name: str,
        unit: str = "",
        scale: int = 0,
        ceiling: Fraction | None = None,
        title: str = "",
    ) -> None:
        """``title`` is what the type is called in Chinese."""
        self.name = name
        self.title = title
        self.unit = unit
        self.scale = scale
        self.ceiling = ceiling

    def __repr__(self) -> str:
        return f"<field type {self.name}>"

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
        if found is None and normalized(raw) in NOTHING_WORDS:
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
            raise percent_where_none_belongs(value, field.unit)
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
            f"IFERROR(IF(ISTEXT({raw}),{cell_text.normalized(raw)},{blank}),{bad})",
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
