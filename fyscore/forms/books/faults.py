"""What goes back to whom: 按单位汇总 and 问题明细 of many forms, as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fyscore.display import printable
from fyscore.forms import layout
from fyscore.forms.layout import Columns
from fyscore.forms.style import SMALL, Book
from fyscore.problems import ProblemsError

UNITS = Columns(
    ("单位", 24),
    ("年度", 8),
    (layout.INFO_BODY, 20),
    (layout.INFO_PERSON, 10),
    ("问题数", 8),
    ("文件", 36),
    ("退回件", 36),
)
FAULTS = Columns(
    ("单位", 24), ("文件", 30), ("位置", 14), ("填报内容", 34), ("填的是", 34), ("应为", 30), ("怎样改", 44)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentBack:
    """A form with problems, and what was written to go back to its sender."""

    failure: ProblemsError
    copy: str

    @property
    def unit(self) -> str:
        return self.failure.info.get(layout.INFO_UNIT, "")


def faults_bytes(sent: Sequence[SentBack]) -> bytes:
    """One row for each form, by unit, and one for each problem."""
    ordered = sorted(sent, key=lambda each: (not each.unit, each.unit, each.failure.file))
    book = Book("退回汇总")
    small, middle = book.cell(font_size=SMALL), book.middle
    units = book.sheet("按单位汇总")
    book.headings(units, UNITS, 0)
    for row, each in enumerate(ordered, 1):
        info = each.failure.info
        texts = (
            each.unit or "（未填）",
            info.get(layout.INFO_YEAR, ""),
            info.get(layout.INFO_BODY, ""),
            info.get(layout.INFO_PERSON, ""),
        )
        for column, text in enumerate(texts):
            units.write_string(row, column, text, small)
        units.write_number(row, UNITS.place("问题数"), len(each.failure.problems), middle)
        units.write_string(row, UNITS.place("文件"), printable(each.failure.file), small)
        units.write_string(row, UNITS.place("退回件"), printable(each.copy), small)
    faults = book.sheet("问题明细")
    book.headings(faults, FAULTS, 0)
    lines = [(each, problem) for each in ordered for problem in each.failure.problems]
    for row, (each, problem) in enumerate(lines, 1):
        told = (
            *(each.unit or "（未填）", printable(each.failure.file), problem.place),
            *(problem.name or problem.key, problem.found, problem.expected, problem.fix),
        )
        for column, text in enumerate(told):
            faults.write_string(row, column, text, small)
    for sheet, columns, last in ((units, UNITS, len(ordered)), (faults, FAULTS, len(lines))):
        sheet.autofilter(0, 0, last, columns.last)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return book.close()
