"""A rulebook as a workbook to edit: its tables, drop-downs, sums by formula, worked cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from fyscore.display import wrapped_lines
from fyscore.forms.style import GREY, SMALL, STATE_COLOURS, Book, fit_row
from fyscore.rules import rule_sheets
from fyscore.rules.field_types import FIELD_TYPES
from fyscore.rules.readings import BOUND_WORDS, FIXED_WORDS, READING_WORDS, READINGS
from fyscore.rules.rule_sheets import (
    BOOK,
    BOOK_HEADINGS,
    BOOK_ROWS,
    CASES,
    CHANGES,
    COMMENT,
    FIELDS,
    ITEMS,
    PARTS,
    RULE,
    SECTIONS,
    SHEETS,
    SUM,
    TIERS,
    Column,
    Kind,
)
from fyscore.rules.shapes import SHAPES
from fyscore.rules.toml_text import Table

#: Rows that drop-downs and sums reach to.
_LAST = 999
#: Digits that a spreadsheet's numbers keep.
_DIGITS = 15
_HINTS = {
    "shape": "从下拉列表选；各种计分方式见“说明”",
    "type": "从下拉列表选",
    "word": "以上、以下、以内是否含本数由口径决定；至少、含就是含本数",
    "max": "本评分点的满分",
    "case": "说“每有1起……扣分”时的情形，如 不落实",
    "scale": "分子÷分母后乘以多少，如 个/千人 为1000；百分数等不用填",
    "fact": "选“是”表示已成事实，本年度不能再改变",
    "full": "达到这个数得满分，不足的按比例",
    "floor": "低于这个数不得分",
}


def rules_bytes(tables: Table, cases: Iterable[Sequence[str]], rules: Mapping[str, str]) -> bytes:
    """The workbook's bytes; ``cases`` are rows of 案例, ``rules`` part id → its rule in words."""
    book = Book("评分标准")
    sheets = _Sheets(book)
    sheets.instructions()
    sheets.book(tables)
    sheets.readings(tables)
    sections, items, parts, tiers, fields = _flattened(tables)
    sheets.table(SECTIONS, sections)
    sheets.table(ITEMS, items)
    sheets.table(
        PARTS, [(owner, table, rules.get(_ref(owner, table), "")) for owner, table in parts]
    )
    sheets.table(TIERS, tiers)
    sheets.table(FIELDS, fields)
    sheets.table(
        CHANGES, [("", entry, change) for change in tables.changes for entry in change.inner]
    )
    sheets.cases(cases)
    return book.close()


def _ref(item: str, part: Table) -> str:
    """What a part is called in the tables below it; a gate has no id of its own."""
    return str(part.values.get("id") or f"{item}{rule_sheets.GATE}")


def _flattened(book: Table) -> tuple[list[Any], ...]:
    """Rows of each sheet: what they belong to, and the table."""
    sections = [("", section) for section in book.inner]
    items = [(str(s.values["id"]), item) for s in book.inner for item in s.inner]
    parts: list[tuple[str, Table]] = []
    for _, item in items:
        number = str(item.values["id"])
        parts += [(number, part) for part in item.inner]
        if item.gate is not None:
            parts.append((number, item.gate))
    tiers = [(_ref(item, part), tier) for item, part in parts for tier in part.tiers]
    fields = [(_ref(item, part), field) for item, part in parts for field in part.inner]
    return sections, items, parts, tiers, fields


