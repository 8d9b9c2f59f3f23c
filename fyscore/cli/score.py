"""``fyscore score``: one workbook or many."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common
from fyscore.cli.help import ChineseCommand
from fyscore.cli.report import refuse_report, write_report
from fyscore.exit_codes import EXIT_GATE, EXIT_INPUT, EXIT_USAGE
from fyscore.rulebook import DEFAULT

if TYPE_CHECKING:
    from fyscore.gates import Gates
    from fyscore.rulebook.model import Rulebook

app = common.new_app()


@app.command(cls=ChineseCommand)
def score(
    files: common.Files,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="文件", help="评分工作簿的文件名（仅一个输入时）"),
    ] = None,
    out_dir: Annotated[
        Path | None,
        typer.Option("--out-dir", metavar="文件夹", help="评分工作簿和排名放进这个文件夹"),
    ] = None,
    summary_only: Annotated[
        bool, typer.Option("--summary-only", help="批量时只写排名，不写各单位的评分工作簿")
    ] = False,
    table: Annotated[
        list[Path] | None,
        typer.Option("--table", metavar="文件", help="批量时另存排名表：.csv、.jsonl 或 .parquet"),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="个数", min=1, help="批量时同时处理几个文件"),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="批量时接着上次做，内容没变的不重做")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="文件", help="另写报告：.html、.docx 或 .md"),
    ] = None,
    rulebook: common.RulebookOption = DEFAULT,
    reading: common.ReadingOption = None,
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", metavar="分数", help="总分低于它时退出码为 1")
    ] = None,
    require_complete: Annotated[
        bool, typer.Option("--require-complete", help="有待填项时退出码为 1")
    ] = False,
    fail_on_veto: Annotated[
        bool, typer.Option("--fail-on-veto", help="被一票否决时退出码为 1")
    ] = False,
    force: common.ForceOption = False,
    json_: common.JsonOption = False,
    quiet: common.QuietOption = False,
) -> None:
    """评分，写出评分工作簿（原名-评分.xlsx），并显示摘要；多个输入时还写排名。"""
    from fyscore.gates import Gates

    paths = common.inputs(files)
    if output is not None and len(paths) > 1:
        common.fail("有多个输入时不能用 -o，请用 --out-dir。")
    if output is not None and out_dir is not None:
        common.fail("-o 和 --out-dir 只能用一个。")
    if report is not None:
        refuse_report(report, force or resume)
    book = common.load(rulebook, reading)
    gates = Gates.of(fail_under, require_complete, fail_on_veto)
    if len(paths) == 1:
        code = _score_single(paths[0], output, out_dir, book, gates, force, json_, quiet)
    else:
        from fyscore.batch import Job
        from fyscore.batch_command import BatchCommand, shared_folder

        command = BatchCommand(
            paths=paths,
            job=Job(book, not summary_only, out_dir, force or resume, shared_folder(paths)),
            jobs=jobs,
            resume=resume,
            tables=table or [],
            gates=gates,
            json=json_,
            quiet=quiet,
        )
        code = command.run()
    if report is not None and code != EXIT_USAGE:
        # Failures have been told of already.
        made = write_report(paths, report, book, None, force or resume, lambda _: None)
        if made.units and not (json_ or quiet):
            print(f"报告：{report}")
    if code:
        raise typer.Exit(code)


def _score_single(
    path: Path,
    output: Path | None,
    out_dir: Path | None,
    book: Rulebook,
    gates: Gates,
    force: bool,
    json_: bool,
    quiet: bool,
) -> int:
    from fyscore.inputs import scored_path
    from fyscore.one_file import failure_json, score_path, write_scored
    from fyscore.output import OutputError
    from fyscore.problem import ProblemsError
    from fyscore.rank import Row

    try:
        answers, result = score_path(path, book)
    except ProblemsError as error:
        common.show_failure(error)
        if json_:
            common.print_json(
                {"schema": "fyscore.result/1", "results": [], "failures": [failure_json(error)]}
            )
        return EXIT_INPUT
    if json_:
        common.print_json(
            {"schema": "fyscore.result/1", "results": [result.as_json()], "failures": []}
        )
    elif not quiet:
        from fyscore.report.terminal import show_result

        show_result(result, answers.notices, most=None if result.complete else 12)
    target = output or scored_path(path, out_dir)
    try:
        write_scored(path, target, book, answers, result, force)
    except OutputError as error:
        print(error, file=sys.stderr)
        if not json_:
            return EXIT_USAGE
    else:
        if not (json_ or quiet):
            print(f"评分工作簿：{target}")
    return EXIT_GATE if gates.failed(Row.of(result)) else 0
