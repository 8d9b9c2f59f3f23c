"""A comparison on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from fyscore.numbers import points, signed
from fyscore.scoring.diff import Diff, ScoreLine
from fyscore.scoring.part_change import cause_text
from fyscore.terminal.console import console, new_table


def show_diff(diff: Diff) -> None:
    """Print sections, the reason for every moved part, and the totals last, where they are seen."""
    screen = console()
    if not diff.empty:
        _show_detail(screen, diff)
    for warning in diff.warnings:
        screen.print(Text(f"注意：{warning}", style="bold yellow"))
    unit = f"{diff.unit}　" if diff.unit else ""
    screen.print(Text(f"{unit}{' → '.join(diff.labels)}", style="bold"))
    if diff.empty:
        screen.print("没有任何差异。")
    else:
        totals = " → ".join(_scores(diff.total))
        screen.print(Text(f"总分 {totals}（{_moved(diff)}）", style="bold green"))


def _moved(diff: Diff) -> str:
    """The whole change; of a review, which way it went, in its own words."""
    change = diff.total.change
    if not diff.is_review or not change:
        return signed(change)
    return f"{'核增' if change > 0 else '核减'}{points(abs(change))}分"


def _show_detail(screen: Console, diff: Diff) -> None:
    change = "核增核减" if diff.is_review else "变化"
    table = new_table(screen, "部分", *diff.labels, change)
    for line in (*diff.sections, diff.total):
        style = "bold" if line is diff.total else ""
        table.add_row(line.title, *_scores(line), signed(line.change), style=style)
    for column in table.columns[1:]:
        column.justify = "right"
    screen.print(table)
    for step in diff.steps:
        screen.print(Text(f"{step.old} → {step.new}：总分 {signed(step.change)}", style="bold"))
        moved = step.moved
        reasons = new_table(screen, "条款", change, "原因", "来源")
        reasons.columns[0].no_wrap = reasons.columns[1].no_wrap = True
        reasons.columns[1].justify = "right"
        for part in (p for p in moved if p.change):
            reasons.add_row(part.name, signed(part.change), part.text, cause_text(part.causes))
        if reasons.row_count:
            screen.print(reasons)
        still = [p for p in moved if not p.change]
        if still:
            screen.print(f"另有{len(still)}个评分点数据有变、得分未变：")
            for part in still:
                screen.print(f"  {part.name} {part.text}")


def _scores(line: ScoreLine) -> list[str]:
    return ["无" if score is None else points(score) for score in line.scores]
