"""Names of sheets, headings and row labels, which forms and other tables have in common."""

from __future__ import annotations

TEMPLATE_VERSION = "2"

SHEET_HELP = "填报说明"
SHEET_INFO = "基本信息"
SHEET_ENTRY = "填报"
SHEET_FORM = "评分表"
SHEET_LOST = "失分清单"
SHEET_SUMMARY = "评分汇总"
SHEET_DETAIL = "计分明细"
#: What the form's inputs say, worked out cell by cell; hidden, and read by no one else.
SHEET_INTAKE = "取数"
#: Of a form merged from parts: where each answer came from.
SHEET_SOURCES = "来源"
#: First of a form that is sent back with its faults shown.
SHEET_FAULTS = "问题清单"
#: The sheets of a blank form and of a scored workbook, in order.
TEMPLATE_SHEETS = (
    *(SHEET_HELP, SHEET_INFO, SHEET_ENTRY),
    *(SHEET_FORM, SHEET_DETAIL, SHEET_INTAKE),
)
SCORED_SHEETS = (
    *(SHEET_SUMMARY, SHEET_FORM, SHEET_LOST),
    *(SHEET_INFO, SHEET_ENTRY, SHEET_HELP, SHEET_DETAIL, SHEET_INTAKE),
)
#: Sheets fyscore writes itself; others are the user's own.
OWN_SHEETS = frozenset((*TEMPLATE_SHEETS, *SCORED_SHEETS, SHEET_SOURCES, SHEET_FAULTS))

INFO_HEADINGS = ("项目", "内容")
INFO_UNIT = "单位名称"
INFO_YEAR = "评估年度"
INFO_PERSON = "填报人"
INFO_DATE = "填报日期"
INFO_RULEBOOK = "评分标准"
INFO_VERSION = "模板版本"
INFO_ROWS = (INFO_UNIT, INFO_YEAR, INFO_PERSON, INFO_DATE, INFO_RULEBOOK, INFO_VERSION)
#: Besides, in the part of a form that one body fills in.
INFO_BODY, INFO_HELPERS = "牵头单位", "配合单位"
INFO_ITEMS, INFO_DEADLINE = "负责条目", "完成时限"
INFO_OF_PART = (INFO_BODY, INFO_HELPERS, INFO_ITEMS, INFO_DEADLINE)

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
#: The unit's own mark, beside the assessors' in 填报值.
COL_OWN = "自评"
COL_BY = "填写方"
COL_STATE = "状态"
COL_LAST, COL_LAST_SCORE = "上年值", "上年得分"
BY_UNIT, BY_ASSESSORS = "单位", "评估组"
COL_PART = "评分点"
#: The same in the standard's terms.
COL_POINT = "条款"
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
