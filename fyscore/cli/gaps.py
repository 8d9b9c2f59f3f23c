"""``fyscore gaps``: what to fix first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common, completion
from fyscore.cli.exit_codes import EXIT_INPUT
from fyscore.cli.messages import ChineseCommand, examples
from fyscore.cli.options import (
    OUTPUT,
    ForceOption,
    JsonOption,
    QuietOption,
    ReadingOption,
    RulebookOption,
    exact,
)
from fyscore.cli.streams import print_json
from fyscore.files.output import Outputs
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.pipeline import Scored
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.gaps import Gap
    from fyscore.scoring.result import Result

app = common.new_app()


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore gaps 某区.xlsx -o 整改台账.xlsx", "每处失分怎样补，写成台账分给责任单位"),
        ("fyscore gaps 某区.xlsx --what-if 25.rate=97%", "假设婚前医学检查率改成 97%，总分是多少"),
    ),
)
def gaps(
    file: Annotated[Path, typer.Argument(metavar="文件", help="填好的工作簿")],
    target: Annotated[
        float | None,
        typer.Option(
            "--target",
            metavar="分数",
            help="怎样改动最小就能达到这个总分：先求改动的格数最少，再求涉及的人、户、件数最少；"
            "只算单位自己能改的，评估组评定的和已成事实的不算",
        ),
    ] = None,
    whatif: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="编号=值",
            help="假设某格改成这个值（97%、是、1843/1900），可多次使用",
            autocompletion=completion.values,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="文件", help="另写整改台账（.xlsx）", rich_help_panel=OUTPUT
        ),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger",
            metavar="文件",
            help="上一次的整改台账：人填写的内容带入新台账，标出已补回的分",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    force: ForceOption = False,
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """先补什么：每处失分和待填能得多少分、最小改动是什么、通常由谁负责。"""
    from fyscore.documents.gaps import gaps_document
    from fyscore.scoring.gaps import find_gaps, plan_for

    if output is not None:
        common.need_xlsx(output, "整改台账")
    if ledger is not None and output is None:
        common.fail(
            "--ledger 要和 -o 一起用：fyscore gaps 工作簿 -o 新台账.xlsx --ledger 旧台账.xlsx"
        )
    book, goal = common.load(rulebook, reading), exact(target, "--target")
    scored = common.scored(file, book)
    book = scored.rulebook
    current = _supposed(scored, whatif, book) if whatif else scored
    found = find_gaps(current.result, book, current.answers)
    plan = None if goal is None else plan_for(current.result, found, goal)
    if output is not None:
        read = [file, *([ledger] if ledger else []), *common.rulebook_files(rulebook)]
        _write_ledger(output, ledger, found, current.result, Outputs(read, force=force))
    if json_:
        print_json(gaps_document(scored.result, current.result, found, plan, goal))
    elif not quiet:
        from fyscore.terminal.gaps import show_gaps, show_what_if

        show_gaps(current.result, found, plan, goal)
        if current is not scored:
            show_what_if(scored.result, current.result)
        if output is not None:
            print(f"整改台账：{output}")


def _write_ledger(
    target: Path, earlier: Path | None, found: Sequence[Gap], result: Result, outputs: Outputs
) -> None:
    from fyscore.forms.books.ledger import ledger_bytes
    from fyscore.forms.ledger import read_ledger
    from fyscore.problems import ProblemsError
    from fyscore.scoring.ledger import ledger

    try:
        old = read_ledger(earlier) if earlier else []
    except ProblemsError as error:
        common.show_failure(error)
        raise typer.Exit(EXIT_INPUT) from None
    common.write(target, ledger_bytes(ledger(found, old), result), outputs)


def _supposed(scored: Scored, changes: Sequence[str], book: Rulebook) -> Scored:
    """What would be scored; ends the command where a supposition cannot be used."""
    from fyscore.entry import EntryError
    from fyscore.forms.notes import nearest
    from fyscore.pipeline import Scored
    from fyscore.problems import ProblemsError
    from fyscore.scoring.score import score
    from fyscore.scoring.what_if import what_if

    wanted = common.pairs(changes, "--what-if")
    try:
        answers = what_if(scored.answers, wanted, book)
        return Scored(answers, score(answers, book), book)
    except KeyError as error:
        key = str(error.args[0])
        near = nearest(key, list(book.fields))
        common.fail(f"没有字段编号 {key}" + (f"，是不是 {near}？" if near else "。"))
    except EntryError as error:
        problem = error.problem
        common.fail(f"--what-if 的值不能用：{problem.found}；应为{problem.expected}。")
    except ProblemsError as error:
        common.fail("--what-if 之后互相矛盾：" + " ".join(p.message for p in error.problems))
