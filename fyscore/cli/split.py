"""``fyscore split``: a form in parts, one for each responsible body."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fyscore.cli import common, options, writing
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.rules.model import Rulebook
    from fyscore.rules.tasks import Task

app = common.new_app()


@common.command(
    app,
    ("fyscore split 某区.xlsx -o 分表", "按责任单位拆成分表，各单位填自己的条目"),
    ("fyscore split 某区.xlsx --list -o 分工表.xlsx", "先写出分工表，改好后用 --assign 拆"),
)
def split(
    file: options.FormToSplit,
    output: options.PartsFolder,
    assign: options.Assign = None,
    listed: options.ListTasks = False,
    force: options.Force = False,
    rulebook: options.RulebookName = DEFAULT,
    reading: options.Readings = None,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """把填报表按责任单位拆成分表：每个牵头单位一份，只有自己的条目。"""
    from fyscore.documents.returns import split_document
    from fyscore.returns.split import split_form

    show = options.Show(json_, quiet)
    scored = common.scored(file, common.load(rulebook, reading))
    book = scored.rulebook
    tasks = _tasks(assign, book)
    outputs = writing.outputs_of([file, assign], rulebook, force=force)
    if listed:
        from fyscore.workbooks.work_table import work_table_bytes

        writing.need_xlsx(output, "分工表")
        writing.write(output, work_table_bytes(tasks, book), outputs)
        then = f"改好后运行：fyscore split {file} -o 分表 --assign {output}"
        show.present(
            lambda: split_document({}, [scored.result]), lambda: print(f"分工表：{output}\n{then}")
        )
        return
    parts = {}
    for part in split_form(scored.answers, tasks, book):
        parts[output / part.name] = part
        writing.write(output / part.name, part.content, outputs)

    def for_people() -> None:
        for target, part in parts.items():
            print(f"{part.body}：第{'、'.join(part.items)}项，{target}")
        print(f"共{len(parts)}份分表。收齐后运行：fyscore merge {output} -o {file.stem}-合并.xlsx")

    show.present(lambda: split_document(parts, [scored.result]), for_people)


def _tasks(assign: Path | None, book: Rulebook) -> list[Task]:
    from fyscore.rules.tasks import proposed
    from fyscore.workbooks.work_table import read_tasks

    if assign is None:
        return proposed(book)
    with common.exit_on_problems("分工表有误"):
        return read_tasks(assign, book)
