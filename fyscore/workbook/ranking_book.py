"""The ranking of a batch as a workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from fyscore.rank import Ranked, averages, weakest
from fyscore.rulebook.model import Rulebook
from fyscore.wording import points, rounded

_HEAD = {
    "font_name": "黑体",
    "bold": True,
    "font_color": "white",
    "bg_color": "#1F4E79",
    "align": "center",
}
_BODY = {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter", "border": 1}


def ranking_bytes(
    ranked: Sequence[Ranked], failures: Sequence[Mapping[str, Any]], rulebook: Rulebook
) -> bytes:
    """Sheets 排名, 条目得分 (heat map), 条目平均 and 未能评分."""
    buffer = io.BytesIO()
    # Rows are written in order and let go: a batch may rank tens of thousands.
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "评分排名", "created": datetime(2023, 9, 1)})
    _Sheets(book, ranked, failures, rulebook).write()
    book.close()
    return buffer.getvalue()


class _Sheets:
    def __init__(
        self,
        book: xlsxwriter.Workbook,
        ranked: Sequence[Ranked],
        failures: Sequence[Mapping[str, Any]],
        rulebook: Rulebook,
    ) -> None:
        self.book = book
        self.ranked = ranked
        self.failures = failures
        self.rulebook = rulebook
        self.items = rulebook.items
        self.head = book.add_format({**_BODY, **_HEAD})
        self.text = book.add_format(_BODY)
        self.middle = book.add_format({**_BODY, "align": "center"})
        self.percent = book.add_format({**_BODY, "align": "center", "num_format": "0.0%"})
        self.vetoed = book.add_format(
            {**_BODY, "align": "center", "bg_color": "#C00000", "font_color": "white"}
        )

    def write(self) -> None:
        self._ranking()
        self._heat()
        self._averages()
        self._failures()

    def _sheet(self, name: str, columns: Sequence[tuple[str, int]], frozen: int = 0) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self.head)
        sheet.freeze_panes(1, frozen)
        return sheet

    def _ranking(self) -> None:
        sections = [(s.title, 10) for s in self.rulebook.sections]
        columns = [("名次", 6), ("单位", 26), ("年度", 8), ("总分", 9), *sections]
        columns += [("一票否决", 9), ("填齐", 7), ("最弱条目", 14), ("文件", 36)]
        sheet = self._sheet("排名", columns, frozen=2)
        ids = [item.id for item in self.items]
        maxima = [item.max for item in self.items]
        for line, entry in enumerate(self.ranked, 1):
            row = entry.row
            sheet.write_number(line, 0, entry.rank, self.middle)
            sheet.write_string(line, 1, row.unit or "（未填）", self.text)
            if row.year is None:
                sheet.write_string(line, 2, "", self.middle)
            else:
                sheet.write_number(line, 2, row.year, self.middle)
            for column, score in enumerate((row.total, *row.sections), 3):
                sheet.write_number(line, column, float(rounded(score, 2)), self.middle)
            at = 4 + len(sections)
            sheet.write_string(
                line, at, "是" if row.vetoed else "", self.vetoed if row.vetoed else self.middle
            )
            sheet.write_string(line, at + 1, "是" if row.complete else "否", self.middle)
            sheet.write_string(line, at + 2, "、".join(weakest(row, ids, maxima)), self.middle)
            sheet.write_string(line, at + 3, row.file, self.text)
        sheet.autofilter(0, 0, max(1, len(self.ranked)), len(columns) - 1)

    def _heat(self) -> None:
        columns = [("名次", 6), ("单位", 26), *((item.id, 6) for item in self.items)]
        sheet = self._sheet("条目得分", columns, frozen=2)
        for line, entry in enumerate(self.ranked, 1):
            sheet.write_number(line, 0, entry.rank, self.middle)
            sheet.write_string(line, 1, entry.row.unit or "（未填）", self.text)
            for column, score in enumerate(entry.row.items, 2):
                sheet.write_number(line, column, float(rounded(score, 2)), self.middle)
        for column, item in enumerate(self.items, 2):
            if item.max and self.ranked:
                sheet.conditional_format(
                    1, column, len(self.ranked), column,
                    {
                        "type": "3_color_scale",
                        "min_type": "num", "mid_type": "num", "max_type": "num",
                        "min_value": 0, "mid_value": float(item.max / 2),
                        "max_value": float(item.max),
                        "min_color": "#F8696B", "mid_color": "#FFEB84", "max_color": "#63BE7B",
                    },
                )  # fmt: skip

    def _averages(self) -> None:
        columns = [("条目", 8), ("内容", 36), ("满分", 8), ("平均得分", 10), ("平均得分率", 12)]
        sheet = self._sheet("条目平均", columns)
        means = averages([entry.row for entry in self.ranked])
        for line, (item, mean) in enumerate(zip(self.items, means, strict=False), 1):
            sheet.write_string(line, 0, item.id, self.middle)
            sheet.write_string(line, 1, item.title, self.text)
            sheet.write_number(line, 2, float(item.max), self.middle)
            sheet.write_number(line, 3, float(points(mean)), self.middle)
            if item.max:
                sheet.write_number(line, 4, float(mean / item.max), self.percent)
            else:
                sheet.write_string(line, 4, "不计分", self.middle)
        if means:
            bar = {"type": "data_bar", "bar_solid": True, "min_type": "num", "max_type": "num"}
            sheet.conditional_format(1, 4, len(means), 4, {**bar, "min_value": 0, "max_value": 1})

    def _failures(self) -> None:
        columns = [("文件", 36), ("工作表", 12), ("单元格", 9), ("字段编号", 18), ("问题", 70)]
        sheet = self._sheet("未能评分", columns)
        line = 1
        for failure in self.failures:
            for problem in failure["problems"]:
                sheet.write_string(line, 0, failure["file"], self.text)
                for column, name in enumerate(("sheet", "cell", "key", "message"), 1):
                    sheet.write_string(line, column, problem[name], self.text)
                line += 1
        if line == 1:
            sheet.merge_range(1, 0, 1, 4, "没有未能评分的文件。", self.middle)
