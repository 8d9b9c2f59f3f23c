"""催报表: whose part is still to be filled in or put right, and what with."""

from __future__ import annotations

from collections.abc import Sequence

from fyscore.rules.tasks import Returned
from fyscore.tables import headings
from fyscore.tables.table import Column, Table
from fyscore.tables.writing import filter_rows, new_table, write_rows
from fyscore.writing.look import STATE_COLOURS, Look
from fyscore.writing.writer import Writer

CHASE_LIST = Table(
    "催报表",
    Column(headings.INFO_BODY, "body", width=22, look=Look.SMALL),
    Column(headings.INFO_ITEMS, "items", width=20, look=Look.SMALL),
    Column(headings.INFO_PERSON, "person", width=10, look=Look.SMALL),
    Column(headings.INFO_DEADLINE, "deadline", look=Look.SMALL),
    Column("已填", "filled", width=7, look=Look.MIDDLE),
    Column("待填", "missing", width=7, look=Look.MIDDLE),
    Column("状态", "words", width=16),
    Column("问题", "problem_lines", width=60, look=Look.SMALL),
    Column("文件", "file", width=30, look=Look.SMALL),
)


def chase_list_bytes(returned: Sequence[Returned]) -> bytes:
    """One row for each part; those that are done show it by their colour."""
    out = Writer(CHASE_LIST.name)
    sheet = new_table(out, CHASE_LIST, frozen=1, gridlines=True)
    done, waiting = (
        out.look(Look.MIDDLE, bg_color=fill, font_color=ink)
        for fill, ink in (STATE_COLOURS["full"], STATE_COLOURS["partial"])
    )
    states = {"words": [done if each.is_whole else waiting for each in returned]}
    last = write_rows(out, sheet, CHASE_LIST, returned, line=13, formats=states)
    filter_rows(sheet, CHASE_LIST, last)
    return out.close()
