"""Advice on the terminal: what to fix first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.text import Text

from fyscore.numbers import points, signed
from fyscore.scoring.gaps import Gap, GapKind
from fyscore.scoring.result import Result
from fyscore.terminal.console import console, new_table


def show_gaps(
    result: Result, gaps: Sequence[Gap], plan: Sequence[Gap] | None, target: Fraction | None
) -> None:
    """Print what to fix first."""
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
            most = (
                f"≤{points(gap.points)}"
                if gap.kind is GapKind.PENDING
                else f"+{points(gap.points)}"
            )
            how = gap.reason if gap.kind is GapKind.PENDING else gap.remedy
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
