"""The catalogue of notices: what is no fault and worth a look, every code with its wording.

A notice keeps nothing from being used.  docs/problems.md is made from this list too.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple


class Notice(str):
    """One thing to look at: its Chinese text, with a stable ``code`` for programs and its place."""

    code: str
    sheet: str
    cell: str
    key: str

    def __new__(
        cls, message: str, code: str = "", sheet: str = "", cell: str = "", key: str = ""
    ) -> Notice:
        made = super().__new__(cls, message)
        made.code, made.sheet, made.cell, made.key = code, sheet, cell, key
        return made

    @property
    def place(self) -> str:
        """``填报!F12``, or empty."""
        return "!".join(filter(None, (self.sheet, self.cell)))

    def __getnewargs__(self) -> tuple[str, ...]:  # type: ignore[override]  # str has but one
        return (str(self), self.code, self.sheet, self.cell, self.key)

    def at(self, place: str, key: str = "") -> Notice:
        """The same notice at a place such as ``填报!D12``."""
        sheet, _, cell = place.partition("!")
        return Notice(self, self.code, sheet, cell, key)


class _Wording(NamedTuple):
    code: str
    message: str
    example: Mapping[str, str]


def _said(code: str, message: str, **example: str) -> _Wording:
    return _Wording(code, message, example)


class Remark(Enum):
    """Every notice fyscore can give."""

    # ------------------------------------------------ the form as it is read
    FORMULA_BLANK = _said("formula_blank", "{place} 的公式尚未计算，按空白处理", place="填报!G12")
    TEXT_CUT = _said(
        "text_cut",
        "{place} 的文字超过{most}个字，只保留前{most}个字",
        place="填报!G12",
        most="32767",
    )
    NO_YEAR = _said("no_year", "没有填评估年度，按{since}年起的界限评分", since="2026")
    OTHER_RULES = _said(
        "other_rules",
        "模板按评分标准 {stamp} 制作，现按 {wanted} 评分，两者不同",
        stamp="liunan-2023-25 (0123456789ab)",
        wanted="liunan-2023-25 (ba9876543210)",
    )
    SHEETS_LEFT_OUT = _said(
        "sheets_left_out", "自行添加的工作表不带入评分工作簿：{names}", names="我的计算"
    )
    NOT_CROSS_CHECKED = _said("not_cross_checked", "另一种程序库打不开这个文件，没能互相核对")
    STORED_SCORES = _said(
        "stored_scores",
        "“{sheet}”中存的得分与本程序不同，以本程序为准：{differing}。"
        "可能是公式被改动、行被排序或剪切，或填写后没有重新计算保存。",
        sheet="计分明细",
        differing="第14项（存的是 3，应为 2）",
    )
    # ------------------------------------------------ the answers
    OWN_MARKS = _said(
        "own_marks",
        "{count}处按单位自评分计，尚待评估组评分：{parts}",
        count="2",
        parts="第1项、第5项第1小点",
    )
    MARKS_DIFFER = _said(
        "marks_differ",
        "评估组评分与自评不同{count}处：{parts}",
        count="1",
        parts="第1项（自评 8，评估组 7，-1）",
    )
    UNCONFIRMED = _said(
        "unconfirmed", "{count}处佐证材料、备注沿用上年，尚待确认：核对后去掉“{mark}”",
        count="3", mark="待确认：",
    )  # fmt: skip
    JUMP = _said(
        "jump",
        "{part} {label}：上年 {before}，本年 {now}，{how}，请核对小数点、单位和百分号",
        part="第23项",
        label="孕产妇死亡率",
        before="16/10万",
        now="1.6/10万",
        how="相差约10倍",
    )
    WAIVED = _said(
        "waived",
        "第{item}项答了“{gate}”，{labels}却填了内容，没有计入；请核对是否真的不涉及",
        item="9",
        gate="本地没有这类机构",
        labels="“机构数”",
    )
    OVER_CAPS = _said(
        "over_caps",
        "各项得分合计{earned}分，其中{over}分超过计分上限，不计入总分",
        earned="103",
        over="3",
    )
    HEAD_BLANK = _said("head_blank", "“基本信息”没有填{names}", names="单位名称、评估年度")
    WRONG_COLUMN = _said(
        "wrong_column",
        "{place} {label}是空白，而{column}写着“{text}”，是否填错了列？",
        place="填报!E12",
        label="备案托育机构数",
        column="备注",
        text="8家",
    )
    EVIDENCE_TWICE = _said(
        "evidence_twice",
        "佐证材料“{name}”在 {keys} 重复使用",
        name="方案.docx",
        keys="1.mark、5a.mark",
    )
    # ------------------------------------------------ results beside each other
    OTHER_UNIT = _said(
        "other_unit", "单位不同：{names}。以下比较的不是同一个单位。", names="甲县、乙县"
    )
    YEAR_UNKNOWN = _said("year_unknown", "有工作簿没有填评估年度，先后按给出的顺序。")
    SAME_YEAR = _said("same_year", "评估年度相同（{year}）。", year="2023")
    YEARS_REVERSED = _said(
        "years_reversed", "年度顺序颠倒：{first} 在前，{then} 在后。", first="2023", then="2022"
    )
    OTHER_STANDARD = _said(
        "other_standard",
        "评分标准不同：{one} 与 {other}，差异中含标准变化。",
        one="liunan-2023-25",
        other="another",
    )
    STANDARD_CHANGED = _said(
        "standard_changed",
        "评分标准自{since}年起有变化（{source}），差异中含标准变化，逐处注明。",
        since="2026",
        source="补充通知",
    )
    OTHER_READINGS = _said(
        "other_readings", "口径不同：{names}，差异中含口径变化。", names="bounds"
    )
    STILL_PENDING = _said(
        "still_pending", "{label}年度有待填项，总分还不是最后结果。", label="2023"
    )
    SUM_OVER_TOTAL = _said(
        "sum_over_total",
        "{label}有{over}分超过计分上限，各项得分之和大于总分。",
        label="2023",
        over="3",
    )
    # ------------------------------------------------ many files
    UNIT_TWICE = _said(
        "unit_twice",
        "{unit}{year}有{count}份：{files}，排名中各占一行。",
        unit="某县",
        year=" 2023年度",
        count="2",
        files="甲/某县.xlsx、乙/某县.xlsx",
    )

    @property
    def code(self) -> str:
        """The stable name that JSON carries."""
        return self.value.code

    def notice(self, **said: object) -> Notice:
        """A notice of this kind.  Raises KeyError where a text's name is not among ``said``."""
        return Notice(self.value.message.format_map(said), self.code)
