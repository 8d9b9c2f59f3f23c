"""A batch's ranking on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fyscore.numbers import points
from fyscore.rules.model import Rulebook
from fyscore.scoring.ranking import Ranked, weakest
from fyscore.terminal.console import console, new_table

_MOST = 20
#: How wide a screen must be for each further one of a unit's weakest items.
_WEAKEST_WIDTHS = (0, 110, 140)


def show_ranking(
    ranked: Sequence[Ranked],
    failures: int,
    target: Path,
    book: Rulebook,
    messages: Sequence[str] = (),
) -> None:
    """Print the first places, the counts, where the whole ranking is, and what else was written."""
    screen = console()
    named = sum(screen.width >= width for width in _WEAKEST_WIDTHS)
    table = new_table(screen, "名次", "单位", "年度", "总分", "状态", "最弱条目")
    for column in (0, 3):
        table.columns[column].justify = "right"
    for entry in ranked[:_MOST]:
        row = entry.row
        state = "一票否决" if row.vetoed else ("" if row.complete else "未填齐")
        if row.own_marks:
            state = "、".join(filter(None, (state, f"{row.own_marks}处按自评")))
        table.add_row(
            str(entry.rank),
            row.unit or row.file,
            str(row.year or ""),
            points(row.total),
            state,
            "、".join(weakest(row, book)[:named]),
        )
    if ranked:
        screen.print(table)
    if len(ranked) > _MOST:
        screen.print(f"另有{len(ranked) - _MOST}个单位，见排名工作簿。")
    depending = sum(entry.depends for entry in ranked)
    if depending:
        screen.print(f"换一种口径，{depending}个单位的名次会变，见排名工作簿“各口径名次”一列。")
    screen.print(f"评分{len(ranked)}个，未能评分{failures}个。排名：{target}", soft_wrap=True)
    for message in messages:
        print(message)
