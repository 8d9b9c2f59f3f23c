"""Two rulebooks compared as a workbook: 条目变化, 单位得失 with a chart, 条目影响."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fyscore.numbers import points, signed
from fyscore.scoring.rules_diff import RulesDiff
from fyscore.tables.table import Column, Table
from fyscore.tables.writing import filter_rows, new_table, write_rows
from fyscore.workbooks.bars import Bars, insert_bars
from fyscore.writing.look import Look
from fyscore.writing.writer import Writer

_CHANGES = Table(
    "条目变化",
    Column("条目", "id", width=7, look=Look.MIDDLE),
    Column("内容", "title", width=28),
    Column("变化", "words", width=10, look=Look.MIDDLE),
    Column("原满分", "old_max", width=8, look=Look.MIDDLE),
    Column("新满分", "new_max", width=8, look=Look.MIDDLE),
    Column("原规则", "old", width=54),
    Column("新规则", "new", width=54),
)
_UNITS = Table(
    "单位得失",
    Column("单位", "unit", width=24),
    Column("年度", "year", width=7, look=Look.MIDDLE),
    Column("原得分", "old", width=9, look=Look.MIDDLE),
    Column("新得分", "new", width=9, look=Look.MIDDLE),
    Column("得失", "change", width=8, look=Look.CHANGE),
    Column("原名次", "old_rank", width=8, look=Look.MIDDLE),
    Column("新名次", "new_rank", width=8, look=Look.MIDDLE),
    Column("由哪些条目", "moved", width=60),
    Column("新标准待填", "pending", width=24),
    Column("文件", "file", width=30),
)
_ITEMS = Table(
    "条目影响",
    Column("条目", "title", width=30),
    Column("得失合计", "change", width=10, look=Look.CHANGE),
    Column("得分增加的单位数", "rose", width=16, look=Look.MIDDLE),
    Column("得分减少的单位数", "fell", width=16, look=Look.MIDDLE),
)


def rules_diff_bytes(diff: RulesDiff) -> bytes:
    """The workbook's bytes."""
    out = Writer("评分标准对比", bordered=False)
    sheet = new_table(out, _CHANGES)
    if not write_rows(out, sheet, _CHANGES, _changes(diff)):
        sheet.merge_range(1, 0, 1, _CHANGES.last, "两份标准没有不同。", out.middle)
    if diff.effects:
        sheet = new_table(out, _UNITS)
        last = write_rows(out, sheet, _UNITS, _effects(diff))
        out.colour_changes(sheet, _UNITS.place("得失"), last)
        filter_rows(sheet, _UNITS, last)
        bars = Bars("单位得失", 4, "各单位得失（分），减少最多的在前", "各单位得失分数，数值见上表")
        insert_bars(out, sheet, bars, last)
        titles = diff.title_of
        items = [
            {"title": titles[i.id], "change": i.change, "rose": i.rose, "fell": i.fell}
            for i in diff.items()
        ]
        write_rows(out, new_table(out, _ITEMS), _ITEMS, items, line=None)
    return out.close()


def _changes(diff: RulesDiff) -> Iterator[dict[str, Any]]:
    for change in diff.changes:
        yield {
            "id": change.id,
            "title": change.title,
            "words": change.kind.words,
            "old_max": "" if change.old_max is None else points(change.old_max),
            "new_max": "" if change.new_max is None else points(change.new_max),
            "old": "\n".join(change.old),
            "new": "\n".join(change.new),
        }
    for setting in diff.settings:
        yield {"title": setting.name, "words": "设置", "old": setting.old, "new": setting.new}


def _effects(diff: RulesDiff) -> Iterator[dict[str, Any]]:
    titles = diff.title_of
    for effect in diff.effects:
        yield {
            "unit": effect.old.unit or "（未填）",
            "year": effect.old.year,
            "old": effect.old.total,
            "new": effect.new.total,
            "change": effect.change,
            "old_rank": effect.old_rank,
            "new_rank": effect.new_rank,
            "moved": "、".join(f"{titles[item]} {signed(change)}" for item, change in effect.items),
            "pending": effect.pending,
            "file": effect.old.file,
        }
