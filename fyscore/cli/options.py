"""Options that commands share, as Typer reads them from a signature, and grouped once read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Annotated

import typer

from fyscore.cli import completion

#: Under which headings the help page lists options; those without one come last.
OUTPUT, BATCH, STANDARD, SHOWN, GATES = "输出", "批量", "评分标准", "显示", "脚本（退出码）"

Files = Annotated[
    list[str],
    typer.Argument(metavar="文件...", help="工作簿、文件夹、通配符，@清单.txt，或 - 读标准输入"),
]
RulebookOption = Annotated[
    str,
    typer.Option(
        "--rulebook",
        metavar="编号或文件",
        help="评分标准：内置编号，或 .xlsx、.toml 文件",
        rich_help_panel=STANDARD,
        autocompletion=completion.rulebooks,
    ),
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reading",
        metavar="名称=值",
        help="改变一种口径，可多次使用",
        rich_help_panel=STANDARD,
        autocompletion=completion.readings,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="向标准输出打印 JSON，别无其他", rich_help_panel=SHOWN)
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="不打印摘要，只报告问题", rich_help_panel=SHOWN)
]
ForceOption = Annotated[
    bool, typer.Option("--force", "-f", help="替换已有的输出文件", rich_help_panel=OUTPUT)
]


@dataclass(frozen=True, slots=True)
class Show:
    """What a command prints: a summary for people, or JSON, or neither."""

    json: bool = False
    quiet: bool = False
    #: Whether all of it is shown on a terminal, whatever its height.
    full: bool = False

    @property
    def people(self) -> bool:
        return not (self.json or self.quiet)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ``score`` is to write, and where."""

    file: Path | None = None
    folder: Path | None = None
    report: Path | None = None
    tables: Sequence[Path] = ()
    workbooks: bool = True
    force: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """How a batch runs."""

    jobs: int | None = None
    resume: bool = False


def exact(number: float | None, option: str) -> Fraction | None:
    """A number of the command line as it was typed, not its binary neighbour.

    Raises typer.BadParameter for what is no number.
    """
    if number is None:
        return None
    if not isfinite(number):
        raise typer.BadParameter(f"'{number}' is not a valid number.", param_hint=f"'{option}'")
    return Fraction(repr(number))
