"""A chart of what units gain and lose, below the table that it is made from."""

from __future__ import annotations

from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from fyscore.writing.look import CHANGE_FORMAT
from fyscore.writing.writer import Writer

#: Units in a chart: those at the top of the table.
CHARTED = 20


class Bars(NamedTuple):
    """Which sheet and column it shows, what it is called, and what it says to a screen reader."""

    sheet: str
    column: int
    title: str
    description: str


def insert_bars(out: Writer, sheet: Worksheet, bars: Bars, last: int) -> None:
    """Bars for the first rows of a table that ends in row ``last``; names are in column 0."""
    end = min(last, CHARTED)
    chart = out.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": bars.title,
            "categories": [bars.sheet, 1, 0, end, 0],
            "values": [bars.sheet, 1, bars.column, end, bars.column],
            "data_labels": {"value": True, "num_format": CHANGE_FORMAT},
        }
    )
    chart.set_title({"name": bars.title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_size({"width": 640, "height": 80 + 24 * end})
    sheet.insert_chart(last + 2, 0, chart, {"description": bars.description})
