"""The terminal summary, for any encoding and width a console may have."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fyscore.problem import ProblemsError
from fyscore.result import STATUS_TEXT, Result
from fyscore.wording import points, reading_text

_BAR = 20


def console(*, stderr: bool = False) -> Console:
    """A console that never interprets what a person typed as markup."""
    return Console(
        file=sys.stderr if stderr else sys.stdout, markup=False, emoji=False, highlight=False
    )


def _can(screen: Console, text: str) -> bool:
    try:
        text.encode(screen.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def new_table(screen: Console, *headings: str) -> Table:
    """A table whose frame the console can show and whose cells fold."""
    # Rich falls back to ASCII frames unless the encoding is UTF; GBK has these too.
    frame = box.SQUARE if _can(screen, "┌─┬┐│├┼┤└┴┘") else box.ASCII
    table = Table(box=frame, header_style="bold", safe_box=False)
    for heading in headings:
        # Chinese has no spaces to break at: fold, never cut off.
        table.add_column(heading, overflow="fold")
    return table


def _bar(screen: Console, share: Fraction) -> str:
    full, empty = ("█", "─") if _can(screen, "█─") else ("#", "-")
    filled = int(share * _BAR)
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
            screen.print(f"  第{part.id}点（{points(part.max)} 分）{part.reason}")
        if len(shown) < len(pending):
            screen.print(f"  另有 {len(pending) - len(shown)} 个，见评分工作簿“失分清单”。")
    span = result.range
    moved = f"，随口径变动的条目：{'、'.join(span.items)}" if span.items else "，各条目不随口径变动"
    zeroed = "（一票否决计零时为 0）" if result.vetoed else ""
    screen.print(f"各种口径下总分 {points(span.low)}～{points(span.high)} 分{zeroed}{moved}")
    screen.print(f"评分标准：{result.rulebook}", f"口径：{reading_text(result.readings)}", sep="\n")
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
        share = section.score / section.max if section.max else Fraction(0)
        row = [section.title, points(section.score), points(section.max)]
        if bars:
            row.append(f"{_bar(screen, share)} {int(share * 100):>3}%")
        table.add_row(*row)
    for column in table.columns[1:3]:
        column.justify = "right"
    screen.print(table)


def _show_lost(screen: Console, result: Result, most: int | None) -> None:
    lost = result.lost_parts()
    if not lost:
        screen.print("没有失分。" if result.complete else "已填部分没有失分。")
        return
    gone = sum((p.lost for p in lost), Fraction(0))
    screen.print(
        Text(f"失分 {points(gone)} 分，共 {len(lost)} 处（按失分多少排列）：", style="bold")
    )
    table = new_table(screen, "条目", "失分", "原因", "整改建议")
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    table.columns[1].justify = "right"
    shown = lost if most is None else lost[:most]
    for part in shown:
        label = f"{part.id}" + (f" {STATUS_TEXT['void']}" if part.status == "void" else "")
        table.add_row(label, f"-{points(part.lost)}", part.reason, part.remedy)
    table.show_lines = True
    screen.print(table)
    if len(shown) < len(lost):
        screen.print(f"另有 {len(lost) - len(shown)} 处，见评分工作簿“失分清单”。")


def show_failure(failure: ProblemsError) -> None:
    """Print every problem of one file to standard error."""
    show_messages(failure.file, [problem.message for problem in failure.problems])


def show_messages(file: str, messages: Sequence[str], what: str = "不能评分，有") -> None:
    """Print the numbered complaints about one file to standard error."""
    screen = console(stderr=True)
    screen.print(Text(f"{file}：{what} {len(messages)} 个问题", style="bold red"))
    for number, message in enumerate(messages, 1):
        screen.print(f"  {number}. {message}", soft_wrap=not screen.is_terminal)
