"""Two rulebooks compared as a workbook: 条目变化, 单位得失 with a chart, 条目影响."""

from __future__ import annotations

from fractions import Fraction

from fyscore.display import printable
from fyscore.forms.books.bars import Bars, insert_bars
from fyscore.forms.layout import Columns
from fyscore.forms.style import Book, fit_row
from fyscore.numbers import points, signed
from fyscore.scoring.rules_diff import RulesDiff

_CHANGES = Columns(
    ("条目", 7), ("内容", 28), ("变化", 10), ("原满分", 8), ("新满分", 8), ("原规则", 54), ("新规则", 54)
)  # fmt: skip
_UNITS = Columns(
    ("单位", 24), ("年度", 7), ("原得分", 9), ("新得分", 9), ("得失", 8), ("原名次", 8), ("新名次", 8),
    ("由哪些条目", 60), ("新标准待填", 24), ("文件", 30),
)  # fmt: skip
_ITEMS = Columns(("条目", 30), ("得失合计", 10), ("得分增加的单位数", 16), ("得分减少的单位数", 16))


def rules_diff_bytes(diff: RulesDiff) -> bytes:
    """The workbook's bytes."""
    book = Book("评分标准对比", bordered=False)
    sheets = _Sheets(book, diff)
    sheets.changes()
    if diff.effects:
        sheets.units()
        sheets.items()
    return book.close()


class _Sheets:
    def __init__(self, book: Book, diff: RulesDiff) -> None:
        self.book = book
        self.diff = diff
        self.text = book.cell()
        self.middle = book.middle
        self.change = book.change

    def changes(self) -> None:
        sheet = self.book.table("条目变化", _CHANGES)
        for row, change in enumerate(self.diff.changes, 1):
            old, new = "\n".join(change.old), "\n".join(change.new)
            maxima = ("" if m is None else points(m) for m in (change.old_max, change.new_max))
            texts = (change.id, change.title, change.kind.words, *maxima, old, new)
            for column, text in enumerate(texts):
                form = self.middle if column in (0, 2, 3, 4) else self.text
                sheet.write_string(row, column, text, form)
            fit_row(sheet, row, texts, _CHANGES)
        for row, setting in enumerate(self.diff.settings, 1 + len(self.diff.changes)):
            texts = ("", setting.name, "设置", "", "", setting.old, setting.new)
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, self.text)
            fit_row(sheet, row, texts, _CHANGES)
        if not self.diff.changes and not self.diff.settings:
            sheet.merge_range(1, 0, 1, _CHANGES.last, "两份标准没有不同。", self.middle)

    def units(self) -> None:
        sheet = self.book.table("单位得失", _UNITS)
        titles = self.diff.title_of
        for row, effect in enumerate(self.diff.effects, 1):
            moved = "、".join(f"{titles[item]} {signed(change)}" for item, change in effect.items)
            sheet.write_string(row, 0, effect.old.unit or "（未填）", self.text)
            sheet.write_string(row, 1, str(effect.old.year or ""), self.middle)
            numbers: tuple[Fraction | int, ...] = (effect.old.total, effect.new.total)
            for column, number in enumerate(numbers, 2):
                sheet.write_number(row, column, float(number), self.middle)
            sheet.write_number(row, 4, float(effect.change), self.change)
            for column, place in ((5, effect.old_rank), (6, effect.new_rank)):
                sheet.write_number(row, column, place, self.middle)
            told = (moved, "、".join(effect.pending), printable(effect.old.file))
            for column, text in enumerate(told, 7):
                sheet.write_string(row, column, text, self.text)
            fit_row(sheet, row, (effect.old.unit, *("",) * 6, *told), _UNITS)
        last = len(self.diff.effects)
        self.book.colour_changes(sheet, 4, last)
        sheet.autofilter(0, 0, last, _UNITS.last)
        bars = Bars("单位得失", 4, "各单位得失（分），减少最多的在前", "各单位得失分数，数值见上表")
        insert_bars(self.book, sheet, bars, last)

    def items(self) -> None:
        sheet = self.book.table("条目影响", _ITEMS)
        titles = self.diff.title_of
        for row, item in enumerate(self.diff.items(), 1):
            sheet.write_string(row, 0, titles[item.id], self.text)
            sheet.write_number(row, 1, float(item.change), self.change)
            sheet.write_number(row, 2, item.rose, self.middle)
            sheet.write_number(row, 3, item.fell, self.middle)
