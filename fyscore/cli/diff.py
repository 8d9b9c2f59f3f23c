"""``fyscore diff``: one unit over years."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fyscore.cli import common
from fyscore.cli.help import ChineseCommand
from fyscore.exit_codes import EXIT_INPUT
from fyscore.rulebook import DEFAULT

if TYPE_CHECKING:
    from fyscore.rulebook.model import Rulebook

app = common.new_app()


@app.command(cls=ChineseCommand)
def diff(
    files: Annotated[
        list[str],
        typer.Argument(metavar="旧 新...", help="两份以上，按先后：工作簿、评分工作簿或 JSON 结果"),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="文件", help="另写对比工作簿（含图）")
    ] = None,
    rulebook: common.RulebookOption = DEFAULT,
    reading: common.ReadingOption = None,
    force: common.ForceOption = False,
    json_: common.JsonOption = False,
    quiet: common.QuietOption = False,
) -> None:
    """比较同一单位各年度的得分，说明每处变化的原因。"""
    from fyscore.diff import as_json, compare
    from fyscore.problem import ProblemsError

    if len(files) < 2:
        common.fail("比较至少要两个文件：fyscore diff 旧 新")
    book = common.load(rulebook, reading)
    documents = []
    failures = []
    for name in files:
        try:
            documents.append(_document(Path(name), book))
        except ProblemsError as error:
            failures.append(error)
            common.show_failure(error)
    if failures:
        raise typer.Exit(EXIT_INPUT)
    compared = compare(documents, book)
    if json_:
        common.print_json(as_json(compared))
    elif not quiet:
        from fyscore.report.comparison import show_diff

        show_diff(compared)
    if output is not None:
        from fyscore.workbook.diff_book import diff_bytes

        common.write(output, diff_bytes(compared, documents[-1]["unit"]), force)


def _document(path: Path, book: Rulebook) -> dict[str, Any]:
    """One result in its JSON form, from a workbook or a saved ``score --json``."""
    from fyscore.one_file import score_path
    from fyscore.saved import is_saved_result, load_saved_result

    if is_saved_result(path):
        return load_saved_result(path)
    return score_path(path, book)[1].as_json()
