"""The workbooks fyscore writes, opened as a person's program would open them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction as F
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from fyscore.answers import Answer, Answers, Entry
from fyscore.display import display_width
from fyscore.files.fingerprint import marked
from fyscore.forms.pipeline import score_file
from fyscore.forms.writer import scored_bytes, template_bytes
from fyscore.rules.field_types import MARK
from fyscore.rules.model import Rulebook
from fyscore.scoring.score import score
from fyscore.tables import headings
from tests.command import EXAMPLES
from tests.form import Official, places

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def template() -> Workbook:
    from fyscore.rules.load import load_rulebook

    return openpyxl.load_workbook(io.BytesIO(template_bytes(load_rulebook())))


def column(book: Workbook, heading: str) -> int:
    return places(book[headings.SHEET_ENTRY])[1][heading]


def rows(book: Workbook) -> dict[str, int]:
    return places(book[headings.SHEET_ENTRY])[2]


def test_the_committed_template_is_what_the_command_writes(rulebook: Rulebook) -> None:
    committed = (ROOT / "templates/indicator_template.xlsx").read_bytes()
    assert marked(template_bytes(rulebook), ".xlsx") == committed


def test_every_field_has_its_row_in_order(template: Workbook, rulebook: Rulebook) -> None:
    assert list(rows(template)) == list(rulebook.fields)


def test_only_inputs_are_unlocked_and_there_is_no_password(
    template: Workbook, rulebook: Rulebook
) -> None:
    sheet = template[headings.SHEET_ENTRY]
    inputs = {column(template, h) for h in ("填报值", "佐证材料", "备注")}
    pairs = {column(template, h) for h in ("分子", "分母")}
    own = column(template, "自评")
    for key, row in rows(template).items():
        for cell in sheet[row]:
            field = rulebook.fields[key]
            is_input = (
                cell.column in inputs
                or (cell.column in pairs and field.is_rate)
                or (cell.column == own and field.type is MARK)
            )
            assert cell.protection.locked is not is_input, (key, cell.coordinate)
    for each in template.worksheets:
        assert each.protection.sheet
        assert not each.protection.password


def test_inputs_carry_validation_hint_and_format(template: Workbook, rulebook: Rulebook) -> None:
    sheet = template[headings.SHEET_ENTRY]
    value = column(template, "填报值")
    rules = {}
    for rule in sheet.data_validations.dataValidation:
        for at in rule.sqref.ranges:
            for line in range(at.min_row, at.max_row + 1):
                for col in range(at.min_col, at.max_col + 1):
                    rules[line, col] = rule
    kinds = {"yes_no": "list", "count": "whole"}
    for key, row in rows(template).items():
        field, rule = rulebook.fields[key], rules[row, value]
        assert rule.type == kinds.get(field.type.name, "decimal")
        assert rule.prompt
        percent = sheet.cell(row, value).number_format.endswith("%")
        assert percent is (field.type.name == "percent")


def test_frozen_headings_and_a4(template: Workbook) -> None:
    assert template[headings.SHEET_ENTRY].freeze_panes == "C3"
    for sheet in template.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    form = template[headings.SHEET_FORM]
    assert [c.value for c in form[3] if c.value] == [
        *("项目", "分值", "评选标准及评分细则", "评估方法", "评估情况", "得分"),
    ]


def test_unit_and_year_may_be_filled_in_beforehand(rulebook: Rulebook) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(rulebook, "某区", 2023)))
    assert [book[headings.SHEET_INFO][at].value for at in ("B2", "B3")] == ["某区", 2023]
    assert book[headings.SHEET_INFO]["B6"].value == rulebook.stamp


def _scored(rulebook: Rulebook, **more: str) -> Workbook:
    checked = Answer(F(9605, 100), F(3842), F(4000))
    entries = {
        "14.registered": Entry(Answer(F(6)), evidence="=HYPERLINK(1)"),
        "25.rate": Entry(checked, remark="-1+1\n@第二行", cell="填报!D62"),
        "16.accidents": Entry(Answer(F(1))),
    }
    answers = Answers(entries, unit="=cmd()", year=2023)
    return openpyxl.load_workbook(
        io.BytesIO(scored_bytes(rulebook, answers, score(answers, rulebook))), data_only=True
    )


def test_the_scored_workbook_stores_values_with_its_formulas(rulebook: Rulebook) -> None:
    official = Official(_scored(rulebook))
    assert official.total == 0
    assert official.scores["14"] == 0
    assert official.scores["16"] == "一票否决"
    assert official.scores["1"] == "待填"
    assert "一票否决" in official.banner


def test_lost_points_are_listed_with_place_and_fix(rulebook: Rulebook) -> None:
    listed = [
        [c.value for c in r] for r in _scored(rulebook)[headings.SHEET_LOST].iter_rows(min_row=3)
    ]
    assert listed[0][3] == "一票否决"
    assert [r[1] for r in listed[1:3]] == ["第14项", "第25项"]
    assert listed[1][3] == 4
    assert "再增加38对" in listed[2][6]
    assert listed[2][8] == "填报!D62"
    assert all(r[3] == "待填" for r in listed[3:])


def test_what_a_person_typed_stays_text(rulebook: Rulebook) -> None:
    book = _scored(rulebook)
    sheet = book[headings.SHEET_ENTRY]
    line = rows(book)
    evidence = sheet.cell(line["14.registered"], column(book, "佐证材料"))
    remark = sheet.cell(line["25.rate"], column(book, "备注"))
    assert (evidence.value, evidence.data_type) == ("=HYPERLINK(1)", "s")
    assert (remark.value, remark.data_type) == ("-1+1\n@第二行", "s")
    assert book[headings.SHEET_INFO]["B2"].data_type == "s"


#: What no line of Chinese begins with, and what none ends with.
CLOSING, OPENING = "，。；：、！？）》”’%‰", "（《“‘"


def _laid_out(book: Workbook) -> Iterator[tuple[str, str, float, float]]:
    """Each text of ours on the sheets that are printed: place, text, width, height."""
    for name in (
        headings.SHEET_HELP,
        headings.SHEET_FORM,
        headings.SHEET_LOST,
        headings.SHEET_SUMMARY,
    ):
        if name not in book.sheetnames:
            continue
        sheet = book[name]
        spans = {m.start_cell.coordinate: m for m in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell.value, str) or cell.data_type == "f":
                    continue
                span = spans.get(cell.coordinate)
                last_column = span.max_col if span else cell.column
                last_row = span.max_row if span else cell.row
                width = sum(
                    sheet.column_dimensions[get_column_letter(n)].width
                    for n in range(cell.column, last_column + 1)
                )
                height = sum(
                    sheet.row_dimensions[n].height or 15 for n in range(cell.row, last_row + 1)
                )
                yield f"{name}!{cell.coordinate}", cell.value, width, height


def _books(rulebook: Rulebook) -> Iterator[Workbook]:
    yield openpyxl.load_workbook(io.BytesIO(template_bytes(rulebook)))
    for example in sorted(EXAMPLES.glob("*.xlsx")):
        scored = score_file(example, rulebook)
        content = scored_bytes(rulebook, scored.answers, scored.result)
        yield openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def test_lines_break_as_chinese_is_set_and_no_cell_is_cut_off(rulebook: Rulebook) -> None:
    seen = 0
    for book in _books(rulebook):
        for place, text, width, height in _laid_out(book):
            lines = text.split("\n")
            seen += len(lines)
            for line, following in pairwise([*lines, ""]):
                assert not line.startswith(tuple(CLOSING)), (place, text)
                assert not line.endswith(tuple(OPENING)), (place, text)
                parted = line[-1:].isdigit() and following[:1] in "家次起人户处条项分个对"
                assert not (parted and following), (place, text)
                assert len(lines) == 1 or display_width(line) <= width + 2, (place, line)
            needed = sum(-(-max(display_width(line), 1) // int(width + 3)) for line in lines)
            assert needed * 12 <= height + 1, (place, text, height)
    assert seen > 800
