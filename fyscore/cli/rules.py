"""``fyscore rules``: the standard, shown, checked and exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common, completion
from fyscore.cli.exit_codes import EXIT_INPUT
from fyscore.cli.messages import ChineseCommand, ChineseGroup, examples
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
from fyscore.rules.rule_sheets import GATE

if TYPE_CHECKING:
    from fyscore.answers import Answers
    from fyscore.files.inputs import Inputs
    from fyscore.problems import Problem, ProblemsError
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.worked_cases import Case

app = common.new_app(ChineseGroup, "查看、检查、导出评分标准。")


@app.command(
    "list",
    cls=ChineseCommand,
    epilog=examples(("fyscore rules list", "内置评分标准和各条目的分值")),
)
def rules_list(
    rulebook: RulebookOption = DEFAULT,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """列出内置评分标准和各条目。"""
    from fyscore.documents.rules import rules_document
    from fyscore.rules.load import built_in

    book = common.load(rulebook)
    if json_:
        print_json(rules_document(book, built_in()))
    elif not quiet:
        from fyscore.terminal.rules import show_list

        show_list(book, built_in())


@app.command(
    "show", cls=ChineseCommand, epilog=examples(("fyscore rules show 14", "第14项怎样计分"))
)
def rules_show(
    item: Annotated[
        str, typer.Argument(metavar="条目", help="条目序号，如 14", autocompletion=completion.items)
    ],
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """解释一个条目：规则、字段、界限、口径、公式和案例。"""
    from fyscore.documents.rules import rule_document
    from fyscore.problems import ProblemsError
    from fyscore.scoring.worked_cases import load_cases
    from fyscore.terminal.rules import show_item

    book = common.load(rulebook, reading)
    cases: Sequence[Case] = ()
    try:
        cases = load_cases(rulebook)
    except ProblemsError as error:
        common.show_failure(error)
    try:
        found = book.item(item)
    except KeyError:
        common.fail(f"没有第{item}项；本标准有{len(book.items)}项。")
    if json_:
        print_json(rule_document(found, book, cases))
    elif not quiet:
        show_item(found, book, cases)


@app.command(
    "lint",
    cls=ChineseCommand,
    epilog=examples(("fyscore rules lint 我的标准.xlsx", "检查自己的评分标准和它的案例")),
)
def rules_lint(
    file: Annotated[
        str, typer.Argument(metavar="文件", help="评分标准文件（.xlsx、.toml）或内置编号")
    ],
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """检查一份评分标准文件，并逐条验算旁边的案例表（同名 .cases.csv）。"""
    from fyscore.documents.problems import lint_document
    from fyscore.problems import ProblemsError
    from fyscore.rules.load import load_rulebook
    from fyscore.scoring.worked_cases import cases_that_fail, load_cases

    problems: tuple[Problem, ...] = ()
    cases: Sequence[Case] = ()
    try:
        book = load_rulebook(file)
        cases = load_cases(file)
        problems = tuple(cases_that_fail(cases, book))
    except ProblemsError as error:
        problems = error.problems
    if problems and not json_:
        common.show_failure(ProblemsError(file, problems), what="评分标准有误")
    if json_:
        print_json(lint_document(file, problems))
    elif not problems and not quiet:
        print(f"{file}：没有问题" + (f"，{len(cases)}个案例都对" if cases else ""))
    if problems:
        raise typer.Exit(EXIT_INPUT)


@app.command(
    "export",
    cls=ChineseCommand,
    epilog=examples(("fyscore rules export 我的标准.xlsx", "导出一份工作簿，改成自己的标准")),
)
def rules_export(
    out: Annotated[
        Path,
        typer.Argument(metavar="输出文件", help="要写的文件：.xlsx 或 .toml"),
    ],
    rulebook: RulebookOption = DEFAULT,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """导出一份可以修改的评分标准。"""
    from fyscore.documents.made import ExportDocument

    if out.suffix.lower() not in (".xlsx", ".toml"):
        common.fail(f"“{out}”应以 .xlsx 或 .toml 结尾。")
    book = common.load(rulebook)
    outputs = Outputs(common.rulebook_files(rulebook), force=force, instead="或换一个文件名")
    exported = _exported(out, rulebook, book)
    common.refuse(exported, outputs)  # all or none
    for target, content in exported.items():
        common.write(target, content, outputs)
    if json_:
        document: ExportDocument = {
            "schema": "fyscore.export/1",
            "file": str(out),
            "rulebook": book.id,
        }
        print_json(document)
    elif not quiet:
        print(f"已导出：{out}")


def _exported(out: Path, source: str, book: Rulebook) -> dict[Path, bytes]:
    """The rulebook in the form that the file's name asks for, with its worked cases."""
    from fyscore.problems import ProblemsError
    from fyscore.rules.load import cases_path, rulebook_path, rulebook_text
    from fyscore.rules.toml_text import tables
    from fyscore.rules.workbook import is_workbook
    from fyscore.scoring.worked_cases import cases_text, load_cases

    text = rulebook_text(source)
    try:
        cases = load_cases(source)
    except ProblemsError as error:
        common.show_failure(error)
        raise typer.Exit(EXIT_INPUT) from None
    if not is_workbook(out):
        # The cases of a workbook stand in it; those of a TOML file stay where they are.
        both = cases and is_workbook(rulebook_path(source))
        beside = {cases_path(str(out)): cases_text(cases).encode()} if both else {}
        return {out: text.encode(), **beside}
    from fyscore.forms.books.rules import rules_bytes

    words = {part.id: part.criterion(book.readings) for part in book.parts}
    gates = {f"{i.id}{GATE}": i.gate.criterion(book.readings) for i in book.items if i.gate}
    return {out: rules_bytes(tables(text), [case.row for case in cases], words | gates)}


