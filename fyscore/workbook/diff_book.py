"""The comparison as a workbook with charts."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from fyscore.diff import CAUSES, Diff, Line

_TITLE = {"font_name": "黑体", "font_size": 16, "bold": True, "align": "center"}
_HEAD = {"font_name": "黑体", "bold": True, "font_color": "white", "bg_color": "#1F4E79"}
_BODY = {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter", "border": 1}


def diff_bytes(diff: Diff, unit: str) -> bytes:
    """A workbook of three sheets: 年度对比 with a chart, 条目对比, 变化原因."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "年度对比", "created": datetime(2023, 9, 1)})
    _Sheets(book, diff, unit).write()
    book.close()
    return buffer.getvalue()


class _Sheets:
    def __init__(self, book: xlsxwriter.Workbook, diff: Diff, unit: str) -> None:
        self.book = book
        self.diff = diff
        self.unit = unit
        self.title = book.add_format(_TITLE)
        self.head = book.add_format({**_BODY, **_HEAD, "align": "center"})
        self.text = book.add_format(_BODY)
        self.number = book.add_format({**_BODY, "align": "center"})
        self.change = book.add_format({**_BODY, "align": "center", "num_format": "+0.##;-0.##;0"})
        self.up = book.add_format({"bg_color": "#E2F0D9"})
        self.down = book.add_format({"bg_color": "#F8CBAD"})

    def write(self) -> None:
        self._lines("年度对比", (*self.diff.sections, self.diff.total), chart=True)
        self._lines("条目对比", self.diff.items, chart=False)
        self._reasons()

    def _sheet(self, name: str, headings: tuple[str, ...], widths: tuple[int, ...]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, len(headings) - 1, f"{self.unit}  {name}", self.title)
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, heading, self.head)
        sheet.freeze_panes(2, 0)
        return sheet

    def _lines(self, name: str, lines: tuple[Line, ...], chart: bool) -> None:
        labels = self.diff.labels
        headings = ("序号", "名称", *labels, "变化")
        sheet = self._sheet(name, headings, (8, 34, *(12 for _ in labels), 10))
        last = 2 + len(labels)
        for row, line in enumerate(lines, 2):
            sheet.write_string(row, 0, "" if line.id == "total" else line.id, self.number)
            sheet.write_string(row, 1, line.title, self.text)
            for column, score in enumerate(line.scores, 2):
                if score is None:
                    sheet.write_string(row, column, "无", self.number)
                else:
                    sheet.write_number(row, column, float(score), self.number)
            sheet.write_number(row, last, float(line.change), self.change)
        end = 1 + len(lines)
        for sign, form in ((">", self.up), ("<", self.down)):
            rule: dict[str, Any] = {"type": "cell", "criteria": sign, "value": 0, "format": form}
            sheet.conditional_format(2, last, end, last, rule)
        row = end + 2
        for warning in self.diff.warnings if chart else ():
            sheet.merge_range(row, 0, row, last, f"注意：{warning}", self.text)
            row += 1
        if chart:
            self._chart(sheet, name, end - 1, row + 1)

    def _chart(self, sheet: Worksheet, name: str, last_section: int, at: int) -> None:
        chart = self.book.add_chart({"type": "column"})
        for nth, label in enumerate(self.diff.labels):
            chart.add_series(
                {
                    "name": label,
                    "categories": [name, 2, 1, last_section, 1],
                    "values": [name, 2, 2 + nth, last_section, 2 + nth],
                    "data_labels": {"value": True, "num_format": "0.#"},
                }
            )
        chart.set_title({"name": "各部分得分", "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 640, "height": 320})
        sheet.insert_chart(at, 0, chart, {"description": "各部分各年度得分柱形图，数值见上表"})

    def _reasons(self) -> None:
        headings = ("年度", "评分点", "内容", "原得分", "现得分", "变化", "原因", "来源")
        sheet = self._sheet("变化原因", headings, (14, 8, 24, 8, 8, 8, 60, 16))
        sheet.set_landscape()
        row = 2
        for step in self.diff.steps:
            for part in sorted(step.parts, key=lambda p: -abs(p.change)):
                sheet.write_string(row, 0, f"{step.old}→{step.new}", self.number)
                sheet.write_string(row, 1, part.id, self.number)
                sheet.write_string(row, 2, part.title, self.text)
                for column, score in ((3, part.old), (4, part.new)):
                    if score is None:
                        sheet.write_string(row, column, "无", self.number)
                    else:
                        sheet.write_number(row, column, float(score), self.number)
                sheet.write_number(row, 5, float(part.change), self.change)
                sheet.write_string(row, 6, part.text, self.text)
                causes = "、".join(CAUSES[cause] for cause in part.causes)
                sheet.write_string(row, 7, causes, self.text)
                row += 1
        if row == 2:
            sheet.merge_range(2, 0, 2, len(headings) - 1, "没有任何差异。", self.number)
