"""Where things lie in the workbook: sheet names, headings and row labels, said once."""

from __future__ import annotations

TEMPLATE_VERSION = "1"

SHEET_HELP = "填报说明"
SHEET_INFO = "基本信息"
SHEET_ENTRY = "填报"
SHEET_FORM = "评分表"
SHEET_LOST = "失分清单"
SHEET_SUMMARY = "评分汇总"
SHEET_DETAIL = "计分明细"

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
#: Sheets fyscore writes itself; others are the user's own.
OWN_SHEETS = frozenset(
    {
        *(SHEET_HELP, SHEET_INFO, SHEET_ENTRY, SHEET_FORM),
        *(SHEET_LOST, SHEET_SUMMARY, SHEET_DETAIL),
    }
)
FORM_HEADINGS = ("项目", "分值", "评选标准及评分细则", "评估方法", "评估情况", "得分")


def column_name(index: int) -> str:
    """``A`` for 0, ``Z`` for 25, ``AA`` for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """``A1`` for row 0, column 0."""
    return f"{column_name(column)}{row + 1}"
