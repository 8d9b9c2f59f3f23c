"""``fyscore report``: a report for the meeting, as a page, a Word document or Markdown."""

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
from fyscore.cli.streams import print_json
from fyscore.files.output import OutputError, Outputs
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.documents.made import ReportDocument
    from fyscore.files.inputs import Inputs
    from fyscore.pipeline import Scored
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook

app = common.new_app()


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore report 某区.xlsx -o 自评报告.docx", "给上级的自评报告"),
        ("fyscore report 各县/ -o 排名.html", "各单位的排名、热力表和失分"),
    ),
)
def report(
    files: Files,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="文件",
            help="报告的文件名：.html、.docx、.md 或 .pdf",
            rich_help_panel=OUTPUT,
        ),
    ],
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="文件",
            help="换用自己的报告模板（见 docs/reports.md）",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """写报告：一个单位，同一单位的各年度对比，或多个单位的排名。"""
    found = common.inputs(files)
    read = [*found.all, *common.rulebook_files(rulebook), *([template] if template else [])]
    outputs = Outputs(read, force=force)
    refuse_report(output, outputs, template)
    book = common.load(rulebook, reading)
    scored, failures = _scored(found, book)
    if scored:
        write_report(output, scored, failures, book, outputs, template)
    if json_:
        print_json(_document(output, len(scored), failures))
    elif scored and not quiet:
        print(f"已写报告：{output}")
    if failures:
        raise typer.Exit(EXIT_INPUT)


def _scored(found: Inputs, book: Rulebook) -> tuple[list[Scored], list[ProblemsError]]:
    """The workbooks that could be scored, and why the others could not."""
    from fyscore.forms.parts import refuse_part
    from fyscore.pipeline import score_file
    from fyscore.problems import ProblemsError

    scored, failures = [], list(found.failures)
    for error in failures:
        common.show_failure(error)
    for path in found.paths:
        try:
            each = score_file(path, book)
            if len(found.paths) > 1:
                refuse_part(path, each.answers)
            scored.append(each)
        except ProblemsError as error:
            common.show_failure(error)
            failures.append(error)
    return scored, failures


def _document(output: Path, units: int, failures: Sequence[ProblemsError]) -> ReportDocument:
    from fyscore.documents.problems import failure

    return {
        "schema": "fyscore.report/1",
        "file": str(output) if units else None,
        "units": units,
        "failures": [failure(error) for error in failures],
    }


def refuse_report(target: Path, outputs: Outputs, template: Path | None = None) -> None:
    """End the command before any work where its report could not be written."""
    from fyscore.report.formats import ReportError, check_template, format_of

    try:
        format_of(target)
        check_template(template)
        outputs.refuse(target, "或换一个文件名")
    except (ReportError, OutputError) as error:
        common.fail(str(error))


def write_report(
    target: Path,
    scored: Sequence[Scored],
    failures: Sequence[ProblemsError],
    book: Rulebook,
    outputs: Outputs,
    template: Path | None = None,
) -> None:
    """Make and write a report; ends the command where it cannot be made as asked."""
    from fyscore.report.formats import ReportError, report_bytes

    try:
        content = report_bytes(target, scored, failures, book, template)
    except ReportError as error:
        common.fail(str(error))
    common.write(target, content, outputs)
