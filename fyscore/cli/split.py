"""``fyscore split``: a form in parts, one for each responsible body."""

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
    ReadingOption,
    RulebookOption,
)
from fyscore.cli.streams import print_json
from fyscore.files.output import Outputs
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.documents.hands import SplitPart
    from fyscore.rules.model import Rulebook
    from fyscore.rules.tasks import Task

app = common.new_app()


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore split 某区.xlsx -o 分表", "按责任单位拆成分表，各单位填自己的条目"),
        ("fyscore split 某区.xlsx --list -o 分工表.xlsx", "先写出分工表，改好后用 --assign 拆"),
    ),
)
def split(
    file: Annotated[Path, typer.Argument(metavar="文件", help="填报表，空白的或填了一部分的")],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="文件夹",
            help="分表放进这个文件夹；与 --list 一起用时是分工表的文件名（.xlsx）",
            rich_help_panel=OUTPUT,
        ),
    ],
    assign: Annotated[
        Path | None,
        typer.Option(
            "--assign",
            metavar="文件",
            help="改好的分工表（.xlsx 或 .csv）；没有时按评分标准的责任单位",
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="不拆，只写出分工表供修改")] = False,
    force: ForceOption = False,
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """把填报表按责任单位拆成分表：每个牵头单位一份，只有自己的条目。"""
    from fyscore.documents.hands import SplitPart, split_document
    from fyscore.hands.split import split_form

    book = common.load(rulebook, reading)
    scored = common.scored(file, book)
    book = scored.rulebook
    tasks = _tasks(assign, book)
    read = [file, *([assign] if assign else []), *common.rulebook_files(rulebook)]
    outputs = Outputs(read, force=force)
    if listed:
        _write_list(output, tasks, book, outputs)
        if json_:
            print_json(split_document([]))
        elif not quiet:
            print(f"分工表：{output}\n改好后运行：fyscore split {file} -o 分表 --assign {output}")
        return
    made: list[SplitPart] = []
    for part in split_form(scored.answers, tasks, book):
        target = output / part.name
        common.write(target, part.content, outputs)
        made.append(SplitPart(file=str(target), body=part.body, items=list(part.items)))
    if json_:
        print_json(split_document(made))
    elif not quiet:
        for each in made:
            print(f"{each['body']}：第{'、'.join(each['items'])}项，{each['file']}")
        print(f"共{len(made)}份分表。收齐后运行：fyscore merge {output} -o {file.stem}-合并.xlsx")


def _tasks(assign: Path | None, book: Rulebook) -> list[Task]:
    from fyscore.forms.tasks import read_tasks
    from fyscore.problems import ProblemsError
    from fyscore.rules.tasks import proposed

    if assign is None:
        return proposed(book)
    try:
        return read_tasks(assign, book)
    except ProblemsError as error:
        common.show_failure(error, what="分工表有误")
        raise typer.Exit(EXIT_INPUT) from None


def _write_list(target: Path, tasks: list[Task], book: Rulebook, outputs: Outputs) -> None:
    from fyscore.forms.books.tasks import tasks_bytes

    common.need_xlsx(target, "分工表")
    common.write(target, tasks_bytes(tasks, book), outputs)
