"""Where things lie in the workbook: sheet names, headings, column widths and row labels."""

from __future__ import annotations

from fyscore.tables.table import Column, Table

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


#: All but the last three columns show at once on a screen of 1366 pixels.
ENTRY = Table(
    SHEET_ENTRY,
    Column(COL_ITEM, width=5),
    Column(COL_LABEL, width=30),
    Column(COL_BY, width=7),
    Column(COL_OWN, width=6),
    Column(COL_VALUE, width=10),
    Column(COL_UNIT, width=7),
    Column(COL_NUMERATOR, width=8),
    Column(COL_DENOMINATOR, width=8),
    Column(COL_USED, width=8),
    Column(COL_STATE, width=8),
    Column(COL_HINT, width=34),
    Column(COL_EVIDENCE, width=15),
    Column(COL_REMARK, width=14),
    Column(COL_LAST, width=10),
    Column(COL_LAST_SCORE, width=9),
    Column(COL_KEY, width=18),
)
#: The line above the headings of 填报, and its last row to which formulas look.
ENTRY_TOP, ENTRY_END = 1, 1999
_PLACES = ("文字", "数字", "数值")
#: Of each input of 填报: its text, its digits, its value.
INTAKE_VALUE = tuple(f"填报值{each}" for each in _PLACES)
INTAKE_SECOND = tuple(f"分子或自评{each}" for each in _PLACES)
INTAKE_DENOMINATOR = tuple(f"分母{each}" for each in _PLACES)
COL_ROW, COL_PLACES = "所在行", "小数位数"
INTAKE = Table(
    SHEET_INTAKE,
    Column(COL_KEY, width=20),
    Column(COL_ROW, width=8),
    *(Column(each, width=14) for each in (*INTAKE_VALUE, *INTAKE_SECOND, *INTAKE_DENOMINATOR)),
    Column(COL_PLACES, width=8),
    Column(COL_USED, width=11),
    Column(COL_STATE, width=12),
)
DETAIL = Table(
    SHEET_DETAIL,
    Column(COL_POINT, width=16),
    Column(COL_TITLE, width=30),
    Column(COL_MAX, width=7),
    Column(COL_SCORE, width=10),
    Column(COL_RULE, width=52),
    Column(COL_WORDS, width=52),
    Column(COL_PART, width=7),
)
#: The official table's columns.
FORM_GROUP, FORM_MAX, FORM_RULE = "项目", "分值", "评选标准及评分细则"
FORM_METHOD, FORM_STATE, FORM_SCORE = "评估方法", "评估情况", "得分"
#: Points of a section stand beside those of its items, under one heading.
FORM_SECTION_MAX = "部分分值"
FORM = Table(
    SHEET_FORM,
    Column(FORM_GROUP, width=12),
    Column(FORM_SECTION_MAX, width=5),
    Column(FORM_MAX, width=5),
    Column(FORM_RULE, width=50),
    Column(FORM_METHOD, width=15),
    Column(FORM_STATE, width=27),
    Column(FORM_SCORE, width=8),
)
LOST_COUNT, LOST_POINTS, LOST_SCORE = "序号", "失分", "得分/满分"
LOST_REASON, LOST_REMEDY = "原因", "整改建议"
LOST_RESPONSIBLE, LOST_PLACE = "责任单位", "填报位置"
LOST = Table(
    SHEET_LOST,
    Column(LOST_COUNT, width=6),
    Column(COL_POINT, width=14),
    Column(COL_TITLE, width=18),
    Column(LOST_POINTS, width=8),
    Column(LOST_SCORE, width=9),
    Column(LOST_REASON, width=36),
    Column(LOST_REMEDY, width=34),
    Column(LOST_RESPONSIBLE, width=16),
    Column(LOST_PLACE, width=11),
)
