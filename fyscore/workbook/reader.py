"""Filled-in workbook → :class:`Answers`, or every problem at once.

Sheets are found by name, columns by heading, rows by key, so reordering and
inserting do no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from fyscore.answers import Answer, Answers
from fyscore.entry import EntryError, Typed, clean, parse_number, parse_yes_no, quotient, shown
from fyscore.problem import Problem, ProblemsError
from fyscore.rulebook.model import FIELD_TYPES, Field, Rulebook
from fyscore.rulebooks import load_rulebook
from fyscore.scoring import conflicts
from fyscore.workbook import layout
from fyscore.workbook.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    UNCALCULATED,
    Cell,
    Sheet,
    Workbook,
    filled,
    open_workbook,
)

_YEAR = re.compile(r"(\d{4})(?:\.0)?\s*(?:年度?)?")
_YEARS = range(1990, 2101)
_EPOCH = date(1899, 12, 30)


def read_workbook(file: str | Path, rulebook: Rulebook | None = None) -> Answers:
    """Read a filled-in workbook against ``rulebook`` (the built-in one by default).

    Raises ProblemsError carrying every problem with its sheet and cell.  The
    file is only read.
    """
    rulebook = rulebook or load_rulebook()
    with open_workbook(file) as workbook:
        return _Reading(workbook, rulebook, str(file)).answers()


class _Reading:
    """One pass over one workbook, collecting problems as it goes."""

    def __init__(self, workbook: Workbook, rulebook: Rulebook, file: str) -> None:
        self.workbook = workbook
        self.rulebook = rulebook
        self.file = file
        self.problems: list[Problem] = []
        self.notices: list[str] = []

    def answers(self) -> Answers:
        info_sheet = self._find_sheet(layout.SHEET_INFO)
        entry_sheet = self._find_sheet(layout.SHEET_ENTRY)
        info = self._info(info_sheet) if info_sheet else {}
        year = self._year(info.get(layout.INFO_YEAR)) if info_sheet else None
        entries = _Entries(self, entry_sheet) if entry_sheet else None
        if entries:
            entries.read()
        self._note_leftovers(info)
        answers = Answers(
            values=entries.values if entries else {},
            unit=info[layout.INFO_UNIT][0] if layout.INFO_UNIT in info else "",
            year=year,
            file=self.file,
            info={name: text for name, (text, _) in info.items()},
            evidence=entries.evidence if entries else {},
            remarks=entries.remarks if entries else {},
            cells=entries.places if entries else {},
            evidence_cells=entries.evidence_places if entries else {},
            notices=tuple(self.notices),
        )
        self.problems += conflicts(answers, self.rulebook)
        if self.problems:
            raise ProblemsError(self.file, self.problems)
        return answers

    def add(
        self,
        code: str,
        found: str,
        expected: str,
        mend: str,
        sheet: str = "",
        cell: str = "",
        key: str = "",
    ) -> None:
        self.problems.append(
            Problem(
                code=code,
                found=found,
                expected=expected,
                mend=mend,
                sheet=sheet,
                cell=cell,
                key=key,
            )
        )

    def _find_sheet(self, name: str) -> Sheet | None:
        names = self.workbook.sheet_names
        hits = [given for given in names if clean(given) == name]
        if len(hits) == 1:
            return self.workbook.sheet(hits[0])
        if hits:
            found = f"名为“{name}”的工作表有 {len(hits)} 个"
            self.add("sheet_repeated", found, "一个", "请删去或改名多余的工作表。", name)
        else:
            listed = "、".join(names[:8]) or "没有工作表"
            near = _nearest(name, [given for given in names if given not in layout.OWN_SHEETS])
            hint = (
                f"是否就是“{near}”？请改回原名。"
                if near
                else "请用 fyscore template 生成的模板填报。"
            )
            found = f"缺少工作表“{name}”（现有：{listed}）"
            self.add("sheet_missing", found, f"名为“{name}”的工作表", hint, name)
        return None

    def header(self, sheet: Sheet, headings: tuple[str, ...]) -> tuple[int, dict[str, int]] | None:
        """Row and columns of the headings; None, with problems, where they cannot be used."""
        rows: dict[int, list[tuple[str, int]]] = {}
        for cell in filled(sheet):
            if isinstance(cell.value, str):
                rows.setdefault(cell.row, []).append((clean(cell.value), cell.column))
        best = max(
            rows,
            key=lambda row: (len({t for t, _ in rows[row]} & set(headings)), -row),
            default=None,
        )
        texts = rows[best] if best is not None else []
        if best is None or not {text for text, _ in texts} & set(headings):
            self.add(
                "heading_missing",
                "找不到标题行",
                "含有“" + "”“".join(headings) + "”的一行",
                "请用 fyscore template 生成的模板填报，不要改动标题行。",
                sheet.name,
            )
            return None
        columns: dict[str, int] = {}
        usable = True
        for heading in headings:
            hits = [column for text, column in texts if text == heading]
            if len(hits) == 1:
                columns[heading] = hits[0]
                continue
            usable = False
            if hits:
                place = layout.cell_name(best, hits[1])
                found = f"标题“{heading}”出现 {len(hits)} 次"
                self.add("heading_repeated", found, "一次", "请删去多余的一列。", sheet.name, place)
            else:
                near = _nearest(heading, [t for t, _ in texts if t not in headings])
                hint = f"是否就是“{near}”？" if near else ""
                self.add(
                    "heading_missing",
                    f"第 {best + 1} 行缺少标题“{heading}”",
                    f"名为“{heading}”的一列",
                    f"{hint}请恢复这一列的标题。",
                    sheet.name,
                    layout.cell_name(best, 0),
                )
        return (best, columns) if usable else None

    def _info(self, sheet: Sheet) -> dict[str, tuple[str, Cell | None]]:
        """Row label → text and cell of its content."""
        header = self.header(sheet, layout.INFO_HEADINGS)
        if header is None:
            return {}
        top, columns = header
        name_column, text_column = (columns[h] for h in layout.INFO_HEADINGS)
        info: dict[str, tuple[str, Cell | None]] = {}
        for cell in filled(sheet):
            if cell.row <= top or cell.column != name_column or not isinstance(cell.value, str):
                continue
            name = clean(cell.value)
            if name not in layout.INFO_ROWS:
                continue
            if name in info:
                place = layout.cell_name(cell.row, cell.column)
                found = f"“{name}”出现多次"
                self.add("row_repeated", found, "一次", "请删去多余的一行。", sheet.name, place)
                continue
            content = sheet.cells.get((cell.row, text_column))
            info[name] = (self.text(sheet, content), content)
        for name in layout.INFO_ROWS:
            if name not in info:
                found = f"缺少“{name}”一行"
                mend = "请照模板补上这一行。"
                self.add("row_missing", found, f"项目为“{name}”的一行", mend, sheet.name)
        return info

    def text(self, sheet: Sheet, cell: Cell | None) -> str:
        """A cell as the text a person sees in it."""
        if cell is None:
            return ""
        if cell.kind == UNCALCULATED:
            place = layout.cell_name(cell.row, cell.column)
            self.notices.append(f"{sheet.name}!{place} 的公式尚未计算，按空白处理")
            return ""
        if cell.kind == BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        if cell.kind == DATE:
            return _date_text(str(cell.value))
        if isinstance(cell.value, Decimal):
            return format(cell.value, "f")
        return str(cell.value).strip()

    def _year(self, entry: tuple[str, Cell | None] | None) -> int | None:
        if entry is None or not entry[0]:
            return None
        text, cell = entry
        match = _YEAR.fullmatch(clean(text))
        if match and int(match.group(1)) in _YEARS:
            return int(match.group(1))
        place = layout.cell_name(cell.row, cell.column) if cell else ""
        mend = "请只填四位年份。"
        self.add(
            "year", f"评估年度填的是{shown(text)}", "年份，如 2023", mend, layout.SHEET_INFO, place
        )
        return None

    def _note_leftovers(self, info: Mapping[str, tuple[str, Cell | None]]) -> None:
        stamp, cell = info.get(layout.INFO_RULEBOOK, ("", None))
        lacking = [problem for problem in self.problems if problem.code == "key_missing"]
        if cell and lacking and stamp.split(" ")[0] != self.rulebook.id:
            # Another standard's form: its own rows are not a hundred faults but one.
            self.problems = [problem for problem in self.problems if problem not in lacking]
            self.add(
                "rulebook_mismatch",
                f"这份工作簿是评分标准 {stamp} 的填报表，缺少本标准的 {len(lacking)} 个字段",
                f"按 {self.rulebook.stamp} 填报的工作簿",
                "请用 --rulebook 指定它自己的评分标准，或用本标准的模板重新填报。",
                layout.SHEET_INFO,
                layout.cell_name(cell.row, cell.column),
            )
        elif stamp and stamp != self.rulebook.stamp:
            self.notices.append(
                f"模板按评分标准 {stamp} 制作，现按 {self.rulebook.stamp} 评分，两者不同"
            )
        extra = [n for n in self.workbook.sheet_names if clean(n) not in layout.OWN_SHEETS]
        if extra:
            self.notices.append(f"自行添加的工作表不带入评分工作簿：{'、'.join(extra)}")


class _Entries:
    """The rows of the 填报 sheet."""

    def __init__(self, reading: _Reading, sheet: Sheet) -> None:
        self.reading = reading
        self.sheet = sheet
        self.values: dict[str, Answer] = {}
        self.evidence: dict[str, str] = {}
        self.remarks: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.evidence_places: dict[str, str] = {}

    def read(self) -> None:
        header = self.reading.header(self.sheet, layout.ENTRY_HEADINGS)
        if header is None:
            return
        top, self.columns = header
        covered = self._covered()
        fields = self.reading.rulebook.fields
        for key, row in self._rows(top).items():
            field = fields[key]
            self.places[key] = f"{self.sheet.name}!{self._place(row, layout.COL_VALUE)}"
            for heading, texts in (
                (layout.COL_EVIDENCE, self.evidence),
                (layout.COL_REMARK, self.remarks),
            ):
                text = self.reading.text(self.sheet, self._cell(row, heading))
                if text:
                    texts[key] = text
            if key in self.evidence:
                place = self._place(row, layout.COL_EVIDENCE)
                self.evidence_places[key] = f"{self.sheet.name}!{place}"
            if self._merged(field, row, covered):
                continue
            answer = self._answer(field, row)
            if answer is not None:
                self.values[key] = answer

    def _cell(self, row: int, heading: str) -> Cell | None:
        return self.sheet.cells.get((row, self.columns[heading]))

    def _place(self, row: int, heading: str) -> str:
        return layout.cell_name(row, self.columns[heading])

    def _rows(self, top: int) -> dict[str, int]:
        """Key → row, in the order of the standard."""
        fields = self.reading.rulebook.fields
        column = self.columns[layout.COL_KEY]
        found: dict[str, int] = {}
        strangers: list[str] = []
        for cell in filled(self.sheet):
            if cell.row <= top or cell.column != column or not isinstance(cell.value, str):
                continue
            key = clean(cell.value)
            if key not in fields:
                strangers.append(key)
            elif key in found:
                self.reading.add(
                    "key_repeated",
                    f"字段编号 {key} 重复，第 {found[key] + 1} 行已经有了",
                    "每个编号只出现一次",
                    "请删去多余的一行。",
                    self.sheet.name,
                    layout.cell_name(cell.row, column),
                    key,
                )
            else:
                found[key] = cell.row
        for key in fields:
            if key in found:
                continue
            near = _nearest(key, strangers)
            hint = f"是否写成了“{near}”？" if near else ""
            self.reading.add(
                "key_missing",
                f"缺少字段编号 {key}（{fields[key].label}）",
                "模板中的每一行",
                f"{hint}请照模板恢复这一行。",
                self.sheet.name,
                key=key,
            )
        return {key: found[key] for key in fields if key in found}

    def _covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Cells hidden under a merge → the cell that shows for them, in input columns."""
        columns = {
            self.columns[h]
            for h in (layout.COL_VALUE, layout.COL_NUMERATOR, layout.COL_DENOMINATOR)
        }
        covered: dict[tuple[int, int], tuple[int, int]] = {}
        for first, left, last, right in self.sheet.merged:
            touched = [c for c in columns if left <= c <= right]
            # A merge over thousands of rows is layout, not data: keys bound what matters.
            for row in range(first, min(last, first + 2000) + 1) if touched else ():
                for column in touched:
                    if (row, column) != (first, left):
                        covered[row, column] = (first, left)
        return covered

    def _merged(
        self, field: Field, row: int, covered: Mapping[tuple[int, int], tuple[int, int]]
    ) -> bool:
        headings: Iterable[str] = (layout.COL_VALUE,)
        if field.is_rate:
            headings = (layout.COL_VALUE, layout.COL_NUMERATOR, layout.COL_DENOMINATOR)
        for heading in headings:
            at = (row, self.columns[heading])
            if at in covered:
                place = layout.cell_name(*at)
                self.reading.add(
                    "merged_cell",
                    f"填报单元格与 {layout.cell_name(*covered[at])} 合并了，看不出各行填的是什么",
                    "没有合并的单元格",
                    "请取消合并，逐行填写。",
                    self.sheet.name,
                    place,
                    field.key,
                )
                return True
        return False

    def _answer(self, field: Field, row: int) -> Answer | None:
        """The row's answer; None where it is blank or, with a problem added, unusable."""
        if field.type.name == "yes_no":
            cell = self._usable(field, row, layout.COL_VALUE)
            self._refuse_pair(field, row)
            if cell is None:
                return None
            return self._try(field, row, lambda: Answer(parse_yes_no(field, cell.value)))
        before = len(self.reading.problems)
        value = self._number(field, row, layout.COL_VALUE, field)
        if not field.is_rate:
            self._refuse_pair(field, row)
            return None if value is None else Answer(value.value)
        numerator = self._number(field, row, layout.COL_NUMERATOR, _case_field(field))
        denominator = self._number(field, row, layout.COL_DENOMINATOR, _case_field(field))
        if len(self.reading.problems) > before:
            return None
        if numerator is None and denominator is None:
            return None if value is None else Answer(value.value)
        if numerator is None or denominator is None:
            lone = layout.COL_NUMERATOR if numerator is None else layout.COL_DENOMINATOR
            self.reading.add(
                "pair_incomplete",
                f"只填了分子、分母中的一个，“{lone}”是空的",
                "分子、分母同时填写，或都不填",
                f"请补上“{lone}”，或清空另一格。",
                self.sheet.name,
                self._place(row, lone),
                field.key,
            )
            return None
        top, bottom = numerator.value, denominator.value
        return self._try(field, row, lambda: quotient(field, top, bottom, value))

    def _refuse_pair(self, field: Field, row: int) -> None:
        for heading in (layout.COL_NUMERATOR, layout.COL_DENOMINATOR):
            cell = self._cell(row, heading)
            if cell is not None and not _blank(cell) and not isinstance(cell.value, str):
                self.reading.add(
                    "pair_not_used",
                    f"“{heading}”填了{shown(cell.value)}，而“{field.label}”不是率",
                    "空白",
                    "请清空这一格，把数填在“填报值”。",
                    self.sheet.name,
                    self._place(row, heading),
                    field.key,
                )

    def _usable(self, field: Field, row: int, heading: str) -> Cell | None:
        """The cell if it holds something a value can be read from; else None, saying why."""
        cell = self._cell(row, heading)
        if cell is None or _blank(cell):
            return None
        place = self._place(row, heading)
        expected = f"“{field.label}”的值"
        if cell.kind == ERROR:
            found, code = f"单元格是错误值 {cell.value}", "error_value"
            mend = "请改正公式，或直接填写数值。"
        elif cell.kind == UNCALCULATED:
            found, code = "公式还没有计算出结果", "formula_not_calculated"
            mend = "请用 Excel 或 WPS 打开，重新计算（F9）并保存，或直接填写数值。"
        elif cell.kind == DATE:
            found, code = f"单元格是日期 {_date_text(str(cell.value))}", "date_found"
            mend = "请把单元格格式改回“常规”或“百分比”，再填写。"
        else:
            return cell
        self.reading.add(code, found, expected, mend, self.sheet.name, place, field.key)
        return None

    def _number(self, field: Field, row: int, heading: str, parse_as: Field) -> Typed | None:
        cell = self._usable(field, row, heading)
        if cell is None:
            return None
        try:
            return parse_number(parse_as, cell.value, cell.percent)
        except EntryError as error:
            self._report(field, row, heading, error)
            return None

    def _try(self, field: Field, row: int, make: object) -> Answer | None:
        try:
            return make()  # type: ignore[operator, no-any-return]
        except EntryError as error:
            self._report(field, row, layout.COL_VALUE, error)
            return None

    def _report(self, field: Field, row: int, heading: str, error: EntryError) -> None:
        self.reading.add(
            error.code,
            error.found,
            error.expected,
            error.mend,
            self.sheet.name,
            self._place(row, heading),
            field.key,
        )


def _case_field(field: Field) -> Field:
    """Numerators and denominators are plain numbers counted in cases."""
    return Field(
        key=field.key,
        type=FIELD_TYPES["decimal"],
        unit=field.case_unit,
        scale=0,
        label=field.label,
    )


def _blank(cell: Cell) -> bool:
    return isinstance(cell.value, str) and cell.kind != UNCALCULATED and not clean(cell.value)


def _date_text(stored: str) -> str:
    """A date cell's content as ISO date; what is no serial number is left as it stands."""
    try:
        days = int(Fraction(stored))
        return (_EPOCH + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return stored[:10]


def _nearest(name: str, candidates: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, candidates, n=1, cutoff=0.6)
    return near[0] if near else ""
