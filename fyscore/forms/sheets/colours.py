"""Full, partial, lost and pending, told by colour besides the words."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fyscore.forms.formulas import score_colours
from fyscore.writing.look import STATE_COLOURS
from fyscore.writing.writer import Writer
from fyscore.xlsx.sheet import column_name


def colour_scores(
    out: Writer, sheet: Worksheet, column: int, rows: tuple[int, int], most: str
) -> None:
    """Colour the scores of a column between two rows; ``most`` is the first row's maximum."""
    first, last = rows
    for test, state in score_colours(f"{column_name(column)}{first + 1}", most):
        rule = {
            "type": "formula",
            "criteria": f"={test}",
            "format": out.rule(*STATE_COLOURS[state]),
            "stop_if_true": True,
        }
        sheet.conditional_format(first, column, last, column, rule)
