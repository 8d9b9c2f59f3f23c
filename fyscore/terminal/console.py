"""A console that shows what a person typed as it stands, and tables that fold."""

from __future__ import annotations

import sys

from rich import box
from rich.console import Console
from rich.table import Table


class _Console(Console):
    """A console that leaves it to the command line what a reader that has gone means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """A console that never interprets what a person typed as markup."""
    return _Console(
        file=sys.stderr if stderr else sys.stdout, markup=False, emoji=False, highlight=False
    )


def can_show(screen: Console, text: str) -> bool:
    try:
        text.encode(screen.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def new_table(screen: Console, *headings: str) -> Table:
    """A table whose frame the console can show and whose cells fold."""
    # Rich falls back to ASCII frames unless the encoding is UTF; GBK has these too.
    frame = box.SQUARE if can_show(screen, "┌─┬┐│├┼┤└┴┘") else box.ASCII
    table = Table(box=frame, header_style="bold", safe_box=False)
    for heading in headings:
        # Chinese has no spaces to break at: fold, never cut off.
        table.add_column(heading, overflow="fold")
    return table
