"""The living form: our own template, recalculated by an independent engine (ironcalc).

Values are set in the engine's model.  A file saved by openpyxl is not loaded:
it writes a styled blank as an empty number, which the engine takes for 0.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import ironcalc

from fyscore.forms import layout
from fyscore.forms.layout import DETAIL, ENTRY, FORM, INTAKE
from fyscore.forms.plan import FieldRow, plan_of
from fyscore.forms.writer import template_bytes
from fyscore.rules.model import Rulebook
from fyscore.tables import headings
from tests.prove.entries import INPUT_HEADINGS, Content, Form

#: What a score's cell shows: points, or a word.
Shown = float | str
_INPUTS = [ENTRY.place(heading) + 1 for heading in INPUT_HEADINGS]


class LivingForm:
    """A blank form in the engine, filled in and recalculated again and again."""

    def __init__(self, rulebook: Rulebook, whole: bool = True) -> None:
        """Unless ``whole``, without the official table, which takes most of the calculating."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.xlsx"
            path.write_bytes(template_bytes(rulebook))
            self.model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        sheets = [each["name"] for each in self.model.get_worksheets_properties()]
        self._entry, self._detail, self._form = (
            sheets.index(name)
            for name in (headings.SHEET_ENTRY, headings.SHEET_DETAIL, headings.SHEET_FORM)
        )
        self.plan = plan_of(rulebook)
        self._intake = sheets.index(headings.SHEET_INTAKE)
        self._stay()
        if not whole:
            self.model.delete_sheet(self._form)
            self._detail -= self._detail > self._form
            self._intake -= self._intake > self._form
            self._leave_out_what_is_shown()
        self._rows = {each.field.key: each.row + 1 for each in self.plan.field_rows}
        self._set: list[tuple[int, int]] = []

    def _stay(self) -> None:
        """No row is moved here: where each stands is not looked up again for every form."""
        rows = {each.field.key: each.row for each in self.plan.field_rows}
        for each in self.plan.intake:
            place = INTAKE.place(layout.COL_ROW) + 1
            at = float(rows[each.field.key] + 1)
            self.model.update_cell_with_number(self._intake, each.row + 1, place, at)

    def _leave_out_what_is_shown(self) -> None:
        """Without the words beside scores and inputs, of which only scores are asked."""
        clear = self.model.clear_cell_contents
        clear(self._entry, 1, 1)
        shown = (headings.COL_USED, headings.COL_STATE, headings.COL_VALUE, headings.COL_NUMERATOR)
        for row in self.plan.entry:
            wanted = shown[:2] if isinstance(row, FieldRow) else shown[2:]
            for heading in wanted:
                clear(self._entry, row.row + 1, ENTRY.place(heading) + 1)
        for each in self.plan.detail:
            clear(self._detail, each.row + 1, DETAIL.place(headings.COL_WORDS) + 1)
        for each in self.plan.intake:
            clear(self._intake, each.row + 1, INTAKE.place(headings.COL_STATE) + 1)

    def fields(self) -> dict[str, str]:
        """How far each field is filled in, by 取数."""
        column = INTAKE.place(headings.COL_STATE) + 1
        return {
            each.field.key: self.model.get_cell_value(self._intake, each.row + 1, column)
            for each in self.plan.intake
        }

    def fill(self, form: Form) -> None:
        """Put just that into the form and calculate it."""
        model, sheet = self.model, self._entry
        for row, column in self._set:
            model.clear_cell_contents(sheet, row, column)
        self._set = []
        for key, typed in form.items():
            row = self._rows[key]
            for column, content in zip(_INPUTS, typed, strict=True):
                if content is not None:
                    self._put(row, column, content)
                    self._set.append((row, column))
        model.evaluate()

    def _put(self, row: int, column: int, content: Content) -> None:
        if isinstance(content, bool):
            self.model.update_cell_with_bool(self._entry, row, column, content)
        elif isinstance(content, str):
            self.model.update_cell_with_text(self._entry, row, column, content)
        else:
            self.model.update_cell_with_number(self._entry, row, column, content)

    def parts(self) -> dict[str, Shown]:
        """Each part's cell in 计分明细."""
        column = DETAIL.place(headings.COL_SCORE) + 1
        return {
            each.part.id: self.model.get_cell_value(self._detail, each.row + 1, column)
            for each in self.plan.detail
        }

    def words(self) -> dict[str, str]:
        """What stands beside each part's score."""
        column = DETAIL.place(headings.COL_WORDS) + 1
        return {
            each.part.id: str(self.model.get_cell_value(self._detail, each.row + 1, column) or "")
            for each in self.plan.detail
        }

    def states(self) -> dict[str, str]:
        """What the official table says of each item; of the whole form under ``""``."""
        places = {
            each.item.id: (each.row, layout.FORM_STATE)
            for section in self.plan.form
            for each in section.rows
        }
        places[""] = (self.plan.form_total.row, layout.FORM_RULE)
        return {
            item: str(self.model.get_cell_value(self._form, row + 1, FORM.place(heading) + 1) or "")
            for item, (row, heading) in places.items()
        }

    def items(self) -> dict[str, Shown]:
        """Each item's cell in 评分表."""
        return {
            each.item.id: self._score(each.row)
            for section in self.plan.form
            for each in section.rows
        }

    def total(self) -> Shown:
        return self._score(self.plan.form_total.row)

    def _score(self, row: int) -> Shown:
        found: Shown = self.model.get_cell_value(
            self._form, row + 1, FORM.place(layout.FORM_SCORE) + 1
        )
        return found
