"""Own assessments beside reviews as a workbook: 核减核增, 变化原因, 条目合计, 未配对."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fyscore.numbers import signed
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.scoring.part_change import cause_text
from fyscore.scoring.result import Result
from fyscore.scoring.review import Pair, Review
from fyscore.tables.table import Column, Table
from fyscore.tables.writing import filter_rows, new_table, write_rows
from fyscore.workbooks.bars import Bars, insert_bars
from fyscore.writing.look import Look
from fyscore.writing.writer import Writer

_UNIT = Column("单位", "unit", width=24)
_YEAR = Column("年度", "year", width=7, look=Look.MIDDLE)
_ITEMS = Table(
    "条目合计",
    Column("条目", "id", width=8, look=Look.MIDDLE),
    Column("内容", "title", width=40),
    Column("核减的单位数", "fell", width=13, look=Look.MIDDLE),
    Column("核减合计", "lost", width=10, look=Look.MIDDLE),
    Column("核增的单位数", "rose", width=13, look=Look.MIDDLE),
    Column("核增合计", "won", width=10, look=Look.MIDDLE),
)
_UNPAIRED = Table(
    "未配对",
    _UNIT,
    _YEAR,
    Column("情况", "state", width=70),
    Column("文件", "file", width=40),
)


def review_bytes(review: Review, failures: Sequence[ProblemsError], rulebook: Rulebook) -> bytes:
    """The workbook's bytes."""
    out = Writer("核减核增", bordered=False)
    _write_units(out, review)
    _write_reasons(out, review)
    titles = {item.id: item.title for item in rulebook.items}
    sheet = new_table(out, _ITEMS)
    items = [
        {name: getattr(item, name) for name in ("id", "fell", "lost", "rose", "won")}
        | {"title": titles.get(item.id, "")}
        for item in review.items()
    ]
    write_rows(out, sheet, _ITEMS, items, line=None)
    sheet = new_table(out, _UNPAIRED)
    if not write_rows(out, sheet, _UNPAIRED, _unpaired(review, failures), line=None):
        sheet.merge_range(1, 0, 1, _UNPAIRED.last, "两边的单位全部配上了。", out.middle)
    return out.close()


def _write_units(out: Writer, review: Review) -> None:
    old, new = review.labels
    table = Table(
        "核减核增",
        _UNIT,
        _YEAR,
        Column(old, "old", width=10, look=Look.MIDDLE),
        Column(new, "new", width=10, look=Look.MIDDLE),
        Column("核减核增", "change", width=10, look=Look.CHANGE),
        Column("核减核增的条目", "moved", width=70),
        Column("注意", "warnings", width=40),
    )
    sheet = new_table(out, table)
    records = [
        {
            **_who(pair),
            "old": pair.old.total,
            "new": pair.new.total,
            "change": pair.change,
            "moved": "、".join(f"{p.name} {p.title} {signed(p.change)}" for p in pair.parts),
            "warnings": " ".join(pair.diff.warnings),
        }
        for pair in review.pairs
    ]
    last = write_rows(out, sheet, table, records)
    if not last:
        sheet.merge_range(1, 0, 1, table.last, "两边没有同一单位同一年度的。", out.middle)
        return
    out.colour_changes(sheet, table.place("核减核增"), last)
    filter_rows(sheet, table, last)
    bars = Bars("核减核增", 4, "核减最多的单位（分）", "各单位核减核增分数，数值见上表")
    insert_bars(out, sheet, bars, last)


def _write_reasons(out: Writer, review: Review) -> None:
    table = Table(
        "变化原因",
        _UNIT,
        _YEAR,
        Column("条款", "name", width=15, look=Look.MIDDLE),
        Column("内容", "title", width=26),
        Column(review.labels[0], "old", width=8, look=Look.MIDDLE),
        Column(review.labels[1], "new", width=8, look=Look.MIDDLE),
        Column("核减核增", "change", width=10, look=Look.CHANGE),
        Column("原因", "text", width=60),
        Column("来源", "causes", width=16),
    )
    sheet = new_table(out, table)
    records = [
        {
            **_who(pair),
            "name": part.name,
            "title": part.title,
            "old": "无" if part.old is None else part.old,
            "new": "无" if part.new is None else part.new,
            "change": part.change,
            "text": part.text,
            "causes": cause_text(part.causes),
        }
        for pair in review.pairs
        for part in pair.parts
    ]
    last = write_rows(out, sheet, table, records)
    out.colour_changes(sheet, table.place("核减核增"), last)
    if last:
        filter_rows(sheet, table, last)


def _who(pair: Pair) -> dict[str, Any]:
    return {"unit": pair.old.unit or pair.old.file, "year": pair.old.year}


def _unpaired(review: Review, failures: Sequence[ProblemsError]) -> Iterator[dict[str, Any]]:
    old, new = review.labels
    sides: tuple[tuple[Sequence[Result], str, str], ...] = (
        (review.only_old, old, new),
        (review.only_new, new, old),
    )
    for results, side, other in sides:
        for result in results:
            state = f"只有{side}，没有{other}"
            yield {"unit": result.unit, "year": result.year, "state": state, "file": result.file}
    for failure in failures:
        yield {"state": f"不能评分：{failure.problems[0].message}", "file": failure.file}