class _Sheets:
    def __init__(self, book: Book) -> None:
        self.made = book
        self.text = book.cell()
        self.middle = book.middle
        self.sum = book.cell(align="center", font_color=GREY)
        self.small = book.cell(font_size=SMALL, font_color=GREY)
        self.aside = book.cell(font_size=SMALL, font_color=GREY, text_wrap=False, align="fill")

    def instructions(self) -> None:
        sheet = self.made.sheet("说明")
        sheet.set_column(0, 0, 110)
        sheet.fit_to_pages(1, 0)
        lines = (
            "这份工作簿就是一份评分标准。改好后：fyscore rules lint 本文件.xlsx 检查；fyscore template 填报表.xlsx --rulebook 本文件.xlsx 生成填报表。",
            "一行一个：部分、条目、评分点、分档、字段。“所属……”写上一级的编号；增加条目就各加一行，去掉条目就把它的各行删去。",
            "“合计（公式）”随时算出分值是否对得上，对不上的变红。总分＝各部分之和，部分＝其下各条目之和，条目＝其下各评分点满分之和。",
            "新增的行，把上一行的“合计（公式）”照着复制下来；没有复制的，lint 照样核对。",
            f"前提（作废、不涉及）写在“评分点”里，编号为条目号加“{rule_sheets.GATE}”，没有满分。",
            "案例：评分点、填报（编号=值，几个用分号隔开）、得分、说明；lint 逐条验算。",
            "“规则（导出时）”只供对照，改了别的格子不会跟着变，也不必改。",
            "",
            "计分方式：",
            *(f"{shape.name} {shape.title}：{shape.words}" for shape in SHAPES.values()),
        )
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, self.made.style())
            sheet.set_row(row, 4 + 15 * wrapped_lines(line, 108))

    def book(self, tables: Table) -> None:
        sheet = self._sheet(
            BOOK, (Column(BOOK_HEADINGS[0], width=12), Column(BOOK_HEADINGS[1], width=80))
        )
        for row, column in enumerate(BOOK_ROWS, 1):
            sheet.write_string(row, 0, column.heading, self.text)
            value = tables.comment if column.heading == COMMENT else tables.values.get(column.name)
            self._cell(sheet, row, 1, value, column)
        row = len(BOOK_ROWS) + 1
        score = _range(SECTIONS, "分值")
        cap = _range(SECTIONS, "计分上限")
        total = f'SUM({score})-SUMPRODUCT(({cap}<>"")*({score}-{cap}))'
        sheet.write_string(row, 0, SUM, self.text)
        held = [(s.values.get("score"), s.values.get("cap")) for s in tables.inner]
        sums = [_number(score if cap is None else cap) for score, cap in held]
        sheet.write_formula(row, 1, f"={total}", self.sum, sum(sums))
        stated = next(n for n, c in enumerate(BOOK_ROWS, 1) if c.name == "total")
        self._red(sheet, row, row, 1, f"ABS($B${row + 1}-$B${stated + 1})>0.000001")

    def readings(self, tables: Table) -> None:
        sheet = self._sheet(rule_sheets.READINGS, SHEETS[rule_sheets.READINGS])
        chosen = tables.readings.values if tables.readings else {}
        for row, (name, value) in enumerate(chosen.items(), 1):
            words = READING_WORDS.get(name, {}).get(str(value), "")
            for column, text in enumerate((name, f"{value} {words}".strip())):
                sheet.write_string(row, column, text, self.text)
        if tables.readings and tables.readings.comment:
            sheet.write_string(1, 2, tables.readings.comment, self.text)
        self._list(sheet, 0, list(READINGS))
        self._list(
            sheet, 1, [f"{v} {w}" for words in READING_WORDS.values() for v, w in words.items()]
        )

    def table(self, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """One row for each table of a kind, under its headings."""
        columns = SHEETS[name]
        sheet = self._sheet(name, columns)
        for row, (owner, table, *more) in enumerate(rows, 1):
            for place, column in enumerate(columns):
                if column.heading == SUM:
                    self._sum(sheet, name, row, place, table)
                elif column.heading == RULE:
                    sheet.write_string(row, place, more[0], self.small)
                elif column.heading == COMMENT:
                    comment = more[0].comment if name == CHANGES else table.comment
                    self._cell(sheet, row, place, comment or None, column)
                elif name == CHANGES and place < _HEAD_OF_CHANGE:
                    self._cell(sheet, row, place, _change_head(more[0], table, column), column)
                elif not column.name:
                    sheet.write_string(row, place, owner, self.text)
                elif column.name == "id" and name == PARTS:
                    sheet.write_string(row, place, _ref(owner, table), self.text)
                else:
                    self._cell(sheet, row, place, table.values.get(column.name), column)
            told = (more[0] if c.heading == RULE else table.values.get(c.name, "") for c in columns)
            fit_row(sheet, row, told, [(column.heading, column.width) for column in columns])
        self._helps(sheet, name)

    def cases(self, cases: Iterable[Sequence[str]]) -> None:
        sheet = self._sheet(CASES, SHEETS[CASES])
        for row, case in enumerate(cases, 1):
            for column, text in enumerate(case):
                sheet.write_string(row, column, text, self.text)

    # ------------------------------------------------ cells

    def _sheet(self, name: str, columns: Sequence[Column]) -> Worksheet:
        sheet = self.made.sheet(name)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.heading, self.made.heading)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _cell(self, sheet: Worksheet, row: int, place: int, value: Any, column: Column) -> None:
        if value is None:
            sheet.write_blank(row, place, None, self.text)
        elif column.heading == COMMENT and sheet.name != BOOK:
            sheet.write_string(row, place, str(value), self.aside)
        elif column.kind is Kind.TRUTH and isinstance(value, bool):
            sheet.write_string(row, place, "是" if value else "否", self.middle)
        elif column.kind is Kind.NUMBER and _is_plain(value):
            sheet.write_number(row, place, float(value), self.middle)
        elif column.kind is Kind.WORD:
            sheet.write_string(
                row, place, f"{value} {_words(column.name, str(value))}".strip(), self.text
            )
        else:
            sheet.write_string(row, place, str(value), self.text)

    def _sum(self, sheet: Worksheet, name: str, row: int, place: int, table: Table) -> None:
        """What the rows below come to, as a formula; red where it is not what is stated."""
        columns = SHEETS[name]
        own = _letter(columns, "编号")
        if name == SECTIONS:
            below = f"SUMIF({_range(ITEMS, rule_sheets.PART_OF_SECTION)},${own}{row + 1},{_range(ITEMS, SUM)})"
            held = sum(_points(item) for item in table.inner)
            score = _letter(columns, "分值")
            self._red(
                sheet,
                row,
                row,
                place,
                f"ABS(${_letter(columns, SUM)}${row + 1}-${score}${row + 1})>0.000001",
            )
        else:
            below = f"SUMIF({_range(PARTS, rule_sheets.PART_OF_ITEM)},${own}{row + 1},{_range(PARTS, '满分')})"
            held = _points(table)
        sheet.write_formula(row, place, f"={below}", self.sum, held)

    def _red(self, sheet: Worksheet, first: int, last: int, place: int, condition: str) -> None:
        fill, ink = STATE_COLOURS["lost"]
        rule = {
            "type": "formula",
            "criteria": f"={condition}",
            "format": self.made.rule(fill, ink, bold=True),
        }
        sheet.conditional_format(first, place, last, place, rule)

    def _list(self, sheet: Worksheet, place: int, choices: Sequence[str], hint: str = "") -> None:
        """A drop-down; long ones stand in a hidden sheet of their own."""
        rule: dict[str, Any] = {
            "validate": "list",
            "source": list(choices),
            "error_type": "warning",
        }
        if len(",".join(choices)) > 250:
            rule["source"] = self._listed(choices)
        if hint:
            rule |= {"input_title": "填写", "input_message": hint}
        sheet.data_validation(1, place, _LAST, place, rule)

    def _listed(self, choices: Sequence[str]) -> str:
        name = "选项"
        sheet = self.made.book.get_worksheet_by_name(name)
        if sheet is None:
            sheet = self.made.sheet(name)
            sheet.hide()
            self._taken = 0
        column, self._taken = self._taken, self._taken + 1
        for row, choice in enumerate(choices):
            sheet.write_string(row, column, choice)
        letter = xl_col_to_name(column)
        return f"={name}!${letter}$1:${letter}${len(choices)}"

    def _helps(self, sheet: Worksheet, name: str) -> None:
        """Drop-downs and hints of a table's columns."""
        for place, column in enumerate(SHEETS[name]):
            hint = _HINTS.get(column.name, "")
            if column.name == "shape":
                self._list(sheet, place, [f"{s.name} {s.title}" for s in SHAPES.values()], hint)
            elif column.name == "type":
                self._list(sheet, place, [f"{t} {_words('type', t)}" for t in FIELD_TYPES], hint)
            elif column.name == "word":
                self._list(sheet, place, sorted(BOUND_WORDS | FIXED_WORDS), hint)
            elif column.kind is Kind.TRUTH:
                self._list(sheet, place, ["是", "否"], hint)
            elif column.heading == "改的是":
                self._list(sheet, place, list(rule_sheets.CHANGED))
            elif column.name == "by":
                self._list(sheet, place, [f"{v} {w}" for v, w in _BY.items()], hint)
            elif column.name == "role":
                self._list(sheet, place, ["average 平均数"], hint)
            elif hint:
                rule = {"validate": "any", "input_title": "填写", "input_message": hint}
                sheet.data_validation(1, place, _LAST, place, rule)


