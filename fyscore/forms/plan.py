"""What is the same in every workbook of one rulebook under one set of readings.

Rows, references, texts, formulas and heights are worked out once; the modules
of ``sheets/`` write from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from fyscore.display import wrapped_lines, wrapped_text
from fyscore.forms import formulas, layout
from fyscore.forms.formulas import DetailCells
from fyscore.forms.intake import IntakeRow, intake_rows
from fyscore.forms.layout import DETAIL, FORM, INTAKE
from fyscore.numbers import points, section_number
from fyscore.rules.field import Field
from fyscore.rules.model import Item, Rulebook, Section
from fyscore.rules.part import Part
from fyscore.rules.readings import reading_text
from fyscore.tables import headings


class FieldRow(NamedTuple):
    """One field's row of 填报."""

    row: int
    item: Item
    part: Part
    field: Field
    hint: str
    #: The hint as it stands beside the field, in lines.
    told: str
    used: str
    state: str
    #: Lines its own texts need; what is filled in may need more.
    lines: int


class ItemRow(NamedTuple):
    """An item's line of 填报, above its fields."""

    row: int
    item: Item
    title: str
    rule: str
    score: str
    lacks: str
    lines: int


class SectionRow(NamedTuple):
    """A section's heading row of 填报."""

    row: int
    text: str


class DetailRow(NamedTuple):
    """One part's row of 计分明细."""

    row: int
    item: Item
    part: Part
    rule: str
    score: str
    words: str
    #: What its words are while everything is still to be filled in.
    all_missing: str
    height: float


class FormRow(NamedTuple):
    """One item's row of 评分表."""

    row: int
    item: Item
    rule: str
    score: str
    state: str
    lines: int


class FormSection(NamedTuple):
    """One section of 评分表."""

    section: Section
    title: str
    rows: tuple[FormRow, ...]


class FormTotal(NamedTuple):
    """The last row of 评分表."""

    row: int
    total: str
    state: str
    vetoed: str


