"""``fyscore merge``: the parts of a form back into one."""

from __future__ import annotations

from collections.abc import Sequence
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
)
from fyscore.cli.streams import print_json, say
from fyscore.files.output import Outputs
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.documents.hands import MergeConflict
    from fyscore.hands.merge import Conflict, Merged, Part
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook

app = common.new_app()


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
        Path,
        typer.Option(
            "--output", "-o", metavar="文件", help="合并成的填报表（.xlsx）", rich_help_panel=OUTPUT
        ),
    ],
    prefer: Annotated[
        Path | None,
        typer.Option("--prefer", metavar="文件", help="几份分表答案不同的，以这一份为准"),
    ] = None,
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

    if output.suffix.lower() != ".xlsx":
        common.fail(f"合并成的填报表“{output}”应以 .xlsx 结尾。")
    found = common.inputs(files)
    book = common.load(rulebook, reading)
    if prefer is not None and prefer not in found.paths:
        common.fail(f"--prefer 的“{prefer}”不在要合并的分表里。")
    outputs = Outputs([*found.all, *common.rulebook_files(rulebook)], force=force)
    parts, failures = _parts(found.paths, book)
    failures = [*found.failures, *failures]
    merged = merge_parts(parts, book, str(prefer or ""))
    _refuse(parts, merged, failures, book)
    written = not (failures or merged.conflicts) and bool(parts)
    if written:
        common.write(output, _content(merged, parts, book), outputs)
    if json_:
        filled = sum(entry.used is not None for entry in merged.entries.values())
        counts = {"parts": len(parts), "filled": filled, "fields": len(merged.entries)}
        conflicts = [_record(conflict, book) for conflict in merged.conflicts]
        print_json(
            merge_document(
                str(output) if written else None,
                counts,
                merged.left_out,
                conflicts,
                [failure(error) for error in failures],
            )
        )
    elif written and not quiet:
        _tell(output, parts, merged)
    if not written:
        raise typer.Exit(EXIT_INPUT)


def _parts(paths: Sequence[Path], book: Rulebook) -> tuple[list[Part], list[ProblemsError]]:
    """The parts that could be read, and why others could not."""
    from fyscore.hands.merge import Part, Source
    from fyscore.pipeline import score_file
    from fyscore.problems import ProblemsError

    parts, failures = [], []
    for path in paths:
        try:
            answers = score_file(path, book).answers
        except ProblemsError as error:
            failures.append(error)
        else:
            parts.append(Part(Source.of(path, answers), answers))
    return parts, failures


def _refuse(
    parts: Sequence[Part], merged: Merged, failures: Sequence[ProblemsError], book: Rulebook
) -> None:
    """Tell of everything that keeps the parts from being one form."""
    from fyscore.hands.merge import differing_heads

    for error in failures:
        common.show_failure(error)
    for heads in differing_heads(parts):
        common.fail(heads, EXIT_INPUT)
    for conflict in merged.conflicts:
        say(_told(conflict, book))
    if merged.conflicts:
        say(
            f"{len(merged.conflicts)}处答案不同，没有合并。请核对后改正其中一份，"
            "或用 --prefer 指定以哪一份为准。"
        )


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


def _content(merged: Merged, parts: Sequence[Part], book: Rulebook) -> bytes:
    from fyscore.forms.writer import template_bytes

    return template_bytes(book, merged.unit, merged.year, merged.entries, sources=merged.rows(book))


def _tell(output: Path, parts: Sequence[Part], merged: Merged) -> None:
    filled = sum(entry.used is not None for entry in merged.entries.values())
    print(f"{len(parts)}份分表合成：{output}")
    print(f"已填{filled}/{len(merged.entries)}格")
    if merged.left_out:
        print(f"没有分表的条目：第{'、'.join(merged.left_out)}项")
    print(f"下一步：fyscore score {output}")
