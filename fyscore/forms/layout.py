"""Where things lie in the workbook: sheet names, headings, column widths and row labels."""

from __future__ import annotations

from collections.abc import Iterator

from fyscore.xlsx.sheet import column_name

TEMPLATE_VERSION = "1"

SHEET_HELP = "填报说明"
SHEET_INFO = "基本信息"
SHEET_ENTRY = "填报"
SHEET_FORM = "评分表"
SHEET_LOST = "失分清单"
SHEET_SUMMARY = "评分汇总"
SHEET_DETAIL = "计分明细"
#: The sheets of a blank form and of a scored workbook, in order.
TEMPLATE_SHEETS = (SHEET_HELP, SHEET_INFO, SHEET_ENTRY, SHEET_FORM, SHEET_DETAIL)
SCORED_SHEETS = (
    *(SHEET_SUMMARY, SHEET_FORM, SHEET_LOST),
    *(SHEET_INFO, SHEET_ENTRY, SHEET_HELP, SHEET_DETAIL),
)
#: Sheets fyscore writes itself; others are the user's own.
OWN_SHEETS = frozenset(TEMPLATE_SHEETS + SCORED_SHEETS)

INFO_HEADINGS = ("项目", "内容")
INFO_UNIT = "单位名称"
INFO_YEAR = "评估年度"
INFO_PERSON = "填报人"
INFO_DATE = "填报日期"
INFO_RULEBOOK = "评分标准"
INFO_VERSION = "模板版本"
INFO_ROWS = (INFO_UNIT, INFO_YEAR, INFO_PERSON, INFO_DATE, INFO_RULEBOOK, INFO_VERSION)

COL_KEY = "字段编号"
COL_ITEM = "条目"
COL_LABEL = "填报内容"
COL_UNIT = "单位"
COL_VALUE = "填报值"
COL_NUMERATOR = "分子"
COL_DENOMINATOR = "分母"
COL_EVIDENCE = "佐证材料"
COL_REMARK = "备注"
COL_HINT = "填写提示"
COL_USED = "采用值"
COL_PART = "评分点"
COL_TITLE = "内容"
COL_MAX = "满分"
COL_SCORE = "得分"
COL_RULE = "计分规则"
COL_WORDS = "说明"
#: Headings the reader looks for; the template may put others beside them.
ENTRY_HEADINGS = (
    COL_KEY,
    COL_ITEM,
    COL_LABEL,
    COL_UNIT,
    COL_VALUE,
    COL_NUMERATOR,
    COL_DENOMINATOR,
    COL_EVIDENCE,
    COL_REMARK,
)


class Columns:
    """A sheet's columns in order: their headings and widths, and where each stands."""

    def __init__(self, *columns: tuple[str, int]) -> None:
        self._columns = columns
        self._places = {heading: n for n, (heading, _) in enumerate(columns)}

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def last(self) -> int:
        return len(self._columns) - 1

    def place(self, heading: str) -> int:
        """The column's index, counted from 0."""
        return self._places[heading]

    def letter(self, heading: str) -> str:
        """The column's letter."""
        return column_name(self._places[heading])

    def cell(self, heading: str, row: int) -> str:
        """``$D12``: the column's cell in ``row``, counted from 0."""
        return f"${self.letter(heading)}{row + 1}"

    def absolute(self, heading: str, row: int) -> str:
        """``$D$12``."""
        return f"${self.letter(heading)}${row + 1}"


ENTRY = Columns(
    (COL_KEY, 20),
    (COL_ITEM, 6),
    (COL_LABEL, 38),
    (COL_VALUE, 11),
    (COL_UNIT, 8),
    (COL_NUMERATOR, 10),
    (COL_DENOMINATOR, 10),
    (COL_EVIDENCE, 26),
    (COL_REMARK, 24),
    (COL_HINT, 36),
    (COL_USED, 11),
)
DETAIL = Columns(
    (COL_ITEM, 6),
    (COL_PART, 7),
    (COL_TITLE, 30),
    (COL_MAX, 7),
    (COL_SCORE, 10),
    (COL_RULE, 52),
    (COL_WORDS, 52),
)
#: The official table's columns.
FORM_GROUP, FORM_MAX, FORM_RULE = "项目", "分值", "评选标准及评分细则"
FORM_METHOD, FORM_STATE, FORM_SCORE = "评估方法", "评估情况", "得分"
FORM = Columns(
    (FORM_GROUP, 13),
    (FORM_MAX, 6),
    (FORM_RULE, 50),
    (FORM_METHOD, 15),
    (FORM_STATE, 27),
    (FORM_SCORE, 8),
)
LOST_COUNT, LOST_POINTS, LOST_SCORE = "序号", "失分", "得分/满分"
LOST_REASON, LOST_REMEDY = "原因", "整改建议"
LOST_RESPONSIBLE, LOST_PLACE = "责任单位", "填报位置"
LOST = Columns(
    (LOST_COUNT, 6),
    (COL_ITEM, 6),
    (COL_PART, 8),
    (COL_TITLE, 22),
    (LOST_POINTS, 8),
    (LOST_SCORE, 10),
    (LOST_REASON, 46),
    (LOST_REMEDY, 40),
    (LOST_RESPONSIBLE, 20),
    (LOST_PLACE, 14),
)
