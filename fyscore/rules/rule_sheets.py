"""A rulebook as a workbook: its sheets, their columns, and which name of the rulebook each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Kind(Enum):
    """How a column's cells are read."""

    TEXT = "text"
    NUMBER = "number"
    #: The first word is the rulebook's; what follows says it in Chinese.
    WORD = "word"
    #: 是, 否 or blank.
    TRUTH = "truth"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the rulebook's name for it, and how its cells are read.

    ``name`` is empty for what only helps: the table a row belongs to, sums.
    """

    heading: str
    name: str = ""
    kind: Kind = Kind.TEXT
    width: int = 12


_TEXT, _NUMBER, _WORD = Kind.TEXT, Kind.NUMBER, Kind.WORD
COMMENT = "备注"
#: How a gate's id ends, which the rulebook itself does not write.
GATE = "前提"

BOOK, READINGS, SECTIONS, ITEMS = "标准", "口径", "部分", "条目"
PARTS, TIERS, FIELDS, CASES = "评分点", "分档", "字段", "案例"
CHANGES = "年度变化"
#: What a workbook may lack; what then is missing, the rules themselves tell.
OPTIONAL = frozenset({READINGS, TIERS, CHANGES, CASES})
#: What the types of fields are called in Chinese.
TYPE_WORDS = {
    "yes_no": "是否",
    "count": "个数",
    "mark": "酌情评分",
    "decimal": "小数",
    "percent": "百分数",
    "permille": "千分率",
    "per_10k": "每万",
    "per_100k": "每10万",
}
#: Which kind of thing a change is of.
CHANGED = {"评分点": "part", "字段": "key"}
#: The sheet of the standard has a row for each name instead of a column.
BOOK_HEADINGS = ("项目", "内容")
BOOK_ROWS = (
    Column("编号", "id"),
    Column("标题", "title"),
    Column("文件", "document"),
    Column("印发日期", "issued", Kind.DATE),
    Column("总分", "total", _NUMBER),
    Column("总分上限", "cap", _NUMBER),
    Column("说明", "note"),
    Column(COMMENT),
)
PART_OF_SECTION, PART_OF_ITEM, PART_OF_PART = "所属部分", "所属条目", "所属评分点"
SUM = "合计（公式）"
RULE = "规则（导出时）"
#: What a part is given and a later year may change.
_PARAMETERS = (
    Column("目标", "target", _NUMBER, 8),
    Column("每个分值", "per_unit", _NUMBER, 9),
    Column("每个百分点分值", "per_point", _NUMBER, 14),
    Column("抽查数", "sample", _NUMBER, 8),
    Column("满分对应值", "full", _NUMBER, 11),
    Column("得分下限", "floor", _NUMBER, 9),
)
_BOUNDS = (
    Column("不低于", "min", _NUMBER, 9),
    Column("不高于", "max", _NUMBER, 9),
)
SHEETS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        READINGS: (
            Column("名称", "name", width=16),
            Column("取值", "value", _WORD, 34),
            Column(COMMENT, width=30),
        ),
        SECTIONS: (
            Column("编号", "id", width=8),
            Column("名称", "title", width=30),
            Column("分值", "score", _NUMBER, 8),
            Column("计分上限", "cap", _NUMBER, 10),
            Column(SUM, width=13),
            Column(COMMENT, width=30),
        ),
        ITEMS: (
            Column(PART_OF_SECTION, width=10),
            Column("编号", "id", width=8),
            Column("标题", "title", width=34),
            Column("评估方法", "method", width=26),
            Column("责任单位", "responsible", width=26),
            Column(SUM, width=13),
            Column(COMMENT, width=30),
        ),
        PARTS: (
            Column(PART_OF_ITEM, width=10),
            Column("编号", "id", width=8),
            Column("满分", "max", _NUMBER, 7),
            Column("计分方式", "shape", _WORD, 42),
            Column("标题", "title", width=30),
            Column("所指情形", "case", width=12),
            *_PARAMETERS,
            Column("年限", "period_years", _NUMBER, 7),
            Column(RULE, width=70),
        ),
        TIERS: (
            Column(PART_OF_PART, width=11),
            *_BOUNDS,
            Column("得分", "score", _NUMBER, 8),
        ),
        FIELDS: (
            Column(PART_OF_PART, width=11),
            Column("编号", "key", width=20),
            Column("类型", "type", _WORD, 18),
            Column("单位", "unit", width=9),
            Column("换算", "scale", _NUMBER, 9),
            Column("用途", "role", _WORD, 16),
            Column("名称", "label", width=44),
            Column("得分", "score", _NUMBER, 7),
            *_BOUNDS,
            Column("界限用词", "word", width=9),
            Column("分子", "numerator", width=16),
            Column("分母", "denominator", width=16),
            Column("分子分母单位", "case_unit", width=12),
            Column("既成事实", "fact", Kind.TRUTH, 9),
            Column("填写方", "by", _WORD, 18),
        ),
        CHANGES: (
            Column("起始年度", "from", _NUMBER, 9),
            Column("依据", "source", width=30),
            Column("改的是", width=9),
            Column("编号", "part", width=20),
            *_BOUNDS,
            *_PARAMETERS,
            Column(COMMENT, width=30),
        ),
        CASES: (
            Column("评分点", width=9),
            Column("填报", width=60),
            Column("得分", width=8),
            Column("说明", width=40),
        ),
    }
)
