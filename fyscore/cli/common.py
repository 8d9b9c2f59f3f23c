"""What the commands share: how they load, write and fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from fyscore.cli.exit_codes import EXIT_INPUT, EXIT_USAGE
from fyscore.cli.streams import say

if TYPE_CHECKING:
    from fyscore.files.inputs import Inputs
    from fyscore.files.output import Outputs
    from fyscore.pipeline import Scored
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook


def new_app(
    cls: type[typer.core.TyperGroup] | None = None, help_text: str | None = None
) -> typer.Typer:
    """The Typer of one command: plain texts, and faults left to ``main``."""
    return typer.Typer(
        cls=cls,
        help=help_text,
        no_args_is_help=cls is not None,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def fail(message: str, code: int = EXIT_USAGE) -> NoReturn:
    say(message)
    raise typer.Exit(code)


def need_xlsx(target: Path, what: str = "") -> None:
    """End the command where a workbook is to be written under another name's ending."""
    if target.suffix.lower() != ".xlsx":
        fail(f"{what}“{target}”应以 .xlsx 结尾。")


def refuse(targets: Iterable[Path], outputs: Outputs) -> None:
    """End the command before any of these is written where one of them may not be."""
    from fyscore.files.output import OutputError

    try:
        for target in targets:
            outputs.refuse(target)
    except OutputError as error:
        fail(str(error))


def write(target: Path, content: bytes, outputs: Outputs) -> None:
    """Write one output; ends the command where it cannot be written."""
    from fyscore.files.output import OutputError

    try:
        outputs.write(target, content)
    except OutputError as error:
        fail(str(error))


def rulebook_files(source: str) -> list[Path]:
    """What loading a rulebook reads."""
    from fyscore.rules.clauses import clauses_path
    from fyscore.rules.load import cases_path, rulebook_path
    from fyscore.rules.workbook import is_workbook

    path = rulebook_path(source)
    cases = [] if is_workbook(path) else [cases_path(source)]
    return [path, *cases, clauses_path(path)]


def load(source: str, readings: Sequence[str] | None = None) -> Rulebook:
    from fyscore.problems import ProblemsError
    from fyscore.rules.load import load_rulebook, with_readings

    try:
        rulebook = load_rulebook(source)
    except ProblemsError as error:
        show_failure(error, what="评分标准有误")
        raise typer.Exit(EXIT_USAGE) from None
    chosen = pairs(readings or (), "--reading")
    try:
        return with_readings(rulebook, chosen) if chosen else rulebook
    except ValueError as error:
        fail(str(error))


def pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """``NAME=VALUE`` texts by name; ends the command where one has no ``=``."""
    texts = [text.replace("＝", "=") for text in texts]
    for text in texts:
        if "=" not in text:
            fail(f"{option} 后面应为“名称=值”，这里是“{text}”。")
    return dict(text.split("=", 1) for text in texts)


def scored(file: Path, book: Rulebook) -> Scored:
    """One form, read and scored; ends the command where it cannot be."""
    from fyscore.pipeline import score_file
    from fyscore.problems import ProblemsError

    try:
        return score_file(file, book)
    except ProblemsError as error:
        show_failure(error)
        raise typer.Exit(EXIT_INPUT) from None


def show_failure(error: ProblemsError, what: str = "", who: str = "") -> None:
    """Tell of every problem of one file, maybe of what kind and whose it is."""
    from fyscore.terminal import problems

    if what:
        say(f"{what}：")
    problems.show_failure(error, who)


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
