"""``fyscore rules``: the standard, shown, checked and exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fyscore.cli import common, options, writing
from fyscore.cli.exit_codes import EXIT_INPUT
from fyscore.cli.messages import ChineseGroup
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.problems import Problem
    from fyscore.scoring.worked_cases import Case

app = common.new_app(ChineseGroup, "查看、检查、导出评分标准。")


@common.command(app, ("fyscore rules list", "内置评分标准和各条目的分值"), name="list")
def rules_list(
    rulebook: options.RulebookName = DEFAULT,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """列出内置评分标准和各条目。"""
    from fyscore.documents.rules import rules_document
    from fyscore.rules.load import built_in

    book = common.load(rulebook)

    def for_people() -> None:
        from fyscore.terminal.rules import show_list

        show_list(book, built_in())

    options.Show(json_, quiet).present(lambda: rules_document(book, built_in()), for_people)


@common.command(app, ("fyscore rules show 14", "第14项怎样计分"), name="show")
def rules_show(
    item: options.ItemNumber,
    rulebook: options.RulebookName = DEFAULT,
    reading: options.Readings = None,
    json_: options.Json = False,
    quiet: options.Quiet = False,
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
    options.Show(json_, quiet).present(
        lambda: rule_document(found, book, cases), lambda: show_item(found, book, cases)
    )


@common.command(
    app, ("fyscore rules lint 我的标准.xlsx", "检查自己的评分标准和它的案例"), name="lint"
)
def rules_lint(
    file: options.RulebookToLint,
    json_: options.Json = False,
    quiet: options.Quiet = False,
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
    failures = [ProblemsError(file, problems)] if problems else []
    for failure in () if json_ else failures:
        common.show_failure(failure, what="评分标准有误")
    worked = f"，{len(cases)}个案例都对" if cases else ""
    options.Show(json_, quiet).present(
        lambda: lint_document(file, problems),
        lambda: None if failures else print(f"{file}：没有问题{worked}"),
    )
    common.exit_with(failures)


@common.command(
    app, ("fyscore rules export 我的标准.xlsx", "导出一份工作簿，改成自己的标准"), name="export"
)
def rules_export(
    out: options.ExportedRulebook,
    rulebook: options.RulebookName = DEFAULT,
    force: options.Force = False,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """导出一份可以修改的评分标准。"""
    from fyscore.documents.made import export_document
    from fyscore.workbooks.rulebook import exported

    if out.suffix.lower() not in (".xlsx", ".toml"):
        common.fail(f"“{out}”应以 .xlsx 或 .toml 结尾。")
    book = common.load(rulebook)
    outputs = writing.outputs_of([], rulebook, force=force, instead=writing.OTHER_NAME)
    with common.exit_on_problems():
        files = exported(out, book)
    writing.refuse(files, outputs)  # all or none
    for target, content in files.items():
        writing.write(target, content, outputs)
    options.Show(json_, quiet).present(
        lambda: export_document(out, book), lambda: print(f"已导出：{out}")
    )


@common.command(
    app,
    ("fyscore rules clauses 通知.txt --rulebook 我的标准.toml", "把通知原文放进各表各报告"),
    name="clauses",
)
def rules_clauses(
    notice: options.Circular,
    rulebook: options.OwnRulebook,
    force: options.Force = False,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """从通知里找出各条目的原文和评估方法，存在评分标准旁边（.clauses.csv），此后各表和报告照录原文。"""
    from fyscore.documents.rules import clauses_document
    from fyscore.files.document_text import document_rows
    from fyscore.rules.clauses import dump_clauses, find_clauses
    from fyscore.rules.load import built_in, clauses_path, rulebook_path

    if rulebook in built_in():
        common.fail("内置评分标准不能改。请先导出一份：fyscore rules export 我的标准.toml")
    book = common.load(rulebook)
    with common.exit_on_problems():
        found = find_clauses(document_rows(notice))
    known = {item.id: found[item.id] for item in book.items if item.id in found}
    if not known:
        common.fail(f"“{notice}”里没有找到编号的条款（如“1.”“2.”）。", EXIT_INPUT)
    source = rulebook_path(rulebook)
    target = clauses_path(source)  # which loading the rulebook read, and this is to replace
    outputs = writing.outputs_of([notice, source], force=force)
    writing.write(target, dump_clauses(known).encode("utf-8-sig"), outputs)
    unknown = [number for number in found if number not in known]

    def for_people() -> None:
        from fyscore.terminal.rules import show_clauses

        show_clauses(target, book, known, unknown)

    options.Show(json_, quiet).present(
        lambda: clauses_document(target, book, known, unknown), for_people
    )


@common.command(
    app,
    ("fyscore rules diff 旧标准.xlsx 新标准.xlsx", "逐条说明两份标准的不同"),
    (
        "fyscore rules diff liunan-2023-25 新标准.xlsx 各县/ -o 对比.xlsx",
        "谁得谁失、由哪些条目",
    ),
    name="diff",
)
def rules_diff(
    old: options.OldRulebook,
    new: options.NewRulebook,
    files: options.Units = None,
    output: options.Comparison = None,
    force: options.Force = False,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """两份评分标准逐条对比；给出各单位的表，还说明谁得谁失、由哪些条目。"""
    from fyscore.collect.files import collect, read_either
    from fyscore.documents.rules_diff import rules_diff_document
    from fyscore.files.inputs import Inputs
    from fyscore.scoring.rules_diff import compare_rules

    writing.need_xlsx(output, "对比工作簿")
    before, after = common.load(old), common.load(new)
    found = common.inputs(files) if files else Inputs()
    collected = collect(found.paths, before, read_either, found.failures)
    compared = compare_rules(before, after, collected.answers)
    failures = [*collected.failures, *compared.failures]
    for error in failures:
        common.show_failure(error)
    if output is not None:
        from fyscore.workbooks.rules_diff import rules_diff_bytes

        outputs = writing.outputs_of(found.all, old, new, force=force)
        writing.write(output, rules_diff_bytes(compared), outputs)

    def for_people() -> None:
        from fyscore.terminal.rules import show_rules_diff

        show_rules_diff(compared)
        if output is not None:
            print(f"对比工作簿：{output}")

    options.Show(json_, quiet).present(
        lambda: rules_diff_document(replace(compared, failures=tuple(failures)), collected.results),
        for_people,
    )
    common.exit_with(failures)
