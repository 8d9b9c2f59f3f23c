"""A rulebook as a workbook to edit: its tables, drop-downs, sums by formula, worked cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fyscore.display import wrapped_lines
from fyscore.rules import rule_sheets
from fyscore.rules.node import Node
from fyscore.rules.rule_sheets import (
    BOOK,
    CASE,
    CHANGE,
    COMMENT,
    FIELD,
    GATE,
    ITEM,
    PART,
    READING,
    RULE,
    SECTION,
    SUM,
    TIER,
)
from fyscore.rules.shapes import SHAPES
from fyscore.tables.table import Column, ColumnKind, Table
from fyscore.tables.writing import LAST_ROW, new_table, write_cell, write_helps
from fyscore.writing.look import GREY, STATE_COLOURS, Look
from fyscore.writing.writer import Writer, fit_row

#: Digits that a spreadsheet's numbers keep.
_DIGITS = 15
_TOLERANCE = "0.000001"
_INSTRUCTIONS = (
    "这份工作簿就是一份评分标准。改好后：fyscore rules lint 本文件.xlsx 检查；fyscore template 填报表.xlsx --rulebook 本文件.xlsx 生成填报表。",
    "一行一个：部分、条目、评分点、分档、字段。“所属……”写上一级的编号；增加条目就各加一行，去掉条目就把它的各行删去。",
    "“合计（公式）”随时算出分值是否对得上，对不上的变红。总分＝各部分之和，部分＝其下各条目之和，条目＝其下各评分点满分之和。",
    "新增的行，把上一行的“合计（公式）”照着复制下来；没有复制的，lint 照样核对。",
    f"前提（作废、不涉及）写在“评分点”里，编号为条目号加“{GATE}”，没有满分。",
    "案例：评分点、填报（编号=值，几个用分号隔开）、得分、说明；lint 逐条验算。",
    "“规则（导出时）”只供对照，改了别的格子不会跟着变，也不必改。",
    "",
    "计分方式：",
)


def rules_bytes(book: Node, cases: Iterable[Sequence[str]], rules: Mapping[str, str]) -> bytes:
    """The workbook's bytes; ``cases`` are rows of 案例, ``rules`` part id → its rule in words."""
    out = Writer("评分标准")
    _write_instructions(out)
    _write_book(out, book)
    sheet = new_table(out, READING, gridlines=True)
    for row, record in enumerate(_readings(book), 1):
        _write_record(out, sheet, row, READING, record)
    write_helps(out, sheet, READING)
    for table, records in _records(book, rules).items():
        sheet = new_table(out, table, gridlines=True)
        for row, (record, node) in enumerate(records, 1):
            _write_record(out, sheet, row, table, record)
            if SUM in table.columns:
                _write_sum(out, sheet, row, table, node)
            own = {} if node is None else node.values
            told = (record[RULE.heading] if c is RULE else own.get(c.name, "") for c in table)
            fit_row(sheet, row, told, table)
        write_helps(out, sheet, table)
    sheet = new_table(out, CASE, gridlines=True)
    for row, case in enumerate(cases, 1):
        for column, text in enumerate(case):
            sheet.write_string(row, column, text, out.look(Look.TEXT))
    return out.close()


# ---------------------------------------------------------------- what stands in the rows

_Rows = Iterator[tuple[dict[Any, Any], Node | None]]


def _records(book: Node, rules: Mapping[str, str]) -> dict[Table, list[tuple[Any, Node | None]]]:
    """The rows of each sheet: by column names what stands in them, and the table they are of."""
    sections = book.of("sections")
    items = [(s, item) for s in sections for item in s.of("items")]
    parts = [(i, p) for _, i in items for p in (*i.of("parts"), *i.of("gate"))]
    return {
        SECTION: [(_record(s), s) for s in sections],
        ITEM: [(_record(i, s.values["id"]), i) for s, i in items],
        PART: [
            (
                _record(p, i.values["id"], id=_ref(i, p))
                | {RULE.heading: rules.get(_ref(i, p), "")},
                p,
            )
            for i, p in parts
        ],
        TIER: [(_record(t, _ref(i, p)), t) for i, p in parts for t in p.of("tiers")],
        FIELD: [(_record(f, _ref(i, p)), f) for i, p in parts for f in p.of("fields")],
        CHANGE: list(_changes(book)),
    }


def _record(node: Node, owner: Any = None, **more: Any) -> dict[Any, Any]:
    return {**node.values, "owner": owner, "comment": node.comment or None, **more}


def _ref(item: Node, part: Node) -> str:
    """What a part is called in the tables below it; a gate has no id of its own."""
    return str(part.values.get("id") or f"{item.values['id']}{GATE}")


def _changes(book: Node) -> _Rows:
    for change in book.of("changes"):
        for entry in change.of("set"):
            kind = "part" if "part" in entry.values else "key"
            subject = entry.values.get(kind)
            about = {"what": rule_sheets.CHANGED[kind], "subject": subject}
            yield (
                {**entry.values, **change.values, **about, "comment": change.comment or None},
                entry,
            )


