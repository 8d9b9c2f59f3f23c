"""The Word report's layout, held against GB/T 9704-2012, and its scores against the result."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import fyscore
from fyscore.forms.pipeline import score_file
from fyscore.numbers import points
from fyscore.report.formats import report_bytes
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result
from tests.command import PATIENCE
from tests.form import Form
from tests.report.test_report import NEW, OLD


def word(rulebook: Rulebook, *paths: Path) -> bytes:
    scored = [score_file(path, rulebook) for path in paths]
    return report_bytes(Path("r.docx"), scored, [], rulebook)


@pytest.fixture(scope="module")
def content(request: pytest.FixtureRequest) -> bytes:
    return word(fyscore.load_rulebook(), NEW)


@pytest.fixture(scope="module")
def document(content: bytes):  # type: ignore[no-untyped-def]  # python-docx ships no types
    return Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def result() -> Result:
    rulebook = fyscore.load_rulebook()
    return fyscore.score(fyscore.read_workbook(NEW, rulebook), rulebook)


def near(given: int, wanted: int) -> bool:
    """Equal within a tenth of a millimetre: Word counts in twentieths of a point."""
    return abs(given - wanted) <= Mm(0.1)


def east(style) -> str:  # type: ignore[no-untyped-def]
    return style.element.rPr.rFonts.get(qn("w:eastAsia"))


def test_the_page_and_its_text_block(document) -> None:  # type: ignore[no-untyped-def]
    (section,) = document.sections
    assert near(section.page_width, Mm(210))
    assert near(section.page_height, Mm(297))
    assert near(section.top_margin, Mm(37))
    assert near(section.left_margin, Mm(28))
    assert near(section.page_width - section.left_margin - section.right_margin, Mm(156))
    assert near(section.page_height - section.top_margin - section.bottom_margin, Mm(225))


def test_fonts_sizes_and_lines(document) -> None:  # type: ignore[no-untyped-def]
    styles = document.styles
    for name, font, size in (
        ("Title", "方正小标宋简体", 22), ("Normal", "仿宋_GB2312", 16), ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16), ("Heading 3", "仿宋_GB2312", 16), ("页码", "宋体", 14),
    ):  # fmt: skip
        assert (east(styles[name]), styles[name].font.size) == (font, Pt(size)), name
    body = styles["Normal"].paragraph_format
    assert body.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert 28 <= body.line_spacing.pt <= 29
    assert styles["Normal"].element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_page_numbers_stand_outside(document) -> None:  # type: ignore[no-untyped-def]
    assert document.settings.odd_and_even_pages_header_footer
    (section,) = document.sections
    for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        (paragraph,) = footer.paragraphs
        assert paragraph.style.name == "页码"
        assert paragraph.alignment.name == side
        assert re.fullmatch(r"— .*1 —", paragraph.text)
        assert "PAGE" in paragraph._p.xml


def test_fonts_have_fall_backs(content: bytes) -> None:
    table = zipfile.ZipFile(io.BytesIO(content)).read("word/fontTable.xml").decode()
    for name, other in (
        ("方正小标宋简体", "宋体"),
        ("仿宋_GB2312", "仿宋"),
        ("楷体_GB2312", "楷体"),
    ):
        assert re.search(rf'w:name="{name}"[^>]*><w:altName w:val="{other}"', table)


def test_every_score_reads_back(document, result: Result, rulebook: Rulebook) -> None:  # type: ignore[no-untyped-def]
    table = document.tables[0]
    assert [c.text for c in table.rows[0].cells] == [
        "项目", "分值", "评选标准及评分细则", "评估方法", "评估情况", "得分",
    ]  # fmt: skip
    rows = {
        row.cells[2].text.split(".")[0]: [c.text for c in row.cells] for row in table.rows[1:-1]
    }
    assert list(rows) == [item.id for item in result.items]
    for item in result.items:
        told = points(item.score) if item.max else "无事故"
        most = points(item.max) if item.max else "-"
        assert (rows[item.id][1], rows[item.id][5]) == (most, told)
    last = [c.text for c in table.rows[-1].cells]
    assert (last[0], last[1], last[5]) == ("合计", "100", points(result.total))
    lost = [[c.text for c in row.cells] for row in document.tables[1].rows[1:]]
    assert [(row[1].split(" ")[0], row[2]) for row in lost] == [
        (part.name, points(part.lost)) for part in result.lost_parts()
    ]


def test_sections_stand_in_the_order_of_the_standard(document, rulebook: Rulebook) -> None:  # type: ignore[no-untyped-def]
    second = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert [text.split("）")[1].split("（")[0] for text in second] == [
        section.title for section in rulebook.sections
    ]
    items = [p.text for p in document.paragraphs if p.style.name == "Heading 3"]
    assert [text.split("．")[0] for text in items] == [item.id for item in rulebook.items]


def test_what_is_unknown_is_a_marked_blank(tmp_path: Path, rulebook: Rulebook) -> None:
    blank = Form().save(tmp_path / "a.xlsx", {"14.registered": 7})
    made = Document(io.BytesIO(word(rulebook, blank)))
    marked = [r.text for p in made.paragraphs for r in p.runs if r.style.name == "待补充"]
    assert {"【单位名称】", "【评估年度】", "【待填】", "【成文日期】"} <= set(marked)
    assert 'w:fill="FFF200"' in made.styles["待补充"].element.xml
    said = "\n".join(p.text for p in made.paragraphs)
    assert "暂不能作结论" in said
    assert "已备案托育机构数为7家。失分原因：" in said
    assert not re.search(r"\{[{%]", said)


def test_years_are_compared(rulebook: Rulebook) -> None:
    made = Document(io.BytesIO(word(rulebook, OLD, NEW)))
    assert any("2023年度与2022年度相比，总分变化+32.7分" in p.text for p in made.paragraphs)


@pytest.mark.slow
def test_libreoffice_makes_a4_pages_of_it(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    path.write_bytes(content)
    subprocess.run(
        [shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    told = subprocess.run(
        ["pdfinfo", tmp_path / "r.pdf"], check=True, capture_output=True, text=True
    ).stdout
    assert "A4" in told
    pages = re.search(r"Pages:\s+(\d+)", told)
    assert pages
    assert 6 <= int(pages[1]) <= 30
