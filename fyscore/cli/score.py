"""``fyscore score``: one workbook or many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common
from fyscore.cli.exit_codes import EXIT_GATE, EXIT_INPUT, EXIT_USAGE
from fyscore.cli.gates import Gates
from fyscore.cli.messages import ChineseCommand, examples
from fyscore.cli.options import (
    BATCH,
    GATES,
    OUTPUT,
    SHOWN,
    Files,
    ForceOption,
    JsonOption,
    QuietOption,
    ReadingOption,
    RulebookOption,
    Running,
    Show,
    Wanted,
    exact,
)
from fyscore.cli.report import refuse_report, write_report
from fyscore.cli.streams import print_json, say
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.files.inputs import Inputs
    from fyscore.files.output import Outputs
    from fyscore.pipeline import Scored
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.result import Result

app = common.new_app()


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore score 某区.xlsx", "评一份，在旁边写出 某区-评分.xlsx"),
        ("fyscore score 各县/ --out-dir 结果", "评整个文件夹，写出各单位的评分工作簿和排名"),
    ),
)
def score(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="文件",
            help="评分工作簿的文件名（仅一个输入时）",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    out_dir: Annotated[
        Path | None,
        typer.Option(
            "--out-dir",
            metavar="文件夹",
            help="评分工作簿和排名放进这个文件夹",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    summary_only: Annotated[
        bool,
        typer.Option(
            "--summary-only", help="批量时只写排名，不写各单位的评分工作簿", rich_help_panel=BATCH
        ),
    ] = False,
    table: Annotated[
        list[Path] | None,
        typer.Option(
            "--table",
            metavar="文件",
            help="批量时另存排名表：.csv、.jsonl 或 .parquet",
            rich_help_panel=BATCH,
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="个数",
            min=1,
            help="批量时同时处理几个文件",
            rich_help_panel=BATCH,
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="批量时接着上次做，内容没变的不重做", rich_help_panel=BATCH),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="文件",
            help="另写报告：.html、.docx、.md 或 .pdf",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    fail_under: Annotated[
        float | None,
        typer.Option(
            "--fail-under", metavar="分数", help="总分低于它时退出码为 1", rich_help_panel=GATES
        ),
    ] = None,
    require_complete: Annotated[
        bool, typer.Option("--require-complete", help="有待填项时退出码为 1", rich_help_panel=GATES)
    ] = False,
    fail_on_veto: Annotated[
        bool, typer.Option("--fail-on-veto", help="被一票否决时退出码为 1", rich_help_panel=GATES)
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="终端上也显示全部明细，不限于一屏", rich_help_panel=SHOWN)
    ] = False,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """评分，写出评分工作簿（原名-评分.xlsx），并显示摘要；多个输入时还写排名。"""
    wanted = Wanted(output, out_dir, report, table or (), not summary_only, force)
    _refuse_options(wanted)
    gates = Gates(exact(fail_under, "--fail-under"), require_complete, fail_on_veto)
    found = common.inputs(files)
    book, show = common.load(rulebook, reading), Show(json_, quiet, full)
    is_batch = found.is_batch or bool(wanted.tables) or summary_only or resume
    if is_batch:
        from fyscore.cli.batch import Batch

        if output is not None:
            common.fail("-o 只用于一个文件；文件夹、清单和多个输入请用 --out-dir。")
        code = Batch(found, wanted, Running(jobs, resume), book, gates, show).run()
    else:
        if found.piped and out_dir is None:
            wanted = replace(wanted, folder=Path.cwd())
        code = _score_single(found, wanted, book, gates, show)
    if code:
        raise typer.Exit(code)


def _refuse_options(wanted: Wanted) -> None:
    """End the command before any work where its options cannot go together."""
    if wanted.file is not None and wanted.folder is not None:
        common.fail("-o 和 --out-dir 只能用一个。")
    if wanted.file is not None:
        common.need_xlsx(wanted.file, "评分工作簿")


def _score_single(found: Inputs, wanted: Wanted, book: Rulebook, gates: Gates, show: Show) -> int:
    """Score one workbook: write, then print; the exit code."""
    from fyscore.documents.problems import failure
    from fyscore.documents.result import result_document
    from fyscore.files.output import Outputs
    from fyscore.pipeline import score_file
    from fyscore.problems import ProblemsError
    from fyscore.scoring.ranking import Row

    path = found.paths[0]
    outputs = Outputs([*found.all, *common.rulebook_files(book.source)], force=wanted.force)
    if wanted.report is not None:
        refuse_report(wanted.report, outputs)
    try:
        scored = score_file(path, book)
    except ProblemsError as error:
        common.show_failure(error)
        if show.json:
            print_json(result_document([], [failure(error)]))
        return EXIT_INPUT
    messages, written = _write_workbook(path, scored, wanted, outputs)
    if wanted.report is not None:
        write_report(wanted.report, [scored], [], book, outputs)
        messages.append(f"报告：{wanted.report}")
    if show.json:
        print_json(result_document([scored.result], []))
    elif show.people:
        from fyscore.terminal.result import show_result

        if not found.piped:
            messages.append(_next_command(scored.result, path))
        show_result(scored.result, scored.rulebook, scored.answers, messages, full=show.full)
    gated = gates.fail(Row.of(scored.result))
    if not written and not show.json:
        return EXIT_USAGE
    return EXIT_GATE if gated else 0


def _next_command(result: Result, path: Path) -> str:
    name = f'"{path}"' if " " in str(path) else str(path)
    if not result.complete:
        return f"下一步：补填后再运行 fyscore score {name}"
    return f"下一步：fyscore gaps {name} -o 整改台账.xlsx"


def _write_workbook(
    path: Path, scored: Scored, wanted: Wanted, outputs: Outputs
) -> tuple[list[str], bool]:
    """Write the scored workbook: what to tell, and whether it was written."""
    from fyscore.files.names import scored_path
    from fyscore.files.output import OutputError
    from fyscore.pipeline import write_scored

    target = wanted.file or scored_path(path, wanted.folder)
    try:
        write_scored(target, scored, outputs)
    except OutputError as error:
        say(str(error))
        return [], False
    return [f"评分工作簿：{target}"], True
