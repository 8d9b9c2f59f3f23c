"""分工表: who fills in what, to edit and give back to ``fyscore split --assign``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from fyscore.problems import Code, Problem, ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.rules.tasks import Task, led
from fyscore.tables import headings
from fyscore.tables.reading import TableRow, read_table
from fyscore.tables.table import Column, ColumnKind, Table
from fyscore.tables.writing import filter_rows, new_table, write_rows
from fyscore.writing.look import Look
from fyscore.writing.writer import Writer

WORK_TABLE = Table(
    "分工表",
    Column(headings.COL_ITEM, "item", ColumnKind.KEY, 8, Look.MIDDLE),
    Column(headings.COL_TITLE, "title", width=30, look=Look.GREY, optional=True),
    Column(headings.INFO_BODY, "lead", width=22, look=Look.INPUT),
    Column(headings.INFO_HELPERS, "helpers", width=34, look=Look.INPUT, optional=True),
    Column(headings.INFO_PERSON, "person", width=12, look=Look.INPUT, optional=True),
    Column(headings.INFO_DEADLINE, "deadline", width=14, look=Look.INPUT, optional=True),
    fix="请照 fyscore split --list 写出的分工表改正。",
    any_name=True,
)


def read_tasks(file: Path, rulebook: Rulebook) -> list[Task]:
    """The tasks of a table (.xlsx or .csv), in the order of the standard.

    Raises ProblemsError for a table that names no body for an item, an item
    twice, or one that the standard has not.
    """
    known = {item.id: nth for nth, item in enumerate(rulebook.items)}
    tasks: dict[str, Task] = {}
    problems: list[Problem] = []
    for row in read_table(file, WORK_TABLE):
        if not row.values:
            continue
        item = row.text("item").removeprefix("第").removesuffix("项")
        lead, helpers = led(row.text("lead"))
        if item not in known:
            problem = Code.TASK_ITEM.problem(item=row.text("item"), count=len(known))
            problems.append(row.problem(problem, "item"))
        elif item in tasks:
            problems.append(row.problem(Code.TASK_TWICE.problem(item=item), "item"))
        elif not lead:
            problems.append(row.problem(Code.TASK_BODY.problem(item=item), "lead"))
        else:
            tasks[item] = _task(item, lead, helpers, row)
    missing = [item for item in known if item not in tasks]
    if missing and not problems:
        problems.append(Code.TASK_MISSING.problem(items="、".join(missing)).at(WORK_TABLE.name))
    if problems:
        raise ProblemsError(str(file), problems)
    return sorted(tasks.values(), key=lambda task: known[task.item])


def _task(item: str, lead: str, helpers: tuple[str, ...], row: TableRow) -> Task:
    first, more = led(row.text("helpers"))
    every = tuple(filter(None, (*helpers, first, *more)))
    return Task(item, lead, every, row.text("person"), row.text("deadline"))


def work_table_bytes(tasks: Sequence[Task], rulebook: Rulebook) -> bytes:
    """One row for each item; the bodies, persons and deadlines are to be edited."""
    out = Writer(WORK_TABLE.name)
    sheet = new_table(out, WORK_TABLE, frozen=2, gridlines=True)
    rows = [{**asdict(task), "title": rulebook.item(task.item).title} for task in tasks]
    last = write_rows(out, sheet, WORK_TABLE, rows)
    filter_rows(sheet, WORK_TABLE, last)
    return out.close()
