"""``fyscore score``: one workbook or many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fyscore.cli import common, options, writing
from fyscore.cli.exit_codes import EXIT_GATE, EXIT_INPUT, EXIT_USAGE
from fyscore.cli.gates import Gates
from fyscore.cli.options import Running, Show, Wanted
from fyscore.cli.streams import print_json, print_message
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.files.inputs import Inputs
    from fyscore.files.output import Outputs
    from fyscore.forms.pipeline import Scored
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.result import Result

app = common.new_app()


@common.command(
    app,
    ("fyscore score 某区.xlsx", "评一份，在旁边写出 某区-评分.xlsx"),
    ("fyscore score 各县/ --out-dir 结果", "评整个文件夹，写出各单位的评分工作簿和排名"),
)
def score(
    files: options.Files,
    output: options.ScoredBook = None,
    out_dir: options.OutFolder = None,
    summary_only: options.SummaryOnly = False,
    table: options.BatchTables = None,
    jobs: options.Jobs = None,
    resume: options.Resume = False,
    report: options.AlsoReport = None,
    rulebook: options.RulebookName = DEFAULT,
    reading: options.Readings = None,
    fail_under: options.FailUnder = None,
    require_complete: options.RequireComplete = False,
    fail_on_veto: options.FailOnVeto = False,
    full: options.Full = False,
    force: options.Force = False,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """评分，写出评分工作簿（原名-评分.xlsx），并显示摘要；多个输入时还写排名。"""
    if output is not None and out_dir is not None:
        common.fail("-o 和 --out-dir 只能用一个。")
    writing.need_xlsx(output, "评分工作簿")
    wanted = Wanted(output, out_dir, report, table or (), not summary_only, force)
    gates = Gates(options.exact(fail_under, "--fail-under"), require_complete, fail_on_veto)
    found = common.inputs(files)
    book, show = common.load(rulebook, reading), Show(json_, quiet, full)
    if found.is_batch or wanted.tables or summary_only or resume:
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


def _score_single(found: Inputs, wanted: Wanted, book: Rulebook, gates: Gates, show: Show) -> int:
    """Score one workbook: write, then print; the exit code."""
    from fyscore.documents.problems import failure
    from fyscore.documents.result import result_document
    from fyscore.forms.pipeline import score_file
    from fyscore.problems import ProblemsError
    from fyscore.scoring.ranking import Row

    path = found.paths[0]
    outputs = writing.outputs_of(found.all, book.source, force=wanted.force)
    writing.refuse_report(wanted.report, outputs)
    try:
        scored = score_file(path, book)
    except ProblemsError as error:
        common.show_failure(error)
        if show.json:
            print_json(result_document([], [failure(error)]))
        return EXIT_INPUT
    result = scored.result
    written = _write_workbook(path, scored, wanted, outputs)
    also = writing.write_report(wanted.report, [scored], [], book, outputs)

    def for_people() -> None:
        from fyscore.terminal.result import show_result

        following = [] if found.piped else [_next_command(result, path)]
        messages = [*written, *also, *following]
        show_result(result, scored.rulebook, scored.answers, messages, full=show.full)

    show.present(lambda: result_document([result], []), for_people)
    gated = gates.fail(Row.of(result))
    if not written and not show.json:
        return EXIT_USAGE
    return EXIT_GATE if gated else 0


def _next_command(result: Result, path: Path) -> str:
    name = f'"{path}"' if " " in str(path) else str(path)
    if not result.complete:
        return f"下一步：补填后再运行 fyscore score {name}"
    return f"下一步：fyscore gaps {name} -o 整改台账.xlsx"


def _write_workbook(path: Path, scored: Scored, wanted: Wanted, outputs: Outputs) -> list[str]:
    """Write the scored workbook: what to tell people of it, nothing where it was not written."""
    from fyscore.files.names import scored_path
    from fyscore.files.output import OutputError
    from fyscore.forms.pipeline import write_scored

    target = wanted.file or scored_path(path, wanted.folder)
    try:
        write_scored(target, scored, outputs)
    except OutputError as error:
        print_message(str(error))
        return []
    return [f"评分工作簿：{target}"]
