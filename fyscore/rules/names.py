"""Every name of a rulebook, declared once.

TOML text, parser, workbook and drop-downs are made from these, and from what the shapes declare of their parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fyscore.rules.field_types import FIELD_TYPES
from fyscore.rules.parameters import STANDARD, Parameter
from fyscore.rules.readings import BOUND_WORDS, FIXED_WORDS
from fyscore.rules.shapes import SHAPES
from fyscore.tables.table import Column, ColumnKind

_TEXT, _KEY, _NUMBER = ColumnKind.TEXT, ColumnKind.KEY, ColumnKind.NUMBER
_PERCENT, _CHOICE = ColumnKind.PERCENT, ColumnKind.CHOICE


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a table, and the column of the workbook that holds its values."""

    name: str
    heading: str
    kind: ColumnKind = _TEXT
    width: float = 12
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    #: Whether a later year may set it otherwise.
    may_change: bool = False

    @property
    def column(self) -> Column:
        return Column(
            *(self.heading, self.name, self.kind, self.width),
            choices=self.choices,
            hint=self.hint,
            unit=self.unit,
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its own names in their order, and the tables in it."""

    names: tuple[Name, ...]
    inner: Mapping[str, Kind] = field(default_factory=dict)
    #: What it stands under in TOML; empty for one that stands in a line of another's.
    heading: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(name.name for name in self.names)

    @property
    def known(self) -> set[str]:
        """All that such a table may hold."""
        return {*self.order, *self.inner}

    @property
    def changing(self) -> tuple[Name, ...]:
        """What a later year may set otherwise."""
        return tuple(name for name in self.names if name.may_change)


def _parameters() -> tuple[Parameter, ...]:
    """Each once, the standard's own first.

    Raises ValueError where two shapes mean different things by one name, or head
    two columns alike.
    """
    found: dict[str, Parameter] = {}
    taken = (each for shape in SHAPES.values() for each in shape.part_params)
    for each in (*STANDARD, *taken):
        known = found.setdefault(each.name, each)
        if known.optional != each.optional:
            raise ValueError(f"parameter {each.name!r} is declared twice, not alike")
    headings = [each.heading for each in found.values()]
    if len(set(headings)) < len(headings):
        raise ValueError(f"two parameters have one heading: {headings}")
    return tuple(found.values())


#: What any shape takes.
PARAMETERS = _parameters()


def _parameter(each: Parameter) -> Name:
    kind = _PERCENT if each.is_percent else _NUMBER
    return Name(each.name, each.heading, kind, each.width, each.hint, may_change=each.may_change)


_MIN = Name("min", "不低于", _PERCENT, 9, may_change=True)
_MAX = Name("max", "不高于", _PERCENT, 9, may_change=True)
TIER = Kind((_MIN, _MAX, Name("score", "得分", _NUMBER, 8)))
FIELD = Kind(
    (
        Name("key", "编号", _KEY, 20),
        Name(
            *("type", "类型", _CHOICE, 18, "从下拉列表选"),
            {each.name: each.title for each in FIELD_TYPES.values()},
        ),
        Name("unit", "单位", width=9),
        Name(
            *("scale", "换算", _NUMBER, 9),
            "分子÷分母后乘以多少，如 个/千人 为1000；百分数等不用填",
        ),
        Name("role", "用途", _CHOICE, 16, choices={"average": "平均数"}),
        Name("label", "名称", width=44),
        Name("score", "得分", _NUMBER, 7),
        _MIN,
        _MAX,
        Name(
            *("word", "界限用词", _CHOICE, 9),
            "以上、以下、以内是否含本数由口径决定；至少、含就是含本数",
            dict.fromkeys(sorted(BOUND_WORDS | FIXED_WORDS), ""),
        ),
        Name("numerator", "分子", width=16),
        Name("denominator", "分母", width=16),
        Name("case_unit", "分子分母单位"),
        Name(
            *("fact", "既成事实", ColumnKind.TRUTH, 9),
            "选“是”表示已成事实，本年度不能再改变",
            {"是": "", "否": ""},
        ),
        Name("by", "填写方", _CHOICE, 18, choices={"unit": "单位", "assessors": "评估组"}),
    )
)
PART = Kind(
    (
        Name("id", "编号", _KEY, 8),
        Name("max", "满分", _NUMBER, 7, "本评分点的满分"),
        Name(
            *("shape", "计分方式", _CHOICE, 42, "从下拉列表选；各种计分方式见“说明”"),
            {shape.name: shape.title for shape in SHAPES.values()},
        ),
        Name("title", "标题", width=30),
        Name("case", "所指情形", hint="说“每有1起……扣分”时的情形，如 不落实"),
        *map(_parameter, PARAMETERS),
    ),
    {"tiers": TIER, "fields": FIELD},
)
ITEM = Kind(
    (
        Name("id", "编号", _KEY, 8),
        Name("title", "标题", width=34),
        Name("method", "评估方法", width=26),
        Name("responsible", "责任单位", width=26),
    ),
    {"parts": PART, "gate": PART},
    "[[sections.items]]",
)
SECTION = Kind(
    (
        Name("id", "编号", _KEY, 8),
        Name("title", "名称", width=30),
        Name("score", "分值", _NUMBER, 8),
        Name("cap", "计分上限", _NUMBER, 10),
    ),
    {"items": ITEM},
    "[[sections]]",
)
#: What one line of a change sets: of a part its parameters, of a field its bounds.
TARGETS: Mapping[str, Kind] = {"part": PART, "key": FIELD}
SET = Kind(
    (
        Name("key", "编号", _KEY, 20),
        Name("part", "编号", _KEY, 20),
        *FIELD.changing,
        *PART.changing,
    )
)
CHANGE = Kind(
    (Name("from", "起始年度", ColumnKind.WHOLE, 9, unit="年"), Name("source", "依据", width=30)),
    {"set": SET},
    "[[changes]]",
)
READING = Kind((), heading="[readings]")
BOOK = Kind(
    (
        Name("id", "编号"),
        Name("title", "标题"),
        Name("document", "文件"),
        Name("issued", "印发日期", ColumnKind.DATE),
        Name("total", "总分", _NUMBER),
        Name("cap", "总分上限", _NUMBER),
        Name("note", "说明"),
    ),
    {"readings": READING, "sections": SECTION, "changes": CHANGE},
)
