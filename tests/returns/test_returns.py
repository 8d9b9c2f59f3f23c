"""A form filled in by many hands is the form filled in by one."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from fractions import Fraction as F
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fyscore
from fyscore.answers import Answer, Answers, Entry, Source
from fyscore.returns.chase import day_of, status_of
from fyscore.returns.merge import Return, merge_returns, return_of
from fyscore.returns.split import split_form
from fyscore.rules.field_types import MARK
from fyscore.rules.tasks import Task, by_lead, proposed
from fyscore.scoring.score import result_of
from tests.command import EXAMPLES, run, validated
from tests.form import places
from tests.rounds import rounds

pytestmark = pytest.mark.slow


RULEBOOK = fyscore.load_rulebook()
EXAMPLE = EXAMPLES / "example-district-2023.xlsx"
TEXTS = ("", "佐证/文件.pdf", "甲；乙", "a；；b ", "见台账\n第2页")


def filled(dice: random.Random) -> Answers:
    """Some way of filling in a form that no rule speaks against."""
    entries = {}
    for item in RULEBOOK.items:
        for part in item.all_parts:
            for field in part.fields:
                answer = own = None
                if dice.random() < 0.7:
                    if field.type.is_yes_no:
                        answer = Answer(dice.random() < 0.5)
                    elif field.type is not MARK:
                        answer = Answer(F(dice.randrange(3)))
                    elif part.shape.required(part, {}) == (field,):
                        own = Answer(F(dice.randrange(100), 100), is_own=True)
                entries[field.key] = Entry(
                    answer, own=own, evidence=dice.choice(TEXTS), remark=dice.choice(TEXTS)
                )
    return Answers(entries, "某区", 2023)


def returned(path: Path, content: bytes) -> Return:
    path.write_bytes(content)
    answers = fyscore.score_file(path, RULEBOOK).answers
    return return_of(path, answers)


def said(entry: Entry) -> tuple[object, ...]:
    """What a row says, wherever it stands."""
    return (entry.answer, entry.own, entry.evidence.strip(), entry.remark.strip())


def test_any_split_filled_in_any_order_is_the_form_filled_by_one_hand(tmp_path: Path) -> None:
    @settings(max_examples=rounds(12))
    @given(st.integers(0, 2**32))
    def holds(seed: int) -> None:
        dice = random.Random(seed)
        answers = filled(dice)
        bodies = [f"第{n}局" for n in range(dice.randrange(1, 5))]
        tasks = [Task(item.id, dice.choice(bodies)) for item in RULEBOOK.items]
        parts = [
            returned(tmp_path / f"{nth}.xlsx", part.content)
            for nth, part in enumerate(split_form(answers, tasks, RULEBOOK))
        ]
        dice.shuffle(parts)
        merged = merge_returns(parts, RULEBOOK)
        assert (merged.conflicts, merged.left_out) == ((), ())
        for key in RULEBOOK.fields:
            assert said(merged.entries[key]) == said(answers.entry(key)), key
        whole = Answers(merged.entries, merged.unit, merged.year)
        ours, one = result_of(whole, RULEBOOK), result_of(answers, RULEBOOK)
        assert (ours.total, ours.attainable, ours.vetoed) == (one.total, one.attainable, one.vetoed)

    holds()


@given(st.integers(0, 2**32), st.permutations(range(4)))
@settings(max_examples=rounds(12))
def test_the_order_of_the_parts_is_no_matter(seed: int, order: list[int]) -> None:
    """Of parts that differ too: the same is taken, and the same is left to be decided."""
    dice = random.Random(seed)
    parts = [Return(Source(f"{n}.xlsx"), filled(dice)) for n in range(4)]
    ways = [merge_returns(each, RULEBOOK) for each in (parts, [parts[n] for n in order])]
    for key in RULEBOOK.fields:
        one, other = (way.entries[key] for way in ways)
        assert (one.answer, one.own) == (other.answer, other.own), key
    told = [
        {(c.key, c.own): {(g.source.file, g.answer) for g in c.given} for c in way.conflicts}
        for way in ways
    ]
    assert told[0] == told[1]
    assert ways[0].left_out == ways[1].left_out


def test_each_body_gets_its_own_items_and_no_others() -> None:
    tasks = proposed(RULEBOOK)
    parts = list(split_form(Answers({}), tasks, RULEBOOK))
    assert [part.body for part in parts] == list(by_lead(tasks))
    assert sorted(i for part in parts for i in part.items) == sorted(i.id for i in RULEBOOK.items)
    assert next(task for task in tasks if task.item == "25").helpers == ("妇幼保健机构",)


# ---------------------------------------------------------------- on the command line


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form, and its parts in a folder."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(EXAMPLE, folder / "某区.xlsx")
    assert run("split", "某区.xlsx", "-o", "分表", "-q", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def desk(laid: Path, tmp_path: Path) -> Path:
    """The same, for one test to change."""
    return shutil.copytree(laid, tmp_path / "desk")


def part_of(desk: Path, body: str) -> Path:
    (path,) = (desk / "分表").glob(f"*-{body}.xlsx")
    return path


def type_in(path: Path, key: str, heading: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    _, columns, rows = places(book["填报"])
    book["填报"].cell(rows[key], columns[heading]).value = value
    book.save(path)


def test_parts_come_back_as_one_form_that_scores_alike(desk: Path) -> None:
    done = run("merge", "分表", "-o", "合.xlsx", "--json", cwd=desk)
    told = validated("merge", done.stdout)
    assert (told["parts"], told["conflicts"], told["left_out"]) == (14, [], [])
    totals = [
        json.loads(run("score", name, "--json", cwd=desk).stdout)["results"][0]["total"]
        for name in ("某区.xlsx", "合.xlsx")
    ]
    assert totals == [94.6, 94.6]
    sheet = openpyxl.load_workbook(desk / "合.xlsx")["来源"]
    (row,) = (r for r in sheet.iter_rows(values_only=True) if r[0] == "25.rate")
    assert row[2:5] == ("婚前医学检查率", "96.05%", "区民政局")
    assert len(row[8]) == 16


def test_a_part_is_known_as_such(desk: Path) -> None:
    path = part_of(desk, "区民政局")
    assert "没有问题，已填齐" in run("check", path).stdout
    scored = run("score", path, "-o", desk / "o.xlsx")
    assert (scored.returncode, "总分 0/2分" in scored.stdout) == (0, True)
    assert "计分明细" not in scored.stdout  # the scores stored in it are ours
    ranked = run("score", desk / "分表", "--summary-only")
    assert ranked.returncode == 3
    assert "这是“区民政局”负责的分表" in ranked.stderr


def test_two_answers_to_one_field_lose_neither(desk: Path) -> None:
    """Two copies of one part come back, filled in differently."""
    first = part_of(desk, "区民政局")
    second = first.with_name("民政局（改）.xlsx")
    shutil.copy(first, second)
    type_in(second, "25.rate", "分子", 3880)
    done = run("merge", "分表", "-o", "合.xlsx", cwd=desk)
    assert done.returncode == 3
    assert not (desk / "合.xlsx").exists()
    for told in (first.name, second.name, "96.05%", "97%", "填报!E"):
        assert told in done.stderr, told
    for chosen, total in ((first, 94.6), (second, 96.6)):
        preferred = Path("分表", chosen.name)
        done = run("merge", "分表", "-o", "合.xlsx", "--prefer", preferred, "-f", cwd=desk)
        assert done.returncode == 0, done.stderr
        told = json.loads(run("score", "合.xlsx", "--json", "-f", cwd=desk).stdout)
        assert told["results"][0]["total"] == total


def test_conflicts_can_be_decided_one_by_one(desk: Path) -> None:
    first = part_of(desk, "区民政局")
    second = first.with_name("民政局（改）.xlsx")
    shutil.copy(first, second)
    type_in(second, "25.rate", "分子", 3880)
    command = ["merge", "分表", "-o", "合.xlsx", "--conflicts", "冲突.xlsx"]
    assert run(*command, cwd=desk).returncode == 3
    assert run(*command, cwd=desk).returncode == 3  # nothing is decided yet
    book = openpyxl.load_workbook(desk / "冲突.xlsx")
    (row,) = book["答案不同"].iter_rows(min_row=2)
    assert row[0].value == "25.rate"
    assert "97%（分表/民政局（改）.xlsx）" in row[3].value
    row[4].value = "约九成"
    book.save(desk / "冲突.xlsx")
    assert "约九成" in run(*command, cwd=desk).stderr
    row[4].value = "97%"
    book.save(desk / "冲突.xlsx")
    done = run(*command, cwd=desk)
    assert done.returncode == 0, done.stderr
    answer = fyscore.read_workbook(desk / "合.xlsx").values["25.rate"]
    assert (answer.numerator, answer.denominator) == (3880, 4000)  # as that part has it in full


@pytest.mark.parametrize(("how", "taken"), [("mean", 6.17), ("median", 6.5), ("lowest", 5)])
def test_several_assessors_marks_become_one(desk: Path, how: str, taken: float) -> None:
    copies = desk / "评委"
    copies.mkdir()
    for name, mark in (("张", 7), ("李", 6.5), ("王", 5)):
        shutil.copy(desk / "某区.xlsx", copies / f"{name}.xlsx")
        type_in(copies / f"{name}.xlsx", "1.mark", "填报值", mark)
    assert run("merge", copies, "-o", "合.xlsx", cwd=desk).returncode == 3  # else a conflict
    done = run("merge", copies, "-o", "合.xlsx", "--marks", how, cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "相差2分，超过满分的五分之一，请复核" in done.stdout
    answers = fyscore.read_workbook(desk / "合.xlsx")
    assert float(answers.values["1.mark"].number) == taken
    told = validated(
        "merge", run("merge", copies, "-o", "二.xlsx", "--marks", how, "--json", cwd=desk).stdout
    )
    assert told["marks"] == [
        {"key": "1.mark", "marks": [7, 6.5, 5], "taken": taken, "is_far": True}
    ]
    sheet = openpyxl.load_workbook(desk / "合.xlsx")["来源"]
    marks = [row[3] for row in sheet.iter_rows(values_only=True) if row[0] == "1.mark"]
    assert sorted(marks) == ["5分", "6.5分", "7分"]


def test_marks_are_the_only_answers_made_one(desk: Path) -> None:
    copies = desk / "评委"
    copies.mkdir()
    for name, count in (("张", 7), ("李", 8)):
        shutil.copy(desk / "某区.xlsx", copies / f"{name}.xlsx")
        type_in(copies / f"{name}.xlsx", "14.registered", "填报值", count)
    done = run("merge", copies, "-o", "合.xlsx", "--marks", "mean", cwd=desk)
    assert (done.returncode, "14.registered" in done.stderr) == (3, True)


def test_notes_are_joined_and_said_once(desk: Path) -> None:
    first = part_of(desk, "区民政局")
    second = first.with_name("民政局（补）.xlsx")
    shutil.copy(first, second)
    type_in(first, "25.rate", "佐证材料", "甲.pdf；乙.pdf")
    type_in(second, "25.rate", "佐证材料", "乙.pdf；丙.pdf")
    assert run("merge", "分表", "-o", "合.xlsx", cwd=desk).returncode == 0
    answers = fyscore.read_workbook(desk / "合.xlsx")
    told = answers.entry("25.rate").evidence.split("；")
    assert sorted(told) == ["丙.pdf", "乙.pdf", "甲.pdf"]


def test_what_cannot_be_read_is_told_and_nothing_is_written(desk: Path) -> None:
    type_in(part_of(desk, "区民政局"), "25.rate", "分子", "约九成")
    (desk / "分表/坏.xlsx").write_bytes(b"PK")
    done = run("merge", "分表", "-o", "合.xlsx", cwd=desk)
    assert done.returncode == 3
    assert "约九成" in done.stderr
    assert "坏.xlsx" in done.stderr
    assert not (desk / "合.xlsx").exists()


def test_an_item_without_a_part_is_told(desk: Path) -> None:
    part_of(desk, "区民政局").unlink()
    done = run("merge", "分表", "-o", "合.xlsx", cwd=desk)
    assert (done.returncode, "没有分表的条目：第25项" in done.stdout) == (0, True)


def test_parts_of_different_units_are_not_mixed(desk: Path) -> None:
    book = openpyxl.load_workbook(part_of(desk, "区民政局"))
    book["基本信息"]["B2"] = "别的区"
    book.save(part_of(desk, "区民政局"))
    done = run("merge", "分表", "-o", "合.xlsx", cwd=desk)
    assert (done.returncode, "单位名称不同" in done.stderr) == (3, True)


# ---------------------------------------------------------------- who does what, and who has


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_who_does_what_can_be_edited(desk: Path, suffix: str) -> None:
    assert run("split", "某区.xlsx", "--list", "-o", "分工.xlsx", "-q", cwd=desk).returncode == 0
    book = openpyxl.load_workbook(desk / "分工.xlsx")
    for row in book["分工表"].iter_rows(min_row=2):
        row[2].value = "甲局" if row[0].value in ("14", "25") else "乙局"
        row[4].value, row[5].value = "张三", "2020-01-31"
    book.save(desk / "分工.xlsx")
    if suffix == ".csv":
        lines = [",".join(str(c or "") for c in r) for r in book["分工表"].values]
        (desk / "分工.csv").write_text("\n".join(lines), encoding="gb18030")
    done = run("split", "某区.xlsx", "-o", "新", "--assign", f"分工{suffix}", "--json", cwd=desk)
    parts = validated("split", done.stdout)["parts"]
    assert [(p["body"], len(p["items"])) for p in parts] == [("乙局", 33), ("甲局", 2)]
    sheet = openpyxl.load_workbook(desk / parts[1]["file"])["基本信息"]
    info = {row[0]: row[1] for row in sheet.values}
    assert (info["负责条目"], info["填报人"], info["完成时限"]) == ("14、25", "张三", "2020-01-31")


def test_faults_of_the_table_are_told_together(desk: Path) -> None:
    (desk / "分工.csv").write_text("条目,牵头单位\n99,甲局\n14,甲局\n14,乙局\n25,\n", "utf-8")
    done = run("split", "某区.xlsx", "-o", "新", "--assign", "分工.csv", cwd=desk)
    assert done.returncode == 3
    for told in ("“99”", "第14项出现多次", "第25项没有写牵头单位"):
        assert told in done.stderr
    assert not (desk / "新").exists()


def test_who_has_filled_in_what(desk: Path) -> None:
    path = part_of(desk, "区教育局")
    type_in(path, "20.coverage", "填报值", None)
    book = openpyxl.load_workbook(path)
    rows = {row[0].value: row[1] for row in book["基本信息"].iter_rows()}
    rows["完成时限"].value = "2020年1月31日"
    book.save(path)
    type_in(part_of(desk, "区民政局"), "25.rate", "分子", "约九成")
    done = run("merge", "分表", "--status", "-o", "催报表.xlsx", cwd=desk)
    assert done.returncode == 0
    assert "未填齐，已逾期" in done.stdout
    assert "14份分表：填齐12份，未填齐或有问题2份，其中逾期1份" in done.stdout
    told = validated("status", run("merge", "分表", "--status", "--json", cwd=desk).stdout)
    assert told["parts"][0]["body"] == "区教育局"  # who is late comes first
    assert "约九成" in told["parts"][1]["problems"][0]
    sheet = openpyxl.load_workbook(desk / "催报表.xlsx")["催报表"]
    assert [row[6].value for row in sheet.iter_rows(min_row=2, max_row=3)] == [
        "未填齐，已逾期",
        "1个问题",
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("2026年11月30日前", date(2026, 11, 30)),
        ("2026-13-40", None),
        ("月底", None),
    ],
)
def test_deadlines_as_people_write_them(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_a_part_that_is_whole_is_never_late() -> None:
    info = {"负责条目": "25", "牵头单位": "区民政局", "完成时限": "2020-01-01"}
    whole = Answers({"25.rate": Entry(Answer(F(98)))}, info=info)
    assert status_of(Path("a.xlsx"), whole, RULEBOOK, date(2026, 1, 1)).words == "已填齐"
    blank = Answers({}, info=info)
    told = {day: status_of(Path("a.xlsx"), blank, RULEBOOK, date(2020, 1, day)) for day in (1, 2)}
    assert (told[1].words, told[2].words) == ("未填", "未填，已逾期")


def test_the_same_in_python(tmp_path: Path) -> None:
    parts = fyscore.split(EXAMPLE, RULEBOOK)
    for part in parts:
        (tmp_path / part.name).write_bytes(part.content)
    merged = fyscore.merge(sorted(tmp_path.iterdir()), RULEBOOK)
    assert (len(parts), merged.conflicts) == (14, ())
    whole = Answers(merged.entries, merged.unit, merged.year)
    assert float(fyscore.score(whole, RULEBOOK).total) == 94.6


def test_a_part_numbers_its_sections_as_the_whole_does(desk: Path) -> None:
    book = openpyxl.load_workbook(part_of(desk, "区教育局"))
    texts = [str(row[0]) for row in book["填报"].values] + [
        str(r[0]) for r in book["评分表"].values
    ]
    assert "（四）生育支持政策完备（6分）" in texts
    assert not any(text.startswith("（一）") for text in texts)
