"""``fyscore gaps``: what to fix first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fyscore.cli import common, options, writing
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.forms.pipeline import Scored

app = common.new_app()


@common.command(
    app,
    ("fyscore gaps 某区.xlsx -o 整改台账.xlsx", "每处失分怎样补，写成台账分给责任单位"),
    ("fyscore gaps 某区.xlsx --what-if 25.rate=97%", "假设婚前医学检查率改成 97%，总分是多少"),
)
def gaps(
    file: options.FilledForm,
    target: options.Target = None,
    whatif: options.WhatIf = None,
    output: options.NewLedger = None,
    ledger: options.OldLedger = None,
    force: options.Force = False,
    rulebook: options.RulebookName = DEFAULT,
    reading: options.Readings = None,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """先补什么：每处失分和待填能得多少分、最小改动是什么、通常由谁负责。"""
    from fyscore.documents.gaps import gaps_document
    from fyscore.scoring.gaps import find_gaps, plan_for

    writing.need_xlsx(output, "整改台账")
    if ledger is not None and output is None:
        common.fail(
            "--ledger 要和 -o 一起用：fyscore gaps 工作簿 -o 新台账.xlsx --ledger 旧台账.xlsx"
        )
    book, goal = common.load(rulebook, reading), options.exact(target, "--target")
    scored = common.scored(file, book)
    current = _supposed(scored, whatif) if whatif else scored
    found = find_gaps(current.result, current.rulebook, current.answers)
    plan = None if goal is None else plan_for(current.result, found, goal)
    if output is not None:
        from fyscore.scoring.ledger import ledger as ledger_of
        from fyscore.workbooks.ledger import ledger_bytes, read_ledger

        with common.exit_on_problems():
            lines = ledger_of(found, read_ledger(ledger) if ledger else [])
        outputs = writing.outputs_of([file, ledger], rulebook, force=force)
        writing.write(output, ledger_bytes(lines, current.result), outputs)

    def for_people() -> None:
        from fyscore.terminal.gaps import show_gaps, show_what_if

        show_gaps(current.result, found, plan, goal)
        if current is not scored:
            show_what_if(scored.result, current.result)
        if output is not None:
            print(f"整改台账：{output}")

    options.Show(json_, quiet).present(
        lambda: gaps_document(scored.result, current.result, found, plan, goal), for_people
    )


def _supposed(scored: Scored, changes: Sequence[str]) -> Scored:
    """What would be scored; ends the command where a supposition cannot be used."""
    from fyscore.entry import EntryError
    from fyscore.forms.pipeline import Scored
    from fyscore.problems import ProblemsError
    from fyscore.scoring.score import score
    from fyscore.scoring.what_if import what_if
    from fyscore.tables.reading import nearest

    wanted, book = common.pairs(changes, "--what-if"), scored.rulebook
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
