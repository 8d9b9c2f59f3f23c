"""The command line: parse, call, print, set the exit code.

Nothing heavier than typer is imported at the top; each command loads what it needs.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from fyscore import __version__
from fyscore.command_help import ChineseCommand, ChineseGroup, usage_message
from fyscore.exit_codes import EXIT_GATE, EXIT_INPUT, EXIT_USAGE
from fyscore.rulebook import DEFAULT
from fyscore.streams import is_utf8

if TYPE_CHECKING:
    from fyscore.answers import Answers
    from fyscore.gates import Gates
    from fyscore.problem import ProblemsError
    from fyscore.result import Result
    from fyscore.rulebook.model import Rulebook

app = typer.Typer(
    cls=ChineseGroup,
    help="fyscore：全国生育友好工作先进单位评分工具。先生成模板，填好后评分。",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)
rules_app = typer.Typer(
    cls=ChineseGroup, help="查看、检查、导出评分标准。", rich_markup_mode=None, no_args_is_help=True
)
app.add_typer(rules_app, name="rules")

Files = Annotated[
    list[str],
    typer.Argument(metavar="文件...", help="工作簿、文件夹、通配符，@清单.txt，或 - 读标准输入"),
]
RulebookOption = Annotated[
    str, typer.Option("--rulebook", metavar="编号或文件", help="评分标准：内置编号或 TOML 文件")
]
ReadingOption = Annotated[
    list[str] | None, typer.Option("--reading", metavar="名称=值", help="改变一种口径，可多次使用")
]
JsonOption = Annotated[bool, typer.Option("--json", help="向标准输出打印 JSON，别无其他")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="不打印摘要，只报告问题")]
ForceOption = Annotated[bool, typer.Option("--force", "-f", help="替换已有的输出文件")]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"fyscore {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号")
    ] = False,
) -> None:
    pass


def _fail(message: str, code: int = EXIT_USAGE) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(code)


def _write(target: Path, content: bytes, force: bool) -> None:
    from fyscore.output import OutputError, write_whole

    try:
        write_whole(target, content, force=force)
    except OutputError as error:
        _fail(str(error))


def _load(source: str, readings: Sequence[str] | None = None) -> Rulebook:
    from fyscore.problem import ProblemsError
    from fyscore.rulebooks import load_rulebook, with_readings

    try:
        rulebook = load_rulebook(source)
    except ProblemsError as error:
        _show_failure(error, what="评分标准有误")
        raise typer.Exit(EXIT_USAGE) from None
    chosen = dict(part.partition("=")[::2] for part in readings or ())
    try:
        return with_readings(rulebook, chosen) if chosen else rulebook
    except ValueError as error:
        _fail(str(error))


def _show_failure(error: ProblemsError, what: str = "") -> None:
    if what:
        print(f"{what}：", file=sys.stderr)
    from fyscore.report.terminal import show_failure

    show_failure(error)


def _print_json(document: dict[str, Any]) -> None:
    # Escaped where the console could not show Chinese anyway.
    print(json.dumps(document, ensure_ascii=not is_utf8(sys.stdout), indent=2))


def _inputs(arguments: Sequence[str]) -> list[Path]:
    from fyscore.inputs import expand

    try:
        files = expand(arguments)
    except (OSError, UnicodeDecodeError) as error:
        _fail(f"读不出文件清单：{error}")
    if not files:
        _fail(f"没有找到工作簿：{'、'.join(arguments)}")
    return files


@app.command(cls=ChineseCommand)
def template(
    out: Annotated[Path, typer.Argument(metavar="输出文件", help="模板的文件名")] = Path(
        "indicator_template.xlsx"
    ),
    unit: Annotated[str, typer.Option("--unit", metavar="名称", help="预填单位名称")] = "",
    year: Annotated[
        int | None, typer.Option("--year", metavar="年份", min=1990, max=2100, help="预填评估年度")
    ] = None,
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """生成空白填报模板。"""
    from fyscore.workbook.writer import template_bytes

    book = _load(rulebook, reading)
    if out.suffix.lower() != ".xlsx":
        _fail(f"“{out}”应以 .xlsx 结尾。")
    _write(out, template_bytes(book, unit, year), force)
    if json_:
        _print_json({"schema": "fyscore.template/1", "file": str(out), "rulebook": book.id})
    elif not quiet:
        print(f"已生成模板：{out}\n填好后运行：fyscore score {out}")


@app.command(cls=ChineseCommand)
def score(
    files: Files,
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
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", metavar="分数", help="总分低于它时退出码为 1")
    ] = None,
    require_complete: Annotated[
        bool, typer.Option("--require-complete", help="有待填项时退出码为 1")
    ] = False,
    fail_on_veto: Annotated[
        bool, typer.Option("--fail-on-veto", help="被一票否决时退出码为 1")
    ] = False,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """评分，写出评分工作簿（原名-评分.xlsx），并显示摘要；多个输入时还写排名。"""
    from fyscore.gates import Gates

    paths = _inputs(files)
    if output is not None and len(paths) > 1:
        _fail("有多个输入时不能用 -o，请用 --out-dir。")
    if output is not None and out_dir is not None:
        _fail("-o 和 --out-dir 只能用一个。")
    book = _load(rulebook, reading)
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
        _show_failure(error)
        if json_:
            _print_json(
                {"schema": "fyscore.result/1", "results": [], "failures": [failure_json(error)]}
            )
        return EXIT_INPUT
    if json_:
        _print_json({"schema": "fyscore.result/1", "results": [result.as_json()], "failures": []})
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


@app.command(cls=ChineseCommand)
def check(
    files: Files,
    rulebook: RulebookOption = DEFAULT,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """只检查填报问题，不写文件。每个文件用两种程序库各读一遍，互相核对。"""
    from fyscore.one_file import score_path
    from fyscore.problem import ProblemsError
    from fyscore.workbook.second_reader import disagreements

    book = _load(rulebook)
    records = []
    broken = False
    for path in _inputs(files):
        problems: tuple[Any, ...] = ()
        pending: list[str] = []
        try:
            answers, result = score_path(path, book)
            problems = tuple(disagreements(path, answers, book))
            pending = [part.id for part in result.pending_parts()]
        except ProblemsError as error:
            problems = error.problems
        if problems:
            broken = True
            _show_failure(ProblemsError(str(path), problems))
        elif not (json_ or quiet):
            print(
                f"{path}：没有问题"
                + (f"，还有 {len(pending)} 个评分点待填" if pending else "，已填齐")
            )
        records.append(
            {"file": str(path), "problems": [p.as_json() for p in problems], "pending": pending}
        )
    if json_:
        _print_json({"schema": "fyscore.check/1", "files": records})
    if broken:
        raise typer.Exit(EXIT_INPUT)


@app.command(cls=ChineseCommand)
def diff(
    files: Annotated[
        list[str],
        typer.Argument(metavar="旧 新...", help="两份以上，按先后：工作簿、评分工作簿或 JSON 结果"),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="文件", help="另写对比工作簿（含图）")
    ] = None,
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """比较同一单位各年度的得分，说明每处变化的原因。"""
    from fyscore.diff import as_json, compare
    from fyscore.problem import ProblemsError

    if len(files) < 2:
        _fail("比较至少要两个文件：fyscore diff 旧 新")
    book = _load(rulebook, reading)
    documents = []
    failures = []
    for name in files:
        try:
            documents.append(_document(Path(name), book))
        except ProblemsError as error:
            failures.append(error)
            _show_failure(error)
    if failures:
        raise typer.Exit(EXIT_INPUT)
    compared = compare(documents, book)
    if json_:
        _print_json(as_json(compared))
    elif not quiet:
        from fyscore.report.comparison import show_diff

        show_diff(compared)
    if output is not None:
        from fyscore.workbook.diff_book import diff_bytes

        _write(output, diff_bytes(compared, documents[-1]["unit"]), force)


def _document(path: Path, book: Rulebook) -> dict[str, Any]:
    """One result in its JSON form, from a workbook or a saved ``score --json``."""
    from fyscore.one_file import score_path
    from fyscore.saved import is_saved_result, load_saved_result

    if is_saved_result(path):
        return load_saved_result(path)
    return score_path(path, book)[1].as_json()


@app.command(cls=ChineseCommand)
def gaps(
    file: Annotated[Path, typer.Argument(metavar="文件", help="填好的工作簿")],
    target: Annotated[
        float | None, typer.Option("--target", metavar="分数", help="最少改几处能达到这个总分")
    ] = None,
    whatif: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="编号=值",
            help="假设某格改成这个值（97%、是、1843/1900），可多次使用",
        ),
    ] = None,
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """先补什么：每处失分和待填能得多少分、最小改动是什么、通常由谁负责。"""
    from decimal import Decimal
    from fractions import Fraction

    from fyscore.gaps import as_json, fewest_for, find_gaps
    from fyscore.one_file import score_path
    from fyscore.problem import ProblemsError

    book = _load(rulebook, reading)
    try:
        answers, result = score_path(file, book)
    except ProblemsError as error:
        _show_failure(error)
        raise typer.Exit(EXIT_INPUT) from None
    supposed = _supposed(answers, whatif, book) if whatif else None
    current = supposed or result
    found = find_gaps(current, book)
    goal = None if target is None else Fraction(Decimal(repr(target)))
    plan = None if goal is None else fewest_for(found, goal - current.total)
    if json_:
        document = as_json(current, found, plan, goal)
        _print_json({**document, "total_before": result.as_json()["total"]})
    elif not quiet:
        from fyscore.report.comparison import show_gaps, show_what_if

        if supposed is not None:
            show_what_if(result, supposed)
        show_gaps(current, found, plan, goal)


def _supposed(answers: Answers, changes: Sequence[str], book: Rulebook) -> Result:
    """The result as it would be; ends the command where a supposition cannot be used."""
    from fyscore.entry import EntryError
    from fyscore.gaps import what_if
    from fyscore.problem import ProblemsError
    from fyscore.scoring import score as score_answers

    wanted = dict(part.partition("=")[::2] for part in changes)
    try:
        return score_answers(what_if(answers, wanted, book), book)
    except KeyError as error:
        _fail(f"没有字段编号 {error.args[0]}。")
    except EntryError as error:
        _fail(f"--what-if 的值不能用：{error.found}；应为{error.expected}。")
    except ProblemsError as error:
        _fail("--what-if 之后互相矛盾：" + " ".join(p.message for p in error.problems))


@rules_app.command("list", cls=ChineseCommand)
def rules_list(
    rulebook: RulebookOption = DEFAULT,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """列出内置评分标准和各条目。"""
    from fyscore.rulebooks import built_in

    book = _load(rulebook)
    if json_:
        items = [{"id": i.id, "title": i.title, "max": float(i.max)} for i in book.items]
        _print_json(
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


@rules_app.command("show", cls=ChineseCommand)
def rules_show(
    item: Annotated[str, typer.Argument(metavar="条目", help="条目序号，如 14")],
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """解释一个条目：规则、字段、界限、口径、公式和案例。"""
    from fyscore.problem import ProblemsError
    from fyscore.report.rules import item_facts, show_item
    from fyscore.worked_cases import load_cases

    book = _load(rulebook, reading)
    try:
        cases = load_cases(rulebook)
    except ProblemsError as error:
        _show_failure(error)
        cases = ()
    try:
        found = book.item(item)
    except KeyError:
        _fail(f"没有第 {item} 项；本标准有 {len(book.items)} 项。")
    if json_:
        _print_json({"schema": "fyscore.rule/1", **item_facts(found, book, cases)})
    elif not quiet:
        show_item(found, book, cases)


@rules_app.command("lint", cls=ChineseCommand)
def rules_lint(
    file: Annotated[str, typer.Argument(metavar="文件", help="评分标准 TOML 文件或内置编号")],
    json_: JsonOption = False,
    quiet: QuietOption = False,
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
        _show_failure(ProblemsError(file, problems), what="评分标准有误")
    if json_:
        _print_json(
            {"schema": "fyscore.lint/1", "file": file, "problems": [p.as_json() for p in problems]}
        )
    elif not problems and not quiet:
        print(f"{file}：没有问题" + (f"，{len(cases)} 个案例都对" if cases else ""))
    if problems:
        raise typer.Exit(EXIT_INPUT)


@rules_app.command("export", cls=ChineseCommand)
def rules_export(
    out: Annotated[Path, typer.Argument(metavar="输出文件", help="要写的 TOML 文件")],
    rulebook: RulebookOption = DEFAULT,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """导出一份可以修改的评分标准。"""
    from fyscore.rulebooks import rulebook_text

    book = _load(rulebook)
    _write(out, rulebook_text(rulebook).encode(), force)
    if json_:
        _print_json({"schema": "fyscore.export/1", "file": str(out), "rulebook": book.id})
    elif not quiet:
        print(f"已导出：{out}")


def _tolerant_streams() -> None:
    """Show what the console's encoding cannot as a mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (stream.encoding or "").lower()
        if not is_utf8(stream) and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace" if "ascii" in encoding else "replace")


#: What shells report of a command that a signal ended.
_INTERRUPTED, _STOPPED = 128 + signal.SIGINT, 128 + signal.SIGTERM


def _stop(*_: object) -> NoReturn:
    """A stop order cleans up on its way out, as Ctrl-C does."""
    raise SystemExit(_STOPPED)


def main() -> NoReturn:
    """Entry point of the ``fyscore`` command."""
    _tolerant_streams()
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = app(standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except SystemExit as stop:
        code = stop.code
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        message = usage_message(error)
        if message is None:
            raise
        if message:
            print(message, file=sys.stderr)
        code = EXIT_USAGE
    if code in (_INTERRUPTED, _STOPPED):
        print("已中断。", file=sys.stderr)
    sys.exit(code if isinstance(code, int) else 0)
