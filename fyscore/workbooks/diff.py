"""The comparison of years as a workbook with charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fyscore.scoring.diff import Diff, ScoreLine
from fyscore.scoring.part_change import cause_text
from fyscore.tables.table import Column, Table
from fyscore.tables.writing import new_table, write_rows
from fyscore.writing.look import Look
from fyscore.writing.writer import Writer

_REASONS = Table(
    "变化原因",
    Column("年度", "years", width=14, look=Look.MIDDLE),
    Column("条款", "name", width=15, look=Look.MIDDLE),
    Column("内容", "title", width=24),
    Column("原得分", "old", width=8, look=Look.MIDDLE),
    Column("现得分", "new", width=8, look=Look.MIDDLE),
    Column("变化", "change", width=8, look=Look.CHANGE),
    Column("原因", "text", width=60),
    Column("来源", "causes", width=16),
)
#: The row of the headings, below the title.
_TOP = 1
_NONE = "无"


def diff_bytes(diff: Diff, unit: str) -> bytes:
    """A workbook of three sheets: 年度对比 with a chart, 条目对比, 变化原因."""
    out = Writer("年度对比", bordered=False)
    sections = (*diff.sections, diff.total)
    sheet, table, last = _lines(out, "年度对比", diff, sections, unit)
    row = last + 2
    for warning in diff.warnings:
        sheet.merge_range(row, 0, row, table.last, f"注意：{warning}", out.cell())
        row += 1
    _chart(out, sheet, diff, last - 1, row + 1)
    _lines(out, "条目对比", diff, diff.items, unit)
    sheet = _sheet(out, _REASONS, unit)
    sheet.set_landscape()
    if write_rows(out, sheet, _REASONS, _reasons(diff), first=_TOP + 1, line=None) == _TOP:
        sheet.merge_range(_TOP + 1, 0, _TOP + 1, _REASONS.last, "没有任何差异。", out.middle)
    return out.close()


def _sheet(out: Writer, table: Table, unit: str) -> Worksheet:
    sheet = new_table(out, table, top=_TOP)
    sheet.set_portrait()
    out.title(sheet, f"{unit}  {table.name}", table.last)
    return sheet


def _lines(
    out: Writer, name: str, diff: Diff, lines: tuple[ScoreLine, ...], unit: str
) -> tuple[Worksheet, Table, int]:
    """A sheet of totals through all the results: itself, its table, its last row."""
    scores = [
        Column(label, f"score{nth}", look=Look.MIDDLE) for nth, label in enumerate(diff.labels)
    ]
    table = Table(
        name,
        Column("序号", "id", width=8, look=Look.MIDDLE),
        Column("名称", "title", width=34),
        *scores,
        Column("变化", "change", width=10, look=Look.CHANGE),
    )
    sheet = _sheet(out, table, unit)
    last = write_rows(out, sheet, table, map(_line, lines), first=_TOP + 1, line=None)
    out.colour_changes(sheet, table.last, last, _TOP + 1)
    return sheet, table, last


def _line(line: ScoreLine) -> dict[str, Any]:
    scores = {f"score{nth}": _NONE if s is None else s for nth, s in enumerate(line.scores)}
    number = "" if line.id == "total" else line.id
    return {"id": number, "title": line.title, "change": line.change, **scores}


def _chart(out: Writer, sheet: Worksheet, diff: Diff, last_section: int, at: int) -> None:
    chart = out.book.add_chart({"type": "column"})
    for nth, label in enumerate(diff.labels):
        chart.add_series(
            {
                "name": label,
                "categories": [sheet.name, 2, 1, last_section, 1],
                "values": [sheet.name, 2, 2 + nth, last_section, 2 + nth],
                "data_labels": {"value": True, "num_format": "0.#"},
            }
        )
    chart.set_title({"name": "各部分得分", "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 640, "height": 320})
    sheet.insert_chart(at, 0, chart, {"description": "各部分各年度得分柱形图，数值见上表"})


def _reasons(diff: Diff) -> Iterator[dict[str, Any]]:
    for step in diff.steps:
        for part in step.moved:
            yield {
                "years": f"{step.old}→{step.new}",
                "name": part.name,
                "title": part.title,
                "old": _NONE if part.old is None else part.old,
                "new": _NONE if part.new is None else part.new,
                "change": part.change,
                "text": part.text,
                "causes": cause_text(part.causes),
            }
