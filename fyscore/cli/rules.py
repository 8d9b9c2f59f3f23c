"""``fyscore rules``: the standard, shown, checked and exported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from fyscore.cli import common
from fyscore.cli.help import ChineseCommand, ChineseGroup
from fyscore.exit_codes import EXIT_INPUT
from fyscore.rulebook import DEFAULT

app = common.new_app(cls=ChineseGroup, help="查看、检查、导出评分标准。", no_args_is_help=True)


@app.command("list", cls=ChineseCommand)
def rules_list(
    rulebook: common.RulebookOption = DEFAULT,
    json_: common.JsonOption = False,
    quiet: common.QuietOption = False,
) -> None:
    """列出内置评分标准和各条目。"""
    from fyscore.rulebooks import built_in

    book = common.load(rulebook)
    if json_:
        items = [{"id": i.id, "title": i.title, "max": float(i.max)} for i in book.items]
        common.print_json(
            {
                "schema": "fyscore.rules/1",
                "built_in": list(built_in()),
                "rulebook": book.id,
                "digest": book.digest,
                "items": items,
            }
        )
    elif not quiet:
        from fyscore.report.rules import show_list

        show_list(book, built_in())


@app.command("show", cls=ChineseCommand)
def rules_show(
    item: Annotated[str, typer.Argument(metavar="条目", help="条目序号，如 14")],
    rulebook: common.RulebookOption = DEFAULT,
    reading: common.ReadingOption = None,
    json_: common.JsonOption = False,
    quiet: common.QuietOption = False,
) -> None:
    """解释一个条目：规则、字段、界限、口径、公式和案例。"""
    from fyscore.problem import ProblemsError
    from fyscore.report.rules import item_facts, show_item
    from fyscore.worked_cases import load_cases

    book = common.load(rulebook, reading)
    try:
        cases = load_cases(rulebook)
    except ProblemsError as error:
        common.show_failure(error)
        cases = ()
    try:
        found = book.item(item)
    except KeyError:
        common.fail(f"没有第 {item} 项；本标准有 {len(book.items)} 项。")
    if json_:
        common.print_json({"schema": "fyscore.rule/1", **item_facts(found, book, cases)})
    elif not quiet:
        show_item(found, book, cases)


@app.command("lint", cls=ChineseCommand)
def rules_lint(
    file: Annotated[str, typer.Argument(metavar="文件", help="评分标准 TOML 文件或内置编号")],
    json_: common.JsonOption = False,
    quiet: common.QuietOption = False,
) -> None:
    """检查一份评分标准文件，并逐条验算旁边的案例表（同名 .cases.csv）。"""
    from fyscore.problem import ProblemsError
    from fyscore.rulebooks import load_rulebook
    from fyscore.worked_cases import cases_that_fail, load_cases

    problems: tuple[Any, ...] = ()
    cases: Sequence[Any] = ()
    try:
        book = load_rulebook(file)
        cases = load_cases(file)
        problems = tuple(cases_that_fail(cases, book))
    except ProblemsError as error:
        problems = error.problems
    if problems and not json_:
        common.show_failure(ProblemsError(file, problems), what="评分标准有误")
    if json_:
        common.print_json(
            {"schema": "fyscore.lint/1", "file": file, "problems": [p.as_json() for p in problems]}
        )
    elif not problems and not quiet:
        print(f"{file}：没有问题" + (f"，{len(cases)} 个案例都对" if cases else ""))
    if problems:
        raise typer.Exit(EXIT_INPUT)


@app.command("export", cls=ChineseCommand)
def rules_export(
    out: Annotated[Path, typer.Argument(metavar="输出文件", help="要写的 TOML 文件")],
    rulebook: common.RulebookOption = DEFAULT,
    force: common.ForceOption = False,
    json_: common.JsonOption = False,
    quiet: common.QuietOption = False,
) -> None:
    """导出一份可以修改的评分标准。"""
    from fyscore.rulebooks import rulebook_text

    book = common.load(rulebook)
    common.write(out, rulebook_text(rulebook).encode(), force)
    if json_:
        common.print_json({"schema": "fyscore.export/1", "file": str(out), "rulebook": book.id})
    elif not quiet:
        print(f"已导出：{out}")
