"""``fyscore report``: a report for the meeting, as a page, a Word document or Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common
from fyscore.cli.help import ChineseCommand
from fyscore.exit_codes import EXIT_INPUT
from fyscore.rulebook import DEFAULT

if TYPE_CHECKING:
    from fyscore.problem import ProblemsError
    from fyscore.report_command import Report
    from fyscore.rulebook.model import Rulebook

app = common.new_app()


@app.command(cls=ChineseCommand)
def report(
    files: common.Files,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="文件", help="报告的文件名：.html、.docx 或 .md"),
    ],
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="文件", help="换用自己的报告模板（见 docs/reports.md）"),
    ] = None,
    rulebook: common.RulebookOption = DEFAULT,
    reading: common.ReadingOption = None,
    force: common.ForceOption = False,
    json_: common.JsonOption = False,
    quiet: common.QuietOption = False,
) -> None:
    """写报告：一个单位，同一单位的各年度对比，或多个单位的排名。"""
    refuse_report(output, force)
    book = common.load(rulebook, reading)
    made = write_report(common.inputs(files), output, book, template, force, common.show_failure)
    if json_:
        common.print_json(
            {
                "schema": "fyscore.report/1",
                "file": str(output) if made.units else None,
                "units": made.units,
                "failures": made.failures,
            }
        )
    elif made.units and not quiet:
        print(f"已写报告：{output}")
    if made.failures:
        raise typer.Exit(EXIT_INPUT)


def refuse_report(target: Path, force: bool) -> None:
    """End the command before any work where its report could not be written."""
    from fyscore.output import OutputError, refuse_existing
    from fyscore.report_command import ReportError, check_format

    try:
        check_format(target)
        refuse_existing(target, force, "或换一个文件名")
    except (ReportError, OutputError) as error:
        common.fail(str(error))


def write_report(
    paths: Sequence[Path],
    target: Path,
    book: Rulebook,
    template: Path | None,
    force: bool,
    on_failure: Callable[[ProblemsError], None],
) -> Report:
    """Make and write a report; nothing is written where no workbook could be scored."""
    from fyscore.report_command import ReportError, make_report

    try:
        made = make_report(paths, target, book, template, on_failure)
    except ReportError as error:
        common.fail(str(error))
    if made.units:
        common.write(target, made.content, force)
    return made
