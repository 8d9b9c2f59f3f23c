"""``fyscore merge``: the parts of a form back into one, or how far each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fyscore.cli import common, options, writing
from fyscore.cli.exit_codes import EXIT_INPUT
from fyscore.cli.streams import print_message
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.collect.files import Collected
    from fyscore.files.output import Outputs
    from fyscore.forms.conflicts import Settled
    from fyscore.hands.merge import Merged, Part
    from fyscore.hands.status import Returned
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook

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
    from fyscore.documents.hands import merge_document
    from fyscore.hands.merge import merge_parts

    _check_options(output, status, marks)
    found, show = common.inputs(files), options.Show(json_, quiet)
    book = common.load(rulebook, reading)
    if prefer is not None and prefer not in found.paths:
        common.fail(f"--prefer 的“{prefer}”不在要合并的分表里。")
    table = conflicts if conflicts is not None and conflicts.exists() else None
    outputs = writing.outputs_of([*found.all, table], rulebook, force=force)
    collected = collect(found.paths, book, unseen=found.failures)
    if output is None or status:
        _show_status(collected, output, book, outputs, show)
        return
    parts, failures = _parts(collected), collected.failures
    merged = merge_parts(parts, book, str(prefer or ""), marks, _settled(table, book))
    _tell_obstacles(parts, merged, failures, book)
    if merged.conflicts and conflicts is not None and table is None:
        _write_conflicts(conflicts, merged, book, outputs)
    written = bool(parts) and not (failures or merged.conflicts)
    if written:
        writing.write(output, merged.workbook(book), outputs)

    def for_people() -> None:
        if written:
            from fyscore.terminal.hands import show_merged

            show_merged(output, len(parts), merged, marks, book)

    target = output if written else None
    show.present(lambda: merge_document(target, len(parts), merged, failures, book), for_people)
    if not written:
        raise typer.Exit(EXIT_INPUT)


def _check_options(output: Path | None, status: bool, marks: str) -> None:
    from fyscore.hands.merge import MARKS

    if output is None and not status:
        common.fail("请用 -o 指定合并成的填报表：fyscore merge 分表 -o 某区-合并.xlsx")
    writing.need_xlsx(output)
    if marks and marks not in MARKS:
        common.fail(f"--marks 没有“{marks}”，可用：{'、'.join(MARKS)}")


def _parts(collected: Collected) -> list[Part]:
    from fyscore.hands.merge import Part, Source

    return [
        Part(Source.of(file.path, answers), answers)
        for file in collected.files
        for answers in file.answers
    ]


def _show_status(
    collected: Collected,
    output: Path | None,
    book: Rulebook,
    outputs: Outputs,
    show: options.Show,
) -> None:
    """Tell how far each part is; those with problems first, then those that wait longest."""
    from fyscore.documents.hands import status_document

    parts = _returned(collected, book)
    if output is not None:
        from fyscore.forms.books.status import status_bytes

        rows = [
            (
                *(each.body, "、".join(each.items), each.person, each.deadline),
                *(each.filled, each.missing, each.words, "\n".join(each.problems), each.file),
            )
            for each in parts
        ]
        content = status_bytes(rows, [each.is_whole for each in parts])
        writing.write(output, content, outputs)

    def for_people() -> None:
        from fyscore.terminal.hands import show_status

        show_status(parts)
        if output is not None:
            print(f"催报表：{output}")

    show.present(lambda: status_document(parts), for_people)


def _returned(collected: Collected, book: Rulebook) -> list[Returned]:
    from datetime import date

    from fyscore.hands.status import status_of, status_of_faulty

    today = date.today()
    parts = [status_of_faulty(error, today) for error in collected.failures]
    for file in collected.files:
        parts += [status_of(file.path, answers, book, today) for answers in file.answers]
    return sorted(parts, key=lambda p: (p.is_whole, not p.is_late, not p.problems, p.deadline))


def _tell_obstacles(
    parts: Sequence[Part], merged: Merged, failures: Sequence[ProblemsError], book: Rulebook
) -> None:
    """Tell of everything that keeps the parts from being one form, by body."""
    from fyscore.forms import layout
    from fyscore.hands.merge import differing_heads

    for error in failures:
        common.show_failure(error, who=error.info.get(layout.INFO_BODY, ""))
    for heads in differing_heads(parts):
        common.fail(heads, EXIT_INPUT)
    if merged.conflicts:
        from fyscore.terminal.hands import conflict_message

        for conflict in merged.conflicts:
            print_message(conflict_message(conflict, book))
        print_message(
            f"{len(merged.conflicts)}处答案不同，没有合并。请核对后改正其中一份，"
            "用 --prefer 指定以哪一份为准，或用 --conflicts 冲突.xlsx 逐条决定。"
        )


def _settled(table: Path | None, book: Rulebook) -> Settled:
    """What people decided in a table that an earlier run wrote."""
    from fyscore.forms.conflicts import read_settled

    with common.exit_on_problems():
        return read_settled(table, book) if table is not None else {}


def _write_conflicts(target: Path, merged: Merged, book: Rulebook, outputs: Outputs) -> None:
    from fyscore.forms import layout
    from fyscore.forms.books.conflicts import conflicts_bytes

    writing.need_xlsx(target)
    rows = [
        (
            *(conflict.key, book.label_of(conflict.key)),
            layout.COL_OWN if conflict.own else layout.COL_VALUE,
            "\n".join(
                f"{book.fields[conflict.key].shown(each.answer.value)}（{each.source.file}）"
                for each in conflict.given
            ),
        )
        for conflict in merged.conflicts
    ]
    writing.write(target, conflicts_bytes(rows), outputs)
    print_message(f"已写进：{target}。在“采用”列填好后，再运行一次同样的命令。")
