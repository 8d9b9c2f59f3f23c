"""What a reading of a form has to say besides the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fyscore.problems import Problem
from fyscore.problems.notices import Notice, Remark
from fyscore.tables.reading import find_header
from fyscore.tables.typed_cell import MOST_TEXT
from fyscore.xlsx.sheet import Cell, CellKind, Sheet


@dataclass
class Notes:
    """Problems, which keep the form from being used, and notices, which do not."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def text(self, sheet: Sheet, cell: Cell | None) -> str:
        """A cell as the text a person sees in it."""
        if cell is None:
            return ""
        place = f"{sheet.name}!{cell.name}"
        if cell.kind is CellKind.UNCALCULATED:
            self.notices.append(Remark.FORMULA_BLANK.notice(place=place).at(place))
        text = sheet.shown(cell)
        if len(text) > MOST_TEXT:
            self.notices.append(Remark.TEXT_CUT.notice(place=place, most=MOST_TEXT).at(place))
        return text[:MOST_TEXT]

    def header(
        self, sheet: Sheet, headings: Sequence[str], optional: Sequence[str] = ()
    ) -> tuple[int, dict[str, int]] | None:
        """Row and columns of the headings; None, with problems, where they cannot be used."""
        top, columns, problems = find_header(sheet, (*headings, *optional), optional)
        self.problems += problems
        return None if not columns.keys() >= set(headings) else (top, columns)
