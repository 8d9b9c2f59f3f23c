"""The terminal summary of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.console import Console
from rich.text import Text

from fyscore.numbers import ZERO, percent, points, share
from fyscore.rules.readings import reading_text
from fyscore.rules.status import Status
from fyscore.scoring.result import Result
from fyscore.terminal.console import can_show, console, new_table

_BAR = 20


def _bar(screen: Console, rate: Fraction) -> str:
    full, empty = ("█", "─") if can_show(screen, "█─") else ("#", "-")
    filled = int(rate * _BAR)
    return full * filled + empty * (_BAR - filled)


def show_result(result: Result, notices: Sequence[str] = (), most: int | None = None) -> None:
    """Print one unit's summary; ``most`` limits the lost parts listed."""
    screen = console()
    year = f" {result.year} 年度" if result.year else ""
    screen.print(Text(f"{result.unit or '（未填单位名称）'}{year}", style="bold"))
    if result.vetoed:
        _show_veto(screen, result)
    total = f"总分 {points(result.total)} / {points(result.max_total)} 分"
    if not result.complete:
        total += f"（有 {len(result.pending_parts())} 个评分点待填，最高可达 {points(result.attainable)} 分）"
    screen.print(Text(total, style="bold red" if result.vetoed else "bold green"))
    _show_sections(screen, result)
    _show_lost(screen, result, most)
    pending = result.pending_parts()
    if pending:
        screen.print(Text(f"待填 {len(pending)} 个评分点：", style="bold yellow"))
        shown = pending if most is None else pending[:most]
        for part in shown:
            screen.print(f"  {part.name}（{points(part.max)} 分）{part.reason}")
        if len(shown) < len(pending):
            screen.print(f"  另有 {len(pending) - len(shown)} 个，见评分工作簿“失分清单”。")
    span = result.range
    moved = f"，随口径变动的条目：{'、'.join(span.items)}" if span.items else "，各条目不随口径变动"
    zeroed = "（一票否决计零时为 0）" if result.vetoed else ""
    screen.print(f"各种口径下总分 {points(span.low)}～{points(span.high)} 分{zeroed}{moved}")
    screen.print(f"评分标准：{result.rulebook}")
    screen.print(f"口径：{reading_text(result.readings)}")
    for notice in notices:
        screen.print(Text(f"提示：{notice}", style="yellow"))
    if result.vetoed:  # again at the end: the beginning may have scrolled away
        _show_veto(screen, result)


def _show_veto(screen: Console, result: Result) -> None:
    for part in result.parts():
        if part.status == "veto":
            screen.print(Text("！！！一票否决，不具备参评资格！！！", style="bold white on red"))
            screen.print(Text(part.reason, style="bold red"))


def _show_sections(screen: Console, result: Result) -> None:
    table = new_table(screen, "部分", "得分", "满分")
    bars = screen.width >= 72
    if bars:
        table.add_column("得分率")
    for section in result.sections:
        rate = share(section.score, section.max)
        row = [section.title, points(section.score), points(section.max)]
        if bars:
            row.append(f"{_bar(screen, rate)} {percent(rate):>6}")
        table.add_row(*row)
    for column in table.columns[1:3]:
        column.justify = "right"
    screen.print(table)


def _show_lost(screen: Console, result: Result, most: int | None) -> None:
    lost = result.lost_parts()
    if not lost:
        screen.print("没有失分。" if result.complete else "已填部分没有失分。")
        return
    gone = sum((p.lost for p in lost), ZERO)
    screen.print(
        Text(f"失分 {points(gone)} 分，共 {len(lost)} 处（按失分多少排列）：", style="bold")
    )
    table = new_table(screen, "条款", "失分", "原因", "整改建议")
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    table.columns[1].justify = "right"
    shown = lost if most is None else lost[:most]
    for part in shown:
        label = part.name + (f" {Status.VOID.words}" if part.status is Status.VOID else "")
        table.add_row(label, f"-{points(part.lost)}", part.reason, part.remedy)
    table.show_lines = True
    screen.print(table)
    if len(shown) < len(lost):
        screen.print(f"另有 {len(lost) - len(shown)} 处，见评分工作簿“失分清单”。")
