"""What goes back to whom: 问题清单 of one form, 按单位汇总 and 问题明细 of many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fyscore.problems import Problem, ProblemsError
from fyscore.problems.notices import Notice
from fyscore.tables import headings
from fyscore.tables.table import Column, Table
from fyscore.tables.writing import filter_rows, new_table, write_rows
from fyscore.writing.look import Look
from fyscore.writing.writer import Writer

#: First of a form that is sent back with its faults shown; openpyxl writes it.
FAULTS = Table(
    headings.SHEET_FAULTS,
    Column("序号", "nth", width=6),
    Column("位置", "place", width=14),
    Column("填报内容", "label", width=40),
    Column("填的是", "found", width=34),
    Column("应为", "expected", width=28),
    Column("怎样改", "fix", width=44),
)
_UNITS = Table(
    "按单位汇总",
    Column("单位", "unit", width=24, look=Look.SMALL),
    Column("年度", "year", width=8, look=Look.SMALL),
    Column(headings.INFO_BODY, "body", width=20, look=Look.SMALL),
    Column(headings.INFO_PERSON, "person", width=10, look=Look.SMALL),
    Column("问题数", "count", width=8, look=Look.MIDDLE),
    Column("文件", "file", width=36, look=Look.SMALL),
    Column("退回件", "copy", width=36, look=Look.SMALL),
)
_FAULTS_OF_MANY = Table(
    "问题明细",
    Column("单位", "unit", width=24, look=Look.SMALL),
    Column("文件", "file", width=30, look=Look.SMALL),
    Column("位置", "place", width=14, look=Look.SMALL),
    Column("填报内容", "label", width=34, look=Look.SMALL),
    Column("填的是", "found", width=34, look=Look.SMALL),
    Column("应为", "expected", width=30, look=Look.SMALL),
    Column("怎样改", "fix", width=44, look=Look.SMALL),
)
_NO_UNIT = "（未填）"


@dataclass(frozen=True, slots=True)
class SentBack:
    """A form with problems, and what was written to go back to its sender."""

    failure: ProblemsError
    copy: str

    @property
    def unit(self) -> str:
        return self.failure.info.get(headings.INFO_UNIT, "")

    @property
    def record(self) -> dict[str, object]:
        """As a row of 按单位汇总."""
        info = self.failure.info
        return {
            "unit": self.unit or _NO_UNIT,
            "year": info.get(headings.INFO_YEAR, ""),
            "body": info.get(headings.INFO_BODY, ""),
            "person": info.get(headings.INFO_PERSON, ""),
            "count": len(self.failure.problems),
            "file": self.failure.file,
            "copy": self.copy,
        }


def fault_record(problem: Problem) -> dict[str, object]:
    """A problem as a row of either list."""
    return {
        "place": problem.place,
        "label": problem.name,
        "found": problem.found,
        "expected": problem.expected,
        "fix": problem.fix,
    }


def notice_record(notice: Notice) -> dict[str, object]:
    """A notice as a row of either list: nothing is wrong, so nothing was expected."""
    blank = {"label": notice.key, "found": "", "expected": ""}
    return {**blank, "place": notice.place, "fix": f"提示：{notice}"}


def returned_bytes(sent: Sequence[SentBack]) -> bytes:
    """One row for each form, by unit, and one for each problem."""
    ordered = sorted(sent, key=lambda each: (not each.unit, each.unit, each.failure.file))
    out = Writer("退回汇总")
    for table, records in (
        (_UNITS, [each.record for each in ordered]),
        (_FAULTS_OF_MANY, list(_fault_lines(ordered))),
    ):
        sheet = new_table(out, table, frozen=1, gridlines=True)
        filter_rows(sheet, table, write_rows(out, sheet, table, records, line=None))
    return out.close()


def _fault_lines(ordered: Sequence[SentBack]) -> Iterator[dict[str, object]]:
    for each in ordered:
        for problem in each.failure.problems:
            about = {"unit": each.unit or _NO_UNIT, "file": each.failure.file}
            yield {**about, **fault_record(problem), "label": problem.name or problem.key}
        for notice in each.failure.notices:
            yield {**about, **notice_record(notice)}
