"""Complaints about files, on standard error."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from fyscore.problems import ProblemsError
from fyscore.terminal.console import console


def show_failure(failure: ProblemsError, who: str = "") -> None:
    """Print every problem of one file to standard error, under its name and whose it is."""
    file = f"{who}（{failure.file}）" if who else failure.file
    show_messages(file, [problem.message for problem in failure.problems])


def show_messages(file: str, messages: Sequence[str], what: str = "不能评分，有") -> None:
    """Print the numbered complaints about one file to standard error."""
    screen = console(stderr=True)
    screen.print(Text(f"{file}：{what}{len(messages)}个问题", style="bold red"))
    for number, message in enumerate(messages, 1):
        screen.print(f"  {number}. {message}", soft_wrap=not screen.is_terminal)
