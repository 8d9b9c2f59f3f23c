"""What the commands share: options, and how they load, write, print and fail."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from fyscore.exit_codes import EXIT_USAGE
from fyscore.streams import is_utf8

if TYPE_CHECKING:
    from fyscore.problem import ProblemsError
    from fyscore.rulebook.model import Rulebook

Files = Annotated[
    list[str],
    typer.Argument(metavar="文件...", help="工作簿、文件夹、通配符，@清单.txt，或 - 读标准输入"),
]
RulebookOption = Annotated[
    str, typer.Option("--rulebook", metavar="编号或文件", help="评分标准：内置编号或 TOML 文件")
]
ReadingOption = Annotated[
    list[str] | None, typer.Option("--reading", metavar="名称=值", help="改变一种口径，可多次使用")
]
JsonOption = Annotated[bool, typer.Option("--json", help="向标准输出打印 JSON，别无其他")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="不打印摘要，只报告问题")]
ForceOption = Annotated[bool, typer.Option("--force", "-f", help="替换已有的输出文件")]


def new_app(**more: Any) -> typer.Typer:
    """The Typer of one command: plain texts, and faults left to ``main``."""
    return typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, **more
    )


def fail(message: str, code: int = EXIT_USAGE) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(code)


def write(target: Path, content: bytes, force: bool) -> None:
    from fyscore.output import OutputError, write_whole

    try:
        write_whole(target, content, force=force)
    except OutputError as error:
        fail(str(error))


def load(source: str, readings: Sequence[str] | None = None) -> Rulebook:
    from fyscore.problem import ProblemsError
    from fyscore.rulebooks import load_rulebook, with_readings

    try:
        rulebook = load_rulebook(source)
    except ProblemsError as error:
        show_failure(error, what="评分标准有误")
        raise typer.Exit(EXIT_USAGE) from None
    chosen = dict(part.partition("=")[::2] for part in readings or ())
    try:
        return with_readings(rulebook, chosen) if chosen else rulebook
    except ValueError as error:
        fail(str(error))


def show_failure(error: ProblemsError, what: str = "") -> None:
    if what:
        print(f"{what}：", file=sys.stderr)
    from fyscore.report import terminal

    terminal.show_failure(error)


def print_json(document: dict[str, Any]) -> None:
    # Escaped where the console could not show Chinese anyway.
    print(json.dumps(document, ensure_ascii=not is_utf8(sys.stdout), indent=2))


def inputs(arguments: Sequence[str]) -> list[Path]:
    from fyscore.inputs import expand

    try:
        files = expand(arguments)
    except (OSError, UnicodeDecodeError) as error:
        fail(f"读不出文件清单：{error}")
    if not files:
        fail(f"没有找到工作簿：{'、'.join(arguments)}")
    return files
