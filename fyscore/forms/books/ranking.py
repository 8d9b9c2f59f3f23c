"""The ranking of a batch as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from fyscore.display import printable
from fyscore.forms.style import HEAD_FONT, HEADING_COLOURS, HEAT_COLOURS, SMALL, VETO_COLOURS, Book
from fyscore.numbers import points, rounded, share
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
from fyscore.scoring.ranking import Ranked, averages, weakest


def ranking_bytes(
    ranked: Sequence[Ranked], failures: Sequence[ProblemsError], rulebook: Rulebook
) -> bytes:
    """Sheets 排名, 条目得分 (heat map), 条目平均 and 未能评分."""
    # A batch may rank tens of thousands.
    book = Book("评分排名", bordered=False, row_by_row=True)
    _Sheets(book, ranked, failures, rulebook).write()
    return book.close()


class _Sheets:
    def __init__(
        self,
        book: Book,
        ranked: Sequence[Ranked],
        failures: Sequence[ProblemsError],
        rulebook: Rulebook,
    ) -> None:
        self.book = book
        self.ranked = ranked
        # However the work was shared out, the same sheet: not in the order of arrival.
        self.failures = sorted(failures, key=lambda failure: failure.file)
        self.rulebook = rulebook
        self.items = rulebook.items
        #: Whether what does not apply leaves units with other maxima.
        self.differing = len({entry.row.most for entry in ranked}) > 1
        self.head = book.heading
        self.text = book.cell()
        self.middle = book.middle
        self.small = book.cell(align="center", font_size=SMALL)
        self.upright = book.cell(
            **HEADING_COLOURS, bold=True, align="center", rotation=90, font_size=SMALL
        )
        self.percent = book.cell(align="center", num_format="0.0%")
        self.vetoed = book.cell(align="center", **VETO_COLOURS)

    def write(self) -> None:
        self._ranking()
        self._heat()
        self._averages()
        self._failures()

    def _sheet(
        self, name: str, columns: Sequence[tuple[str, float]], frozen: int = 0, height: float = 24
    ) -> Worksheet:
        """A sheet under its headings, its title and pages numbered on paper.

        The headings stay in the first row, where programs look for them.
        """
        sheet = self.book.sheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
        sheet.set_header(f'&C&"{HEAD_FONT}"&14{self.rulebook.title}　{name}')
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.repeat_rows(0)
        sheet.set_row(0, height)
        for column, (heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self.head)
        sheet.freeze_panes(1, frozen)
        return sheet

    def _ranking(self) -> None:
        sections = [(s.title, 9) for s in self.rulebook.sections]
        columns = [("名次", 5), ("单位", 24), ("年度", 6), ("总分", 8), *sections]
        if self.differing:
            columns.append(("满分", 6))
        columns += [("一票否决", 8), ("填齐", 5), ("按自评计", 6)]
        columns += [("各口径名次", 8), ("左右名次的条目", 20), ("最弱条目", 56), ("文件", 30)]
        sheet = self._sheet("排名", columns, frozen=2, height=34)
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
            if self.differing:
                most = float(points(row.most))
                sheet.write_number(line, 4 + len(sections), most, self.middle)
            texts = (
                ("是" if row.vetoed else "", self.vetoed if row.vetoed else self.middle),
                ("是" if row.complete else "否", self.middle),
                (f"{row.own_marks}处" if row.own_marks else "", self.middle),
                (entry.span, self.middle),
                ("、".join(map(self._numbered, entry.deciding)), self.text),
                ("、".join(weakest(row, self.rulebook)), self.text),
                (printable(row.file), self.text),
            )
            for column, (text, form) in enumerate(texts, 4 + len(sections) + self.differing):
                sheet.write_string(line, column, text, form)
        sheet.autofilter(0, 0, max(1, len(self.ranked)), len(columns) - 1)

    def _numbered(self, item: str) -> str:
        return self.rulebook.item(item).numbered

    def _heat(self) -> None:
        titles = [item.numbered for item in self.items]
        columns = [("名次", 5), ("单位", 24), *((title, 4.5) for title in titles)]
        sheet = self._sheet("条目得分", columns, frozen=2, height=150)
        for column, title in enumerate(titles, 2):
            sheet.write_string(0, column, title, self.upright)
        for line, entry in enumerate(self.ranked, 1):
            sheet.write_number(line, 0, entry.rank, self.middle)
            sheet.write_string(line, 1, entry.row.unit or "（未填）", self.text)
            for column, score in enumerate(entry.row.items, 2):
                if score is None:
                    sheet.write_string(line, column, Status.EXEMPT.words, self.small)
                else:
                    sheet.write_number(line, column, float(rounded(score, 2)), self.small)
        for column, item in enumerate(self.items, 2):
            if item.max and self.ranked:
                sheet.conditional_format(
                    1, column, len(self.ranked), column,
                    {
                        "type": "3_color_scale",
                        "min_type": "num", "mid_type": "num", "max_type": "num",
                        "min_value": 0, "mid_value": float(item.max / 2),
                        "max_value": float(item.max),
                        **dict(zip(("min_color", "mid_color", "max_color"), HEAT_COLOURS, strict=True)),
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
            if mean is None:
                for column in (3, 4):
                    sheet.write_string(line, column, Status.EXEMPT.words, self.middle)
                continue
            sheet.write_number(line, 3, float(points(mean)), self.middle)
            if item.max:
                sheet.write_number(line, 4, float(share(mean, item.max)), self.percent)
            else:
                sheet.write_string(line, 4, "不计分", self.middle)
        if means:
            bar = {"type": "data_bar", "bar_solid": True, "min_type": "num", "max_type": "num"}
            sheet.conditional_format(1, 4, len(means), 4, {**bar, "min_value": 0, "max_value": 1})

    def _failures(self) -> None:
        columns = [("文件", 36), ("工作表", 12), ("单元格", 9), ("字段编号", 14), ("问题", 80)]
        sheet = self._sheet("未能评分", columns)
        line = 1
        for failure in self.failures:
            for problem in failure.problems:
                texts = (
                    printable(failure.file),
                    problem.sheet,
                    problem.cell,
                    problem.key,
                    problem.message,
                )
                for column, text in enumerate(texts):
                    sheet.write_string(line, column, text, self.text)
                line += 1
        if line == 1:
            sheet.merge_range(1, 0, 1, 4, "没有未能评分的文件。", self.middle)
