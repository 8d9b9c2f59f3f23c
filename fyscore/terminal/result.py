"""The terminal summary of one unit: the detail above, what matters at the end, where it is seen."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.table import Table
from rich.text import Text

from fyscore.answers import Answers
from fyscore.display import wrapped_lines
from fyscore.numbers import ZERO, percent, points, share
from fyscore.rules.model import Rulebook
from fyscore.rules.readings import reading_text
from fyscore.rules.status import Status
from fyscore.scoring.gaps import Gap, GapKind, first_things
from fyscore.scoring.result import PartResult, Result
from fyscore.terminal.console import console, height_of, new_table

_BAR = 20
#: What is listed as the first things to do.
_FIRST = 3
#: Waiting parts listed in an incomplete form's detail, unless all is wanted.
_MOST = 12
#: Widths from which bodies, and places and evidence, have columns of their own.
_BODIES, _PLACES = 110, 140


def show_result(
    result: Result,
    rulebook: Rulebook,
    answers: Answers,
    messages: Sequence[str] = (),
    *,
    full: bool = False,
) -> None:
    """Print one unit's summary.

    On a terminal the detail is as long as its height allows, unless ``full``;
    what is redirected has all of it.  ``messages`` tell what was written and
    what comes next, and stand last.
    """
    _Summary(result, rulebook, answers, full).show(messages)


class _Summary:
    def __init__(self, result: Result, rulebook: Rulebook, answers: Answers, full: bool) -> None:
        self.result = result
        self.rulebook = rulebook
        self.answers = answers
        self.full = full
        self.screen = console()

    def show(self, messages: Sequence[str]) -> None:
        closing = self._closing()
        height = None if self.full else height_of(self.screen)
        if height is None:
            self._detail()
        else:
            taken = sum(self._rows(line) for line in closing)
            taken += sum(wrapped_lines(message, self.screen.width) for message in messages)
            # One row stays for the prompt.
            self._detail_within(height - 1 - taken)
        for line in closing:
            self.screen.print(line)
        for message in messages:
            # Paths and commands stay in one piece, to be copied.
            self.screen.print(message, soft_wrap=True)

    def _rows(self, what: Text | Table) -> int:
        with self.screen.capture() as printed:
            self.screen.print(what)
        return printed.get().count("\n")

    # ------------------------------------------------ the detail

    def _detail(self) -> None:
        self.screen.print(self._sections())
        lost, pending = self.result.lost_parts(), self.result.pending_parts()
        if lost:
            self.screen.print(Text("失分（按失分多少排列）：", style="bold"))
            self.screen.print(self._lost(lost))
        shown = pending if self.full else pending[:_MOST]
        if shown:
            self.screen.print(Text("待填：", style="bold yellow"))
        for part in shown:
            self.screen.print(f"  {part.name}（{points(part.max)}分）{part.reason}")
        if len(shown) < len(pending):
            self.screen.print(f"  另有{len(pending) - len(shown)}个，加 --full 全部显示。")
        self.screen.print(f"评分标准：{self.result.rulebook}")
        self.screen.print(f"口径：{reading_text(self.result.readings, names=False)}")

    def _detail_within(self, rows: int) -> None:
        """As much of the detail as fits, the sections first, then the dearest losses."""
        sections = self._sections()
        left = rows - self._rows(sections)
        if left < 0:
            return
        self.screen.print(sections)
        lost = self.result.lost_parts()
        for count in range(len(lost), 0, -1):
            table = self._lost(lost[:count])
            if self._rows(table) + (count < len(lost)) <= left:
                self.screen.print(table)
                if count < len(lost):
                    self.screen.print(f"另有{len(lost) - count}处失分，加 --full 全部显示。")
                return

    def _sections(self) -> Table:
        table = new_table(self.screen, "部分", "得分", "满分")
        bars = self.screen.width >= 72
        if bars:
            table.add_column("得分率")
        for section in self.result.sections:
            row = [section.title, points(section.score), points(section.max)]
            if bars:
                rate = share(section.score, section.max)
                row.append(f"{_bar(rate)} {percent(rate):>6}")
            table.add_row(*row)
        for column in table.columns[1:3]:
            column.justify = "right"
        return table

    def _lost(self, lost: Sequence[PartResult]) -> Table:
        """The losses, with as much beside them as the screen is wide."""
        width = self.screen.width
        beside = [self._beside(part) for part in lost]
        more = ["责任单位"] if width >= _BODIES else []
        more += ["填报位置", "佐证材料", "条款原文"] if width >= _PLACES else []
        more = [heading for heading in more if any(texts[heading] for texts in beside)]
        table = new_table(self.screen, "条款", "失分", "原因", "整改建议", *more)
        table.columns[0].no_wrap = table.columns[1].no_wrap = True
        table.columns[1].justify = "right"
        table.show_lines = True
        for part, texts in zip(lost, beside, strict=True):
            label = part.name + (f" {Status.VOID.words}" if part.status is Status.VOID else "")
            row = [label, f"-{points(part.lost)}", part.reason, part.remedy]
            table.add_row(*row, *(texts[heading] for heading in more))
        return table

    def _beside(self, part: PartResult) -> dict[str, str]:
        """What a wide screen shows beside a loss."""
        item = self.rulebook.item_of(part.id)
        entries = [self.answers.entry(key) for key in part.fields]
        return {
            "责任单位": item.responsible,
            "填报位置": "、".join(self.answers.places(part.fields)),
            "佐证材料": "；".join(dict.fromkeys(e.evidence for e in entries if e.evidence)),
            "条款原文": item.clause,
        }

    # ------------------------------------------------ what matters

    def _closing(self) -> list[Text]:
        result = self.result
        year = f" {result.year}年度" if result.year else ""
        total = f"总分 {points(result.total)}/{points(result.max_total)}分"
        style = "bold red" if result.vetoed else "bold green"
        lines = [
            Text(f"{result.unit or '（未填单位名称）'}{year}", style="bold"),
            Text(total, style=style),
            *self._standing(),
            *self._first_things(),
            Text(self._span()),
        ]
        return lines + [Text(f"提示：{notice}", style="yellow") for notice in result.notices]

    def _standing(self) -> list[Text]:
        """Eligible or not, what is pending, how much is lost."""
        result, lines = self.result, list[Text]()
        for part in result.vetoing_parts():
            lines.append(Text("【一票否决】不具备参评资格", style="bold white on red"))
            lines.append(Text(part.reason, style="bold red"))
        pending, lost = result.pending_parts(), result.lost_parts()
        if pending:
            text = f"有{len(pending)}个评分点待填，填齐后最高可达{points(result.attainable)}分"
            lines.append(Text(text, style="bold yellow"))
        if lost:
            gone = sum((part.lost for part in lost), ZERO)
            lines.append(Text(f"失分{points(gone)}分，共{len(lost)}处", style="bold"))
        elif result.complete:
            lines.append(Text("没有失分。"))
        return lines

    def _first_things(self) -> list[Text]:
        own = first_things(self.result, self.rulebook, _FIRST)
        if not own:
            return []
        lines = [Text("先做这几件事：", style="bold")]
        return lines + [Text(f"{nth}. {_thing(gap)}") for nth, gap in enumerate(own, 1)]

    def _span(self) -> str:
        span = self.result.range
        moved = f"，第{'、'.join(span.items)}项随口径变动" if span.items else "，不随口径变动"
        zeroed = "（一票否决计零时为0）" if self.result.vetoed else ""
        return f"各种口径下总分 {points(span.low)}～{points(span.high)}分{zeroed}{moved}"


def _thing(gap: Gap) -> str:
    if gap.kind is GapKind.PENDING:
        return f"{gap.name} 待填，最多{points(gap.points)}分：{gap.title}"
    return f"{gap.name} +{points(gap.points)}分：{gap.remedy}"


def _bar(rate: Fraction) -> str:
    filled = int(rate * _BAR)
    return "█" * filled + "─" * (_BAR - filled)
