"""Comparisons and advice on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.text import Text

from fyscore.diff import CAUSES, Diff, Line, signed
from fyscore.gaps import Gap
from fyscore.report.terminal import console, new_table
from fyscore.result import Result
from fyscore.wording import points


def show_diff(diff: Diff) -> None:
    """Print totals, sections and the reason for every moved part."""
    screen = console()
    for warning in diff.warnings:
        screen.print(Text(f"注意：{warning}", style="bold yellow"))
    if diff.empty:
        screen.print("没有任何差异。")
        return
    table = new_table(screen, "部分", *diff.labels, "变化")
    for line in (*diff.sections, diff.total):
        style = "bold" if line is diff.total else ""
        table.add_row(line.title, *_scores(line), signed(line.change), style=style)
    for column in table.columns[1:]:
        column.justify = "right"
    screen.print(table)
    for step in diff.steps:
        screen.print(Text(f"{step.old} → {step.new}：总分 {signed(step.change)}", style="bold"))
        moved = sorted(step.parts, key=lambda p: -abs(p.change))
        reasons = new_table(screen, "评分点", "变化", "原因", "来源")
        reasons.columns[0].no_wrap = reasons.columns[1].no_wrap = True
        reasons.columns[1].justify = "right"
        for part in (p for p in moved if p.change):
            causes = "、".join(CAUSES[cause] for cause in part.causes)
            reasons.add_row(part.id, signed(part.change), part.text, causes)
        if reasons.row_count:
            screen.print(reasons)
        still = [p for p in moved if not p.change]
        if still:
            screen.print(f"另有 {len(still)} 个评分点数据有变、得分未变：")
            for part in still:
                screen.print(f"  {part.id} {part.text}")


def _scores(line: Line) -> list[str]:
    return ["无" if score is None else points(score) for score in line.scores]


def show_gaps(
    result: Result, gaps: Sequence[Gap], plan: Sequence[Gap] | None, target: Fraction | None
) -> None:
    """Print what to mend first."""
    screen = console()
    screen.print(
        Text(f"{result.unit or '（未填单位名称）'}  {points(result.total)} 分", style="bold")
    )
    if result.vetoed:
        screen.print(
            Text("！！！一票否决，不具备参评资格，补分也不能改变！！！", style="bold white on red")
        )
    if not gaps:
        screen.print("没有失分，也没有待填项。")
    else:
        table = new_table(screen, "评分点", "可得", "怎样补", "通常责任单位")
        table.columns[0].no_wrap = table.columns[1].no_wrap = True
        table.columns[1].justify = "right"
        for gap in gaps:
            most = f"≤{points(gap.points)}" if gap.kind == "pending" else f"+{points(gap.points)}"
            how = gap.reason if gap.kind == "pending" else gap.remedy
            table.add_row(gap.part, most, how, gap.responsible)
        screen.print(table)
    if target is None:
        return
    if plan is None:
        screen.print(Text(f"所列整改全部完成也达不到 {points(target)} 分。", style="bold red"))
    elif not plan:
        screen.print(Text(f"已达到 {points(target)} 分。", style="bold green"))
    else:
        steps = sum(len(gap.changes) for gap in plan)
        gained = sum((gap.points for gap in plan), result.total)
        screen.print(
            Text(
                f"达到 {points(target)} 分最少改 {steps} 处（改后 {points(gained)} 分）：",
                style="bold green",
            )
        )
        for gap in plan:
            screen.print(f"  {gap.part}  {gap.remedy}")


def show_what_if(before: Result, after: Result) -> None:
    """Print how the total and the parts would move; no file is touched."""
    screen = console()
    change = after.total - before.total
    screen.print(
        Text(
            f"假设改后：{points(before.total)} → {points(after.total)} 分（{signed(change)}），文件未改动",
            style="bold",
        )
    )
    for old, new in zip(before.parts(), after.parts(), strict=True):
        if old.score != new.score or old.status != new.status:
            screen.print(f"  {new.id}  {points(old.score)} → {points(new.score)}  {new.reason}")
