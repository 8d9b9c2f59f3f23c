"""Forms as other programs write them: read as they show, or a problem at the cell, never a guess."""

from __future__ import annotations

import re
from fractions import Fraction as F
from pathlib import Path

import pytest

import fyscore
from fyscore.problems import Problem
from tests.form import Form
from tests.forms.test_reader import problems_of
from tests.parts import (
    ENTRY_PART,
    MAIN,
    STYLES_PART,
    WORKBOOK_PART,
    change,
    members,
    packed,
    with_cell,
)

pytestmark = pytest.mark.slow


KEY, RATE = "14.registered", "25.rate"


@pytest.fixture
def filled(form: Form, tmp_path: Path) -> Path:
    answers: dict[str, object] = {KEY: 8, RATE: "98%", "7.joint": "是"}
    return form.save(tmp_path / "a.xlsx", answers, "某区", 2023)


def value(path: Path, key: str = KEY) -> object:
    answer = fyscore.read_workbook(path).values.get(key)
    return None if answer is None else answer.value


def only_problem(path: Path, key: str = KEY) -> Problem:
    (problem,) = problems_of(path)
    assert (problem.sheet, problem.key) == ("填报", key)
    assert problem.cell
    return problem


@pytest.mark.parametrize(
    ("xml", "code", "said"),
    [
        ('<c r="{at}" s="{style}"><v>1_0</v></c>', "cell_unreadable", "数值“1_0”"),
        ('<c r="{at}" s="{style}"><v>１２</v></c>', "cell_unreadable", "数值"),
        ('<c r="{at}" s="{style}" t="n"><v>七家</v></c>', "cell_unreadable", "七家"),
        ('<c r="{at}" s="{style}"><v>NaN</v></c>', "cell_unreadable", "NaN"),
        ('<c r="{at}" s="{style}"><v>1e999</v></c>', "cell_unreadable", "1e999"),
        ('<c r="{at}" t="b"><v>TRUE</v></c>', "cell_unreadable", "逻辑值“TRUE”"),
        ('<c r="{at}" t="b"><v>2</v></c>', "cell_unreadable", "逻辑值“2”"),
        ('<c r="{at}" t="s"><v>99999</v></c>', "cell_unreadable", "文字编号"),
        ('<c r="{at}" t="e"/>', "error_value", "没有内容"),
        ('<c r="{at}" t="inlineStr"><v>7</v></c>', "readers_disagree", "7 与 空白"),
        ('<c r="{at}" t="e"><v>#N/A</v></c>', "error_value", "#N/A"),
        ('<c r="{at}" t="d"><v>1e99999999</v></c>', "date_found", "1e99999999"),
        ('<c r="{at}" t="inlineStr"><is><t>8²</t></is></c>', "number_expected", "8²"),
        ('<c r="{at}" t="inlineStr"><is><t>1①</t></is></c>', "number_expected", "1①"),
        ('<c r="{at}" t="inlineStr"><is><t>½</t></is></c>', "number_expected", "½"),
        (
            '<c r="{at}" t="inlineStr"><is><r><t>8</t></r><r><rPr><vertAlign val="superscript"/>'
            "</rPr><t>1</t></r></is></c>",
            "marked_text",
            "“81”",
        ),
        (
            '<c r="{at}" t="inlineStr"><is><r><rPr><strike/></rPr><t>3</t></r><r><t>1</t></r></is></c>',
            "marked_text",
            "“31”",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    form: Form, filled: Path, xml: str, code: str, said: str
) -> None:
    problem = only_problem(with_cell(form, filled, KEY, xml))
    assert problem.code == code
    assert said in problem.found


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="{at}" s="{style}" t="str"><is><t>7</t></is></c>',
        '<c r="{at}" s="{style}" t="inlineStr"><is><t>７家</t></is></c>',
        '<c r="{at}" s="{style}" t="inlineStr"><is><r><rPr><strike val="0"/></rPr><t>7</t></r></is></c>',
        '<c r="{at}" s="{style}" t="inlineStr"><is><t>7</t><rPh sb="0" eb="1"><t>9</t></rPh></is></c>',
        '<c r="{at}" s="{style}"><v> 7 </v></c>',
        '<c r="{at}" s="{style}"><v>+7.0E+0</v></c>',
    ],
)
def test_unusual_but_legal_forms_are_read(form: Form, filled: Path, xml: str) -> None:
    assert value(with_cell(form, filled, KEY, xml)) == 7


