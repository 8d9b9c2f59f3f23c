"""What is the same in every workbook of one rulebook under one set of readings.

Rows, references, texts, formulas and heights are worked out once; the modules
of ``sheets/`` write from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from fyscore.display import wrapped_lines
from fyscore.forms import formulas, layout
from fyscore.forms.formulas import DetailCells, EntryCells
from fyscore.forms.layout import DETAIL, ENTRY, FORM
from fyscore.numbers import points, section_number
from fyscore.rules.field import Field
from fyscore.rules.model import Item, Rulebook, Section
from fyscore.rules.part import Part
from fyscore.rules.readings import reading_text

#: Most texts are the rulebook's, the same in every workbook of a batch.
lines = lru_cache(maxsize=4096)(wrapped_lines)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field's row of 填报."""

    row: int
    item: Item
    part: Part
    field: Field
    hint: str
    formula: str
    #: Lines its own texts need; what is filled in may need more.
    lines: int


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section's heading row of 填报."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class DetailRow:
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


@dataclass(frozen=True, slots=True)
class FormRow:
    """One item's row of 评分表."""

    row: int
    item: Item
    rule: str
    score: str
    state: str
    lines: int


@dataclass(frozen=True, slots=True)
class FormSection:
    """One section of 评分表: its items' rows, then its subtotal."""

    section: Section
    title: str
    rows: tuple[FormRow, ...]
    subtotal_row: int
    subtotal: str


