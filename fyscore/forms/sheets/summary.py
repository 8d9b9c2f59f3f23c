"""评分汇总: the total and what it means, what to do first, the sections and a chart of them."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fyscore.display import wrapped_lines, wrapped_text
from fyscore.forms.content import Content
from fyscore.numbers import points, share
from fyscore.rules.readings import reading_text
from fyscore.scoring.gaps import GapKind, first_things
from fyscore.scoring.result import Result
from fyscore.tables import headings
from fyscore.writing.look import CHART_FILL, GREY, HEAD_FONT, NOTICE_INK, VETO_COLOURS
from fyscore.writing.writer import Writer, widths

_LAST = 4
_FIRST_THINGS = 5
#: Rows that the chart covers.
_CHART_ROWS = 16


def write(out: Writer, sheet: Worksheet, content: Content) -> None:
    result = content.result
    assert result is not None
    widths(sheet, (24, 12, 12, 12, 12))
    out.title(sheet, f"{result.unit or '（未填单位名称）'} 评分汇总", _LAST)
    row = _veto(out, sheet, result)
    for name, text in _facts(content, result):
        sheet.write_string(row, 0, name, out.cell(bold=True))
        text = wrapped_text(text, 48)
        form = out.cell(font_size=14, bold=True) if name == "总分" else out.cell()
        sheet.merge_range(row, 1, row, _LAST, text, form)
        sheet.set_row(row, 8 + 16 * wrapped_lines(text, 48))
        row += 1
    for notice in result.notices:
        row = _line(out, sheet, row, f"提示：{notice}", NOTICE_INK)
    row = _first_things(out, sheet, row, content, result)
    first = row + 2
    last = _sections(out, sheet, row + 1, content, result)
    below = _chart(out, sheet, first, last)
    for note in _footnotes(content, result):
        below = _line(out, sheet, below, note, GREY)
    sheet.fit_to_pages(1, 1)


def _line(out: Writer, sheet: Worksheet, row: int, text: str, ink: str) -> int:
    """A line over all columns; the row below it."""
    text = wrapped_text(text, 74)
    sheet.merge_range(row, 0, row, _LAST, text, out.style(font_color=ink))
    sheet.set_row(row, 6 + 14 * wrapped_lines(text, 74))
    return row + 1


def _first_things(out: Writer, sheet: Worksheet, row: int, content: Content, result: Result) -> int:
    """What the unit itself can win, dearest first; the row below."""
    own = first_things(result, content.rulebook, _FIRST_THINGS)
    if not own:
        return row
    sheet.merge_range(row, 0, row, _LAST, "先做这几件事", out.heading)
    for nth, gap in enumerate(own, 1):
        row += 1
        most = "最多" if gap.kind is GapKind.PENDING else ""
        text = (
            f"{nth}. {gap.name}（{most}+{points(gap.points)}分，{gap.responsible}）：{gap.remedy}"
        )
        text = wrapped_text(text, 74)
        sheet.merge_range(row, 0, row, _LAST, text, out.cell())
        sheet.set_row(row, 8 + 14 * wrapped_lines(text, 74))
    return row + 1


def _veto(out: Writer, sheet: Worksheet, result: Result) -> int:
    """A red line where the unit is vetoed; the row below it."""
    if not result.vetoed:
        return 1
    red = out.style(font_name=HEAD_FONT, font_size=14, bold=True, align="center", **VETO_COLOURS)
    reason = "；".join(part.reason for part in result.vetoing_parts())
    sheet.merge_range(1, 0, 1, _LAST, f"一票否决：{reason}，不具备参评资格", red)
    sheet.set_row(1, 30)
    return 2


def _facts(content: Content, result: Result) -> list[tuple[str, str]]:
    moved = "、".join(result.range.items)
    span = f"{points(result.range.low)}～{points(result.range.high)}分"
    span += "（一票否决计零时为0）" if result.vetoed else ""
    waiting = len(result.pending_parts())
    state = f"{waiting}个评分点待填，填齐后最高可达{points(result.attainable)}分"
    info = content.answers.info
    person, day = (info.get(name, "") for name in (headings.INFO_PERSON, headings.INFO_DATE))
    return [
        ("评估年度", str(result.year or "（未填）")),
        ("总分", f"{points(result.total)}/{points(result.max_total)}分"),
        ("填报状态", "已填齐" if result.complete else state),
        ("填报人、填报日期", "　".join(filter(None, (person, day))) or "（未填）"),
        ("各种口径下的总分", span + (f"（第{moved}项随口径变动）" if moved else "")),
    ]


def _footnotes(content: Content, result: Result) -> list[str]:
    """By what it was scored, in words."""
    book = content.rulebook
    return [
        f"口径：{reading_text(result.readings, names=False)}。",
        f"评分标准：{book.document}；版本 {book.stamp}。",
    ]


def _sections(out: Writer, sheet: Worksheet, row: int, content: Content, result: Result) -> int:
    """The sections' points below a heading in ``row``; the last row written."""
    for column, heading in enumerate(("部分", "满分", "得分", "失分", "得分率")):
        sheet.write_string(row, column, heading, out.heading)
    waiting = {item.id: item.waiting for item in result.items}
    for section in result.sections:
        row += 1
        numeral = content.rulebook.numeral_of(section.id)
        sheet.write_string(row, 0, f"{numeral}{section.title}", out.cell())
        lost = section.max - result.earned_in(section, waiting)
        for column, value in ((1, section.max), (2, section.score), (3, lost)):
            sheet.write_number(row, column, float(points(value)), out.middle)
        rate = share(section.score, section.max)
        sheet.write_number(row, 4, float(rate), out.cell(align="center", num_format="0.0%"))
        sheet.set_row(row, 20)
    return row


def _chart(out: Writer, sheet: Worksheet, first: int, last: int) -> int:
    """Bars of the rates that stand between two rows; the row below the chart."""
    chart = out.book.add_chart({"type": "bar"})
    name = headings.SHEET_SUMMARY
    chart.add_series(
        {
            "name": "得分率",
            "categories": [name, first, 0, last, 0],
            "values": [name, first, 4, last, 4],
            "fill": {"color": CHART_FILL},
            "data_labels": {"value": True, "num_format": "0.0%"},
            "gap": 60,
        }
    )
    chart.set_title({"name": "各部分得分率", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis(
        {"min": 0, "max": 1.15, "visible": False, "major_gridlines": {"visible": False}}
    )
    chart.set_size({"width": 520, "height": 300})
    alternative = {"description": "各部分得分率条形图，数值见上表", "x_offset": 4}
    sheet.insert_chart(last + 2, 0, chart, alternative)
    return last + 2 + _CHART_ROWS
