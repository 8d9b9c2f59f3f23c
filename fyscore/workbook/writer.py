"""Write workbooks: the blank template and the scored one, from the same sheets.

XlsxWriter rather than openpyxl because it stores a formula together with its
value, so previews and programs that do not calculate see the scores.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fyscore.answers import Answer, Answers
from fyscore.result import STATUS_TEXT, Result
from fyscore.rulebook.model import Field, Item, Part, Rulebook
from fyscore.shapes import SHAPES
from fyscore.shapes.gates import Veto
from fyscore.streams import columns as columns_of
from fyscore.wording import NUMERALS, plain, points, reading_text
from fyscore.workbook import formulas, layout

_BODY_FONT = "宋体"
_HEAD_FONT = "黑体"
_INPUT_FILL, _HEAD_FILL, _SECTION_FILL, _GREY = "#FFF9DB", "#1F4E79", "#DCE6F1", "#808080"
_GOOD, _SOME, _LOST, _WAIT = "#E2F0D9", "#FFF2CC", "#F8CBAD", "#EDEDED"
_PLAIN = {"font_name": _BODY_FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
_BORDERED = {"border": 1, "border_color": "#A6A6A6"}
_ENTRY_COLUMNS = (
    (layout.COL_KEY, 20),
    (layout.COL_ITEM, 6),
    (layout.COL_LABEL, 38),
    (layout.COL_VALUE, 11),
    (layout.COL_UNIT, 8),
    (layout.COL_NUMERATOR, 10),
    (layout.COL_DENOMINATOR, 10),
    (layout.COL_EVIDENCE, 26),
    (layout.COL_REMARK, 24),
    (layout.COL_HINT, 36),
    (layout.COL_USED, 11),
)
_VETO_BANNER = "【一票否决】不具备参评资格"
_DETAIL_COLUMNS = (
    *(("条目", 6), ("评分点", 7), ("内容", 30), ("满分", 7), ("得分", 10)),
    *(("计分规则", 52), ("说明", 52)),
)
_COLUMN = {heading: n for n, (heading, _) in enumerate(_ENTRY_COLUMNS)}
_FORM_WIDTHS = (13, 6, 50, 15, 27, 8)
_LINE = 15.5


def template_bytes(rulebook: Rulebook, unit: str = "", year: int | None = None) -> bytes:
    """A blank workbook; the same arguments always give the same bytes."""
    return _Writer(rulebook, Answers({}, unit, year), None).build()


def scored_bytes(rulebook: Rulebook, answers: Answers, result: Result) -> bytes:
    """The scored workbook, holding all that was filled in."""
    return _Writer(rulebook, answers, result).build()


# Most texts are the rulebook's, the same in every workbook of a batch.
@lru_cache(maxsize=4096)
def _lines(text: str, width: int) -> int:
    """How many lines a wrapped cell of that width needs."""
    return sum(-(-max(1, columns_of(line)) // width) for line in text.split("\n"))


class _Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A worksheet that takes formulas as they are.

    XlsxWriter looks each formula through for some seventy functions newer than
    Excel 2010; ours use none, and the search was a third of the writing time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class _Writer:
    def __init__(self, rulebook: Rulebook, answers: Answers, result: Result | None) -> None:
        self.rulebook = rulebook
        self.answers = answers
        self.result = result
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        # Fixed, so that the same content is the same file.
        created = datetime(2023, 9, 1)
        self.book.set_properties(
            {"title": rulebook.title, "subject": rulebook.document, "created": created}
        )
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.parts = {p.id: p for p in result.parts()} if result else {}
        #: Field key → absolute reference of its checked value, with sheet.
        self.refs: dict[str, str] = {}
        #: Part id → row in 计分明细.
        self.part_rows: dict[str, int] = {}

    def build(self) -> bytes:
        order = [layout.SHEET_HELP, layout.SHEET_INFO, layout.SHEET_ENTRY, layout.SHEET_FORM]
        if self.result:
            order = [
                *(layout.SHEET_SUMMARY, layout.SHEET_FORM, layout.SHEET_LOST),
                *(layout.SHEET_INFO, layout.SHEET_ENTRY, layout.SHEET_HELP),
            ]
        names = [*order, layout.SHEET_DETAIL]
        sheets = {name: self.book.add_worksheet(name, _Sheet) for name in names}
        for sheet in sheets.values():
            sheet.set_paper(9)
            sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
            sheet.set_footer("&C第 &P 页，共 &N 页")
            sheet.hide_gridlines(2)
        self._help(sheets[layout.SHEET_HELP])
        self._info(sheets[layout.SHEET_INFO])
        self._entry(sheets[layout.SHEET_ENTRY])
        self._detail(sheets[layout.SHEET_DETAIL])
        self._form(sheets[layout.SHEET_FORM])
        if self.result:
            self._lost(sheets[layout.SHEET_LOST], self.result)
            self._summary(sheets[layout.SHEET_SUMMARY], self.result)
        first = sheets[order[0] if self.result else layout.SHEET_ENTRY]
        first.activate()
        self.book.close()
        return self.buffer.getvalue()

    def _criterion(self, part: Part) -> str:
        return SHAPES[part.shape].criterion(part, self.rulebook.readings)

    def style(self, **properties: Any) -> Format:
        key = tuple(properties.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format(_PLAIN | properties)
        return self.formats[key]

    def cell(self, **properties: Any) -> Format:
        return self.style(**_BORDERED, **properties)

    @cached_property
    def heading(self) -> Format:
        return self.cell(
            font_name=_HEAD_FONT, bold=True, font_color="white", bg_color=_HEAD_FILL, align="center"
        )

    def title(self, sheet: Worksheet, text: str, last: int, row: int = 0) -> None:
        form = self.style(font_name=_HEAD_FONT, font_size=16, bold=True, align="center")
        sheet.merge_range(row, 0, row, last, text, form)
        sheet.set_row(row, 32)

    def protect(self, sheet: Worksheet) -> None:
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})

    # ------------------------------------------------------------ 填报说明

    def _help(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 84)
        self.title(sheet, f"{self.rulebook.title}——填报说明", 1)
        steps = (
            "先在“基本信息”填单位名称和评估年度，再到“填报”逐行填写浅黄色单元格；其他单元格已锁定（无密码）。",
            "是否题从下拉列表选“是”或“否”。个数填整数，没有发生的填 0，不要留空。",
            "率可以填“填报值”，也可以填“分子”“分母”，或都填；都填时须一致，评分以分子÷分母为准。",
            "百分数连百分号填写，如 97.5%。‰、/10万、/万 的率只填数字，单位已写在旁边。",
            "酌情评分由评估组填写，最多两位小数；前一格已填“是”或已达到家数的，评分留空。",
            "暂时没有数据的留空：该处显示“待填”，不按错误处理，也不计分。",
            "“采用值”和“评分表”随填随算：显示“需更正”的，说明填写内容不可能或互相矛盾。",
            "佐证材料写文件名称或文号；数据来源、口径和说明写在备注。",
            *(
                f"第 {part.item} 项为一票否决项：{self._criterion(part)}"
                for part in self.rulebook.parts
                if part.shape == Veto.name
            ),
            f"评分标准：{self.rulebook.document}；版本 {self.rulebook.stamp}。",
            f"口径：{reading_text(self.rulebook.readings)}。",
            *([self.rulebook.note] if self.rulebook.note else []),
        )
        number, text = self.cell(align="center"), self.cell(font_size=11)
        for n, step in enumerate(steps, 1):
            sheet.write_number(n, 0, n, number)
            sheet.write_string(n, 1, step, text)
            sheet.set_row(n, 8 + 16 * _lines(step, 78))
        sheet.fit_to_pages(1, 0)
        self.protect(sheet)

    # ------------------------------------------------------------ 基本信息

    def _info(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 52)
        for column, heading in enumerate(layout.INFO_HEADINGS):
            sheet.write_string(0, column, heading, self.heading)
        info = dict(self.answers.info)
        info[layout.INFO_UNIT] = self.answers.unit
        info[layout.INFO_RULEBOOK] = self.rulebook.stamp
        info[layout.INFO_VERSION] = layout.TEMPLATE_VERSION
        hints = {
            layout.INFO_UNIT: "填写参评单位全称",
            layout.INFO_YEAR: "填写四位年份，如 2023",
            layout.INFO_PERSON: "填写姓名",
            layout.INFO_DATE: "如 2024-01-15",
        }
        for row, name in enumerate(layout.INFO_ROWS, 1):
            sheet.write_string(row, 0, name, self.cell(bold=True))
            sheet.set_row(row, 22)
            if name not in hints:
                sheet.write_string(row, 1, info.get(name, ""), self.cell(font_color=_GREY))
                continue
            form = self.cell(bg_color=_INPUT_FILL, locked=False, align="left")
            if name == layout.INFO_YEAR and self.answers.year is not None:
                sheet.write_number(row, 1, self.answers.year, form)
            elif info.get(name):
                sheet.write_string(row, 1, info[name], form)
            else:
                sheet.write_blank(row, 1, None, form)
            rule: dict[str, Any] = {
                "validate": "any",
                "input_title": name,
                "input_message": hints[name],
            }
            if name == layout.INFO_YEAR:
                rule |= {
                    "validate": "integer",
                    "criteria": "between",
                    "minimum": 1990,
                    "maximum": 2100,
                    "error_title": "评估年度",
                    "error_message": "请填写四位年份，如 2023。",
                }
            sheet.data_validation(row, 1, row, 1, rule)
        sheet.fit_to_pages(1, 0)
        self.protect(sheet)

    # ------------------------------------------------------------ 填报

    def _entry(self, sheet: Worksheet) -> None:
        for column, (heading, width) in enumerate(_ENTRY_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self.heading)
        sheet.set_row(0, 24)
        row, last = 1, len(_ENTRY_COLUMNS) - 1
        for nth, section in enumerate(self.rulebook.sections):
            name = f"（{NUMERALS[nth]}）{section.title}  {points(section.max)} 分"
            form = self.cell(font_name=_HEAD_FONT, font_size=11, bold=True, bg_color=_SECTION_FILL)
            sheet.merge_range(row, 0, row, last, name, form)
            sheet.set_row(row, 22)
            row += 1
            for item in section.items:
                for part in (*item.parts, *([item.gate] if item.gate else [])):
                    for field in part.fields:
                        self._entry_row(sheet, row, item, part, field)
                        row += 1
        column = _COLUMN[layout.COL_USED]
        bad = self.book.add_format({"bg_color": _LOST, "font_color": "#9C0006", "bold": True})
        sheet.conditional_format(
            1,
            column,
            row,
            column,
            {"type": "cell", "criteria": "==", "value": f'"{formulas.BAD}"', "format": bad},
        )
        sheet.freeze_panes(1, _COLUMN[layout.COL_VALUE])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        self.protect(sheet)

    def _entry_row(self, sheet: Worksheet, row: int, item: Item, part: Part, field: Field) -> None:
        hint = _hint(part, field)
        evidence = self.answers.evidence.get(field.key, "")
        remark = self.answers.remarks.get(field.key, "")
        sheet.write_string(row, 0, field.key, self.cell(font_color=_GREY, font_size=9))
        sheet.write_string(row, 1, item.id, self.cell(align="center"))
        sheet.write_string(row, 2, field.label, self.cell())
        sheet.write_string(row, _COLUMN[layout.COL_UNIT], field.unit, self.cell(align="center"))
        sheet.write_string(
            row, _COLUMN[layout.COL_HINT], hint, self.cell(font_color=_GREY, font_size=9)
        )
        self._value(sheet, row, field)
        self._pair(sheet, row, field)
        for heading, text in ((layout.COL_EVIDENCE, evidence), (layout.COL_REMARK, remark)):
            form = self.cell(bg_color=_INPUT_FILL, locked=False, font_size=9)
            if text:
                sheet.write_string(row, _COLUMN[heading], text, form)
            else:
                sheet.write_blank(row, _COLUMN[heading], None, form)
        self._validation(sheet, row, part, field, hint)
        at = [
            "$" + layout.column_name(_COLUMN[h]) + str(row + 1)
            for h in (layout.COL_VALUE, layout.COL_NUMERATOR, layout.COL_DENOMINATOR)
        ]
        column = _COLUMN[layout.COL_USED]
        answer = self.answers.values.get(field.key)
        shown: float | str = "" if answer is None else float(answer.number)
        form = self.cell(font_color=_GREY, align="right")
        sheet.write_formula(row, column, formulas.checked(field, part.max, *at), form, shown)
        self.refs[field.key] = f"{layout.SHEET_ENTRY}!${layout.column_name(column)}${row + 1}"
        widths = [(field.label, 36), (hint, 40), (evidence, 28), (remark, 26)]
        sheet.set_row(row, max(20.0, 5 + 13 * max(_lines(t, w) for t, w in widths)))

    def _value(self, sheet: Worksheet, row: int, field: Field) -> None:
        percent = field.type.name == "percent"
        form = self.cell(
            bg_color=_INPUT_FILL,
            locked=False,
            bold=True,
            align="center" if field.type.name == "yes_no" else "right",
            num_format="0.00%" if percent else "General",
        )
        column = _COLUMN[layout.COL_VALUE]
        answer = self.answers.values.get(field.key)
        if answer is None:
            sheet.write_blank(row, column, None, form)
        elif isinstance(answer.value, bool):
            sheet.write_string(row, column, "是" if answer.value else "否", form)
        else:
            typed = answer.value if answer.numerator is None else answer.reported
            if typed is None:
                sheet.write_blank(row, column, None, form)
            else:
                sheet.write_number(row, column, float(typed / 100 if percent else typed), form)

    def _pair(self, sheet: Worksheet, row: int, field: Field) -> None:
        answer = self.answers.values.get(field.key)
        for heading in (layout.COL_NUMERATOR, layout.COL_DENOMINATOR):
            column = _COLUMN[heading]
            if not field.is_rate:
                sheet.write_blank(row, column, None, self.cell(bg_color="#F2F2F2"))
                continue
            form = self.cell(bg_color=_INPUT_FILL, locked=False, align="right")
            given = None
            if answer is not None:
                given = answer.numerator if heading == layout.COL_NUMERATOR else answer.denominator
            if given is None:
                sheet.write_blank(row, column, None, form)
            else:
                sheet.write_number(row, column, float(given), form)
            name = field.numerator if heading == layout.COL_NUMERATOR else field.denominator
            sheet.data_validation(
                row,
                column,
                row,
                column,
                {
                    "validate": "decimal",
                    "criteria": ">=",
                    "value": 0,
                    "input_title": heading,
                    "input_message": name or f"{field.label}的{heading}",
                    "error_title": heading,
                    "error_message": "请填写不小于 0 的数。",
                },
            )

    def _validation(self, sheet: Worksheet, row: int, part: Part, field: Field, hint: str) -> None:
        rule: dict[str, Any] = {
            "input_title": field.key[:32],
            "input_message": hint[:255],
            "error_title": field.key[:32],
            "error_message": f"请按提示填写：{hint}"[:255],
        }
        kind = field.type.name
        if kind == "yes_no":
            rule |= {"validate": "list", "source": ["是", "否"]}
        elif kind == "count":
            sample = part.params.get("sample")
            rule |= {"validate": "integer", "criteria": ">=", "value": 0}
            if sample is not None:
                rule |= {"criteria": "between", "minimum": 0, "maximum": int(sample)}
        elif kind == "mark":
            rule |= {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": float(part.max),
            }
        elif kind == "percent":
            rule |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
        else:
            rule |= {"validate": "decimal", "criteria": ">=", "value": 0}
        column = _COLUMN[layout.COL_VALUE]
        sheet.data_validation(row, column, row, column, rule)

    # ------------------------------------------------------------ 计分明细

    def _detail(self, sheet: Worksheet) -> None:
        for column, (heading, width) in enumerate(_DETAIL_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self.heading)
        row, small = 1, self.cell(font_size=9)
        for item in self.rulebook.items:
            for part in item.parts:
                self.part_rows[part.id] = row
                sheet.write_string(row, 0, item.id, self.cell(align="center"))
                sheet.write_string(row, 1, part.id, self.cell(align="center"))
                sheet.write_string(row, 2, part.title, self.cell())
                sheet.write_number(row, 3, float(part.max), self.cell(align="center"))
                formula = formulas.part_score(part, item, self.refs, self.rulebook.readings)
                form = self.cell(align="center", bold=True)
                sheet.write_formula(row, 4, formula, form, self._part_shown(part))
                rule = self._criterion(part)
                sheet.write_string(row, 5, rule, small)
                words = formulas.part_words(part, item, self.refs, row + 1)
                sheet.write_formula(row, 6, words, small, self._words_shown(part, item, rule))
                # Room for the longest words the formula can come to, not for today's.
                told = max(
                    _lines(self._missing(part, item, {}), 50), _lines(f"失0.00分。{rule}", 50)
                )
                sheet.set_row(row, 6 + 13 * max(told, _lines(part.title, 30)))
                row += 1
        self._colours(sheet, 1, 4, row - 1, 4, "$D2")
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        self.protect(sheet)

    def _words_shown(self, part: Part, item: Item, rule: str) -> str:
        """The value stored with a part's words."""
        outcome = self.parts.get(part.id)
        if outcome is None or outcome.status == "pending":
            return self._missing(part, item, self.answers.values)
        return f"失{points(outcome.lost)}分。{rule}" if outcome.lost else ""

    @staticmethod
    def _missing(part: Part, item: Item, values: Mapping[str, Answer]) -> str:
        fields = (*part.fields, *(item.gate.fields if item.gate else ()))
        blank = (f.label for f in fields if f.key not in values)
        return formulas.MISSING + "".join(f"{label}；" for label in blank)

    def _part_shown(self, part: Part) -> float | str:
        """The value stored with a part's formula."""
        outcome = self.parts.get(part.id)
        if outcome is None or outcome.status == "pending":
            return formulas.PENDING
        if outcome.status in ("veto", "clear"):
            return formulas.VETO if outcome.status == "veto" else formulas.CLEAR
        return float(outcome.score)

    def _colours(
        self, sheet: Worksheet, top: int, left: int, bottom: int, right: int, most: str
    ) -> None:
        """Full, partial, lost and pending, told by colour besides the words."""
        here = f"{layout.column_name(left)}{top + 1}"
        tests = (
            (f'OR({here}="{formulas.BAD}",{here}="{formulas.VETO}")', _LOST, "#9C0006"),
            (f'{here}="{formulas.PENDING}"', _WAIT, "#595959"),
            (
                f'OR({here}="{formulas.CLEAR}",AND(ISNUMBER({here}),{here}={most}))',
                _GOOD,
                "#375623",
            ),
            (f"AND(ISNUMBER({here}),{here}=0)", _LOST, "#9C0006"),
            (f"AND(ISNUMBER({here}),{here}<{most})", _SOME, "#7F6000"),
        )
        for test, fill, ink in tests:
            form = self.book.add_format({"bg_color": fill, "font_color": ink})
            sheet.conditional_format(
                top,
                left,
                bottom,
                right,
                {"type": "formula", "criteria": f"={test}", "format": form, "stop_if_true": True},
            )

    # ------------------------------------------------------------ 评分表

    def _form(self, sheet: Worksheet) -> None:
        for column, width in enumerate(_FORM_WIDTHS):
            sheet.set_column(column, column, width)
        self.title(sheet, self.rulebook.title, 5)
        self._form_caption(sheet)
        head = self.cell(font_name=_HEAD_FONT, bold=True, align="center", bg_color=_SECTION_FILL)
        for column, heading in enumerate(layout.FORM_HEADINGS):
            sheet.write_string(2, column, heading, head)
        sheet.set_row(2, 24)
        row, subtotals = 3, []
        for nth, section in enumerate(self.rulebook.sections):
            first = row
            for item in section.items:
                self._form_item(sheet, row, item)
                row += 1
            self._colours(sheet, first, 5, row - 1, 5, f"$B{first + 1}")
            name = f"（{NUMERALS[nth]}）\n{section.title}\n{points(section.max)} 分"
            sheet.merge_range(first, 0, row, 0, name, self.cell(align="center", bold=True))
            total = f"=SUM(F{first + 1}:F{row})"
            bold = self.cell(bold=True, align="center", bg_color="#F2F2F2")
            sheet.write_number(row, 1, float(section.max), bold)
            sheet.merge_range(row, 2, row, 4, "小计", bold)
            earned = float(self.result.sections[nth].score) if self.result else 0
            sheet.write_formula(row, 5, total, bold, earned)
            sheet.set_row(row, 20)
            subtotals.append(f"F{row + 1}")
            row += 1
        self._form_total(sheet, row, subtotals)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 0)
        sheet.print_area(0, 0, row, 5)
        self.protect(sheet)

    def _form_caption(self, sheet: Worksheet) -> None:
        unit = self.answers.unit or "________________"
        year = f"{self.answers.year}" if self.answers.year else "________"
        sheet.merge_range(
            1,
            0,
            1,
            5,
            f"单位：{unit}    评估年度：{year}    评分标准：{self.rulebook.document}",
            self.style(align="center"),
        )

    def _form_item(self, sheet: Worksheet, row: int, item: Item) -> None:
        gates = [item.gate] if item.gate else []
        rule = f"{item.id}. " + "".join(self._criterion(p) for p in (*item.parts, *gates))
        state = self._form_state(item)
        first, last = (self.part_rows[p.id] + 1 for p in (item.parts[0], item.parts[-1]))
        cells = f"{layout.SHEET_DETAIL}!$E${first}:$E${last}"
        sheet.write_number(row, 1, float(item.max), self.cell(align="center"))
        sheet.write_string(row, 2, rule, self.cell())
        sheet.write_string(row, 3, item.method, self.cell(font_size=9))
        small = self.cell(font_size=9)
        if self.result:
            sheet.write_string(row, 4, state, small)
        else:
            verdict = (
                f'=IF(COUNTIF({cells},"{formulas.BAD}")>0,"填写有误，{formulas.BAD}",'
                f'IF(COUNTIF({cells},"{formulas.PENDING}")>0,'
                f'COUNTIF({cells},"{formulas.PENDING}")&"个评分点{formulas.PENDING}",'
                f'IF(COUNTIF({cells},"{formulas.VETO}")>0,"{formulas.VETO}",'
                f'IF(SUM({cells})>=B{row + 1},"达到满分要求",'
                f'"失"&ROUND(B{row + 1}-SUM({cells}),2)&"分，见{layout.SHEET_DETAIL}"))))'
            )
            sheet.write_formula(row, 4, verdict, small, f"{len(item.parts)}个评分点待填")
        form = self.cell(align="center", bold=True)
        shown = self._item_shown(item)
        sheet.write_formula(row, 5, formulas.item_score(cells, len(item.parts)), form, shown)
        widths = [(rule, 52), (item.method, 16), (state, 29)]
        sheet.set_row(row, max(30, 6 + _LINE * max(_lines(t, w) for t, w in widths)))

    def _form_state(self, item: Item) -> str:
        outcomes = [self.parts[p.id] for p in item.parts if p.id in self.parts]
        told = [p.reason for p in outcomes if p.reason]
        if told:
            return "；".join(dict.fromkeys(told))
        return "达到满分要求" if item.max else STATUS_TEXT["clear"]

    def _item_shown(self, item: Item) -> float | str:
        shown = [self._part_shown(part) for part in item.parts]
        texts = {s for s in shown if isinstance(s, str)}
        if formulas.VETO in texts or texts == {formulas.CLEAR}:
            return formulas.VETO if formulas.VETO in texts else formulas.CLEAR
        numbers = [s for s in shown if isinstance(s, float)]
        return sum(numbers) if numbers else formulas.PENDING

    def _form_total(self, sheet: Worksheet, row: int, subtotals: list[str]) -> None:
        bold = self.cell(font_name=_HEAD_FONT, bold=True, align="center", font_size=12)
        scores = f"{layout.SHEET_DETAIL}!$E$2:$E${1 + len(self.part_rows)}"
        vetoed = f'COUNTIF({scores},"{formulas.VETO}")>0'
        total = "+".join(subtotals)
        if self.rulebook.readings["veto"] == "zero":
            total = f"IF({vetoed},0,{total})"
        banner = (
            f'=IF({vetoed},"{_VETO_BANNER}",'
            f'IF(COUNTIF({scores},"{formulas.BAD}")>0,"有填写错误，请先更正",'
            f'IF(COUNTIF({scores},"{formulas.PENDING}")>0,'
            f'COUNTIF({scores},"{formulas.PENDING}")&"个评分点待填","全部填齐")))'
        )
        result = self.result
        told = f"{len(self.part_rows)}个评分点待填"
        if result:
            waiting = len(result.pending_parts())
            told = (
                _VETO_BANNER
                if result.vetoed
                else (f"{waiting}个评分点待填" if waiting else "全部填齐")
            )
        sheet.write_string(row, 0, "合计", bold)
        sheet.write_number(row, 1, float(self.rulebook.total), bold)
        sheet.merge_range(row, 2, row, 4, "", bold)
        sheet.write_formula(row, 2, banner, bold, told)
        sheet.write_formula(row, 5, f"={total}", bold, float(result.total) if result else 0)
        sheet.set_row(row, 28)
        red = self.book.add_format({"bg_color": "#C00000", "font_color": "white"})
        sheet.conditional_format(
            row, 0, row, 5, {"type": "formula", "criteria": f"={vetoed}", "format": red}
        )

    # ------------------------------------------------------------ 失分清单

    def _lost(self, sheet: Worksheet, result: Result) -> None:
        columns = (
            ("序号", 6),
            ("条目", 6),
            ("评分点", 8),
            ("内容", 22),
            ("失分", 8),
            ("得分/满分", 10),
            ("原因", 46),
            ("整改建议", 40),
            ("责任单位", 20),
            ("填报位置", 14),
        )
        last = len(columns) - 1
        self.title(sheet, "失分清单（按失分多少排列）", last)
        for column, (heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, heading, self.heading)
        row = 2
        veto = [p for p in result.parts() if p.status == "veto"]
        for part in (*veto, *result.lost_parts(), *result.pending_parts()):
            item = self.rulebook.item_of(part.id)
            pending = part.status == "pending"
            place = "、".join(
                dict.fromkeys(self.answers.cells[k] for k in part.fields if k in self.answers.cells)
            )
            fill = {"bg_color": _WAIT} if pending else {}
            if part.status == "veto":
                fill = {"bg_color": "#C00000", "font_color": "white"}
            middle, text = self.cell(align="center", **fill), self.cell(**fill)
            sheet.write_number(row, 0, row - 1, middle)
            sheet.write_string(row, 1, item.id, middle)
            sheet.write_string(row, 2, part.id, middle)
            sheet.write_string(row, 3, part.title, text)
            if pending or part.status == "veto":
                sheet.write_string(row, 4, STATUS_TEXT[part.status], middle)
            else:
                sheet.write_number(row, 4, float(points(part.lost)), middle)
            sheet.write_string(row, 5, f"{points(part.score)}/{points(part.max)}", middle)
            for column, words in enumerate((part.reason, part.remedy, item.responsible, place)):
                sheet.write_string(row, 6 + column, words, text)
            widths = [(part.reason, 46), (part.remedy, 40), (place, 14), (part.title, 22)]
            sheet.set_row(row, 6 + 14 * max(_lines(t, w) for t, w in widths))
            row += 1
        if row == 2:
            sheet.merge_range(2, 0, 2, last, "没有失分，也没有待填项。", self.cell(align="center"))
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)

    # ------------------------------------------------------------ 评分汇总

    def _summary(self, sheet: Worksheet, result: Result) -> None:
        for column, width in enumerate((24, 12, 12, 12, 12)):
            sheet.set_column(column, column, width)
        self.title(sheet, f"{result.unit or '（未填单位名称）'} 评分汇总", 4)
        row = 1
        if result.vetoed:
            red = self.style(
                font_name=_HEAD_FONT,
                font_size=14,
                bold=True,
                align="center",
                bg_color="#C00000",
                font_color="white",
            )
            reason = next(p.reason for p in result.parts() if p.status == "veto")
            sheet.merge_range(row, 0, row, 4, f"一票否决：{reason}，不具备参评资格", red)
            sheet.set_row(row, 30)
            row += 1
        moved = "、".join(result.range.items)
        span = f"{points(result.range.low)}～{points(result.range.high)} 分"
        if result.vetoed:
            span += "（一票否决计零时为 0）"
        facts = (
            ("评估年度", str(result.year or "（未填）")),
            ("总分", f"{points(result.total)} / {points(result.max_total)} 分"),
            (
                "填报状态",
                "已填齐"
                if result.complete
                else f"{len(result.pending_parts())} 个评分点待填，填齐后最高可达 {points(result.attainable)} 分",
            ),
            ("各种口径下的总分", span + (f"（第 {moved} 项随口径变动）" if moved else "")),
            ("评分标准", f"{self.rulebook.document}，{self.rulebook.stamp}"),
            ("口径", reading_text(result.readings)),
        )
        for name, text in facts:
            sheet.write_string(row, 0, name, self.cell(bold=True))
            big = {"font_size": 14, "bold": True} if name == "总分" else {}
            sheet.merge_range(row, 1, row, 4, text, self.cell(**big))
            sheet.set_row(row, 8 + 16 * _lines(text, 44))
            row += 1
        for notice in self.answers.notices:
            sheet.merge_range(row, 0, row, 4, f"提示：{notice}", self.style(font_color="#7F6000"))
            sheet.set_row(row, 6 + 14 * _lines(notice, 66))
            row += 1
        row += 1
        for column, heading in enumerate(("部分", "满分", "得分", "失分", "得分率")):
            sheet.write_string(row, column, heading, self.heading)
        first = row + 1
        middle = self.cell(align="center")
        for nth, section in enumerate(result.sections):
            row += 1
            sheet.write_string(row, 0, f"（{NUMERALS[nth]}）{section.title}", self.cell())
            waiting = sum(
                (
                    p.max
                    for i in result.items
                    if i.section == section.id
                    for p in i.parts
                    if p.status == "pending"
                ),
                Fraction(0),
            )
            lost = section.max - section.score - waiting
            for column, value in ((1, section.max), (2, section.score), (3, lost)):
                sheet.write_number(row, column, float(points(value)), middle)
            rate = float(section.score / section.max) if section.max else 0.0
            sheet.write_number(row, 4, rate, self.cell(align="center", num_format="0.0%"))
            sheet.set_row(row, 20)
        chart = self.book.add_chart({"type": "bar"})
        name = layout.SHEET_SUMMARY
        chart.add_series(
            {
                "name": "得分率",
                "categories": [name, first, 0, row, 0],
                "values": [name, first, 4, row, 4],
                "fill": {"color": "#2E75B6"},
                "data_labels": {"value": True, "num_format": "0%"},
                "gap": 60,
            }
        )
        chart.set_title({"name": "各部分得分率", "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis(
            {"min": 0, "max": 1, "visible": False, "major_gridlines": {"visible": False}}
        )
        chart.set_size({"width": 520, "height": 300})
        sheet.insert_chart(
            row + 2,
            0,
            chart,
            {"description": "各部分得分率条形图，数值见上表", "x_offset": 4},
        )
        sheet.fit_to_pages(1, 1)


def _hint(part: Part, field: Field) -> str:
    """What to type, made from the field's type and its pair's names."""
    kind = field.type.name
    if kind == "yes_no":
        return "选“是”或“否”"
    if kind == "count":
        sample = part.params.get("sample")
        if sample is not None:
            return f"填 0～{plain(sample)} 的整数"
        return "填整数，没有的填 0"
    if kind == "mark":
        return f"评估组填 0～{plain(part.max)} 分，最多两位小数"
    if field.role == "average":
        return "填上级公布的平均数，备注写明来源"
    pair = ""
    if field.numerator:
        pair = f"；或填分子（{field.numerator}）和分母（{field.denominator}）"
    return ("填百分数，如 97.5%" if kind == "percent" else f"只填数字，单位 {field.unit}") + pair
