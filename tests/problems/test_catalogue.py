"""Every problem of the catalogue is produced by some test; one that is not is named here."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import fyscore
from fyscore.answers import Answers, Entry
from fyscore.collect.files import collect, read_saved
from fyscore.collect.rankable import rankable
from fyscore.documents.saved import load_saved_result
from fyscore.files.document_text import document_rows
from fyscore.files.evidence import evidence_problems, find_evidence
from fyscore.forms.parts import refuse_part
from fyscore.forms.second_opinion import by_openpyxl
from fyscore.forms.writer import template_bytes
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.rules import rule_sheets
from fyscore.rules.load import load_rulebook
from fyscore.rules.model import Rulebook
from fyscore.scoring.worked_cases import cases_that_fail, load_cases
from fyscore.tables.reading import read_table
from fyscore.tables.table import Column, ColumnKind, Table
from fyscore.workbooks.decisions import DECISIONS, read_decisions
from fyscore.workbooks.rulebook import exported
from fyscore.workbooks.work_table import read_tasks
from tests.form import Form
from tests.forms.test_reader import problems_of
from tests.golden.test_golden import ILLUSTRATIVE
from tests.parts import with_cell
from tests.returns import test_rank
from tests.rules import test_rulebook, test_rules_workbook, test_years
from tests.scoring import test_worked_cases
from tests.tables import test_readers
from tests.tables.test_cells import Typed, workbook
from tests.xlsx import test_container

#: Problems that only a broken machine makes; their own tests break it.
ELSEWHERE = {
    Code.INTERNAL_ERROR: "tests/test_pipeline.py",
    Code.WORKER_DIED: "tests/batch/test_workers.py",
}


def cases_of(test: Callable[..., Any]) -> Iterator[tuple[Any, ...]]:
    """The rows a test is parametrized with."""
    (mark,) = [m for m in test.pytestmark if m.name == "parametrize"]  # type: ignore[attr-defined]
    return iter(mark.args[1])


def raised(action: Callable[..., object], *arguments: object) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsError) as caught:
        action(*arguments)
    return caught.value.problems


def workbooks(folder: Path) -> Iterator[Problem]:
    for content, _ in cases_of(test_container.test_what_the_file_really_is):
        path = folder / "a.xlsx"
        path.write_bytes(content)
        yield from problems_of(path)


def changed_parts(folder: Path) -> Iterator[Problem]:
    form = Form()
    for xml in (
        '<c r="{at}"><v>1_0</v></c>',
        '<c r="{at}" t="inlineStr"><is><r><rPr><strike/></rPr><t>3</t></r></is></c>',
        '<c r="E4"><v>1</v></c>',
    ):
        path = form.save(folder / "a.xlsx", {"14.registered": 8})
        yield from problems_of(with_cell(form, path, "14.registered", xml))
    other = load_rulebook(ILLUSTRATIVE)
    path.write_bytes(template_bytes(other))
    yield from problems_of(path)


def whole_files(folder: Path) -> Iterator[Problem]:
    os.mkfifo(folder / "pipe.xlsx")
    for path in (folder / "none.xlsx", folder, folder / "pipe.xlsx", Path("a\0.xlsx")):
        yield from problems_of(path)
    (folder / "huge.xlsx").write_bytes(b"PK")
    os.truncate(folder / "huge.xlsx", 65 * 1024**2)
    yield from problems_of(folder / "huge.xlsx")
    (folder / "bad.json").write_text("{}")
    yield from raised(load_saved_result, folder / "bad.json")


def saved_results(folder: Path) -> Iterator[Problem]:
    rulebook = load_rulebook()
    one, other = test_rank.results(1, 2)
    odd = (
        replace(other, unit=one.unit),
        replace(other, items=other.items[:-1]),
        replace(other, total=other.total + 5),
    )
    for result in odd:
        path = test_rank.saved(folder / "a.json", [one, result])
        for error in rankable(collect([path], rulebook, read_saved), rulebook).refused:
            yield from error.problems


def exported_as(path: Path) -> Path:
    path.write_bytes(exported(path, load_rulebook())[path])
    return path


def rulebooks(folder: Path) -> Iterator[Problem]:
    text = test_rulebook.rulebook_text()
    own = folder / "own.toml"
    for old, new, *_ in cases_of(test_rulebook.test_a_broken_rulebook_is_refused_with_its_line):
        own.write_text(text.replace(old, new, 1), encoding="utf-8")

        yield from raised(load_rulebook, own)
    yield from raised(load_rulebook, "nowhere")
    own.write_text(test_years.FILE.read_text("utf-8"), encoding="utf-8")
    dated = own.read_text("utf-8")
    for old, new, *_ in cases_of(test_years.test_faults_of_a_change_are_told):
        at = dated.index("[[changes]]")
        own.write_text(dated[:at] + dated[at:].replace(old, new, 1), encoding="utf-8")
        yield from raised(load_rulebook, own)
    for sheet, cell, value in (
        ("条目", "A3", "9"), ("字段", "B1", "编码"), ("标准", "A8", "总分 上限"),
        ("评分点", "B3", "1"), ("标准", "B7", "=70+2"),
    ):  # fmt: skip
        path = test_rules_workbook.changed(folder, sheet, cell, value)
        yield from raised(load_rulebook, path)
    book = openpyxl.load_workbook(path)
    del book["字段"]
    book.save(path)
    yield from raised(load_rulebook, path)
    path = exported_as(folder / "standard.xlsx")
    book = openpyxl.load_workbook(path)
    rows = {row[rule_sheets.PART.place("编号")].value: row for row in book["评分点"].iter_rows()}
    cell = rows["14"][rule_sheets.PART.place("目标")]
    cell.value, cell.number_format = 0.05, "0%"
    book.save(path)
    yield from raised(load_rulebook, path)
    own.write_text(text, encoding="utf-8")

    beside = own.with_suffix(".clauses.csv")
    for content in (b"\xff\xff\xff", b"a,b\n"):
        beside.write_bytes(content)
        yield from raised(load_rulebook, own)
    beside.unlink()
    yield from raised(document_rows, folder / "none.docx")
    table = own.with_suffix(".cases.csv")
    for content, _ in cases_of(test_worked_cases.test_a_table_that_cannot_be_read):
        table.write_bytes(content)
        yield from raised(load_cases, own)
    table.write_text("评分点,填报,得分,说明\n14,14.registered=7,3,错的\n", encoding="utf-8")
    yield from cases_that_fail(load_cases(own), load_rulebook(own))


def evidence_and_second_reader(folder: Path) -> Iterator[Problem]:
    rulebook = load_rulebook()
    (folder / "空.pdf").write_bytes(b"")
    entry = Entry(evidence="没有.pdf；空.pdf")
    answers = Answers({"7.joint": entry}, file=str(folder / "a.xlsx"))
    yield from evidence_problems(find_evidence(answers, rulebook))
    path = Form().save(folder / "b.xlsx", {"14.registered": 8})
    answers = fyscore.read_workbook(path, rulebook)
    Form().save(path, {"14.registered": 7})
    yield from by_openpyxl(path, answers, rulebook)


def many_hands(folder: Path) -> Iterator[Problem]:
    rulebook, path = load_rulebook(), folder / "a.xlsx"
    for items in ("99", "25"):
        path.write_bytes(
            template_bytes(rulebook.only(["25"]), info={"牵头单位": "区民政局", "负责条目": items})
        )
        if items == "99":
            yield from problems_of(path)
    yield from raised(refuse_part, path, fyscore.score_file(path, rulebook).answers)
    table = folder / "分工.csv"
    for rows in ("99,甲局\n14,甲局\n14,乙局\n25,\n", "14,甲局\n"):
        table.write_text(f"条目,牵头单位\n{rows}", encoding="utf-8")
        yield from raised(read_tasks, table, rulebook)


def tables(folder: Path) -> Iterator[Problem]:
    rulebook, file = load_rulebook(), folder / "a.xlsx"
    openpyxl.Workbook().save(file)
    yield from raised(read_table, file, Table("另一张", Column("甲", "a")))
    for key, which in (("14.regisered", "填报值"), ("14.registered", "自平")):
        file.write_bytes(test_readers.decisions_content(rulebook))
        for heading, text in (("字段编号", key), ("哪一格", which)):
            column = next(each for each in DECISIONS if each.heading == heading)
            test_readers.type_into(file, DECISIONS, [column], Typed(text))
        yield from raised(read_decisions, file, rulebook)
    file = folder / "a.csv"
    for content in (b"\xff\xff", ("列text\n" + "长" * 32_768).encode()):
        file.write_bytes(content)
        yield from raised(read_table, file, Table("各种列", Column("列text", "text")))
    book = Table("日期", Column("日期", "day", ColumnKind.DATE))
    yield from raised(read_table, workbook(folder, book, [(book.columns[0], Typed(45170))]), book)


def is_of(problem: Problem, member: Code) -> bool:
    """Whether the problem is worded as the catalogue's member."""
    wording = member.value
    if problem.code != wording.code:
        return False
    return all(
        re.fullmatch(re.sub(r"\\\{\w+\\\}", ".*", re.escape(template)), said, re.DOTALL)
        for template, said in (
            (wording.found, problem.found),
            (wording.expected, problem.expected),
            (wording.fix, problem.fix),
        )
    )


