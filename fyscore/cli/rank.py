"""``fyscore rank``: what several machines or cities scored becomes one ranking."""

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
    RulebookOption,
)
from fyscore.cli.ranking import refuse_table, write_ranking
from fyscore.cli.report import refuse_report, write_report
from fyscore.cli.streams import print_json, say
from fyscore.files.names import RANKING
from fyscore.files.output import OutputError, Outputs
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.hands.collect import Collected
    from fyscore.rules.model import Rulebook

app = common.new_app()


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore score 各县/ --json > 甲市.json", "各市、各台机器各评各的，保存结果"),
        ("fyscore rank 甲市.json 乙市.json -o 评分排名.xlsx", "不用工作簿，合成一份排名"),
    ),
)
def rank(
    files: Annotated[
        list[str],
        typer.Argument(metavar="结果...", help="score --json 保存的 .json、.jsonl，文件夹或通配符"),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="文件", help="排名工作簿（.xlsx）", rich_help_panel=OUTPUT
        ),
    ] = Path(RANKING),
    table: Annotated[
        list[Path] | None,
        typer.Option(
            "--table",
            metavar="文件",
            help="另存排名表：.csv、.jsonl 或 .parquet",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="文件", help="另写报告：.html 或 .md", rich_help_panel=OUTPUT
        ),
    ] = None,
    mixed: Annotated[
        bool,
        typer.Option("--mixed", help="评分标准、口径或程序版本不同的也排在一起（没有各口径名次）"),
    ] = False,
    rulebook: RulebookOption = DEFAULT,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """把 score --json 保存的结果合成一份排名；写出的和一次评完的一样。"""
    from fyscore.documents.ranking import ranking_document
    from fyscore.hands.collect import collect
    from fyscore.rules.load import with_readings
    from fyscore.scoring.rank_range import with_ranges
    from fyscore.scoring.ranking import Row
    from fyscore.scoring.ranking import rank as ranked_by_total

    tables = table or []
    common.need_xlsx(output, "排名工作簿")
    wrong_table = refuse_table(tables)
    if wrong_table:
        common.fail(wrong_table)
    found = common.inputs(files, results=True)
    book = common.load(rulebook)
    outputs = Outputs([*found.all, *common.rulebook_files(rulebook)], force=force)
    common.refuse((output, *tables), outputs)
    if report is not None:
        refuse_report(report, outputs)
    collected = collect(found.paths, book)
    _refuse(collected, mixed)
    stamps = {f"{basis.rulebook} ({basis.digest})" for basis in collected.bases if basis.digest}
    foreign = [stamp for stamp in stamps if not book.scores_alike(stamp)]
    if foreign:
        say(f"结果是按评分标准 {'、'.join(foreign)} 评的，--rulebook 是 {book.stamp}，文本不同。")
        if not mixed:
            common.fail("没有排名。请给出评分时所用的评分标准；一定要排请加 --mixed。", EXIT_INPUT)
    readings = dict(next(iter(collected.bases)).readings)
    book = with_readings(book, readings)
    ranked = ranked_by_total([Row.of(result) for result in collected.results])
    if not collected.is_mixed and not foreign:
        ranked = with_ranges(ranked, book)
    failures = collected.failures
    for error in failures:
        common.show_failure(error)
    try:
        write_ranking(output, tables, ranked, failures, book, outputs)
    except OutputError as error:
        common.fail(str(error))
    if report is not None:
        _write_report(report, collected, book, outputs)
    if json_:
        print_json(ranking_document(ranked, failures, book, readings))
    elif not quiet:
        from fyscore.terminal.ranking import show_ranking

        show_ranking(ranked, len(failures), output, book)
        if report is not None:
            print(f"报告：{report}")
    if failures:
        raise typer.Exit(EXIT_INPUT)


def _refuse(collected: Collected, mixed: bool) -> None:
    """End the command where the results cannot, or should not, be ranked together."""
    for error in collected.refused:
        common.show_failure(error)
    if collected.refused:
        raise typer.Exit(EXIT_INPUT)
    if not collected.results:
        common.fail("这些文件里没有一份评分结果。", EXIT_INPUT)
    if not collected.is_mixed:
        return
    say("这些结果的评分标准、口径或程序版本不同：")
    for basis, places in collected.bases.items():
        names = "、".join(list(places)[:3]) + (f"等{len(places)}个文件" if len(places) > 3 else "")
        say(f"  {names}（{sum(places.values())}份）：{basis}")
    if not mixed:
        common.fail(
            "没有排名。请用同样的标准、口径和版本重新评分；一定要排在一起请加 --mixed。", EXIT_INPUT
        )


def _write_report(target: Path, collected: Collected, book: Rulebook, outputs: Outputs) -> None:
    from fyscore.answers import Answers
    from fyscore.pipeline import Scored

    scored = [
        Scored(
            Answers.of({}, result.unit, result.year, result.file), result, book.in_year(result.year)
        )
        for result in collected.results
    ]
    write_report(target, scored, collected.failures, book, outputs)
