"""The command line: parse, call, print, set the exit code.

Nothing heavier than typer is imported at the top, and each command's own
module only when that command is asked for.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.main import get_command

from fyscore.cli.common import new_app
from fyscore.cli.exit_codes import EXIT_CRASH, EXIT_STREAM, EXIT_USAGE
from fyscore.cli.interrupts import INTERRUPTED, STOPPED, handle_signals, leave
from fyscore.cli.messages import ChineseGroup, examples, usage_message
from fyscore.cli.streams import flush, prepare, print_message, silence
from fyscore.version import __version__

#: By what a person wants to do, as the help page lists them; each is a module of this package.
GROUPS = {
    "填报和评分": ("template", "check", "score"),
    "整改和比较": ("gaps", "diff"),
    "报告和标准": ("report", "rank", "rules"),
    "分工填报": ("split", "merge"),
}
COMMANDS = tuple(name for names in GROUPS.values() for name in names)


class _OnDemand(Mapping[str, Any]):
    """The commands by name, each loaded when it is looked up."""

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        return get_command(import_module(f"fyscore.cli.{name}").app)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Root(ChineseGroup):
    groups = GROUPS

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _OnDemand()  # type: ignore[assignment]  # Typer only looks in it


app = new_app(
    _Root,
    "fyscore：全国生育友好工作先进单位评分工具。先生成模板，填好后评分。",
    examples(
        ("fyscore template 某区.xlsx --unit 某区 --year 2026", "生成空白填报表，填好后评分"),
        ("fyscore score 某区.xlsx", "评分，在旁边写出 某区-评分.xlsx"),
    ),
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"fyscore {__version__}")
        raise typer.Exit


def _completion(shell: str) -> None:
    """Print what teaches a shell to complete; to be added to its start-up file."""
    from fyscore.cli import completion

    if shell:
        try:
            print(completion.script(shell))
        except KeyError:
            message = f"'{shell}' is not one of {'、'.join(completion.SHELLS)}."
            raise typer.BadParameter(message) from None
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号")
    ] = False,
    shell: Annotated[
        str,
        typer.Option(
            "--completion",
            metavar="SHELL",
            callback=_completion,
            is_eager=True,
            help="打印按 Tab 键补全所需的脚本：bash、zsh、fish、powershell",
        ),
    ] = "",
) -> None:
    pass


#: Dashes that word processors make of two hyphens.
_DASHES = "—–－―−"
_OPENING, _CLOSING = "“”‘’「", "“”‘’」"


def _dashed(arguments: Sequence[str]) -> str:
    """What is wrong with an option whose hyphens became a dash; empty if nothing is."""
    for argument in arguments:
        name = argument.lstrip(_DASHES + "-")
        if argument[:1] in _DASHES and name.isascii() and name and not Path(argument).exists():
            return f"用法错误：“{argument}”开头是破折号，请改用两个减号：--{name}"
    return ""


def _unquoted(argument: str) -> str:
    """An argument without the Chinese quotes that somebody put round a file's name."""
    inner = argument[1:-1]
    quoted = argument[:1] in _OPENING and argument[-1:] in _CLOSING and inner
    return inner if quoted and not Path(argument).exists() else argument


def _run() -> int | None:
    """Run the command: its exit code."""
    if "_FYSCORE_COMPLETE" in os.environ:  # a shell, and not a person, is asking
        from fyscore.cli import completion

        completion.prepare()
    try:
        # By whatever name it was started, help and messages name the command that is installed.
        return app(prog_name="fyscore", standalone_mode=False)  # type: ignore[no-any-return]
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except BrokenPipeError:
        raise
    except Exception as error:
        usage = usage_message(error)
        if usage is None:
            if os.environ.get("FYSCORE_DEBUG"):
                raise
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                raise
            print_message(
                f"程序出错（{type(error).__name__}：{error}），请把命令和文件交给维护人员；"
                "设环境变量 FYSCORE_DEBUG=1 可看到出错的位置。"
            )
            return EXIT_CRASH
        if usage:
            print_message(usage)
        return EXIT_USAGE


def main() -> NoReturn:
    """Entry point of the ``fyscore`` command."""
    prepare()
    handle_signals()
    sys.argv[1:] = map(_unquoted, sys.argv[1:])
    wrong = _dashed(sys.argv[1:])
    if wrong:
        print_message(wrong)
        sys.exit(EXIT_USAGE)
    try:
        code = _run()
        flush()
    except KeyboardInterrupt:  # once more, on the way out
        code = INTERRUPTED
    except BrokenPipeError:  # the reader has gone; files are written before anything is printed
        silence()
        code = 0
    except OSError as error:
        from fyscore.problems.system import why

        silence()
        print_message(f"标准输出写不进去（{why(error)}）。")
        code = EXIT_STREAM
    if code in (INTERRUPTED, STOPPED):
        leave(code, "已中断。")
    sys.exit(code or 0)