#: What is said of the gallery of bad workbooks, word for word; another test holds it.
KEPT = (Path(__file__).parents[1] / "golden/reader.txt").read_text("utf-8")


def is_kept(member: Code) -> bool:
    """Whether the gallery produces it: code, place, then the message in the member's words."""
    wording = member.value
    words = (wording.found, wording.expected, wording.fix)
    found, expected, fix = (re.sub(r"\\\{\w+\\\}", ".*", re.escape(text)) for text in words)
    said = rf"^{wording.code} .* \| .*{found}；应为{expected}。{fix}$"
    return re.search(said, KEPT, re.MULTILINE) is not None


def test_each_member_of_the_catalogue_is_produced(tmp_path: Path, rulebook: Rulebook) -> None:
    produced: list[Problem] = []
    for gallery in (
        *(workbooks, changed_parts, whole_files, saved_results, rulebooks),
        *(evidence_and_second_reader, many_hands, tables),
    ):
        folder = tmp_path / gallery.__name__
        folder.mkdir()
        produced += gallery(folder)
    lacking = [
        member.name
        for member in Code
        if member not in ELSEWHERE
        and not any(is_of(problem, member) for problem in produced)
        and not is_kept(member)
    ]
    assert not lacking, f"no test produces these: {lacking}"


def test_those_produced_elsewhere_are_tested_there() -> None:
    root = Path(__file__).parents[2]
    for member, file in ELSEWHERE.items():
        assert f'"{member.code}"' in (root / file).read_text("utf-8")


@pytest.mark.parametrize("member", Code, ids=lambda member: member.name)
def test_each_example_fills_its_texts(member: Code) -> None:
    example = dict(member.value.example)
    problem = member.problem(key=example.pop("key", ""), **example)
    for text in (problem.found, problem.expected, problem.fix):
        assert text
        assert not re.search(r"[{}]", text)
