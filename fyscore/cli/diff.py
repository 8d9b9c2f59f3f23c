"""``fyscore diff``: one unit over years."""

from __future__ import annotations

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
)
from fyscore.cli.streams import print_json
from fyscore.files.output import Outputs
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.result import Result

app = common.new_app()


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore diff 某区2024.xlsx 某区2025.xlsx", "两年得分的变化和原因"),
        ("fyscore diff 某区202?.xlsx -o 对比.xlsx", "各年连续对比，另写带图的工作簿"),
    ),
)
def diff(
    files: Annotated[
        list[str],
        typer.Argument(metavar="旧 新...", help="两份以上，按先后：工作簿、评分工作簿或 JSON 结果"),
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
    """比较同一单位各年度的得分，说明每处变化的原因。"""
    from fyscore.documents.diff import diff_document
    from fyscore.scoring.diff import compare

    if len(files) < 2:
        common.fail("比较至少要两个文件：fyscore diff 旧 新")
    if output is not None:
        common.need_xlsx(output, "对比工作簿")
    book = common.load(rulebook, reading)
    outputs = Outputs([*map(Path, files), *common.rulebook_files(rulebook)], force=force)
    results = _results(files, book)
    try:
        names = [name.strip() for name in labels.replace("，", ",").split(",") if name.strip()]
        compared = compare(results, book, names)
    except ValueError as error:
        common.fail(f"--labels：{error}。")
    if output is not None:
        from fyscore.forms.books.diff import diff_bytes

        common.write(output, diff_bytes(compared, results[-1].unit), outputs)
    if json_:
        print_json(diff_document(compared))
    elif not quiet:
        from fyscore.terminal.diff import show_diff

        show_diff(compared)


def _results(files: list[str], book: Rulebook) -> list[Result]:
    """Every file's result; ends the command where one has none."""
    from fyscore.problems import ProblemsError

    results = []
    for name in files:
        try:
            results.append(_result(Path(name), book))
        except ProblemsError as error:
            common.show_failure(error)
    if len(results) < len(files):
        raise typer.Exit(EXIT_INPUT)
    return results


def _result(path: Path, book: Rulebook) -> Result:
    """From a workbook, or from a saved ``score --json``."""
    from fyscore.documents.result import is_saved_result, load_saved_result
    from fyscore.pipeline import score_file

    if is_saved_result(path):
        return load_saved_result(path)
    return score_file(path, book).result
