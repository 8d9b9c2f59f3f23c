"""The comparison as a workbook with charts."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from fyscore.forms.style import DOWN_FILL, UP_FILL, Book
from fyscore.scoring.diff import Diff, Line
from fyscore.scoring.part_change import cause_text


def diff_bytes(diff: Diff, unit: str) -> bytes:
    """A workbook of three sheets: 年度对比 with a chart, 条目对比, 变化原因."""
    book = Book("年度对比", bordered=False)
    _Sheets(book, diff, unit).write()
    return book.close()


class _Sheets:
    def __init__(self, book: Book, diff: Diff, unit: str) -> None:
        self.book = book
        self.diff = diff
        self.unit = unit
        self.head = book.heading
        self.text = book.cell()
        self.number = book.middle
        self.change = book.change
        self.up = book.rule(UP_FILL)
        self.down = book.rule(DOWN_FILL)

    def write(self) -> None:
        self._lines("年度对比", (*self.diff.sections, self.diff.total), chart=True)
        self._lines("条目对比", self.diff.items, chart=False)
        self._reasons()

    def _sheet(self, name: str, headings: tuple[str, ...], widths: tuple[int, ...]) -> Worksheet:
        sheet = self.book.sheet(name)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        self.book.title(sheet, f"{self.unit}  {name}", len(headings) - 1)
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
        chart = self.book.book.add_chart({"type": "column"})
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
        headings = ("年度", "条款", "内容", "原得分", "现得分", "变化", "原因", "来源")
        sheet = self._sheet("变化原因", headings, (14, 15, 24, 8, 8, 8, 60, 16))
        sheet.set_landscape()
        row = 2
        for step in self.diff.steps:
            for part in step.moved:
                sheet.write_string(row, 0, f"{step.old}→{step.new}", self.number)
                sheet.write_string(row, 1, part.name, self.number)
                sheet.write_string(row, 2, part.title, self.text)
                for column, score in ((3, part.old), (4, part.new)):
                    if score is None:
                        sheet.write_string(row, column, "无", self.number)
                    else:
                        sheet.write_number(row, column, float(score), self.number)
                sheet.write_number(row, 5, float(part.change), self.change)
                sheet.write_string(row, 6, part.text, self.text)
                sheet.write_string(row, 7, cause_text(part.causes), self.text)
                row += 1
        if row == 2:
            sheet.merge_range(2, 0, 2, len(headings) - 1, "没有任何差异。", self.number)
