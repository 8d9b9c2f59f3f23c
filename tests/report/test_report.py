"""Reports: what they say, that nothing typed can break them, and templates of one's own."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from markdown_it import MarkdownIt

from fyscore.forms.pipeline import Scored, score_file
from fyscore.forms.writer import scored_bytes
from fyscore.report import html, markdown
from fyscore.report.context import gather, verdict
from fyscore.report.environment import escape_markdown
from fyscore.report.formats import ReportError, check_template, report_bytes
from fyscore.rules.model import Rulebook
from tests.command import EXAMPLES, run, validated
from tests.form import Form, full_answers, places

pytestmark = pytest.mark.slow


OLD, NEW = EXAMPLES / "example-district-2022.xlsx", EXAMPLES / "example-district-2023.xlsx"
VETOED = EXAMPLES / "example-vetoed-2023.xlsx"
HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd()",
    "{{7*7}}",
    "{% raw %}",
    "第一行\n第二行\n# 不是标题",
    "很长" * 3000,
    "| a | b |",
    "[x](javascript:alert(1)) ![y](z) `c` **d** <b>e</b> &lt;",
    "+1+1",
    "@sum",
)


def scored(path: Path, rulebook: Rulebook) -> Scored:
    return score_file(path, rulebook)


def page_of(context: dict[str, Any]) -> str:
    return html.render(context).decode()


class Page(HTMLParser):
    """A page's tags and text, as a browser's parser reports them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return "".join(self.said)


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx"])
def test_the_command_writes_a_report(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"r{suffix}"
    done = run("report", NEW, "-o", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"已写报告：{out}" in done.stdout
    assert run("report", NEW, "-o", out).returncode == 0  # ours, and nobody changed it
    out.write_bytes(out.read_bytes() + b" ")
    edited = run("report", NEW, "-o", out)
    assert edited.returncode == 2
    assert "--force" in edited.stderr
    forced = run("report", NEW, "-o", out, "--force", "--json")
    assert validated("report", forced.stdout) == {
        "schema": "fyscore.report/1", "file": str(out), "units": 1, "failures": [], "notices": [],
    }  # fmt: skip


def test_the_page_says_what_the_result_says(rulebook: Rulebook) -> None:
    each = scored(NEW, rulebook)
    page = Page(page_of(gather([each], [], rulebook)))
    result = each.result
    assert "94.6" in page.text
    assert verdict(result) in page.text
    for part in result.lost_parts():
        assert part.reason in page.text
        assert part.remedy in page.text
    for item in result.items:
        assert f"{item.id}. {item.title}" in page.text
    for key, entry in each.answers.entries.items():
        assert entry.evidence.split("；")[0] in page.text, key
    assert "script" not in page.tags


def test_a_veto_and_what_is_pending_are_told(rulebook: Rulebook, tmp_path: Path) -> None:
    assert "一票否决，不具备参评资格" in page_of(gather([scored(VETOED, rulebook)], [], rulebook))
    blank = Form().save(tmp_path / "a.xlsx", {"14.registered": 8}, "某区", 2023)
    page = Page(page_of(gather([scored(blank, rulebook)], [], rulebook)))
    assert "尚有45个评分点待填，暂不能作结论" in page.text
    assert "填齐后最高可达100分" in page.text


def test_several_years_are_compared_and_several_units_ranked(rulebook: Rulebook) -> None:
    years = gather([scored(OLD, rulebook), scored(NEW, rulebook)], [], rulebook)
    assert years["kind"] == "years"
    assert "孕产妇死亡率 17.1→15.1/10万，跨过16.5/10万线，+2" in Page(page_of(years)).text
    units = gather([scored(OLD, rulebook), scored(VETOED, rulebook)], [], rulebook)
    assert units["kind"] == "ranking"
    rows = units["ranking"]["rows"]
    assert [row["vetoed"] for row in rows] == [False, True]
    assert {len(row["heat"]) for row in rows} == {34}  # item 16 carries no points
    assert "各单位失分" in page_of(units)
    assert "## 排名" in markdown.render(units).decode()


def test_what_could_not_be_read_is_in_the_report_and_the_exit_code(tmp_path: Path) -> None:
    bad, out = tmp_path / "bad.xlsx", tmp_path / "r.md"
    bad.write_bytes(b"")
    done = run("report", OLD, NEW, bad, "-o", out)
    assert done.returncode == 3
    assert "文件是空的" in done.stderr
    assert "文件是空的" in out.read_text("utf-8")
    alone = run("report", bad, "-o", tmp_path / "none.html", "--json")
    assert (alone.returncode, validated("report", alone.stdout)["file"]) == (3, None)
    assert not (tmp_path / "none.html").exists()


def test_word_tells_of_one_unit(tmp_path: Path) -> None:
    done = run("report", OLD, VETOED, "-o", tmp_path / "r.docx")
    assert done.returncode == 2
    assert "Word 自评报告只写一个单位" in done.stderr
    assert run("report", OLD, "-o", tmp_path / "r.odt").returncode == 2


def test_scoring_may_write_a_report_too(tmp_path: Path) -> None:
    one = tmp_path / "one.html"
    done = run("score", NEW, "-o", tmp_path / "s.xlsx", "--report", one)
    assert done.returncode == 0
    assert f"报告：{one}" in done.stdout
    many = run("score", OLD, NEW, "--out-dir", tmp_path / "out", "--report", tmp_path / "many.md")
    assert many.returncode == 0
    assert "## 年度对比" in (tmp_path / "many.md").read_text("utf-8")
    one.write_text("somebody's own page", encoding="utf-8")
    kept = run("score", NEW, "-o", tmp_path / "t.xlsx", "--report", one)
    assert kept.returncode == 2
    assert not (tmp_path / "t.xlsx").exists()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook whose every free text is an attempt at something."""
    form = Form()
    path = form.save(tmp_path_factory.mktemp("hostile") / "a.xlsx", full_answers(), "", 2023)
    form.book["基本信息"]["B2"] = "<img src=x onerror=alert(1)>{{7*7}}"
    for heading in ("佐证材料", "备注"):
        for key, text in zip(form.rows, HOSTILE, strict=False):
            cell = form.cell(key, heading)
            cell.value, cell.data_type = text, "s"
    form.book.save(path)
    return path


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_typed_text_stays_text_in_a_page(hostile: Path, rulebook: Rulebook) -> None:
    page = Page(page_of(gather([scored(hostile, rulebook)], [], rulebook)))
    assert not page.tags & {"script", "img"}
    assert "onerror" not in page.attributes
    said = flat(page.text)
    for text in HOSTILE:
        assert flat(text) in said
    assert "<img src=x onerror=alert(1)>{{7*7}} 2023年度评分报告" in page.text


def test_typed_text_stays_text_in_markdown(hostile: Path, rulebook: Rulebook) -> None:
    text = markdown.render(gather([scored(hostile, rulebook)], [], rulebook)).decode()
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text)
    inner = [child for token in tokens for child in (token.children or ())]
    kinds = {token.type for token in [*tokens, *inner]}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "s_open"}
    said = flat("".join(child.content for child in inner))
    for typed in HOSTILE:
        assert flat(typed) in said
    headings = [t for t in tokens if t.type == "heading_open"]
    assert "不是标题" not in "".join(tokens[tokens.index(h) + 1].content for h in headings)


def test_typed_text_stays_text_in_word(hostile: Path, rulebook: Rulebook) -> None:
    content = report_bytes(Path("r.docx"), [scored(hostile, rulebook)], [], rulebook)
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    said = flat("".join([*(p.text for p in document.paragraphs), *cells]))
    for text in HOSTILE:
        assert flat(text) in said


def test_typed_text_stays_text_in_the_scored_workbook(hostile: Path, rulebook: Rulebook) -> None:
    each = scored(hostile, rulebook)
    book = openpyxl.load_workbook(io.BytesIO(scored_bytes(rulebook, each.answers, each.result)))
    sheet = book["填报"]
    _, columns, rows = places(sheet)
    column = columns["备注"]
    for key, text in zip(rulebook.fields, HOSTILE, strict=False):
        cell = sheet.cell(rows[key], column)
        assert (cell.value, cell.data_type) == (text, "s")


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.html"
    own.write_text("<p>{{ unit.name }}：{{ unit.total }}</p>{{ rulebook.id }}", encoding="utf-8")
    out = tmp_path / "r.html"
    assert run("report", NEW, "-o", out, "--template", own).returncode == 0
    assert "：94.6</p>liunan-2023-25" in out.read_text("utf-8")


@pytest.mark.parametrize(
    "template",
    [
        "{{ unit.nothing }}",
        "{% if %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ unit.name.__class__.__base__.__subclasses__() }}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_template_that_cannot_be_used_says_so(tmp_path: Path, template: str) -> None:
    own = tmp_path / "own.html"
    own.write_text(template, encoding="utf-8")
    done = run("report", NEW, "-o", tmp_path / "r.html", "--template", own)
    assert done.returncode == 2
    assert "不能用" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "r.html").exists()


def test_a_word_template_that_is_none_says_so(tmp_path: Path, rulebook: Rulebook) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(b"PK\x03\x04 no")
    with pytest.raises(ReportError, match="不能用"):
        report_bytes(Path("r.docx"), [scored(NEW, rulebook)], [], rulebook, own)
    with pytest.raises(ReportError, match="找不到模板"):
        check_template(tmp_path / "none.docx")


def test_the_same_input_gives_the_same_page(rulebook: Rulebook) -> None:
    facts = [gather([scored(NEW, rulebook)], [], rulebook) for _ in range(2)]
    assert page_of(facts[0]) == page_of(facts[1])


def test_markdown_escapes_only_what_it_must() -> None:
    assert (
        escape_markdown("孕产妇死亡率 17.1/10万，+2（第1条）")
        == "孕产妇死亡率 17.1/10万，+2（第1条）"
    )
    assert escape_markdown("a|b\n*c*") == r"a\|b \*c\*"


def test_the_context_is_documented(rulebook: Rulebook) -> None:
    page = (EXAMPLES.parent / "docs/reports.md").read_text("utf-8")
    facts = gather([scored(OLD, rulebook), scored(NEW, rulebook)], [], rulebook)
    ranked = gather([scored(OLD, rulebook), scored(VETOED, rulebook)], [], rulebook)
    item = facts["unit"]["sections"][0]["items"][0]
    tables = (
        facts, facts["rulebook"], facts["unit"], facts["unit"]["sections"][0], item,
        item["values"][0], facts["unit"]["lost"][0], facts["unit"]["plan"][0], facts["years"],
        facts["years"]["steps"][0], ranked["ranking"], ranked["ranking"]["rows"][0],
        ranked["ranking"]["averages"][0], ranked["units"][0], facts["unit"]["evidence"][0],
    )  # fmt: skip
    for table in tables:
        for name in table:
            assert f"`{name}`" in page, name
