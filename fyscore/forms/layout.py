"""Where things lie in the form: the columns of its sheets and their widths."""

from __future__ import annotations

from fyscore.tables import headings
from fyscore.tables.table import Column, Table

#: All but the last three columns show at once on a screen of 1366 pixels.
ENTRY = Table(
    headings.SHEET_ENTRY,
    Column(headings.COL_ITEM, width=5),
    Column(headings.COL_LABEL, width=30),
    Column(headings.COL_BY, width=7),
    Column(headings.COL_OWN, width=6),
    Column(headings.COL_VALUE, width=10),
    Column(headings.COL_UNIT, width=7),
    Column(headings.COL_NUMERATOR, width=8),
    Column(headings.COL_DENOMINATOR, width=8),
    Column(headings.COL_USED, width=8),
    Column(headings.COL_STATE, width=8),
    Column(headings.COL_HINT, width=34),
    Column(headings.COL_EVIDENCE, width=15),
    Column(headings.COL_REMARK, width=14),
    Column(headings.COL_LAST, width=10),
    Column(headings.COL_LAST_SCORE, width=9),
    Column(headings.COL_KEY, width=18),
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
    headings.SHEET_INTAKE,
    Column(headings.COL_KEY, width=20),
    Column(COL_ROW, width=8),
    *(Column(each, width=14) for each in (*INTAKE_VALUE, *INTAKE_SECOND, *INTAKE_DENOMINATOR)),
    Column(COL_PLACES, width=8),
    Column(headings.COL_USED, width=11),
    Column(headings.COL_STATE, width=12),
)
DETAIL = Table(
    headings.SHEET_DETAIL,
    Column(headings.COL_POINT, width=16),
    Column(headings.COL_TITLE, width=30),
    Column(headings.COL_MAX, width=7),
    Column(headings.COL_SCORE, width=10),
    Column(headings.COL_RULE, width=52),
    Column(headings.COL_WORDS, width=52),
    Column(headings.COL_PART, width=7),
)
#: The official table's columns.
FORM_GROUP, FORM_MAX, FORM_RULE = "项目", "分值", "评选标准及评分细则"
FORM_METHOD, FORM_STATE, FORM_SCORE = "评估方法", "评估情况", "得分"
#: Points of a section stand beside those of its items, under one heading.
FORM_SECTION_MAX = "部分分值"
FORM = Table(
    headings.SHEET_FORM,
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
    headings.SHEET_LOST,
    Column(LOST_COUNT, width=6),
    Column(headings.COL_POINT, width=14),
    Column(headings.COL_TITLE, width=18),
    Column(LOST_POINTS, width=8),
    Column(LOST_SCORE, width=9),
    Column(LOST_REASON, width=36),
    Column(LOST_REMEDY, width=34),
    Column(LOST_RESPONSIBLE, width=16),
    Column(LOST_PLACE, width=11),
)
