"""A gallery of filled-in workbooks, good and bad: what is read, and what is said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from fractions import Fraction as F
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook import Workbook

import fyscore
from fyscore.problems import Problem, ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.xlsx.shown import day_shown
from tests.form import ENTRY, GOOD, Form

Edit = Callable[[Form, Workbook], None]


def problems_of(path: Path) -> list[Problem]:
    """All that keeps a workbook from being scored, as every command tells it."""
    with pytest.raises(ProblemsError) as caught:
        fyscore.score_file(path, fyscore.load_rulebook())
    assert all(p.message and p.expected and p.fix for p in caught.value.problems)
    assert caught.value.file == str(path)
    return list(caught.value.problems)


def write(tmp_path: Path, edit: Edit) -> Path:
    """A form without the sheets that only show what comes of it, edited."""
    fresh = Form(template=_bare())
    edit(fresh, fresh.book)
    path = tmp_path / "a.xlsx"
    fresh.book.save(path)
    return path


@cache
def _bare() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    for name in book.sheetnames:
        if name not in (ENTRY, "基本信息"):
            del book[name]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# ---------------------------------------------------------------- good


def test_rows_columns_sheets_and_notes_may_be_moved_about(tmp_path: Path) -> None:
    def edit(form: Form, book: Workbook) -> None:
        form.type_in("14.registered", 7)
        form.type_in("25.rate", "1843/1900")
        form.type_in("27.rate", "91.5%")
        form.cell("14.registered", "佐证材料").value = "备案花名册.pdf"
        old = book[ENTRY]
        rows = [list(row) for row in old.iter_rows(min_row=form.top) if row[0].value]
        new = book.create_sheet("新")
        for r, row in enumerate([rows[0], *reversed(rows[1:])], 5):
            for c, cell in enumerate(reversed(row), 3):
                copy = new.cell(r, c, cell.value)
                copy.number_format = cell.number_format
        new["A1"] = "本表由某某填写"
        book.remove(old)
        new.title = f" {ENTRY} "
        book.create_sheet("计算草稿")["A1"] = "=1/0"

    answers = fyscore.read_workbook(write(tmp_path, edit))
    assert {key: a.value for key, a in answers.values.items()} == {
        "14.registered": 7,
        "25.rate": 97,
        "27.rate": F("91.5"),
    }
    assert {k: e.evidence for k, e in answers.entries.items() if e.evidence} == {
        "14.registered": "备案花名册.pdf"
    }
    assert any("计算草稿" in notice for notice in answers.notices)


def test_blank_cells_are_pending_not_errors(tmp_path: Path) -> None:
    def edit(form: Form, book: Workbook) -> None:
        form.cell("14.registered").value = "  \u200b"
        form.cell("7.joint").value = ""

    assert fyscore.read_workbook(write(tmp_path, edit)).values == {}


@pytest.mark.parametrize("year", [2023, "2023", "2023年", "２０２３年度", 2023.0])
def test_years(tmp_path: Path, year: object) -> None:
    def edit(form: Form, book: Workbook) -> None:
        book["基本信息"]["B3"] = year
        book["基本信息"]["B5"] = date(2024, 1, 15)

    answers = fyscore.read_workbook(write(tmp_path, edit))
    assert answers.year == 2023
    assert answers.info["填报日期"] == "2024-01-15"


def test_a_vast_sheet_of_styled_blanks_is_read_and_a_far_corner_does_no_harm(
    tmp_path: Path,
) -> None:
    def edit(form: Form, book: Workbook) -> None:
        form.type_in("14.registered", 8)
        for row in range(200, 3000):
            book[ENTRY].cell(row, 4).number_format = "0.00%"
        book[ENTRY]["XFD1048576"] = "远处"

    assert fyscore.read_workbook(write(tmp_path, edit)).values["14.registered"].value == 8


def test_strict_ooxml_is_read(form: Form, tmp_path: Path) -> None:
    source = form.save(tmp_path / "a.xlsx", {"14.registered": 8, "25.rate": "98%"})
    strict = tmp_path / "strict.xlsx"
    swaps = [
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ]
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for loose, tight in swaps:
                content = content.replace(loose, tight)
            new.writestr(name, content)
    answers = fyscore.read_workbook(strict)
    assert (answers.values["14.registered"].value, answers.values["25.rate"].value) == (8, 98)


def test_a_calculated_formula_counts_as_its_result(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _with_formula(path, value=7)
    assert fyscore.read_workbook(path).values["14.registered"].value == 7


def _with_formula(path: Path, value: object) -> None:
    """A form whose 14.registered is a formula stored with ``value``."""
    form = Form()
    book = xlsxwriter.Workbook(str(path))
    for sheet in form.book.worksheets:
        out = book.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and not str(cell.value).startswith("="):
                    out.write(cell.row - 1, cell.column - 1, cell.value)
        if sheet.title == ENTRY:
            at = form.cell("14.registered")
            out.write_formula(at.row - 1, at.column - 1, "=3+4", None, value)
    book.close()


# ---------------------------------------------------------------- bad cells


def _set(key: str, value: object, heading: str = "填报值", number_format: str = "") -> Edit:
    def edit(form: Form, book: Workbook) -> None:
        cell = form.cell(key, heading)
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return edit


def _all(*edits: Edit) -> Edit:
    def edit(form: Form, book: Workbook) -> None:
        for one in edits:
            one(form, book)

    return edit


#: A fault of one cell each, and its code; all that is said of them is kept in tests/golden.
BAD_CELLS: list[tuple[Edit, str]] = [
    (_set("14.registered", "七家"), "number_expected"),
    (_set("14.registered", True), "number_expected"),
    (_set("14.registered", date(2023, 5, 1)), "date_found"),
    (_set("14.registered", "#DIV/0!"), "error_value"),
    (_set("14.registered", "=COUNTA(A1:A9)"), "formula_not_calculated"),
    (_set("7.joint", "基本实现"), "yes_no_expected"),
    (_set("25.rate", 97.5), "percent_ambiguous"),
    (_set("25.rate", 0.975, number_format="General"), "percent_ambiguous"),
    (_set("25.rate", 0.975, number_format='0.00"%"'), "percent_ambiguous"),
    (_set("25.rate", "103%"), "percent_over_100"),
    (_set("24.rate", 0.006, number_format="0.0%"), "wrong_unit"),
    (_set("25.rate", 1900, "分母"), "pair_incomplete"),
    (
        _all(_set("25.rate", 9, "分子"), _set("25.rate", 8, "分母")),
        "numerator_over_denominator",
    ),
    (
        _all(_set("25.rate", 9, "分子"), _set("25.rate", 0, "分母")),
        "denominator_zero",
    ),
    (
        _all(_set("25.rate", 0.98), _set("25.rate", 9, "分子"), _set("25.rate", 10, "分母")),
        "value_and_quotient_disagree",
    ),
    (_set("14.registered", 7, "分子"), "pair_not_used"),
    (_set("14.registered", 7, "自评"), "own_not_used"),
    (_set("14.registered", "2023-01-05"), "date_found"),
    (_set("16.accidents", "无"), "number_expected"),
    (_set("14.registered", 13_812_345_678), "too_many"),
    (_set("14.registered", "1234567890123456"), "number_expected"),
    (_set("5a.mark", 2.5), "mark_over_maximum"),
    (_all(_set("5a.complete", "是"), _set("5a.mark", 1)), "contradiction"),
    (_set("18.failing", 4), "contradiction"),
]


def test_a_date_is_told_as_its_day() -> None:
    assert day_shown("45047") == "2023-05-01"
    assert day_shown("2023-05-01T10:00:00") == "2023-05-01"  # as strict OOXML may store it
    assert day_shown("1e99") == "1e99"


def test_a_placeholder_a_library_stored_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _with_formula(path, value=0)
    assert [p.code for p in problems_of(path)] == ["formula_not_calculated"]


def test_merged_input_cells_are_a_problem(tmp_path: Path) -> None:
    def edit(form: Form, book: Workbook) -> None:
        top = form.cell("13.training_plan")
        top.value = "是"
        book[ENTRY].merge_cells(f"{top.coordinate}:{top.offset(1).coordinate}")

    (problem,) = problems_of(write(tmp_path, edit))
    assert (problem.code, problem.key) == ("merged_cell", "13.subsidy")


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    edit = _all(_set("14.registered", "七"), _set("7.joint", "?"), _set("25.rate", "百分之九十"))
    assert len(problems_of(write(tmp_path, edit))) == 3


# ---------------------------------------------------------------- bad structure


def _rename(old: str, new: str) -> Edit:
    def edit(form: Form, book: Workbook) -> None:
        book[old].title = new

    return edit


def _heading(old: str, new: str | None) -> Edit:
    def edit(form: Form, book: Workbook) -> None:
        book[ENTRY].cell(form.top, form.columns[old]).value = new

    return edit


def _key(old: str, new: str | None) -> Edit:
    def edit(form: Form, book: Workbook) -> None:
        form.cell(old, "字段编号").value = new

    return edit


def _info(row: int, label: str | None) -> Edit:
    def edit(form: Form, book: Workbook) -> None:
        book["基本信息"].cell(row, 1).value = label

    return edit


def _year(form: Form, book: Workbook) -> None:
    book["基本信息"]["B3"] = "去年"


#: The same of sheets, headings, keys and labels.
BAD_STRUCTURES: list[tuple[Edit, str]] = [
    (_rename(ENTRY, "填报表"), "sheet_missing"),
    (_rename("基本信息", "Sheet1"), "sheet_missing"),
    (_heading("填报值", "填报数值"), "heading_missing"),
    (_heading("填写提示", "填报值"), "heading_repeated"),
    (_key("14.registered", None), "key_missing"),
    (_key("14.registered", "14.regisered"), "key_missing"),
    (_key("13.subsidy", "14.registered"), "key_repeated"),
    (_info(2, None), "row_missing"),
    (_info(3, "单位名称"), "row_repeated"),
    (_year, "year"),
]


def test_another_rulebook_in_the_template_is_noticed(form: Form, tmp_path: Path) -> None:
    def edit(form: Form, book: Workbook) -> None:
        book["基本信息"]["B6"] = "liunan-2023-25 (000000000000)"

    assert any("000000000000" in n for n in fyscore.read_workbook(write(tmp_path, edit)).notices)


def test_openpyxl_reads_the_same_values(form: Form, tmp_path: Path, rulebook: Rulebook) -> None:
    from fyscore.forms.second_opinion import by_openpyxl

    path = form.save(tmp_path / "a.xlsx", {"14.registered": 8, "25.rate": "98%", "7.joint": "是"})
    answers = fyscore.read_workbook(path)
    assert list(by_openpyxl(path, answers, rulebook)) == []
    book = openpyxl.load_workbook(path)
    book[ENTRY][answers.entry("14.registered").cell.split("!")[1]] = 7
    book.save(path)
    (problem,) = by_openpyxl(path, answers, rulebook)
    assert (problem.code, problem.key) == ("readers_disagree", "14.registered")


def test_a_form_of_an_earlier_text_that_scores_the_same_is_not_remarked_on(
    form: Form, rulebook: Rulebook, tmp_path: Path
) -> None:
    path = form.save(tmp_path / "a.xlsx", {"14.registered": 7})
    book = openpyxl.load_workbook(path)
    for digest, remarked in ((rulebook.earlier[0], False), ("0123456789ab", True)):
        book["基本信息"]["B6"] = f"{rulebook.id} ({digest})"
        book.save(path)
        notices = fyscore.read_workbook(path, rulebook).notices
        assert any("两者不同" in notice for notice in notices) is remarked