@app.command(
    "clauses",
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore rules clauses 通知.txt --rulebook 我的标准.toml", "把通知原文放进各表各报告")
    ),
)
def rules_clauses(
    notice: Annotated[Path, typer.Argument(metavar="文件", help="印发的通知：.docx 或 .txt")],
    rulebook: Annotated[
        str, typer.Option("--rulebook", metavar="文件", help="自己的评分标准 TOML 文件")
    ],
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """从通知里找出各条目的原文和评估方法，存在评分标准旁边（.clauses.csv），此后各表和报告照录原文。"""
    from fyscore.documents.rules import clauses_document
    from fyscore.files.notice import notice_rows
    from fyscore.problems import ProblemsError
    from fyscore.rules.clauses import clauses_path, dump_clauses, find_clauses
    from fyscore.rules.load import built_in, rulebook_path

    if rulebook in built_in():
        common.fail("内置评分标准不能改。请先导出一份：fyscore rules export 我的标准.toml")
    book = common.load(rulebook)
    try:
        found = find_clauses(notice_rows(notice))
    except ProblemsError as error:
        common.show_failure(error)
        raise typer.Exit(EXIT_INPUT) from None
    known = {item.id: found[item.id] for item in book.items if item.id in found}
    if not known:
        common.fail(f"“{notice}”里没有找到编号的条款（如“1.”“2.”）。", EXIT_INPUT)
    target = clauses_path(rulebook_path(rulebook))
    outputs = Outputs([notice, rulebook_path(rulebook)], force=force)
    common.write(target, dump_clauses(known).encode("utf-8-sig"), outputs)
    extra = [number for number in found if number not in known]
    if json_:
        print_json(clauses_document(target, book, known, extra))
    elif not quiet:
        from fyscore.terminal.rules import show_clauses

        show_clauses(target, book, known, extra)


@app.command(
    "diff",
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore rules diff 旧标准.xlsx 新标准.xlsx", "逐条说明两份标准的不同"),
        (
            "fyscore rules diff liunan-2023-25 新标准.xlsx 各县/ -o 对比.xlsx",
            "谁得谁失、由哪些条目",
        ),
    ),
)
def rules_diff(
    old: Annotated[str, typer.Argument(metavar="旧标准", help="编号，或 .xlsx、.toml 文件")],
    new: Annotated[str, typer.Argument(metavar="新标准", help="编号，或 .xlsx、.toml 文件")],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="文件...", help="按旧标准填的工作簿、文件夹，或 score --json 的结果"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="文件", help="另写对比工作簿（含图）", rich_help_panel=OUTPUT
        ),
    ] = None,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """两份评分标准逐条对比；给出各单位的表，还说明谁得谁失、由哪些条目。"""
    from fyscore.documents.rules_diff import rules_diff_document
    from fyscore.scoring.rules_diff import compare_rules

    if output is not None:
        common.need_xlsx(output, "对比工作簿")
    before, after = common.load(old), common.load(new)
    found = common.inputs(files) if files else None
    units, failures = _units(found, before)
    compared = compare_rules(before, after, units)
    failures = [*failures, *compared.failures]
    for error in failures:
        common.show_failure(error)
    if output is not None:
        from fyscore.forms.books.rules_diff import rules_diff_bytes

        read = [*common.rulebook_files(old), *common.rulebook_files(new)]
        read += found.all if found else []
        common.write(output, rules_diff_bytes(compared), Outputs(read, force=force))
    if json_:
        print_json(rules_diff_document(replace(compared, failures=tuple(failures))))
    elif not quiet:
        from fyscore.terminal.rules import show_rules_diff

        show_rules_diff(compared)
        if output is not None:
            print(f"对比工作簿：{output}")
    if failures:
        raise typer.Exit(EXIT_INPUT)


def _units(found: Inputs | None, book: Rulebook) -> tuple[list[Answers], list[ProblemsError]]:
    """What each unit answered, from its form or its saved result."""
    from fyscore.documents.saved import is_saved_result, load_saved
    from fyscore.pipeline import score_file
    from fyscore.problems import ProblemsError

    units: list[Answers] = []
    failures: list[ProblemsError] = list(found.failures) if found else []
    for path in found.paths if found else ():
        try:
            if is_saved_result(path):
                saved = load_saved(path)
                units += [result.answers for result in saved.results]
                failures += saved.failures
            else:
                units.append(score_file(path, book).answers)
        except ProblemsError as error:
            failures.append(error)
    return units, failures
