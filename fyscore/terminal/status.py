"""Who has filled in what, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from fyscore.terminal.console import console, new_table


def show_status(rows: Sequence[tuple[str, str, str, str, str]], summary: str) -> None:
    """Print body, items, progress, deadline and state of each part, and the totals last."""
    screen = console()
    table = new_table(screen, "牵头单位", "条目", "已填", "完成时限", "状态")
    table.columns[2].justify = "right"
    for row in rows:
        table.add_row(*row)
    screen.print(table)
    screen.print(summary)
