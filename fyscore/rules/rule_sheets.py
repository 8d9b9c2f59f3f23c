"""A rulebook as a workbook: its sheets, made from the names of its tables."""

from __future__ import annotations

from collections.abc import Iterable

from fyscore.problems import Code
from fyscore.rules import names
from fyscore.rules.names import Kind, Name
from fyscore.rules.readings import READING_WORDS, READINGS
from fyscore.tables.table import Column, ColumnKind, FaultCodes, Table

#: How a gate's id ends, which the rulebook itself does not write.
GATE = "前提"
_KEY = ColumnKind.KEY
#: What only helps people: sums by formula, and the rule in words as it was when exported.
SUM, RULE = Column("合计（公式）", width=13), Column("规则（导出时）", width=70)
COMMENT = Column("备注", "comment", width=30, optional=True)
#: Which kind of thing a change is of.
CHANGED = {"part": "评分点", "key": "字段"}
_FAULTS = FaultCodes(sheet=Code.RULES_SHEET, heading=Code.RULES_HEADING)


def _table(name: str, *columns: Column | Name) -> Table:
    made = (each.column if isinstance(each, Name) else each for each in columns)
    return Table(name, *made, faults=_FAULTS)


def _owner(heading: str, width: int) -> Column:
    """The id of the row above it that a row belongs to."""
    return Column(heading, "owner", _KEY, width)


def _changing(*kinds: Kind) -> Iterable[Name]:
    return (name for kind in kinds for name in kind.changing)


#: The sheet of the standard has a row for each name instead of a column.
BOOK = _table(
    "标准", Column("项目", "label", width=12), Column("内容", "content", width=80, optional=True)
)
BOOK_ROWS = (*names.BOOK.names, Name("comment", COMMENT.heading))
READING = _table(
    "口径",
    Column("名称", "name", _KEY, 16, choices=dict.fromkeys(READINGS, "")),
    Column(
        *("取值", "value", ColumnKind.CHOICE, 34),
        choices={value: words for each in READING_WORDS.values() for value, words in each.items()},
    ),
    COMMENT,
)
SECTION = _table("部分", *names.SECTION.names, SUM, COMMENT)
ITEM = _table("条目", _owner("所属部分", 10), *names.ITEM.names, SUM, COMMENT)
PART = _table("评分点", _owner("所属条目", 10), *names.PART.names, RULE)
TIER = _table("分档", _owner("所属评分点", 11), *names.TIER.names)
FIELD = _table("字段", _owner("所属评分点", 11), *names.FIELD.names)
CHANGE = _table(
    "年度变化",
    *names.CHANGE.names,
    Column("改的是", "what", width=9, choices=dict.fromkeys(CHANGED.values(), "")),
    Column("编号", "subject", _KEY, 20),
    *_changing(names.FIELD, names.PART),
    COMMENT,
)
CASE = _table(
    "案例",
    Column("评分点", "part", _KEY, 9),
    Column("填报", "filled", width=60),
    Column("得分", "points", width=8),
    Column("说明", "why", width=40),
)
SHEETS = {each.name: each for each in (READING, SECTION, ITEM, PART, TIER, FIELD, CHANGE, CASE)}
#: What a workbook may lack; what then is missing, the rules themselves say.
OPTIONAL = frozenset(each.name for each in (READING, TIER, CHANGE, CASE))
#: The same worked cases as a table beside a TOML file.
CASES_FILE = Table(
    "案例表",
    *CASE,
    faults=FaultCodes(heading=Code.CASES_HEADINGS, unreadable=Code.CASES_UNREADABLE),
)