class Plan:
    """Everything a rulebook decides of its workbooks."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    @cached_property
    def entry(self) -> tuple[FieldRow | ItemRow | SectionRow, ...]:
        """The rows of 填报 below its headings."""
        rows: list[FieldRow | ItemRow | SectionRow] = []
        taken = 1

        def row() -> int:
            return 1 + layout.ENTRY_TOP + len(rows)

        for section in self.rulebook.sections:
            title = f"{section_number(section.nth)}{section.title}（{points(section.most)}分）"
            rows.append(SectionRow(row(), title))
            for item in section.items:
                rows.append(self._item_row(row(), item, taken))
                for part in item.all_parts:
                    for field in part.fields:
                        rows.append(_field_row(row(), item, part, field, taken))
                        taken += 1
        return tuple(rows)

    def _item_row(self, row: int, item: Item, first: int) -> ItemRow:
        """An item's line; its fields begin in row ``first`` of 取数."""
        title = f"第{item.id}项 {item.title}"
        title += f"（{points(item.max)}分）" if item.max else ""
        rule = "".join(part.criterion(self.rulebook.readings) for part in item.all_parts)
        rule = wrapped_text(rule, 37)
        states = self._intake(headings.COL_STATE, first, first + len(item.fields) - 1)
        placed = next(r.row for s in self.form for r in s.rows if r.item is item)
        score = f"{headings.SHEET_FORM}!{FORM.absolute(layout.FORM_SCORE, placed)}"
        needed = max(
            wrapped_lines(title, 30), wrapped_lines(rule, 37), wrapped_lines(item.method, 16)
        )
        made = formulas.item_line(score, points(item.max), states)
        return ItemRow(
            row, item, title, rule, *made, max(needed, wrapped_lines(item.responsible, 15))
        )

    @cached_property
    def field_rows(self) -> tuple[FieldRow, ...]:
        return tuple(row for row in self.entry if isinstance(row, FieldRow))

    @staticmethod
    def _intake(heading: str, first: int, last: int | None = None) -> str:
        """A cell of 取数, or several below one another, seen from another sheet."""
        found = INTAKE.absolute(heading, first)
        if last is not None:
            found = INTAKE.range(heading, first, last)
        return f"{headings.SHEET_INTAKE}!{found}"

    @cached_property
    def refs(self) -> Mapping[str, str]:
        """Field key → absolute reference of its checked value, with sheet."""
        return {
            key: self._intake(headings.COL_USED, row)
            for row, key in enumerate(self.rulebook.fields, 1)
        }

    @cached_property
    def intake(self) -> tuple[IntakeRow, ...]:
        """The rows of 取数 below its headings."""
        return tuple(intake_rows(self.rulebook, self.refs))

    @property
    def all_states(self) -> str:
        return self._intake(headings.COL_STATE, 1, len(self.rulebook.fields))

    @cached_property
    def progress(self) -> str:
        """The line at the top of 填报."""
        total = f"{headings.SHEET_FORM}!{FORM.absolute(layout.FORM_SCORE, self.form_total.row)}"
        if self.rulebook.is_capped:
            attainable = f"{total}+{self._sum(with_pending=True)}-{self._sum()}"
        else:
            attainable = f"{total}+{self._waiting(1, len(self.detail))}"
        return formulas.progress(total, attainable, self.all_states, self.all_scores)

    @property
    def _is_zeroed(self) -> bool:
        return self.rulebook.readings["veto"] == "zero"

    @cached_property
    def detail(self) -> tuple[DetailRow, ...]:
        """The rows of 计分明细 below its heading."""
        pairs = [(item, part) for item in self.rulebook.items for part in item.parts]
        return tuple(self._detail_row(row, *pair) for row, pair in enumerate(pairs, 1))

    def _detail_row(self, row: int, item: Item, part: Part) -> DetailRow:
        readings, refs = self.rulebook.readings, self.refs
        rule = part.criterion(readings)
        missing = missing_text(part, item)
        # Room for the longest words the formula can come to, not for today's.
        needed = max(wrapped_lines(missing, 50), wrapped_lines(f"失0.00分。{rule}", 50))
        most, score, words = (
            f"{DETAIL.letter(heading)}{row + 1}"
            for heading in (headings.COL_MAX, headings.COL_SCORE, headings.COL_RULE)
        )
        return DetailRow(
            row=row,
            item=item,
            part=part,
            rule=rule,
            score=formulas.part_score(part, item, refs, readings),
            words=formulas.part_words(part, item, refs, DetailCells(most, score, words)),
            all_missing=missing,
            height=6 + 13 * max(needed, wrapped_lines(part.title, 30)),
        )

    def _scores(self, first: int, last: int) -> str:
        """The scores of 计分明细 in those rows, counted from 0."""
        return f"{headings.SHEET_DETAIL}!{DETAIL.range(headings.COL_SCORE, first, last)}"

    @property
    def all_scores(self) -> str:
        return self._scores(1, len(self.detail))

    @cached_property
    def form(self) -> tuple[FormSection, ...]:
        """The sections of 评分表."""
        places = {each.part.id: each.row for each in self.detail}
        made: list[FormSection] = []
        row = 3
        for section in self.rulebook.sections:
            rows = tuple(
                self._form_row(row + n, item, places) for n, item in enumerate(section.items)
            )
            title = f"{section_number(section.nth)}\n{wrapped_text(section.title, 8)}"
            made.append(FormSection(section, title, rows))
            row += len(rows)
        return tuple(made)

    def _form_row(self, row: int, item: Item, places: Mapping[str, int]) -> FormRow:
        readings = self.rulebook.readings
        rule = wrapped_text(f"{item.id}." + "".join(item.criteria(readings)), 50)
        cells = self._scores(places[item.parts[0].id], places[item.parts[-1].id])
        return FormRow(
            row=row,
            item=item,
            rule=rule,
            score=formulas.item_score(cells, item),
            state=formulas.item_state(cells, item, headings.SHEET_DETAIL),
            lines=max(wrapped_lines(rule, 50), wrapped_lines(item.method, 16)),
        )

    @cached_property
    def form_total(self) -> FormTotal:
        return FormTotal(
            row=self.form[-1].rows[-1].row + 1,
            total=formulas.form_total(self._sum(), self.all_scores, self._is_zeroed),
            state=formulas.form_state(self.all_scores),
            vetoed=formulas.vetoed(self.all_scores),
        )

    def _sum(self, *, with_pending: bool = False) -> str:
        """The items' points added up as the standard does, maybe as if the pending were full."""
        book = self.rulebook
        if not book.is_capped:
            return f"SUM({_scores_of([row for section in self.form for row in section.rows])})"
        places = {each.part.id: each.row for each in self.detail}
        sums = []
        for section in self.form:
            summed = f"SUM({headings.SHEET_FORM}!{_scores_of(section.rows)})"
            if with_pending:
                parts = [part for row in section.rows for part in row.item.parts]
                summed += f"+{self._waiting(places[parts[0].id], places[parts[-1].id])}"
            cap = section.section.cap
            sums.append((summed, "" if cap is None else points(cap)))
        return formulas.added_up(sums, "" if book.cap is None else points(book.cap))

    def _waiting(self, first: int, last: int) -> str:
        """The points of the parts of 计分明细 in those rows that are pending."""
        most = f"{headings.SHEET_DETAIL}!{DETAIL.range(headings.COL_MAX, first, last)}"
        return formulas.waiting(self._scores(first, last), most)

    @cached_property
    def instructions(self) -> tuple[str, ...]:
        """The lines of 填报说明."""
        book = self.rulebook
        announced = (part.shape.announcement(part, book.readings) for part in book.parts)
        return (
            "先在“基本信息”填单位名称和评估年度，再到“填报”逐行填写有颜色的单元格；其他单元格已锁定（无密码）。",
            "浅黄色由单位填写，浅蓝色由评估组填写；“填写方”一列可以筛选。最上面一行随时显示得分和还差几处。",
            "是否题从下拉列表选“是”或“否”。个数填整数，没有发生的填0，不要留空。",
            "率可以填“填报值”，也可以填“分子”“分母”，或都填；都填时须一致，评分以分子÷分母为准。",
            "百分数连百分号填写，如97.5%。‰、/10万、/万 的率只填数字，单位已写在旁边。",
            "酌情评分：单位的自评分填在“自评”，评估组的填在“填报值”，最多两位小数；评估组未评的，先按自评分计。"
            "前一行已填“是”或已达到家数的，显示“不需填”，留空即可。",
            "暂时没有数据的留空：显示“待填”，不按错误处理，也不计分。变红的单元格须更正，原因看“状态”。",
            "可以排序、插行、剪切粘贴，得分不受影响；不要改动“字段编号”。",
            "佐证材料写文件名称或文号；数据来源、口径和说明写在备注。",
            *filter(None, announced),
            f"评分标准：{book.document}；版本 {book.stamp}。",
            f"口径：{reading_text(book.readings, names=False)}。",
            *filter(None, [book.note]),
        )