def _readings(book: Node) -> Iterator[dict[str, Any]]:
    for readings in book.of("readings"):
        for nth, (name, value) in enumerate(readings.values.items()):
            comment = readings.comment if not nth else ""
            yield {"name": name, "value": value, "comment": comment or None}


# ---------------------------------------------------------------- how it is written


def _write_instructions(out: Writer) -> None:
    sheet = out.sheet("说明")
    sheet.set_column(0, 0, 110)
    sheet.fit_to_pages(1, 0)
    shapes = (f"{shape.name} {shape.title}：{shape.words}" for shape in SHAPES.values())
    for row, line in enumerate((*_INSTRUCTIONS, *shapes)):
        sheet.write_string(row, 0, line, out.style())
        sheet.set_row(row, 4 + 15 * wrapped_lines(line, 108))


def _write_book(out: Writer, book: Node) -> None:
    sheet = new_table(out, BOOK, gridlines=True)
    for row, name in enumerate(rule_sheets.BOOK_ROWS, 1):
        write_cell(sheet, row, 0, name.heading, out.look(Look.TEXT))
        value = book.comment or None if name.name == "comment" else book.values.get(name.name)
        _write_value(out, sheet, row, 1, value, name.column)
    row = len(rule_sheets.BOOK_ROWS) + 1
    score, cap = _range(SECTION, "分值"), _range(SECTION, "计分上限")
    write_cell(sheet, row, 0, SUM.heading, out.look(Look.TEXT))
    held = [(s.values.get("score"), s.values.get("cap")) for s in book.of("sections")]
    total = sum(_number(most if least is None else least) for most, least in held)
    formula = f'=SUM({score})-SUMPRODUCT(({cap}<>"")*({score}-{cap}))'
    sheet.write_formula(row, 1, formula, out.look(Look.MIDDLE, font_color=GREY), total)
    stated = next(n for n, each in enumerate(rule_sheets.BOOK_ROWS, 1) if each.name == "total")
    _red(out, sheet, row, 1, f"ABS($B${row + 1}-$B${stated + 1})>{_TOLERANCE}")


def _write_record(
    out: Writer, sheet: Worksheet, row: int, table: Table, record: Mapping[Any, Any]
) -> None:
    for place, column in enumerate(table):
        if column is RULE:
            write_cell(sheet, row, place, record[RULE.heading], out.look(Look.ASIDE))
        elif column is not SUM:
            _write_value(out, sheet, row, place, record.get(column.name), column)


def _write_value(
    out: Writer, sheet: Worksheet, row: int, place: int, value: Any, column: Column
) -> None:
    text, middle = out.look(Look.TEXT), out.look(Look.MIDDLE)
    if value is None:
        sheet.write_blank(row, place, None, text)
    elif column is COMMENT:
        aside = out.look(Look.ASIDE, text_wrap=False, align="fill")
        sheet.write_string(row, place, str(value), aside)
    elif column.kind is ColumnKind.TRUTH and isinstance(value, bool):
        sheet.write_string(row, place, "是" if value else "否", middle)
    elif column.kind in _NUMBERS and _is_plain(value):
        sheet.write_number(row, place, float(value), middle)
    elif column.kind is ColumnKind.CHOICE:
        words = column.choices.get(str(value), "")
        sheet.write_string(row, place, f"{value} {words}".strip(), text)
    else:
        sheet.write_string(row, place, str(value), text)


_NUMBERS = (ColumnKind.NUMBER, ColumnKind.PERCENT, ColumnKind.WHOLE)


def _is_plain(value: Any) -> bool:
    """Whether a spreadsheet's number says all of it: 6.0 has a zero that a number does not keep."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return False
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return len(text) <= _DIGITS and not ("." in text and text.endswith("0"))


def _write_sum(out: Writer, sheet: Worksheet, row: int, table: Table, node: Node | None) -> None:
    """What the rows below come to, as a formula; red where it is not what is stated."""
    assert node is not None
    below, owner, held = (ITEM, "所属部分", SUM.heading)
    items = node.of("items")
    if table is ITEM:
        below, owner, held, items = PART, "所属条目", "满分", [node]
    own = table.cell("编号", row)
    formula = f"=SUMIF({_range(below, owner)},{own},{_range(below, held)})"
    total = sum(_number(part.values.get("max")) for item in items for part in item.of("parts"))
    place = table.place(SUM.heading)
    sheet.write_formula(row, place, formula, out.look(Look.MIDDLE, font_color=GREY), total)
    if table is SECTION:
        stated, summed = table.absolute("分值", row), table.absolute(SUM.heading, row)
        _red(out, sheet, row, place, f"ABS({summed}-{stated})>{_TOLERANCE}")


def _red(out: Writer, sheet: Worksheet, row: int, place: int, condition: str) -> None:
    fill, ink = STATE_COLOURS["lost"]
    rule = {
        "type": "formula",
        "criteria": f"={condition}",
        "format": out.rule(fill, ink, bold=True),
    }
    sheet.conditional_format(row, place, row, place, rule)


def _range(table: Table, heading: str) -> str:
    return f"{table.name}!{table.range(heading, 1, LAST_ROW)}"


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, Decimal)) else 0.0
