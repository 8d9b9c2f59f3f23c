"""``fyscore merge``: the parts of a form back into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common
from fyscore.cli.exit_codes import EXIT_INPUT
from fyscore.cli.messages import ChineseCommand, examples
from fyscore.cli.options import (
    OUTPUT,
    Files,
    ForceOption,
    JsonOption,
    QuietOption,
    ReadingOption,
    RulebookOption,
    Show,
)
from fyscore.cli.streams import print_json, say
from fyscore.files.output import Outputs
from fyscore.numbers import json_number, points
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.documents.hands import MarkRecord, MergeConflict
    from fyscore.forms.conflicts import Settled
    from fyscore.hands.merge import Conflict, Marked, Merged, Part
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook

app = common.new_app()

_MARKS = {"mean": "平均", "median": "中位", "lowest": "最低"}


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore merge 分表 -o 某区-合并.xlsx", "各单位交回的分表合成一份整表"),
        (
            "fyscore merge 分表 -o 某区-合并.xlsx --prefer 分表/区教育局.xlsx",
            "答案不同的，以这一份为准",
        ),
    ),
)
def merge(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="文件",
            help="合并成的填报表（.xlsx）；与 --status 一起用时是催报表",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    status: Annotated[
        bool, typer.Option("--status", help="不合并，只看各单位填到哪里、有无问题、是否逾期")
    ] = False,
    prefer: Annotated[
        Path | None,
        typer.Option("--prefer", metavar="文件", help="几份分表答案不同的，以这一份为准"),
    ] = None,
    conflicts: Annotated[
        Path | None,
        typer.Option(
            "--conflicts",
            metavar="文件",
            help="答案不同的写进这张表（.xlsx）；在“采用”列填好后再运行一次，就照它合并",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    marks: Annotated[
        str,
        typer.Option(
            "--marks",
            metavar="mean|median|lowest",
            help="几位评估组成员的酌情评分不同的，取平均、中位或最低；不加时算答案不同",
        ),
    ] = "",
    force: ForceOption = False,
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """把各单位填好的分表合成一份填报表，并记下每个答案的来源；答案不同的逐条指出，不会丢掉任何一个。"""
    from fyscore.documents.hands import merge_document
    from fyscore.documents.problems import failure
    from fyscore.hands.merge import merge_parts

    if output is None and not status:
        common.fail("请用 -o 指定合并成的填报表：fyscore merge 分表 -o 某区-合并.xlsx")
    if output is not None:
        common.need_xlsx(output)
    if marks and marks not in _MARKS:
        common.fail(f"--marks 没有“{marks}”，可用：{'、'.join(_MARKS)}")
    found = common.inputs(files)
    book = common.load(rulebook, reading)
    if prefer is not None and prefer not in found.paths:
        common.fail(f"--prefer 的“{prefer}”不在要合并的分表里。")
    decided = [conflicts] if conflicts is not None and conflicts.exists() else []
    outputs = Outputs([*found.all, *common.rulebook_files(rulebook), *decided], force=force)
    parts, failures = _parts(found.paths, book)
    failures = [*found.failures, *failures]
    if status:
        _status(parts, failures, output, book, outputs, Show(json_, quiet))
        return
    assert output is not None
    settled = _settled(conflicts, book)
    merged = merge_parts(parts, book, str(prefer or ""), marks, settled)
    _refuse(parts, merged, failures, book)
    if merged.conflicts and conflicts is not None and not conflicts.exists():
        _write_conflicts(conflicts, merged, book, outputs)
    written = not (failures or merged.conflicts) and bool(parts)
    if written:
        common.write(output, merged.workbook(book), outputs)
    if json_:
        counts = {"parts": len(parts), "filled": merged.filled, "fields": len(merged.entries)}
        differing = [_record(conflict, book) for conflict in merged.conflicts]
        print_json(
            merge_document(
                str(output) if written else None,
                counts,
                merged.left_out,
                differing,
                [failure(error) for error in failures],
                [_mark_record(marked) for marked in merged.marks],
            )
        )
    elif written and not quiet:
        for marked in merged.marks:
            print(_mark_told(marked, marks, book))
        _tell(output, parts, merged)
    if not written:
        raise typer.Exit(EXIT_INPUT)


def _status(
    parts: Sequence[Part],
    failures: Sequence[ProblemsError],
    output: Path | None,
    book: Rulebook,
    outputs: Outputs,
    show: Show,
) -> None:
    """Tell how far each part is; those with problems first, then those that wait longest."""
    from datetime import date

    from fyscore.documents.hands import status_document
    from fyscore.hands.status import status_of, status_of_faulty

    today = date.today()
    told = [status_of_faulty(error, today) for error in failures]
    told += [status_of(Path(p.source.file), p.answers, book, today) for p in parts]
    told.sort(key=lambda each: (each.is_whole, not each.is_late, not each.problems, each.deadline))
    if output is not None:
        from fyscore.forms.books.status import status_bytes

        rows = [
            (
                *(each.body, "、".join(each.items), each.person, each.deadline),
                *(each.filled, each.missing, each.words, "\n".join(each.problems), each.file),
            )
            for each in told
        ]
        common.write(output, status_bytes(rows, [each.is_whole for each in told]), outputs)
    if show.json:
        print_json(status_document([asdict(each) | {"state": each.words} for each in told]))
    elif show.people:
        from fyscore.terminal.status import show_status

        lines = [
            (
                *(each.body or each.file, "、".join(each.items)),
                *(f"{each.filled}/{each.filled + each.missing}", each.deadline, each.words),
            )
            for each in told
        ]
        whole = sum(each.is_whole for each in told)
        late = sum(each.is_late for each in told)
        summary = f"{len(told)}份分表：填齐{whole}份，未填齐或有问题{len(told) - whole}份"
        show_status(lines, summary + (f"，其中逾期{late}份" if late else ""))
        if output is not None:
            print(f"催报表：{output}")


def _parts(paths: Sequence[Path], book: Rulebook) -> tuple[list[Part], list[ProblemsError]]:
    """The parts that could be read, and why others could not."""
    from fyscore.hands.merge import read_part
    from fyscore.problems import ProblemsError

    parts, failures = [], []
    for path in paths:
        try:
            parts.append(read_part(path, book))
        except ProblemsError as error:
            failures.append(error)
    return parts, failures


def _refuse(
    parts: Sequence[Part], merged: Merged, failures: Sequence[ProblemsError], book: Rulebook
) -> None:
    """Tell of everything that keeps the parts from being one form, by body."""
    from fyscore.forms import layout
    from fyscore.hands.merge import differing_heads

    for error in failures:
        common.show_failure(error, who=error.info.get(layout.INFO_BODY, ""))
    for heads in differing_heads(parts):
        common.fail(heads, EXIT_INPUT)
    for conflict in merged.conflicts:
        say(_told(conflict, book))
    if merged.conflicts:
        say(
            f"{len(merged.conflicts)}处答案不同，没有合并。请核对后改正其中一份，"
            "用 --prefer 指定以哪一份为准，或用 --conflicts 冲突.xlsx 逐条决定。"
        )


def _settled(file: Path | None, book: Rulebook) -> Settled:
    """What people decided in a table that an earlier run wrote."""
    from fyscore.forms.conflicts import read_settled
    from fyscore.problems import ProblemsError

    if file is None or not file.exists():
        return {}
    try:
        return read_settled(file, book)
    except ProblemsError as error:
        common.show_failure(error)
        raise typer.Exit(EXIT_INPUT) from None


def _write_conflicts(target: Path, merged: Merged, book: Rulebook, outputs: Outputs) -> None:
    from fyscore.forms import layout
    from fyscore.forms.books.conflicts import conflicts_bytes

    common.need_xlsx(target)
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
    common.write(target, conflicts_bytes(rows), outputs)
    say(f"已写进：{target}。在“采用”列填好后，再运行一次同样的命令。")


def _told(conflict: Conflict, book: Rulebook) -> str:
    field = book.fields[conflict.key]
    given = "；".join(
        f"{each.source.file} 的 {each.cell} 为 {field.shown(each.answer.value)}"
        for each in conflict.given
    )
    what = "（自评）" if conflict.own else ""
    return f"{book.label_of(conflict.key)}{what}（{conflict.key}）各分表不同：{given}"


def _record(conflict: Conflict, book: Rulebook) -> MergeConflict:
    field = book.fields[conflict.key]
    return {
        "key": conflict.key,
        "own": conflict.own,
        "given": [
            {
                "file": each.source.file,
                "body": each.source.body,
                "cell": each.cell,
                "value": field.shown(each.answer.value),
            }
            for each in conflict.given
        ],
    }


def _mark_told(marked: Marked, how: str, book: Rulebook) -> str:
    given = "、".join(
        f"{points(each.answer.number)}（{each.source.person or each.source.file}）"
        for each in marked.given
    )
    far = "，超过满分的五分之一，请复核" if marked.is_far else ""
    return (
        f"{book.label_of(marked.key)}：{given}，取{_MARKS[how]}{points(marked.taken)}分；"
        f"相差{points(marked.spread)}分{far}"
    )


def _mark_record(marked: Marked) -> MarkRecord:
    return {
        "key": marked.key,
        "marks": [json_number(each.answer.number, 2) for each in marked.given],
        "taken": json_number(marked.taken, 2),
        "is_far": marked.is_far,
    }


def _tell(output: Path, parts: Sequence[Part], merged: Merged) -> None:
    print(f"{len(parts)}份分表合成：{output}")
    print(f"已填{merged.filled}/{len(merged.entries)}格")
    if merged.left_out:
        print(f"没有分表的条目：第{'、'.join(merged.left_out)}项")
    print(f"下一步：fyscore score {output}")
