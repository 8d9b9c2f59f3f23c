"""What 取数 works out: every input of 填报, found by its field's key, as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fyscore.forms import formulas, layout
from fyscore.forms.formulas import IntakeCells
from fyscore.forms.layout import ENTRY, INTAKE
from fyscore.rules.field import Field, InputCells
from fyscore.rules.field_types import MARK, case_field
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.part import Part
from fyscore.tables import headings


class IntakeRow(NamedTuple):
    """One field's row of 取数: what its inputs say, heading by heading."""

    row: int
    field: Field
    part: Part
    formulas: Mapping[str, str]


def intake_rows(rulebook: Rulebook, refs: Mapping[str, str]) -> Iterator[IntakeRow]:
    """One row for each field, in the order of the standard; ``refs`` lead to their checked values."""
    owners = [(i, p, f) for i in rulebook.items for p in i.all_parts for f in p.fields]
    for row, (item, part, field) in enumerate(owners, 1):
        yield IntakeRow(row, field, part, _formulas(row, item, part, field, refs))


def _formulas(
    row: int, item: Item, part: Part, field: Field, refs: Mapping[str, str]
) -> Mapping[str, str]:
    def own(heading: str) -> str:
        return INTAKE.cell(heading, row)

    def inputs(names: Sequence[str]) -> InputCells:
        return InputCells(*map(own, names))

    cells = IntakeCells(
        own(headings.COL_KEY),
        own(layout.COL_ROW),
        inputs(layout.INTAKE_VALUE),
        inputs(layout.INTAKE_SECOND),
        inputs(layout.INTAKE_DENOMINATOR),
        *map(own, (layout.COL_PLACES, headings.COL_USED, headings.COL_STATE)),
    )
    taken = [(headings.COL_VALUE, layout.INTAKE_VALUE, cells.value, field)]
    if field.type is MARK:
        taken.append((headings.COL_OWN, layout.INTAKE_SECOND, cells.second, field))
    if field.is_rate:
        counted = case_field(field)
        taken += [
            (headings.COL_NUMERATOR, layout.INTAKE_SECOND, cells.second, counted),
            (headings.COL_DENOMINATOR, layout.INTAKE_DENOMINATOR, cells.denominator, counted),
        ]
    made = {layout.COL_ROW: formulas.row_of(cells.key, _entry_column(headings.COL_KEY))}
    for column, names, into, read_as in taken:
        raw = formulas.input_cell(_entry_column(column), cells.row)
        written = read_as.type.cell_formulas(raw, into, read_as.unit, formulas.QUOTED_BAD)
        made |= {h: f"={text}" for h, text in zip(names, written, strict=True) if text}
    if field.is_rate:
        made[layout.COL_PLACES] = formulas.places(cells.value)
    made[headings.COL_USED] = formulas.checked(field, part, cells)
    made[headings.COL_STATE] = formulas.state(field, part, item, refs, cells)
    return made


def _entry_column(heading: str) -> str:
    return f"{headings.SHEET_ENTRY}!{ENTRY.range(heading, 0, layout.ENTRY_END)}"
