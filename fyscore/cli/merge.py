"""``fyscore merge``: the parts of a form back into one, or how far each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fyscore.cli import common, options, writing
from fyscore.cli.exit_codes import EXIT_INPUT
from fyscore.cli.streams import print_message
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.files.output import Outputs
    from fyscore.problems import ProblemsError
    from fyscore.returns.merge import Merged, Return
    from fyscore.rules.model import Rulebook
    from fyscore.rules.tasks import Returned
    from fyscore.scoring.result import Result

app = common.new_app()


@common.command(
    app,
    ("fyscore merge 分表 -o 某区-合并.xlsx", "各单位交回的分表合成一份整表"),
    (
        "fyscore merge 分表 -o 某区-合并.xlsx --prefer 分表/区教育局.xlsx",
        "答案不同的，以这一份为准",
    ),
)
def merge(
    files: options.Files,
    output: options.MergedForm = None,
    status: options.Status = False,
    prefer: options.Prefer = None,
    conflicts: options.Conflicts = None,
    marks: options.Marks = "",
    force: options.Force = False,
    rulebook: options.RulebookName = DEFAULT,
    reading: options.Readings = None,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """把各单位填好的分表合成一份填报表，并记下每个答案的来源；答案不同的逐条指出，不会丢掉任何一个。"""
    from fyscore.collect.files import collect
    from fyscore.collect.parts import parts_of, returned
    from fyscore.documents.returns import merge_document
    from fyscore.returns.merge import merge_returns
    from fyscore.workbooks.decisions import read_decisions

    _check_options(output, status, marks)
    found, show = common.inputs(files), options.Show(json_, quiet)
    book = common.load(rulebook, reading)
    if prefer is not None and prefer not in found.paths:
        common.fail(f"--prefer 的“{prefer}”不在要合并的分表里。")
    table = conflicts if conflicts is not None and conflicts.exists() else None
    outputs = writing.outputs_of([*found.all, table], rulebook, force=force)
    collected = collect(found.paths, book, unseen=found.failures)
    if output is None or status:
        state = returned(collected, book, date.today())
        _show_status(state, collected.results, output, outputs, show)
        return
    parts, failures = parts_of(collected), collected.failures
    with common.exit_on_problems():
        settled = read_decisions(table, book) if table is not None else {}
    merged = merge_returns(parts, book, str(prefer or ""), marks, settled)
    _show_obstacles(parts, merged, failures, book)
    if merged.conflicts and conflicts is not None and table is None:
        from fyscore.workbooks.decisions import decisions_bytes

        writing.need_xlsx(conflicts)
        writing.write(conflicts, decisions_bytes(merged.conflicts, book), outputs)
        print_message(f"已写进：{conflicts}。在“采用”列填好后，再运行一次同样的命令。")
    written = bool(parts) and not (failures or merged.conflicts)
    if written:
        writing.write(output, merged.workbook(book), outputs)

    def for_people() -> None:
        if written:
            from fyscore.terminal.returns import show_merged

            show_merged(output, len(parts), merged, marks, book)

    target = output if written else None
    results = collected.results
    show.present(
        lambda: merge_document(target, len(parts), merged, failures, book, results), for_people
    )
    if not written:
        raise typer.Exit(EXIT_INPUT)


def _check_options(output: Path | None, status: bool, marks: str) -> None:
    from fyscore.returns.merge import MARKS

    if output is None and not status:
        common.fail("请用 -o 指定合并成的填报表：fyscore merge 分表 -o 某区-合并.xlsx")
    writing.need_xlsx(output)
    if marks and marks not in MARKS:
        common.fail(f"--marks 没有“{marks}”，可用：{'、'.join(MARKS)}")


def _show_status(
    parts: Sequence[Returned],
    results: Sequence[Result],
    output: Path | None,
    outputs: Outputs,
    show: options.Show,
) -> None:
    """Tell how far each part is."""
    from fyscore.documents.returns import status_document

    if output is not None:
        from fyscore.workbooks.chase_list import chase_list_bytes

        writing.write(output, chase_list_bytes(parts), outputs)

    def for_people() -> None:
        from fyscore.terminal.returns import show_status

        show_status(parts, output)

    show.present(lambda: status_document(parts, results), for_people)


def _show_obstacles(
    parts: Sequence[Return], merged: Merged, failures: Sequence[ProblemsError], book: Rulebook
) -> None:
    """Tell of everything that keeps the parts from being one form, by body."""
    from fyscore.returns.merge import differing_heads
    from fyscore.tables import headings

    for error in failures:
        common.show_failure(error, who=error.info.get(headings.INFO_BODY, ""))
    for heads in differing_heads(parts):
        common.fail(heads, EXIT_INPUT)
    if merged.conflicts:
        from fyscore.terminal.returns import conflict_message

        for conflict in merged.conflicts:
            print_message(conflict_message(conflict, book))
        print_message(
            f"{len(merged.conflicts)}处答案不同，没有合并。请核对后改正其中一份，"
            "用 --prefer 指定以哪一份为准，或用 --conflicts 冲突.xlsx 逐条决定。"
        )