def _is_plain(value: Any) -> bool:
    """Whether a spreadsheet's number says all of it: 6.0 has a zero that a number does not keep."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return False
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return len(text) <= _DIGITS and not ("." in text and text.endswith("0"))


def _change_head(change: Table, entry: Table, column: Column) -> Any:
    """The columns of a change's line that say since when, by what, and what it changes."""
    kind = "part" if "part" in entry.values else "key"
    if column.heading == "改的是":
        return next(words for words, name in rule_sheets.CHANGED.items() if name == kind)
    return entry.values.get(kind) if column.name == "part" else change.values.get(column.name)


#: Columns of a change's line before its parameters.
_HEAD_OF_CHANGE = 4
_BY = {"unit": "单位", "assessors": "评估组"}


def _words(name: str, value: str) -> str:
    """What a word of the rulebook means in Chinese."""
    if name == "shape":
        return SHAPES[value].title if value in SHAPES else ""
    known: dict[str, dict[str, str]] = {
        "type": rule_sheets.TYPE_WORDS,
        "by": _BY,
        "role": {"average": "平均数"},
    }
    return known.get(name, {}).get(value, "")


def _letter(columns: Sequence[Column], heading: str) -> str:
    return str(xl_col_to_name(next(n for n, c in enumerate(columns) if c.heading == heading)))


def _range(sheet: str, heading: str) -> str:
    letter = _letter(SHEETS[sheet], heading)
    return f"{sheet}!${letter}$2:${letter}${_LAST + 1}"


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, Decimal)) else 0.0


def _points(item: Table) -> float:
    return sum(_number(part.values.get("max")) for part in item.inner)
