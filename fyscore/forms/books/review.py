"""Own assessments beside reviews as a workbook: 核减核增, 变化原因, 条目合计, 未配对."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from fyscore.display import printable
from fyscore.forms.books.bars import Bars, insert_bars
from fyscore.forms.layout import Columns
from fyscore.forms.style import Book, fit_row
from fyscore.numbers import signed
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.scoring.part_change import cause_text
from fyscore.scoring.result import Result
from fyscore.scoring.review import Pair, Review


def review_bytes(review: Review, failures: Sequence[ProblemsError], rulebook: Rulebook) -> bytes:
    """The workbook's bytes."""
    book = Book("核减核增", bordered=False)
    sheets = _Sheets(book, review, rulebook)
    sheets.units()
    sheets.reasons()
    sheets.items()
    sheets.unpaired(failures)
    return book.close()


class _Sheets:
    def __init__(self, book: Book, review: Review, rulebook: Rulebook) -> None:
        self.book = book
        self.review = review
        self.rulebook = rulebook
        self.text = book.cell()
        self.middle = book.middle
        self.change = book.change

    def units(self) -> None:
        old, new = self.review.labels
        columns = Columns(
            ("单位", 24), ("年度", 7), (old, 10), (new, 10), ("核减核增", 10),
            ("核减核增的条目", 70), ("注意", 40),
        )  # fmt: skip
        sheet = self.book.table("核减核增", columns)
        for row, pair in enumerate(self.review.pairs, 1):
            sheet.write_string(row, 0, pair.old.unit or printable(pair.old.file), self.text)
            self._year(sheet, row, 1, pair.old.year)
            for column, total in ((2, pair.old.total), (3, pair.new.total)):
                sheet.write_number(row, column, float(total), self.middle)
            sheet.write_number(row, 4, float(pair.change), self.change)
            told = (_moved(pair), " ".join(pair.diff.warnings))
            for column, text in enumerate(told, 5):
                sheet.write_string(row, column, text, self.text)
            fit_row(sheet, row, (pair.old.unit, *("",) * 4, *told), columns)
        last = len(self.review.pairs)
        if not last:
            sheet.merge_range(1, 0, 1, columns.last, "两边没有同一单位同一年度的。", self.middle)
            return
        self.book.colour_changes(sheet, 4, last)
        sheet.autofilter(0, 0, last, columns.last)
        bars = Bars("核减核增", 4, "核减最多的单位（分）", "各单位核减核增分数，数值见上表")
        insert_bars(self.book, sheet, bars, last)

    def reasons(self) -> None:
        columns = Columns(
            ("单位", 24), ("年度", 7), ("条款", 15), ("内容", 26), (self.review.labels[0], 8),
            (self.review.labels[1], 8), ("核减核增", 10), ("原因", 60), ("来源", 16),
        )  # fmt: skip
        sheet = self.book.table("变化原因", columns)
        row = 0
        for pair in self.review.pairs:
            for part in pair.parts:
                row += 1
                sheet.write_string(row, 0, pair.old.unit or printable(pair.old.file), self.text)
                self._year(sheet, row, 1, pair.old.year)
                sheet.write_string(row, 2, part.name, self.middle)
                sheet.write_string(row, 3, part.title, self.text)
                for column, score in ((4, part.old), (5, part.new)):
                    if score is None:
                        sheet.write_string(row, column, "无", self.middle)
                    else:
                        sheet.write_number(row, column, float(score), self.middle)
                sheet.write_number(row, 6, float(part.change), self.change)
                sheet.write_string(row, 7, part.text, self.text)
                sheet.write_string(row, 8, cause_text(part.causes), self.text)
                fit_row(sheet, row, (*("",) * 3, part.title, *("",) * 3, part.text), columns)
        self.book.colour_changes(sheet, 6, row)
        if row:
            sheet.autofilter(0, 0, row, columns.last)

    def items(self) -> None:
        columns = Columns(
            ("条目", 8), ("内容", 40), ("核减的单位数", 13), ("核减合计", 10),
            ("核增的单位数", 13), ("核增合计", 10),
        )  # fmt: skip
        sheet = self.book.table("条目合计", columns)
        titles = {item.id: item.title for item in self.rulebook.items}
        for row, item in enumerate(self.review.items(), 1):
            sheet.write_string(row, 0, item.id, self.middle)
            sheet.write_string(row, 1, titles.get(item.id, ""), self.text)
            numbers: tuple[int | Fraction, ...] = (item.fell, item.lost, item.rose, item.won)
            for column, number in enumerate(numbers, 2):
                sheet.write_number(row, column, float(number), self.middle)

    def unpaired(self, failures: Sequence[ProblemsError]) -> None:
        sheet = self.book.table(
            "未配对", Columns(("单位", 24), ("年度", 7), ("情况", 70), ("文件", 40))
        )
        old, new = self.review.labels
        row = 0
        for results, side, other in (
            (self.review.only_old, old, new),
            (self.review.only_new, new, old),
        ):
            for result in results:
                row += 1
                self._line(sheet, row, result, f"只有{side}，没有{other}")
        for failure in failures:
            row += 1
            told = f"不能评分：{failure.problems[0].message}"
            for column, text in enumerate(("", "", told, printable(failure.file))):
                sheet.write_string(row, column, text, self.text)
        if not row:
            sheet.merge_range(1, 0, 1, 3, "两边的单位全部配上了。", self.middle)

    def _line(self, sheet: Worksheet, row: int, result: Result, told: str) -> None:
        sheet.write_string(row, 0, result.unit, self.text)
        self._year(sheet, row, 1, result.year)
        sheet.write_string(row, 2, told, self.text)
        sheet.write_string(row, 3, printable(result.file), self.text)

    def _year(self, sheet: Worksheet, row: int, column: int, year: int | None) -> None:
        if year is None:
            sheet.write_string(row, column, "", self.middle)
        else:
            sheet.write_number(row, column, year, self.middle)


def _moved(pair: Pair) -> str:
    return "、".join(f"{part.name} {part.title} {signed(part.change)}" for part in pair.parts)
