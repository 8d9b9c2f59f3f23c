"""``fyscore diff``: one unit over years, or many units' own assessments beside their reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common
from fyscore.cli.exit_codes import EXIT_INPUT
from fyscore.cli.messages import ChineseCommand, examples
from fyscore.cli.options import (
    OUTPUT,
    ForceOption,
    JsonOption,
    QuietOption,
    ReadingOption,
    RulebookOption,
    Show,
)
from fyscore.cli.streams import print_json
from fyscore.files.output import Outputs
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.result import Result

app = common.new_app()


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore diff 某区2024.xlsx 某区2025.xlsx", "两年得分的变化和原因"),
        (
            "fyscore diff 2023.xlsx 2024.xlsx 2025.xlsx -o 对比.xlsx",
            "各年连续对比，另写带图的工作簿",
        ),
        ("fyscore diff 自评/ 复核/ -o 核减.xlsx", "两个文件夹按单位配对，核减多的在前"),
    ),
)
def diff(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="旧 新...",
            help="两份以上，按先后：工作簿、评分工作簿或 JSON 结果；也可以是两个文件夹",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="文件", help="另写对比工作簿（含图）", rich_help_panel=OUTPUT
        ),
    ] = None,
    labels: Annotated[
        str,
        typer.Option(
            "--labels",
            metavar="名称,名称",
            help="各份的名称；同一单位同一年度的两份默认为“自评,复核”",
        ),
    ] = "",
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """比较同一单位各年度的得分，说明每处变化的原因；给两个文件夹时按单位配对，列出核减核增。"""
    if len(files) < 2:
        common.fail("比较至少要两个文件：fyscore diff 旧 新")
    if output is not None:
        common.need_xlsx(output, "对比工作簿")
    book = common.load(rulebook, reading)
    sides = [_side(name, book) for name in files]
    read = [path for side in sides for path in side.read]
    outputs = Outputs([*read, *common.rulebook_files(rulebook)], force=force)
    names = [name.strip() for name in labels.replace("，", ",").split(",") if name.strip()]
    show = Show(json_, quiet)
    if any(side.is_many for side in sides):
        _review(sides, names, output, book, outputs, show)
    else:
        _years(sides, names, output, book, outputs, show)
    if any(side.failures for side in sides):
        raise typer.Exit(EXIT_INPUT)


@dataclass
class _Side:
    """What one argument means: one result, or many."""

    read: list[Path]
    is_many: bool
    results: list[Result] = field(default_factory=list)
    failures: list[ProblemsError] = field(default_factory=list)


def _side(argument: str, book: Rulebook) -> _Side:
    """The results of workbooks and of what ``score --json`` saved; says what has none."""
    from fyscore.documents.saved import is_saved_result, load_saved
    from fyscore.pipeline import score_file
    from fyscore.problems import ProblemsError

    found = common.inputs([argument])
    side = _Side(found.all, found.is_batch, failures=list(found.failures))
    for path in found.paths:
        try:
            if is_saved_result(path):
                saved = load_saved(path)
                side.results += saved.results
                side.is_many |= len(saved.results) != 1
                side.failures += saved.failures
            else:
                side.results.append(score_file(path, book).result)
        except ProblemsError as error:
            side.failures.append(error)
    for failure in side.failures:
        common.show_failure(failure)
    return side


def _years(
    sides: Sequence[_Side],
    labels: Sequence[str],
    output: Path | None,
    book: Rulebook,
    outputs: Outputs,
    show: Show,
) -> None:
    """Compare results in the order given."""
    from fyscore.documents.diff import diff_document
    from fyscore.scoring.diff import compare

    if any(side.failures for side in sides):
        return
    results = [result for side in sides for result in side.results]
    try:
        compared = compare(results, book, labels)
    except ValueError as error:
        common.fail(f"--labels：{error}。")
    if output is not None:
        from fyscore.forms.books.diff import diff_bytes

        common.write(output, diff_bytes(compared, results[-1].unit), outputs)
    if show.json:
        print_json(diff_document(compared))
    elif show.people:
        from fyscore.terminal.diff import show_diff

        show_diff(compared)


def _review(
    sides: Sequence[_Side],
    labels: Sequence[str],
    output: Path | None,
    book: Rulebook,
    outputs: Outputs,
    show: Show,
) -> None:
    """Pair two sets of units."""
    from fyscore.documents.review import review_document
    from fyscore.hands.collect import one_each
    from fyscore.scoring.diff import REVIEW
    from fyscore.scoring.review import review

    if len(sides) != 2:
        common.fail("文件夹和多份结果只能两边比较：fyscore diff 自评 复核")
    for side in sides:
        for refused in one_each(side.results):
            common.show_failure(refused)
            side.failures.append(refused)
    old, new = sides
    failures = [*old.failures, *new.failures]
    try:
        compared = review(old.results, new.results, book, labels or REVIEW)
    except ValueError as error:
        common.fail(f"--labels：{error}。")
    if output is not None:
        from fyscore.forms.books.review import review_bytes

        common.write(output, review_bytes(compared, failures, book), outputs)
    if show.json:
        print_json(review_document(compared, failures))
    elif show.people:
        from fyscore.terminal.review import show_review

        show_review(compared, len(failures))
