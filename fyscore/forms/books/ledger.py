"""整改台账 as a workbook: what to put right, by points to win, and its totals by body."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from fyscore.forms import layout, ledger
from fyscore.forms.ledger import COLUMNS
from fyscore.forms.plan import lines as lines_of
from fyscore.forms.style import GREY, INPUT_FILL, SMALL, STATE_COLOURS, Book, protect
from fyscore.numbers import ZERO, points, rounded
from fyscore.scoring.ledger import STATES, Line, Total, check_code, totals
from fyscore.scoring.result import Result

_TOP = 1
_TOTALS = ("责任单位", "项数", "可得分", "已补回")
_NO_BODY = "（未定责任单位）"


def ledger_bytes(found: Sequence[Line], result: Result) -> bytes:
    """A workbook of two sheets, 整改台账 and 按责任单位, whose totals are live."""
    book = Book("整改台账")
    _Ledger(book, found, result).write()
    return book.close()


class _Ledger:
    def __init__(self, book: Book, found: Sequence[Line], result: Result) -> None:
        self.book = book
        self.lines = found
        self.unit = result.unit or "（未填单位名称）"
        self.year = f"{result.year}年度" if result.year else ""
        self.total = f"总分 {points(result.total)}/{points(result.max_total)}分"
        self.added = list(dict.fromkeys(name for line in found for name in line.added))
        self.last = COLUMNS.last + len(self.added)
        self.small = book.cell(font_size=SMALL, font_color=GREY)
        self.typed = book.cell(bg_color=INPUT_FILL, locked=False)

    def write(self) -> None:
        sheet = self._sheet(ledger.SHEET, self.last)
        sheet.set_landscape()
        self.book.headings(sheet, COLUMNS, _TOP)
        for column, name in enumerate(self.added, COLUMNS.last + 1):
            sheet.set_column(column, column, 16)
            sheet.write_string(_TOP, column, name, self.book.heading)
        for nth, line in enumerate(self.lines, 1):
            self._line(sheet, _TOP + nth, nth, line)
        end = _TOP + max(len(self.lines), 1)
        states = COLUMNS.place(ledger.STATE)
        rule = {"validate": "list", "source": list(STATES), "error_type": "warning"}
        sheet.data_validation(_TOP + 1, states, end, states, rule)
        for heading in (ledger.FIRST, ledger.CHECK):
            place = COLUMNS.place(heading)
            sheet.set_column(place, place, dict(COLUMNS)[heading], None, {"hidden": True})
        sheet.autofilter(_TOP, 0, end, self.last)
        sheet.freeze_panes(_TOP + 1, COLUMNS.place(layout.COL_TITLE))
        sheet.repeat_rows(_TOP)
        sheet.print_area(0, 0, end, self.last if self.added else COLUMNS.place(ledger.WON))
        protect(sheet)
        self._totals(totals(self.lines), end)

    def _sheet(self, name: str, last: int) -> Worksheet:
        sheet = self.book.sheet(name)
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        self.book.title(sheet, f"{self.unit} {self.year} {name}（{self.total}）", last)
        return sheet

    def _line(self, sheet: Worksheet, row: int, nth: int, line: Line) -> None:
        done = line.points == ZERO and line.first
        fill = {"bg_color": STATE_COLOURS["full"][0]} if done else {}
        text, middle = self.book.cell(**fill), self.book.cell(align="center", **fill)
        sheet.write_number(row, COLUMNS.place(ledger.COUNT), nth, middle)
        for heading, said, form in (
            (layout.COL_POINT, line.name, middle),
            (layout.COL_TITLE, line.title, text),
            (ledger.MEASURE, line.measure, self.typed),
            (ledger.FEASIBILITY, line.feasibility, middle),
            (layout.COL_PART, line.part, self.small),
            (ledger.CHECK, "" if line.own_measure else check_code(line.measure), self.small),
            *(
                (heading, getattr(line, name), self.typed)
                for heading, name in ledger.PEOPLE.items()
            ),
        ):
            sheet.write_string(row, COLUMNS.place(heading), said, form)
        for heading, number in (
            (ledger.POINTS, line.points),
            (ledger.FIRST, line.first),
            (ledger.WON, line.won),
        ):
            if number is None:
                sheet.write_blank(row, COLUMNS.place(heading), None, middle)
            else:
                sheet.write_number(row, COLUMNS.place(heading), float(rounded(number, 2)), middle)
        for column, name in enumerate(self.added, COLUMNS.last + 1):
            sheet.write_string(row, column, line.added.get(name, ""), self.typed)
        texts = ((line.measure, 36), (line.title, 17), (line.remark, 19), (line.evidence, 19))
        sheet.set_row(row, 6 + 14 * max(lines_of(said, width) for said, width in texts))

    def _totals(self, found: Sequence[Total], end: int) -> None:
        """By leading body, summed live: who is made responsible may be changed in the ledger."""
        sheet = self._sheet(ledger.SHEET_TOTALS, len(_TOTALS) - 1)
        for column, (heading, width) in enumerate(zip(_TOTALS, (30, 10, 12, 12), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(_TOP, column, heading, self.book.heading)
        middle, bold = self.book.middle, self.book.cell(align="center", bold=True)
        bodies, most, won = (
            f"{ledger.SHEET}!{COLUMNS.range(heading, _TOP + 1, end)}"
            for heading in (ledger.LEAD, ledger.POINTS, ledger.WON)
        )
        row = _TOP
        for total in found:
            row += 1
            sheet.write_string(row, 0, total.body or _NO_BODY, self.book.cell())
            # COUNTIF would take a name that begins with = or holds a * for a question.
            own = f"({bodies}=" + (f"$A{row + 1})*1" if total.body else '"")*1')
            sheet.write_formula(row, 1, f"=SUMPRODUCT({own})", middle, total.lines)
            for column, cells, value in ((2, most, total.points), (3, won, total.won)):
                formula = f"=SUMPRODUCT({own},{cells})"
                sheet.write_formula(row, column, formula, middle, float(value))
        row += 1
        sheet.write_string(row, 0, "合计", bold)
        counted = sum(total.lines for total in found)
        sheet.write_formula(row, 1, f"=SUM(B{_TOP + 2}:B{row})", bold, counted)
        for column, cells, value in (
            (2, most, sum((total.points for total in found), ZERO)),
            (3, won, sum((total.won for total in found), ZERO)),
        ):
            sheet.write_formula(row, column, f"=SUM({cells})", bold, float(value))
        protect(sheet)