def _field_row(row: int, item: Item, part: Part, field: Field, intake: int) -> FieldRow:
    hint = field.type.hint(field, part.limits)
    told = wrapped_text(hint, 37)
    used, state = (
        f"{headings.SHEET_INTAKE}!{INTAKE.absolute(heading, intake)}"
        for heading in (headings.COL_USED, headings.COL_STATE)
    )
    return FieldRow(
        row=row,
        item=item,
        part=part,
        field=field,
        hint=hint,
        told=told,
        used=formulas.shown(field, used),
        state=f"={state}",
        lines=max(wrapped_lines(field.label, 30), wrapped_lines(told, 37)),
    )


def _scores_of(rows: Sequence[FormRow]) -> str:
    """The score cells of rows that follow each other."""
    return FORM.range(layout.FORM_SCORE, rows[0].row, rows[-1].row)


def missing_text(part: Part, item: Item, filled: Mapping[str, object] | None = None) -> str:
    """What is still to be filled in before the part can be scored."""
    fields = (*part.fields, *item.gate_fields)
    blank = (f.label for f in fields if not filled or f.key not in filled)
    return formulas.MISSING + "".join(f"{label}；" for label in blank)


@lru_cache(maxsize=64)  # a form in parts has a plan for each
def plan_of(rulebook: Rulebook) -> Plan:
    """The plan of a rulebook under its readings, made once in a process."""
    return Plan(rulebook)