@dataclass(frozen=True, slots=True)
class FormTotal:
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
    def entry(self) -> tuple[FieldRow | SectionRow, ...]:
        """The rows of 填报 below its heading."""
        rows: list[FieldRow | SectionRow] = []
        for nth, section in enumerate(self.rulebook.sections):
            title = f"{section_number(nth)}{section.title}  {points(section.max)} 分"
            rows.append(SectionRow(1 + len(rows), title))
            for item in section.items:
                for part in item.all_parts:
                    for field in part.fields:
                        rows.append(_field_row(1 + len(rows), item, part, field))
        return tuple(rows)

    @cached_property
    def field_rows(self) -> tuple[FieldRow, ...]:
        return tuple(row for row in self.entry if isinstance(row, FieldRow))

    @cached_property
    def refs(self) -> Mapping[str, str]:
        """Field key → absolute reference of its checked value, with sheet."""
        return {
            each.field.key: f"{layout.SHEET_ENTRY}!{ENTRY.absolute(layout.COL_USED, each.row)}"
            for each in self.field_rows
        }

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
        needed = max(lines(missing, 50), lines(f"失0.00分。{rule}", 50))
        most, score, words = (
            f"{DETAIL.letter(heading)}{row + 1}"
            for heading in (layout.COL_MAX, layout.COL_SCORE, layout.COL_RULE)
        )
        return DetailRow(
            row=row,
            item=item,
            part=part,
            rule=rule,
            score=formulas.part_score(part, item, refs, readings),
            words=formulas.part_words(part, item, refs, DetailCells(most, score, words)),
            all_missing=missing,
            height=6 + 13 * max(needed, lines(part.title, 30)),
        )

    def _scores(self, first: int, last: int) -> str:
        """The scores of 计分明细 in those rows, counted from 0."""
        top, bottom = (DETAIL.absolute(layout.COL_SCORE, row) for row in (first, last))
        return f"{layout.SHEET_DETAIL}!{top}:{bottom}"

    @property
    def all_scores(self) -> str:
        return self._scores(1, len(self.detail))

    @cached_property
    def form(self) -> tuple[FormSection, ...]:
        """The sections of 评分表."""
        places = {each.part.id: each.row for each in self.detail}
        made: list[FormSection] = []
        row = 3
        for nth, section in enumerate(self.rulebook.sections):
            rows = tuple(
                self._form_row(row + n, item, places) for n, item in enumerate(section.items)
            )
            end = row + len(rows)
            column = FORM.letter(layout.FORM_SCORE)
            made.append(
                FormSection(
                    section,
                    f"{section_number(nth)}\n{section.title}\n{points(section.max)} 分",
                    rows,
                    end,
                    f"=SUM({column}{row + 1}:{column}{end})",
                )
            )
            row = end + 1
        return tuple(made)

    def _form_row(self, row: int, item: Item, places: Mapping[str, int]) -> FormRow:
        readings = self.rulebook.readings
        rule = f"{item.id}. " + "".join(p.criterion(readings) for p in item.all_parts)
        cells = self._scores(places[item.parts[0].id], places[item.parts[-1].id])
        most = f"{FORM.letter(layout.FORM_MAX)}{row + 1}"
        return FormRow(
            row=row,
            item=item,
            rule=rule,
            score=formulas.item_score(cells, len(item.parts)),
            state=formulas.item_state(cells, most, layout.SHEET_DETAIL),
            lines=max(lines(rule, 52), lines(item.method, 16)),
        )

    @cached_property
    def form_total(self) -> FormTotal:
        column = FORM.letter(layout.FORM_SCORE)
        subtotals = [f"{column}{each.subtotal_row + 1}" for each in self.form]
        zeroed = self.rulebook.readings["veto"] == "zero"
        return FormTotal(
            row=self.form[-1].subtotal_row + 1,
            total=formulas.form_total(subtotals, self.all_scores, zeroed),
            state=formulas.form_state(self.all_scores),
            vetoed=formulas.vetoed(self.all_scores),
        )

    @cached_property
    def instructions(self) -> tuple[str, ...]:
        """The lines of 填报说明."""
        book = self.rulebook
        announced = (part.shape.announcement(part, book.readings) for part in book.parts)
        return (
            "先在“基本信息”填单位名称和评估年度，再到“填报”逐行填写浅黄色单元格；其他单元格已锁定（无密码）。",
            "是否题从下拉列表选“是”或“否”。个数填整数，没有发生的填 0，不要留空。",
            "率可以填“填报值”，也可以填“分子”“分母”，或都填；都填时须一致，评分以分子÷分母为准。",
            "百分数连百分号填写，如 97.5%。‰、/10万、/万 的率只填数字，单位已写在旁边。",
            "酌情评分由评估组填写，最多两位小数；前一格已填“是”或已达到家数的，评分留空。",
            "暂时没有数据的留空：该处显示“待填”，不按错误处理，也不计分。",
            "“采用值”和“评分表”随填随算：显示“需更正”的，说明填写内容不可能或互相矛盾。",
            "佐证材料写文件名称或文号；数据来源、口径和说明写在备注。",
            *filter(None, announced),
            f"评分标准：{book.document}；版本 {book.stamp}。",
            f"口径：{reading_text(book.readings)}。",
            *filter(None, [book.note]),
        )


def _field_row(row: int, item: Item, part: Part, field: Field) -> FieldRow:
    cells = EntryCells(
        *(
            ENTRY.cell(heading, row)
            for heading in (layout.COL_VALUE, layout.COL_NUMERATOR, layout.COL_DENOMINATOR)
        )
    )
    hint = field.type.hint(field, part.limits)
    return FieldRow(
        row=row,
        item=item,
        part=part,
        field=field,
        hint=hint,
        formula=formulas.checked(field, part, cells),
        lines=max(lines(field.label, 36), lines(hint, 40)),
    )


def missing_text(part: Part, item: Item, filled: Mapping[str, object] | None = None) -> str:
    """What is still to be filled in before the part can be scored."""
    fields = (*part.fields, *item.gate_fields)
    blank = (f.label for f in fields if not filled or f.key not in filled)
    return formulas.MISSING + "".join(f"{label}；" for label in blank)


@lru_cache(maxsize=8)
def plan_of(rulebook: Rulebook) -> Plan:
    """The plan of a rulebook under its readings, made once in a process."""
    return Plan(rulebook)
