"""What the commands share: how they begin, load and fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

from fyscore.cli.exit_codes import EXIT_INPUT, EXIT_USAGE
from fyscore.cli.messages import ChineseCommand, examples
from fyscore.cli.streams import print_message

if TYPE_CHECKING:
    from fyscore.files.inputs import Inputs
    from fyscore.forms.pipeline import Scored
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook

_Command = TypeVar("_Command", bound=Callable[..., Any])


def new_app(
    cls: type[typer.core.TyperGroup] | None = None, help_text: str | None = None, epilog: str = ""
) -> typer.Typer:
    """The Typer of one command, or of a group: plain texts, and faults left to ``main``."""
    return typer.Typer(
        cls=cls,
        help=help_text,
        epilog=epilog or None,
        no_args_is_help=cls is not None,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def command(
    app: typer.Typer, *pairs: tuple[str, str], name: str | None = None
) -> Callable[[_Command], _Command]:
    """Makes a function a command whose help page ends with these examples."""
    return app.command(name, cls=ChineseCommand, epilog=examples(*pairs))


# ---------------------------------------------------------------- how they fail


def fail(text: str, code: int = EXIT_USAGE) -> NoReturn:
    print_message(text)
    raise typer.Exit(code)


@contextmanager
def exit_on(*errors: type[Exception], text: str = "{}") -> Iterator[None]:
    """End the command with what one of these says, in ``text``, where it is raised."""
    try:
        yield
    except errors as error:
        fail(text.format(error))


@contextmanager
def exit_on_problems(what: str = "", code: int = EXIT_INPUT) -> Iterator[None]:
    """End the command where a file cannot be used, and tell why."""
    from fyscore.problems import ProblemsError

    try:
        yield
    except ProblemsError as error:
        show_failure(error, what)
        raise typer.Exit(code) from None


def show_failure(error: ProblemsError, what: str = "", who: str = "") -> None:
    """Tell of every problem of one file, maybe of what kind and whose it is."""
    from fyscore.terminal import problems

    if what:
        print_message(f"{what}：")
    problems.show_failure(error, who)


def exit_with(failures: Sequence[ProblemsError]) -> None:
    """End the command, all else being done, where some inputs could not be used."""
    if failures:
        raise typer.Exit(EXIT_INPUT)


# ---------------------------------------------------------------- how they begin


def load(source: str, readings: Sequence[str] | None = None) -> Rulebook:
    """The rulebook under the readings chosen; ends the command where it is broken."""
    from fyscore.rules.load import load_rulebook, with_readings

    with exit_on_problems("评分标准有误", EXIT_USAGE):
        rulebook = load_rulebook(source)
    chosen = pairs(readings or (), "--reading")
    with exit_on(ValueError):
        return with_readings(rulebook, chosen) if chosen else rulebook


def pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """``NAME=VALUE`` texts by name; ends the command where one has no ``=``."""
    texts = [text.replace("＝", "=") for text in texts]
    for text in texts:
        if "=" not in text:
            fail(f"{option} 后面应为“名称=值”，这里是“{text}”。")
    return dict(text.split("=", 1) for text in texts)


def inputs(arguments: Sequence[str], *, results: bool = False) -> Inputs:
    """The workbooks, or saved results, that the arguments mean; ends the command without any."""
    from fyscore.files.inputs import RESULTS, WORKBOOKS, expand
    from fyscore.problems import why

    try:
        found = expand(arguments, RESULTS if results else WORKBOOKS)
    except (OSError, ValueError) as error:
        fail(f"读不出文件清单：{why(error)}。")
    if not found.paths and not found.failures:
        what = "评分结果" if results else "工作簿"
        fail(f"没有找到{what}：{'、'.join(arguments)}")
    return found


def scored(file: Path, book: Rulebook) -> Scored:
    """One form, read and scored; ends the command where it cannot be."""
    from fyscore.forms.pipeline import score_file

    with exit_on_problems():
        return score_file(file, book)
