"""The command line: parse, call, print, set the exit code.

Nothing heavier than typer is imported at the top, and each command's own
module only when that command is asked for.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.main import get_command

from fyscore.cli.exit_codes import EXIT_USAGE
from fyscore.cli.messages import ChineseGroup, usage_message
from fyscore.cli.streams import say, tolerate_encodings
from fyscore.version import __version__

#: In the order of the help page; each is a module of this package.
COMMANDS = ("template", "score", "check", "diff", "gaps", "report", "rules")


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
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _OnDemand()  # type: ignore[assignment]  # Typer only looks in it


app = typer.Typer(
    cls=_Root,
    help="fyscore：全国生育友好工作先进单位评分工具。先生成模板，填好后评分。",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"fyscore {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号")
    ] = False,
) -> None:
    pass


#: What shells report of a command that a signal ended.
_INTERRUPTED, _STOPPED = 128 + signal.SIGINT, 128 + signal.SIGTERM


def _stop(*_: object) -> NoReturn:
    """A stop order cleans up on its way out, as Ctrl-C does."""
    raise SystemExit(_STOPPED)


def main() -> NoReturn:
    """Entry point of the ``fyscore`` command."""
    tolerate_encodings()
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = app(standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except SystemExit as stop:
        code = stop.code
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        message = usage_message(error)
        if message is None:
            raise
        if message:
            say(message)
        code = EXIT_USAGE
    if code in (_INTERRUPTED, _STOPPED):
        say("已中断。")
    sys.exit(code if isinstance(code, int) else 0)
