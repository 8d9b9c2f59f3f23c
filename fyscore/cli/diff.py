"""``fyscore diff``: one unit over years, or many units' own assessments beside their reviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fyscore.cli import common, options, writing
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.result import Result

app = common.new_app()

#: What is wrong with --labels.
_LABELS = "--labels：{}。"


@common.command(
    app,
    ("fyscore diff 某区2024.xlsx 某区2025.xlsx", "两年得分的变化和原因"),
    ("fyscore diff 2023.xlsx 2024.xlsx 2025.xlsx -o 对比.xlsx", "各年连续对比，另写带图的工作簿"),
    ("fyscore diff 自评/ 复核/ -o 核减.xlsx", "两个文件夹按单位配对，核减多的在前"),
)
def diff(
    files: options.Sides,
    output: options.Comparison = None,
    labels: options.Labels = "",
    rulebook: options.RulebookName = DEFAULT,
    reading: options.Readings = None,
    force: options.Force = False,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """比较同一单位各年度的得分，说明每处变化的原因；给两个文件夹时按单位配对，列出核减核增。"""
    if len(files) < 2:
        common.fail("比较至少要两个文件：fyscore diff 旧 新")
    writing.need_xlsx(output, "对比工作簿")
    book = common.load(rulebook, reading)
    sides = [_side(name, book) for name in files]
    read = [path for side in sides for path in side.read]
    outputs = writing.outputs_of(read, rulebook, force=force)
    names = [name.strip() for name in labels.replace("，", ",").split(",") if name.strip()]
    if any(side.is_many for side in sides):
        compared = _review(sides, names, book)
    else:
        common.exit_with([error for side in sides for error in side.failures])
        compared = _years([result for side in sides for result in side.results], names, book)
    if output is not None:
        writing.write(output, compared.workbook(), outputs)
    options.Show(json_, quiet).present(compared.document, compared.for_people)
    common.exit_with([error for side in sides for error in side.failures])


class _Comparison(NamedTuple):
    """What may be made of a comparison."""

    workbook: Callable[[], bytes]
    document: Callable[[], Mapping[str, object]]
    for_people: Callable[[], None]


@dataclass
class _Side:
    """What one argument means: one result, or many."""

    read: list[Path]
    is_many: bool
    results: list[Result]
    failures: list[ProblemsError]


def _side(argument: str, book: Rulebook) -> _Side:
    """The results of workbooks and of what ``score --json`` saved; says what has none."""
    from fyscore.collect.files import collect, read_results

    found = common.inputs([argument])
    collected = collect(found.paths, book, read_results, found.failures, common.show_failure)
    is_many = any(file.is_read and len(file.results) != 1 for file in collected.files)
    return _Side(found.all, found.is_batch or is_many, collected.results, collected.failures)


def _years(results: Sequence[Result], labels: Sequence[str], book: Rulebook) -> _Comparison:
    """Compare results in the order given."""
    from fyscore.documents.diff import diff_document
    from fyscore.scoring.diff import compare

    with common.exit_on(ValueError, text=_LABELS):
        compared = compare(results, book, labels)

    def workbook() -> bytes:
        from fyscore.workbooks.diff import diff_bytes

        return diff_bytes(compared, results[-1].unit)

    def for_people() -> None:
        from fyscore.terminal.diff import show_diff

        show_diff(compared)

    return _Comparison(workbook, lambda: diff_document(compared, results), for_people)


def _review(sides: Sequence[_Side], labels: Sequence[str], book: Rulebook) -> _Comparison:
    """Pair two sets of units."""
    from fyscore.collect.rankable import one_each
    from fyscore.documents.review import review_document
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
    with common.exit_on(ValueError, text=_LABELS):
        compared = review(old.results, new.results, book, labels or REVIEW)

    def workbook() -> bytes:
        from fyscore.workbooks.review import review_bytes

        return review_bytes(compared, failures, book)

    def for_people() -> None:
        from fyscore.terminal.review import show_review

        show_review(compared, len(failures))

    return _Comparison(workbook, lambda: review_document(compared, failures), for_people)