# ---------------------------------------------------------------- number formats


def with_format(path: Path, code: str, value: str, key: str, form: Form) -> Path:
    """One cell with a number format of its own."""
    escaped = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    count = 0

    def add(text: str) -> str:
        nonlocal count
        count = int(re.search(r'<cellXfs count="(\d+)"', text)[1])  # type: ignore[index]
        made = f'<numFmts><numFmt numFmtId="399" formatCode="{escaped}"/></numFmts>'
        text = re.sub(r"<numFmts[^>]*/>|<numFmts.*?</numFmts>", lambda _: made, text, count=1)
        return re.sub(r"</cellXfs>", '<xf numFmtId="399" fontId="0"/></cellXfs>', text)

    change(path, STYLES_PART, add)
    return with_cell(form, path, key, f'<c r="{{at}}" s="{count}"><v>{value}</v></c>')


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ('[=0]"";0.00%', "0.98", 98),
        ('0.00%;[Red]-0.00%;"无"', "0.98", 98),
        ("[<=1]0.00%;0.00", "0.98", 98),
        ('0.00"%"', "97.5", F("97.5")),
        (r"0.00\%", "97.5", F("97.5")),
        ('0.00";%"', "97.5", F("97.5")),
        ("[>1]0.00;0.00%", "97.5", F("97.5")),
    ],
)
def test_percentages_are_told_by_the_section_that_shows_them(
    form: Form, filled: Path, code: str, stored: str, shown: F
) -> None:
    assert value(with_format(filled, code, stored, RATE, form), RATE) == shown


@pytest.mark.parametrize(
    "code", ["0人/年", "Standard", "0.0 m", "General", "0;-0;;@", '0"年"', "#,##0_);[Red](#,##0)"]
)
def test_a_format_that_names_a_unit_is_no_date(form: Form, filled: Path, code: str) -> None:
    assert value(with_format(filled, code, "7", KEY, form)) == 7


@pytest.mark.parametrize(
    "code", ["yyyy年m月d日", "yyyymmdd", "h:mm AM/PM", "[h]:mm:ss", "mm:ss.0", "m/d"]
)
def test_a_date_is_one(form: Form, filled: Path, code: str) -> None:
    assert only_problem(with_format(filled, code, "45000", KEY, form)).code == "date_found"


@pytest.mark.parametrize(
    ("number", "code"), [(10, "0"), (2, "0.00%"), (0, "yyyy-mm-dd"), (164, "0.00%")]
)
def test_a_conditional_style_changes_no_cells_format(filled: Path, number: int, code: str) -> None:
    def add(text: str) -> str:
        dxf = f'<dxf><numFmt numFmtId="{number}" formatCode="{code}"/></dxf>'
        return re.sub(r"<dxfs count=\"(\d+)\">", rf'<dxfs count="\1">{dxf}', text)

    change(filled, STYLES_PART, add)
    assert (value(filled), value(filled, RATE)) == (8, 98)


def test_a_cell_struck_out_as_a_whole_is_a_problem(form: Form, filled: Path) -> None:
    def strike(text: str) -> str:
        text = re.sub(r"</fonts>", '<font><strike/><sz val="10"/></font></fonts>', text)
        fonts = len(re.findall(r"<font>", text.split("</fonts>")[0]))
        return re.sub(r"</cellXfs>", f'<xf numFmtId="0" fontId="{fonts - 1}"/></cellXfs>', text)

    change(filled, STYLES_PART, strike)
    styles = members(filled)[STYLES_PART].decode()
    last = len(re.findall(r"<xf ", styles.split("<cellXfs")[1].split("</cellXfs>")[0])) - 1
    with_cell(form, filled, KEY, f'<c r="{{at}}" s="{last}"><v>8</v></c>')
    assert only_problem(filled).code == "marked_text"


# ---------------------------------------------------------------- names and namespaces


def test_a_prefix_of_the_same_namespace_changes_nothing(form: Form, filled: Path) -> None:
    with_cell(form, filled, KEY, '<q:c r="{at}" s="{style}"><q:v>7</q:v></q:c>')
    change(
        filled, ENTRY_PART, lambda t: t.replace("<worksheet ", f'<worksheet xmlns:q="{MAIN}" ', 1)
    )
    assert value(filled) == 7


def test_a_namespace_declared_where_it_is_used(form: Form, filled: Path) -> None:
    with_cell(form, filled, KEY, f'<c xmlns="{MAIN}" r="{{at}}" s="{{style}}"><v>7</v></c>')
    assert value(filled) == 7


