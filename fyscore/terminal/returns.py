"""Parts of a form on the terminal: who has filled in what, and what they make together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fyscore.answers import CombinedMark, Conflict, MergedAnswers
from fyscore.numbers import points
from fyscore.rules.model import Rulebook
from fyscore.rules.tasks import Returned
from fyscore.terminal.console import console, new_table

#: How several assessors' marks become one, in words.
_HOW = {"mean": "平均", "median": "中位", "lowest": "最低"}


def show_status(parts: Sequence[Returned], target: Path | None) -> None:
    """Print body, items, progress, deadline and state of each part, then totals, and the list."""
    screen = console()
    table = new_table(screen, "牵头单位", "条目", "已填", "完成时限", "状态")
    table.columns[2].justify = "right"
    for part in parts:
        progress = f"{part.filled}/{part.filled + part.missing}"
        items = "、".join(part.items)
        table.add_row(part.body or part.file, items, progress, part.deadline, part.words)
    screen.print(table)
    whole = sum(part.is_whole for part in parts)
    late = sum(part.is_late for part in parts)
    overdue = f"，其中逾期{late}份" if late else ""
    screen.print(
        f"{len(parts)}份分表：填齐{whole}份，未填齐或有问题{len(parts) - whole}份{overdue}"
    )
    if target is not None:
        print(f"催报表：{target}")


def show_merged(
    target: Path, parts: int, merged: MergedAnswers, how: str, rulebook: Rulebook
) -> None:
    """Print how marks that differed became one, what the form holds, and what comes next."""
    for marked in merged.marks:
        print(_mark_message(marked, how, rulebook))
    print(f"{parts}份分表合成：{target}")
    print(f"已填{merged.filled}/{len(merged.entries)}格")
    if merged.left_out:
        print(f"没有分表的条目：第{'、'.join(merged.left_out)}项")
    print(f"下一步：fyscore score {target}")


def conflict_message(conflict: Conflict, rulebook: Rulebook) -> str:
    """Which answers differ, and where each stands."""
    field = rulebook.fields[conflict.key]
    given = "；".join(
        f"{each.source.file} 的 {each.cell} 为 {field.shown(each.answer.value)}"
        for each in conflict.given
    )
    own = "（自评）" if conflict.own else ""
    return f"{rulebook.label_of(conflict.key)}{own}（{conflict.key}）各分表不同：{given}"


def _mark_message(marked: CombinedMark, how: str, rulebook: Rulebook) -> str:
    given = "、".join(
        f"{points(each.answer.number)}（{each.source.person or each.source.file}）"
        for each in marked.given
    )
    far = "，超过满分的五分之一，请复核" if marked.is_far else ""
    return (
        f"{rulebook.label_of(marked.key)}：{given}，取{_HOW[how]}{points(marked.taken)}分；"
        f"相差{points(marked.spread)}分{far}"
    )
