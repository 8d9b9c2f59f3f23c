"""整改台账: what to put right, by points to win, with what people wrote in an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fyscore.numbers import ZERO, points, rounded
from fyscore.scoring.ledger import STATES, LedgerLine, Total, check_code, totals
from fyscore.scoring.result import Result
from fyscore.tables import headings
from fyscore.tables.reading import TableRow, read_table
from fyscore.tables.table import Column, ColumnKind, Table
from fyscore.tables.writing import filter_rows, new_table, write_cell, write_helps, write_rows
from fyscore.writing.look import STATE_COLOURS, Look
from fyscore.writing.writer import Writer, protect

LEDGER = Table(
    "整改台账",
    Column("序号", "nth", width=5, look=Look.MIDDLE, optional=True),
    Column(headings.COL_POINT, "name", width=14, look=Look.MIDDLE),
    Column(headings.COL_TITLE, "title", width=18),
    Column("可得分", "points", ColumnKind.NUMBER, 8, Look.MIDDLE, unit="分"),
    Column("整改措施", "measure", width=38, look=Look.OPEN),
    Column("可行性", "feasibility", look=Look.MIDDLE),
    Column("责任单位", "lead", width=16, look=Look.OPEN),
    Column("配合单位", "helping", width=16, look=Look.OPEN),
    Column("完成时限", "deadline", look=Look.OPEN),
    Column("状态", "state", width=9, look=Look.OPEN, choices=dict.fromkeys(STATES, "")),
    Column("佐证材料", "evidence", width=20, look=Look.OPEN),
    Column("备注", "remark", width=20, look=Look.OPEN),
    Column("已补回", "won", width=8, look=Look.MIDDLE, optional=True),
    Column("首次可得分", "first", ColumnKind.NUMBER, 9, Look.MIDDLE, unit="分"),
    Column(headings.COL_PART, "part", ColumnKind.KEY, 8, Look.ASIDE),
    Column("核对码", "check", width=10, look=Look.ASIDE),
    fix="请用 fyscore gaps 写出的台账。",
)
_TEXTS = (
    *("part", "name", "title", "measure", "feasibility"),
    *("lead", "helping", "deadline", "state", "evidence", "remark"),
)
_TOTALS = Table(
    "按责任单位",
    Column("责任单位", "body", width=30),
    Column("项数", "lines", width=10, look=Look.MIDDLE),
    Column("可得分", "points", look=Look.MIDDLE),
    Column("已补回", "won", look=Look.MIDDLE),
)
#: The row of the headings, below the title.
_TOP = 1
_NO_BODY = "（未定责任单位）"


def read_ledger(file: Path) -> list[LedgerLine]:
    """The lines of an earlier ledger.  Raises ProblemsError where it cannot be read whole."""
    return [_line(row) for row in read_table(file, LEDGER)]


def _line(row: TableRow) -> LedgerLine:
    texts = {name: row.text(name) for name in _TEXTS}
    numbers = row.values if row.text("part") else {}
    points, first = (
        None if numbers.get(name) is None else Fraction(numbers[name])
        for name in ("points", "first")
    )
    own_measure = check_code(row.text("measure")) != row.text("check")
    return LedgerLine(points=points, first=first, own_measure=own_measure, added=row.added, **texts)


def ledger_bytes(found: Sequence[LedgerLine], result: Result) -> bytes:
    """A workbook of two sheets, 整改台账 and 按责任单位, whose totals are live."""
    out = Writer("整改台账")
    year = f"{result.year}年度" if result.year else ""
    total = f"总分 {points(result.total)}/{points(result.max_total)}分"
    title = f"{result.unit or '（未填单位名称）'} {year} {{}}（{total}）"
    added = dict.fromkeys(name for line in found for name in line.added)
    table = Table(
        LEDGER.name, *LEDGER, *(Column(n, f"+{n}", width=16, look=Look.OPEN) for n in added)
    )
    sheet = new_table(out, table, top=_TOP, frozen=LEDGER.place(headings.COL_TITLE))
    sheet.set_footer("&C第 &P 页，共 &N 页")
    out.title(sheet, title.format(table.name), table.last)
    won = out.look(Look.MIDDLE, bg_color=STATE_COLOURS["full"][0])
    done = [won if line.points == ZERO and line.first else None for line in found]
    green = dict.fromkeys(("nth", "name", "title", "points", "feasibility", "won", "first"), done)
    records = [_record(nth, line) for nth, line in enumerate(found, 1)]
    write_rows(out, sheet, table, records, first=_TOP + 1, formats=green)
    end = _TOP + max(len(found), 1)
    write_helps(out, sheet, table, _TOP + 1)
    for heading in ("首次可得分", "核对码"):
        place = table.place(heading)
        sheet.set_column(place, place, table.width(heading), None, {"hidden": True})
    filter_rows(sheet, table, end, _TOP)
    sheet.print_area(0, 0, end, table.last if added else table.place("已补回"))
    protect(sheet)
    _write_totals(out, totals(found), end, title)
    return out.close()


def _record(nth: int, line: LedgerLine) -> dict[str, Any]:
    numbers = {name: getattr(line, name) for name in ("points", "first", "won")}
    return {
        **{column.name: getattr(line, column.name, "") for column in LEDGER},
        **{name: None if n is None else rounded(n, 2) for name, n in numbers.items()},
        **{f"+{name}": text for name, text in line.added.items()},
        "nth": nth,
        "check": "" if line.own_measure else check_code(line.measure),
    }


def _write_totals(out: Writer, found: Sequence[Total], end: int, title: str) -> None:
    """By leading body, summed live: who is made responsible may be changed in the ledger."""
    sheet = new_table(out, _TOTALS, top=_TOP)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    out.title(sheet, title.format(_TOTALS.name), _TOTALS.last)
    bodies, most, won = (
        f"{LEDGER.name}!{LEDGER.range(heading, _TOP + 1, end)}"
        for heading in ("责任单位", "可得分", "已补回")
    )
    row = _TOP
    for total in found:
        row += 1
        write_cell(sheet, row, 0, total.body or _NO_BODY, out.look(Look.TEXT))
        # COUNTIF would take a name that begins with = or holds a * for a question.
        own = f"({bodies}=" + (f"$A{row + 1})*1" if total.body else '"")*1')
        _formula(out, sheet, row, 1, f"SUMPRODUCT({own})", total.lines)
        _formula(out, sheet, row, 2, f"SUMPRODUCT({own},{most})", total.points)
        _formula(out, sheet, row, 3, f"SUMPRODUCT({own},{won})", total.won)
    row += 1
    write_cell(sheet, row, 0, "合计", out.look(Look.MIDDLE, bold=True))
    lines = sum(total.lines for total in found)
    _formula(out, sheet, row, 1, f"SUM(B{_TOP + 2}:B{row})", lines, bold=True)
    for column, cells, each in (
        (2, most, [total.points for total in found]),
        (3, won, [total.won for total in found]),
    ):
        _formula(out, sheet, row, column, f"SUM({cells})", sum(each, ZERO), bold=True)
    protect(sheet)


def _formula(
    out: Writer, sheet: Worksheet, row: int, column: int, text: str, value: Any, bold: bool = False
) -> None:
    form = out.look(Look.MIDDLE, bold=True) if bold else out.look(Look.MIDDLE)
    sheet.write_formula(row, column, f"={text}", form, float(value))
