"""取数: what every input of 填报 says, worked out cell by cell and found by its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from fyscore.answers import Answer
from fyscore.forms import layout
from fyscore.forms.content import Content
from fyscore.forms.intake import IntakeRow
from fyscore.forms.layout import INTAKE
from fyscore.forms.plan import Plan
from fyscore.numbers import decimals
from fyscore.rules.field import Field
from fyscore.rules.field_types import MARK
from fyscore.rules.number_type import ROUND
from fyscore.tables import headings
from fyscore.writing.look import SMALL
from fyscore.writing.writer import Writer, protect

_Shown = str | float


def frame(out: Writer, sheet: Worksheet, plan: Plan) -> None:
    out.headings(sheet, INTAKE, 0)
    form = out.cell(font_size=SMALL)
    for planned in plan.intake:
        place = INTAKE.place(headings.COL_KEY)
        sheet.write_string(planned.row, place, planned.field.key, form)
    sheet.freeze_panes(1, 1)
    sheet.fit_to_pages(1, 0)
    protect(sheet)
    sheet.hide()


def fill(out: Writer, sheet: Worksheet, content: Content) -> None:
    form = out.cell(font_size=SMALL)
    for planned, seen in zip(content.plan.intake, content.plan.field_rows, strict=True):
        shown = dict(_shown(planned, content, seen.row))
        for heading, formula in planned.formulas.items():
            place = INTAKE.place(heading)
            sheet.write_formula(planned.row, place, formula, form, shown.get(heading, ""))


def _shown(planned: IntakeRow, content: Content, row: int) -> Iterator[tuple[str, _Shown]]:
    """The values stored with a row's formulas, by heading; what is not named is blank."""
    field, entry = planned.field, content.answers.entry(planned.field.key)
    yield layout.COL_ROW, row + 1
    yield headings.COL_STATE, content.states[field.key]
    if entry.used is not None:
        yield headings.COL_USED, float(entry.used.number)
    typed = typed_value(entry.answer)
    if typed is not None:
        yield from _input(layout.INTAKE_VALUE, field, typed)
        if field.is_rate:
            yield layout.COL_PLACES, _places(Fraction(typed))
    if field.type is MARK and entry.own is not None:
        yield from _input(layout.INTAKE_SECOND, field, entry.own.value)
    elif entry.answer is not None and entry.answer.numerator is not None:
        for names, part in (
            (layout.INTAKE_SECOND, entry.answer.numerator),
            (layout.INTAKE_DENOMINATOR, entry.answer.denominator),
        ):
            text, _, value = names
            yield text, float(part or 0)
            yield value, float(part or 0)


def typed_value(answer: Answer | None) -> bool | Fraction | None:
    """What stands in 填报值; with numerator and denominator, the rate typed beside them."""
    if answer is None:
        return None
    return answer.value if answer.numerator is None else answer.reported


def _input(
    names: Sequence[str], field: Field, value: bool | Fraction
) -> Iterator[tuple[str, _Shown]]:
    text, _, number = names
    yield text, field.type.stored(value)
    yield number, float(Fraction(value))


def _places(value: Fraction) -> int:
    """Decimals of a number, as many as the form looks at."""
    found = decimals(value)
    return ROUND if found is None else min(found, ROUND)
