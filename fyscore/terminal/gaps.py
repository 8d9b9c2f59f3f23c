"""Advice on the terminal: what to fix first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.console import Console
from rich.text import Text

from fyscore.numbers import ZERO, plain, points, signed
from fyscore.rules.field import FixBy
from fyscore.scoring.gaps import FixPlan, Gap, GapKind, gained, total_after
from fyscore.scoring.result import Result
from fyscore.terminal.console import console, new_table

_OUT_OF_HAND = {FixBy.ASSESSORS: "由评估组评定的", FixBy.NOBODY: "已成事实或无法补回的"}


def show_gaps(
    result: Result, gaps: Sequence[Gap], plan: FixPlan | None, target: Fraction | None
) -> None:
    """Print what to fix first."""
    screen = console()
    if gaps:
        table = new_table(screen, "条款", "可得", "怎样补", "通常责任单位")
        table.columns[0].no_wrap = table.columns[1].no_wrap = True
        table.columns[1].justify = "right"
        for gap in gaps:
            sign = "≤" if gap.kind is GapKind.PENDING else "+"
            table.add_row(gap.name, f"{sign}{points(gap.points)}", _how(gap), gap.responsible)
        screen.print(table)
    unit = result.unit or "（未填单位名称）"
    total = f"{points(result.total)}/{points(result.max_total)}分"
    screen.print(Text(f"{unit}　总分 {total}", style="bold"))
    if result.vetoed:
        screen.print(Text("【一票否决】不具备参评资格，补分也不能改变", style="bold white on red"))
    screen.print(_in_all(result, gaps))
    if target is not None:
        _show_plan(screen, result, gaps, plan, target)


def _in_all(result: Result, gaps: Sequence[Gap]) -> str:
    """What there is to win, by who can win it."""
    if not gaps:
        return "没有失分，也没有待填项。"
    kinds = {"待填最多": [gap for gap in gaps if gap.kind is GapKind.PENDING]}
    for by, words in {FixBy.UNIT: "单位自己能补", **_OUT_OF_HAND}.items():
        kinds[words] = [gap for gap in gaps if gap.by is by and gap.kind is not GapKind.PENDING]
    sums = {words: gained(result, found) for words, found in kinds.items()}
    return "，".join(f"{words}{points(total)}分" for words, total in sums.items() if total)


def _how(gap: Gap) -> str:
    """What to do, and the smallest step that pays where there is one."""
    if gap.kind is GapKind.PENDING:
        return gap.reason
    first = gap.steps[0] if gap.steps else None
    if first is None or first.gain == gap.points:
        return gap.remedy
    return f"{gap.remedy}；先{first.text}，可得{points(first.gain)}分"


def _show_plan(
    screen: Console, result: Result, gaps: Sequence[Gap], plan: FixPlan | None, target: Fraction
) -> None:
    if plan is None:
        screen.print(
            Text(f"单位自己能改的全部完成，也达不到{points(target)}分。", style="bold red")
        )
        for by, words in _OUT_OF_HAND.items():
            rest = sum((gap.points for gap in gaps if gap.by is by), ZERO)
            if rest:
                screen.print(f"  {words}{points(rest)}分，不算在内")
    elif not plan.steps:
        screen.print(Text(f"已达到{points(target)}分。", style="bold green"))
    else:
        cases = "、".join(f"{plain(n)}{unit}" for unit, n in plan.cases_by_unit.items())
        about = f"，涉及{cases}" if cases else ""
        after = points(total_after(result, plan))
        screen.print(
            Text(
                f"达到{points(target)}分最少改{plan.cells}处{about}（改后{after}分）：",
                style="bold green",
            )
        )
        for gap, step in plan.steps:
            screen.print(f"  {gap.name}  {step.text}，+{points(step.gain)}")
        screen.print("  评估组评定的和已成事实的不算在内。")


def show_what_if(before: Result, after: Result) -> None:
    """Print how the total and the parts would move; no file is touched."""
    screen = console()
    totals = f"{points(before.total)} → {points(after.total)}"
    change = signed(after.total - before.total)
    screen.print(Text(f"假设改后：{totals}分（{change}），文件未改动", style="bold"))
    for old, new in zip(before.parts(), after.parts(), strict=True):
        if old.score != new.score or old.status != new.status:
            scores = f"{points(old.score)} → {points(new.score)}"
            screen.print(f"  {new.name} {new.title} {scores}　{new.reason}".rstrip("　"))