def test_what_an_extension_holds_is_passed_over(filled: Path) -> None:
    extension = '<extLst><ext><a xmlns="urn:other"><c r="D40"><v>3</v></c></a></ext></extLst>'
    change(filled, ENTRY_PART, lambda t: t.replace("</worksheet>", f"{extension}</worksheet>"))
    assert value(filled) == 8


def _renamed(filled: Path, spelled: dict[str, str]) -> Path:
    return packed(filled, {spelled.get(n, n): c for n, c in members(filled).items()})


def test_part_names_are_found_by_any_spelling(filled: Path) -> None:
    names = list(members(filled))
    assert value(_renamed(filled, {n: n.replace("/", "\\") for n in names})) == 8
    upper = {n: n.upper() for n in names}
    assert value(_renamed(filled, {n.replace("/", "\\"): up for n, up in upper.items()})) == 8


@pytest.mark.parametrize(
    "spelled", ["/xl/./worksheets/sheet3.xml", "./worksheets/sheet3.xml", "worksheets\\sheet3.xml",
                "../xl/worksheets/Sheet3.xml", "worksheets/sheet%33.xml"],
)  # fmt: skip
def test_relations_lead_by_any_spelling(filled: Path, spelled: str) -> None:
    part = "xl/_rels/workbook.xml.rels"
    change(filled, part, lambda t: t.replace("/xl/worksheets/sheet3.xml", spelled))
    assert value(filled) == 8


def test_two_sheets_of_one_name_are_a_problem(filled: Path) -> None:
    change(filled, WORKBOOK_PART, lambda t: t.replace('name="评分表"', 'name="填报"'))
    assert [p.code for p in problems_of(filled)] == ["sheet_repeated"]


@pytest.mark.parametrize("name", [ENTRY_PART, ENTRY_PART.upper(), ENTRY_PART.replace("/", "\\")])
def test_a_part_stored_twice_is_a_problem(filled: Path, name: str) -> None:
    import warnings
    import zipfile

    content = members(filled)[ENTRY_PART].replace(b"<v>8</v>", b"<v>1</v>")
    with warnings.catch_warnings(), zipfile.ZipFile(filled, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, content)
    (problem,) = problems_of(filled)
    assert problem.code == "file_damaged"
    assert "两份" in problem.found


# ---------------------------------------------------------------- dates, texts, merges


def test_days_may_be_counted_from_1904(tmp_path: Path) -> None:
    form = Form()  # of its own: the shared one must not learn a date's format
    path = form.save(tmp_path / "a.xlsx", {}, "某区", 2023)
    info = form.book["基本信息"]
    info["B5"].value, info["B5"].number_format = 45232 - 1462, "yyyy-mm-dd"
    form.book.save(path)
    change(path, WORKBOOK_PART, lambda t: t.replace("<workbookPr", '<workbookPr date1904="1"', 1))
    assert fyscore.read_workbook(path).info["填报日期"] == "2023-11-02"


def test_a_text_too_long_for_a_cell_is_told(form: Form, filled: Path) -> None:
    long = "长" * 40_000
    with_cell(form, filled, KEY, f'<c r="{{at}}" t="inlineStr"><is><t>{long}</t></is></c>', "备注")
    answers = fyscore.read_workbook(filled)
    assert len(answers.entry(KEY).remark) == 32_767
    assert any("32767" in notice for notice in answers.notices)


def test_a_hundred_thousand_merges_take_no_time(filled: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{n}:K{n + 1}"/>' for n in range(200, 198_200, 2))

    def add(text: str) -> str:
        text = re.sub(r"<mergeCells.*?</mergeCells>", "", text)
        return text.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")

    change(filled, ENTRY_PART, add)
    assert value(filled) == 8


def test_a_damaged_member_is_a_problem(filled: Path) -> None:
    import zipfile

    with zipfile.ZipFile(filled) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(filled, "w", zipfile.ZIP_LZMA) as new:
        for name, content in parts.items():
            new.writestr(name, content)
        info = new.getinfo(ENTRY_PART)
    content = bytearray(filled.read_bytes())
    at = info.header_offset + 30 + len(ENTRY_PART) + info.compress_size // 2
    content[at : at + 40] = bytes(40)
    filled.write_bytes(content)
    assert [p.code for p in problems_of(filled)] == ["file_damaged"]
