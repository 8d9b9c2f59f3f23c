"""A console that shows what a person typed as it stands, its lines broken as Chinese is set."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from fyscore.display import is_utf8, wrapped


class _Set:
    """A text that is broken where Chinese may break, and not between any two characters."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = "WF" if is_utf8(console.encoding) else "WFA"
        lines = wrapped(self.text.plain, options.max_width, wide)
        yield Text("\n".join(lines), style=self.text.style)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return self.text.__rich_measure__(console, options)


def _set(what: Any) -> Any:
    if isinstance(what, str):
        return _Set(Text(what))
    return _Set(what) if isinstance(what, Text) and not what.spans else what


class _Console(Console):
    """A console that leaves it to the command line what a reader that has gone means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError

    def print(self, *objects: Any, soft_wrap: bool | None = None, **how: Any) -> None:
        if not soft_wrap:
            objects = tuple(map(_set, objects))
        super().print(*objects, soft_wrap=soft_wrap, **how)


#: Letters of which a console that is not UTF-8 draws some one and some two columns wide, and
#: what stands for them in a table, whose columns must be true.
_DOUBTFUL = str.maketrans(
    {"“": "「", "”": "」", "‘": "『", "’": "』", "…": "...", "—": "-", "×": "x", "→": "->"}
    | {"≤": "<=", "≥": ">=", "±": "+-", "·": ".", "█": "#", "─": "-"}
)


class _Table(Table):
    """A table whose texts break as Chinese does; ``plain`` holds nothing of doubtful width."""

    plain = False

    def add_row(self, *cells: Any, **how: Any) -> None:
        if self.plain:
            cells = tuple(c.translate(_DOUBTFUL) if isinstance(c, str) else c for c in cells)
        super().add_row(*map(_set, cells), **how)


_with_bar: list[Console] = []


@contextmanager
def bar_on(screen: Console) -> Iterator[None]:
    """While a bar moves there, messages go through its console: it draws the bar below them."""
    _with_bar.append(screen)
    try:
        yield
    finally:
        _with_bar.remove(screen)


def console(*, stderr: bool = False) -> Console:
    """A console that never interprets what a person typed as markup."""
    if stderr and _with_bar:
        return _with_bar[-1]
    return _Console(
        file=sys.stderr if stderr else sys.stdout, markup=False, emoji=False, highlight=False
    )


def height_of(screen: Console) -> int | None:
    """The terminal's rows; None where the output goes elsewhere."""
    return screen.height if screen.is_terminal else None


def new_table(screen: Console, *headings: str) -> Table:
    """A table whose frame the console can show and whose cells fold."""
    # GBK has the lines of a square frame too, and draws them two columns wide.
    frame = box.SQUARE if is_utf8(screen.encoding) else box.ASCII
    table = _Table(box=frame, header_style="bold", safe_box=False)
    table.plain = not is_utf8(screen.encoding)
    for heading in headings:
        # Chinese has no spaces to break at: fold, never cut off.
        table.add_column(heading, overflow="fold")
    return table
