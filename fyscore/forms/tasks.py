"""分工表 as a table: its columns, and the tasks that people wrote into one."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from fyscore.entry import clean
from fyscore.forms import layout
from fyscore.forms.layout import Columns
from fyscore.forms.notes import Notes
from fyscore.problems import Code, Problem, ProblemsError, why
from fyscore.rules.model import Rulebook
from fyscore.rules.tasks import Task, led
from fyscore.xlsx.workbook import open_workbook

SHEET = "分工表"
PERSON = layout.INFO_PERSON
COLUMNS = Columns(
    (layout.COL_ITEM, 8),
    (layout.COL_TITLE, 30),
    (layout.INFO_BODY, 22),
    (layout.INFO_HELPERS, 34),
    (PERSON, 12),
    (layout.INFO_DEADLINE, 14),
)
_NEEDED = (layout.COL_ITEM, layout.INFO_BODY)
_MAYBE = (layout.INFO_HELPERS, PERSON, layout.INFO_DEADLINE)


def read_tasks(file: Path, rulebook: Rulebook) -> list[Task]:
    """The tasks of a table (.xlsx or .csv), in the order of the standard.

    Raises ProblemsError for a table that names no body for an item, an item
    twice, or one that the standard has not.
    """
    rows = _csv_rows(file) if file.suffix.lower() == ".csv" else _workbook_rows(file)
    known = {item.id: nth for nth, item in enumerate(rulebook.items)}
    tasks: dict[str, Task] = {}
    problems: list[Problem] = []
    for place, row in rows:
        item = row[layout.COL_ITEM].removeprefix("第").removesuffix("项")
        lead, helpers = led(row[layout.INFO_BODY])
        if not any(row.values()):
            continue
        if item not in known:
            problem = Code.TASK_ITEM.problem(item=row[layout.COL_ITEM], count=len(known))
        elif item in tasks:
            problem = Code.TASK_TWICE.problem(item=item)
        elif not lead:
            problem = Code.TASK_BODY.problem(item=item)
        else:
            more = led(row[layout.INFO_HELPERS])
            helpers = tuple(filter(None, (*helpers, more[0], *more[1])))
            tasks[item] = Task(item, lead, helpers, row[PERSON], row[layout.INFO_DEADLINE])
            continue
        problems.append(problem.at(SHEET, place))
    missing = [item for item in known if item not in tasks]
    if missing and not problems:
        problems.append(Code.TASK_MISSING.problem(items="、".join(missing)).at(SHEET))
    if problems:
        raise ProblemsError(str(file), problems)
    return sorted(tasks.values(), key=lambda task: known[task.item])


def _workbook_rows(file: Path) -> list[tuple[str, Mapping[str, str]]]:
    with open_workbook(file) as workbook:
        notes = Notes()
        names = workbook.sheet_names
        chosen = next((name for name in names if clean(name) == SHEET), names[0] if names else "")
        if not chosen:
            raise ProblemsError(
                str(file), [Code.SHEET_MISSING.problem(name=SHEET, listed="没有工作表").at(SHEET)]
            )
        sheet = workbook.sheet(chosen)
        header = notes.header(sheet, _NEEDED, _MAYBE)
        if header is None:
            raise ProblemsError(str(file), notes.problems)
        top, columns = header
        texts: dict[int, dict[int, str]] = {}
        for cell in sheet.filled():
            if cell.row > top:
                texts.setdefault(cell.row, {})[cell.column] = notes.text(sheet, cell).strip()
        return [(f"第{row + 1}行", _named(texts[row], columns)) for row in sorted(texts)]


def _csv_rows(file: Path) -> list[tuple[str, Mapping[str, str]]]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ProblemsError(str(file), [Code.FILE_UNREADABLE.problem(why=why(error))]) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    headings = [clean(cell) for cell in rows[0]] if rows else []
    columns = {h: headings.index(h) for h in (*_NEEDED, *_MAYBE) if h in headings}
    for heading in _NEEDED:
        if heading not in columns:
            problem = Code.HEADING_MISSING.problem(row=1, heading=heading, hint="")
            raise ProblemsError(str(file), [problem.at(SHEET)])
    return [
        (f"第{nth}行", _named(dict(enumerate(map(str.strip, row))), columns))
        for nth, row in enumerate(rows[1:], 2)
    ]


def _named(texts: Mapping[int, str], columns: Mapping[str, int]) -> Mapping[str, str]:
    wanted: Sequence[str] = (*_NEEDED, *_MAYBE)
    return {h: texts.get(columns[h], "") if h in columns else "" for h in wanted}
