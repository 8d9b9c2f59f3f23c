"""``fyscore rank``: what several machines or cities scored becomes one ranking."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fyscore.cli import common, options, writing
from fyscore.cli.exit_codes import EXIT_INPUT
from fyscore.cli.streams import print_message
from fyscore.files.names import RANKING
from fyscore.files.output import OutputError
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.collect.rankable import Rankable
    from fyscore.rules.model import Rulebook

app = common.new_app()


@common.command(
    app,
    ("fyscore score 各县/ --json > 甲市.json", "各市、各台机器各评各的，保存结果"),
    ("fyscore rank 甲市.json 乙市.json -o 评分排名.xlsx", "不用工作簿，合成一份排名"),
)
def rank(
    files: options.Results,
    output: options.RankingBook = Path(RANKING),
    table: options.AlsoTables = None,
    report: options.AlsoRankingReport = None,
    mixed: options.Mixed = False,
    rulebook: options.RulebookName = DEFAULT,
    force: options.Force = False,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """把 score --json 保存的结果合成一份排名；写出的和一次评完的一样。"""
    from fyscore.collect.files import collect, read_saved
    from fyscore.collect.rankable import rankable, repeated
    from fyscore.documents.problems import file_notices
    from fyscore.documents.ranking import ranking_document
    from fyscore.rules.load import with_readings

    targets = (output, *(table or ()))
    writing.need_xlsx(output, "排名工作簿")
    writing.need_table_names(targets[1:])
    found = common.inputs(files, results=True)
    book = common.load(rulebook)
    outputs = writing.outputs_of(found.all, rulebook, force=force)
    writing.refuse(targets, outputs)
    writing.refuse_report(report, outputs)
    saved = rankable(collect(found.paths, book, read_saved), book)
    foreign = _refuse(saved, book, mixed)
    readings = dict(next(iter(saved.bases)).readings)
    book = with_readings(book, readings)
    ranked, failures = saved.ranked(book, with_range=not foreign), saved.failures
    for error in failures:
        common.show_failure(error)
    twice = list(repeated([entry.row for entry in ranked]))
    for notice in twice:
        print_message(f"提示：{notice}")
    with common.exit_on(OutputError):
        writing.write_ranking(targets, ranked, failures, book, outputs)
    scored = saved.scored(book) if report is not None else []
    also = writing.write_report(report, scored, failures, book, outputs)

    def for_people() -> None:
        from fyscore.terminal.ranking import show_ranking

        show_ranking(ranked, len(failures), output, book, also)

    options.Show(json_, quiet).present(
        lambda: ranking_document(
            ranked, failures, book, readings, file_notices(saved.results, twice)
        ),
        for_people,
    )
    common.exit_with(failures)


def _refuse(saved: Rankable, book: Rulebook, mixed: bool) -> bool:
    """End the command where the results cannot, or should not, be ranked together.

    Whether they are of several standards, or of another than the one given.
    """
    for error in saved.refused:
        common.show_failure(error)
    common.exit_with(saved.refused)
    if not saved.results:
        common.fail("这些文件里没有一份评分结果。", EXIT_INPUT)
    if saved.is_mixed:
        print_message("这些结果的评分标准、口径或程序版本不同：")
        for basis, places in saved.bases.items():
            more = f"等{len(places)}个文件" if len(places) > 3 else ""
            names = "、".join(list(places)[:3]) + more
            print_message(f"  {names}（{sum(places.values())}份）：{basis}")
        if not mixed:
            common.fail(
                "没有排名。请用同样的标准、口径和版本重新评分；一定要排在一起请加 --mixed。",
                EXIT_INPUT,
            )
    foreign = saved.foreign_to(book)
    if foreign:
        names = "、".join(foreign)
        print_message(f"结果是按评分标准 {names} 评的，--rulebook 是 {book.stamp}，文本不同。")
        if not mixed:
            common.fail("没有排名。请给出评分时所用的评分标准；一定要排请加 --mixed。", EXIT_INPUT)
    return saved.is_mixed or bool(foreign)
