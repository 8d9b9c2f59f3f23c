"""``fyscore gaps``: what to mend first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common
from fyscore.cli.help import ChineseCommand
from fyscore.exit_codes import EXIT_INPUT
from fyscore.rulebook import DEFAULT

if TYPE_CHECKING:
    from fyscore.answers import Answers
    from fyscore.result import Result
    from fyscore.rulebook.model import Rulebook

app = common.new_app()


@app.command(cls=ChineseCommand)
def gaps(
    file: Annotated[Path, typer.Argument(metavar="文件", help="填好的工作簿")],
    target: Annotated[
        float | None, typer.Option("--target", metavar="分数", help="最少改几处能达到这个总分")
    ] = None,
    whatif: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="编号=值",
            help="假设某格改成这个值（97%、是、1843/1900），可多次使用",
        ),
    ] = None,
    rulebook: common.RulebookOption = DEFAULT,
    reading: common.ReadingOption = None,
    json_: common.JsonOption = False,
    quiet: common.QuietOption = False,
) -> None:
    """先补什么：每处失分和待填能得多少分、最小改动是什么、通常由谁负责。"""
    from decimal import Decimal
    from fractions import Fraction

    from fyscore.gaps import as_json, fewest_for, find_gaps
    from fyscore.one_file import score_path
    from fyscore.problem import ProblemsError

    book = common.load(rulebook, reading)
    try:
        answers, result = score_path(file, book)
    except ProblemsError as error:
        common.show_failure(error)
        raise typer.Exit(EXIT_INPUT) from None
    supposed = _supposed(answers, whatif, book) if whatif else None
    current = supposed or result
    found = find_gaps(current, book)
    goal = None if target is None else Fraction(Decimal(repr(target)))
    plan = None if goal is None else fewest_for(found, goal - current.total)
    if json_:
        document = as_json(current, found, plan, goal)
        common.print_json({**document, "total_before": result.as_json()["total"]})
    elif not quiet:
        from fyscore.report.comparison import show_gaps, show_what_if

        if supposed is not None:
            show_what_if(result, supposed)
        show_gaps(current, found, plan, goal)


def _supposed(answers: Answers, changes: Sequence[str], book: Rulebook) -> Result:
    """The result as it would be; ends the command where a supposition cannot be used."""
    from fyscore.entry import EntryError
    from fyscore.gaps import what_if
    from fyscore.problem import ProblemsError
    from fyscore.scoring import score as score_answers

    wanted = dict(part.partition("=")[::2] for part in changes)
    try:
        return score_answers(what_if(answers, wanted, book), book)
    except KeyError as error:
        common.fail(f"没有字段编号 {error.args[0]}。")
    except EntryError as error:
        common.fail(f"--what-if 的值不能用：{error.found}；应为{error.expected}。")
    except ProblemsError as error:
        common.fail("--what-if 之后互相矛盾：" + " ".join(p.message for p in error.problems))
