"""A notice's own words, found in the document a unit gives and quoted from then on."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document

from fyscore.rules.clauses import Clause, dump_clauses, find_clauses, read_clauses
from tests.command import EXAMPLES, run, validated
from tests.form import Form

#: A notice made up for this test: a covering letter with points of its own, and an annex.
LETTER = ["关于开展评选的通知", "1.加强领导，落实责任。", "2.按时报送，逾期不受理。"]
ANNEX = [
    (
        "（一）\n组织保障",
        "5",
        "3",
        "1.建立工作机制，\n有文件的得3分。达到 6.0‰ 以下。",
        "听汇报、查文件",
        "",
    ),
    ("（一）\n组织保障", "5", "2", "2、每年研究1次以上得2分。", "", ""),
    ("（二）\n服务", "4", "4", "3．覆盖率达到95%以上得4分。", "现场查看", ""),
    ("（二）\n服务", "4", "0", "4.7岁以下儿童管理率", "", ""),
    ("合计", "9", "", "", "", ""),
]
FOUND = {
    "1": Clause("建立工作机制，有文件的得3分。达到 6.0‰ 以下。", "听汇报、查文件"),
    "2": Clause("每年研究1次以上得2分。", "听汇报、查文件"),
    "3": Clause("覆盖率达到95%以上得4分。", "现场查看"),
    "4": Clause("7岁以下儿童管理率", "现场查看"),
}
NOTICE = "\n".join(
    [
        *LETTER,
        "附件",
        *("\t" + "\n\t".join(cell.replace("\n", "\n\n") for cell in row) for row in ANNEX),
    ]
).replace("机制，\n\n有", "机制，有")


def word_notice(path: Path) -> Path:
    document = Document()
    for line in LETTER:
        document.add_paragraph(line)
    table = document.add_table(0, 6)
    for row in ANNEX:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for column in (0, 1):  # as a notice has it: one cell for the whole section
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 4).merge(table.cell(1, 4))
    document.save(str(path))
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The built-in rulebook as one's own file."""
    path = tmp_path / "my.toml"
    assert run("rules", "export", path).returncode == 0
    return path


def test_the_annex_is_found_in_rows_of_text() -> None:
    assert find_clauses([[line] for line in LETTER] + [list(row) for row in ANNEX]) == FOUND
    assert find_clauses([["没有编号"], ["2023年9月1日"], ["6.0‰以下"]]) == {}


@pytest.mark.parametrize("kind", ["docx", "txt", "gbk"])
def test_the_command_stores_them_beside_the_rulebook(kind: str, tmp_path: Path, own: Path) -> None:
    notice = tmp_path / ("notice.docx" if kind == "docx" else "notice.txt")
    if kind == "docx":
        word_notice(notice)
    else:
        notice.write_text(NOTICE, "gb18030" if kind == "gbk" else "utf-8")
    done = run("rules", "clauses", notice, "--rulebook", own, "--json")
    assert done.returncode == 0, done.stderr
    told = validated("clauses", done.stdout)
    assert {
        i["id"]: Clause(i["clause"], i["method"]) for i in told["items"] if i["clause"]
    } == FOUND
    assert told["items"][4]["clause"] is None
    assert read_clauses(tmp_path / "my.clauses.csv") == FOUND


def test_from_then_on_they_are_quoted(tmp_path: Path, own: Path) -> None:
    run("rules", "clauses", word_notice(tmp_path / "n.docx"), "--rulebook", own)
    form = Form().save(tmp_path / "a.xlsx", {"2a.document": "否"})
    book, page = tmp_path / "s.xlsx", tmp_path / "r.md"
    done = run("score", form, "--rulebook", own, "-q", "-o", book, "--report", page)
    assert done.returncode == 0, done.stderr
    scored = openpyxl.load_workbook(book)
    rules = [str(row[3].value) for row in scored["评分表"].iter_rows(min_row=4)]
    assert rules[1] == "2.每年研究1次以上得2分。"
    assert rules[4].startswith("5.乡级有机构")  # not in the notice: worded by the program
    lost = scored["失分清单"]
    assert lost.cell(2, lost.max_column).value == "条款原文"
    assert lost.cell(3, lost.max_column).value == "每年研究1次以上得2分。"
    assert "（原文：每年研究1次以上得2分。）" in page.read_text("utf-8")
    assert "原文：每年研究1次以上得2分。" in run("rules", "show", "2", "--rulebook", own).stdout


def test_they_change_no_score(tmp_path: Path, own: Path) -> None:
    form = EXAMPLES / "example-district-2023.xlsx"
    before = run("score", form, "--rulebook", own, "--json", "-q", "-o", tmp_path / "1.xlsx")
    run("rules", "clauses", word_notice(tmp_path / "n.docx"), "--rulebook", own)
    after = run("score", form, "--rulebook", own, "--json", "-q", "-o", tmp_path / "2.xlsx")
    assert before.stdout == after.stdout


def test_what_cannot_be_used_is_said(tmp_path: Path, own: Path) -> None:
    blank, broken = tmp_path / "blank.txt", tmp_path / "broken.docx"
    blank.write_text("没有编号的条款\n", "utf-8")
    broken.write_bytes(b"PK\x03\x04 no Word document")
    for notice, code, said in (
        (blank, 3, "没有找到编号的条款"),
        (broken, 3, "读不出来"),
        (tmp_path / "none.docx", 3, "读不出来"),
    ):
        done = run("rules", "clauses", notice, "--rulebook", own)
        assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    done = run("rules", "clauses", blank, "--rulebook", "liunan-2023-25")
    assert (done.returncode, "rules export" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "table", [b"\xff\xfe\x00", "条,款\n1,x\n".encode()], ids=["no text", "other headings"]
)
def test_a_table_that_cannot_be_read_is_said(table: bytes, own: Path, tmp_path: Path) -> None:
    own.with_suffix(".clauses.csv").write_bytes(table)
    done = run("rules", "list", "--rulebook", own)
    assert (done.returncode, "条款原文表" in done.stderr) == (2, True)


def test_a_table_people_edited_is_not_written_over(tmp_path: Path, own: Path) -> None:
    notice = word_notice(tmp_path / "n.docx")
    own.with_suffix(".clauses.csv").write_text(dump_clauses({"1": Clause("改过的")}), "utf-8-sig")
    assert run("rules", "clauses", notice, "--rulebook", own).returncode == 2
    assert run("rules", "clauses", notice, "--rulebook", own, "--force").returncode == 0
