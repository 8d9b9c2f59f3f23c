"""A rulebook as a workbook: the same as its TOML text, both ways; changed as people change it."""

from __future__ import annotations

import json
import random
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fyscore.problems import ProblemsError
from fyscore.rules.load import built_in, load_rulebook, rulebook_path, rulebook_text
from fyscore.rules.toml_text import Node, tables, written
from fyscore.rules.workbook_reading import read_rules
from fyscore.rules.workbook_writing import rules_bytes
from fyscore.scoring.worked_cases import load_cases
from tests.command import EXAMPLES, PATIENCE, run, validated
from tests.form import Form
from tests.forms.test_typing import DRIVER, SYSTEM_PYTHON

pytestmark = pytest.mark.slow


SHIPPED = [*built_in(), *map(str, sorted((EXAMPLES / "rulebooks").glob("*.toml")))]
TEXTS = ("“甲”\\乙", '带"引号"', "=SUM(1)", "007", "百分之九十%", "a, b = {c}", "第1项；2.5", "x#y")


def through_workbook(book: Node, path: Path) -> str:
    path.write_bytes(rules_bytes(book, [], {}))
    return read_rules(path).text


@pytest.mark.parametrize("source", SHIPPED)
def test_every_shipped_rulebook_comes_back_byte_for_byte(source: str, tmp_path: Path) -> None:
    text = rulebook_path(source).read_text("utf-8")
    assert written(tables(text)) == text  # so it is written in the one way
    assert through_workbook(tables(text), tmp_path / "a.xlsx") == text
    for name in ("a.xlsx", "b.toml", "c.xlsx", "d.toml"):
        done = run("rules", "export", tmp_path / name, "--rulebook", source, "--force", "-q")
        assert done.returncode == 0, done.stderr
        source = str(tmp_path / name)
    assert (tmp_path / "d.toml").read_text("utf-8") == text
    made, kept = load_rulebook(tmp_path / "c.xlsx"), load_rulebook(tmp_path / "b.toml")
    assert (made.digest, made.fingerprint) == (kept.digest, kept.fingerprint)


def shaken(book: Node, dice: random.Random) -> Node:
    """A rulebook with other numbers and words, and without some of what it need not have."""
    for section in book.of("sections"):
        dice.shuffle(section.of("items"))
        for item in section.of("items"):
            for part in (*item.of("parts"), *item.of("gate")):
                for table in (part, *part.of("fields"), *part.of("tiers")):
                    _shake(table, dice)
            _shake(item, dice)
            item.comment = dice.choice(("", "", "一行", "两行\n# 第二行"))
    book.comment = dice.choice(("", "说明\n\n第三行", book.comment))
    return book


def _shake(table: Node, dice: random.Random) -> None:
    for name, value in list(table.values.items()):
        if name in ("id", "key", "shape", "type", "word", "role", "by"):
            continue
        if isinstance(value, bool):
            table.values[name] = dice.random() < 0.5
        elif isinstance(value, (int, Decimal)):
            digits = str(dice.randrange(1, 10**6))
            places = dice.randrange(4)
            number = Decimal(digits).scaleb(-places)
            table.values[name] = dice.choice((int(digits), number))
        elif dice.random() < 0.3:
            table.values[name] = dice.choice(TEXTS)
        if name in ("unit", "case", "numerator", "fact") and dice.random() < 0.3:
            del table.values[name]


def test_round_trip_of_any_rulebook_both_ways(tmp_path: Path) -> None:
    for seed in range(60):
        dice = random.Random(seed)
        text = written(shaken(tables(rulebook_text(dice.choice(SHIPPED))), dice))
        again = tables(text)
        assert written(again) == text
        assert through_workbook(again, tmp_path / "a.xlsx") == text, seed


def test_the_workbook_can_be_used_with_every_command(tmp_path: Path) -> None:
    book = tmp_path / "标准.xlsx"
    assert run("rules", "export", book, "--rulebook", SHIPPED[-1]).returncode == 0
    cases = len(load_cases(SHIPPED[-1]))
    assert f"{cases}个案例都对" in run("rules", "lint", book).stdout
    assert run("template", tmp_path / "t.xlsx", "--rulebook", book).returncode == 0
    shown = run("rules", "show", "1", "--rulebook", book, "--json")
    assert validated("rule", shown.stdout)["parts"][0]["tiers"][0] == {"min": 90, "score": 6}
    form = Form(load_rulebook(book), tmp_path / "t.xlsx")
    path = form.save(tmp_path / "某县.xlsx", {"1.rate": "85%", "9.abuse": "否"}, "某县", 2025)
    done = run("score", path, "--rulebook", book, "--json")
    result = validated("result", done.stdout)["results"][0]
    assert (result["total"], result["digest"]) == (4, load_rulebook(SHIPPED[-1]).short_digest)


def test_sums_are_seen_while_typing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(rules_bytes(tables(rulebook_text()), [], {}))
    book = openpyxl.load_workbook(path, data_only=True)
    sums = [(row[2], row[4]) for row in book["部分"].iter_rows(min_row=2, values_only=True)]
    assert sums == [(n, n) for n in (17, 14, 26, 12, 10, 15, 6)]
    assert book["标准"]["B10"].value == 100
    assert openpyxl.load_workbook(path)["部分"]["E2"].value.startswith("=SUMIF(条目!")


# ---------------------------------------------------------------- as a non-programmer


def column(sheet: Worksheet, heading: str) -> str:
    (found,) = (cell.column for cell in sheet[1] if cell.value == heading)
    return get_column_letter(found)


def row(sheet: Worksheet, heading: str, value: str) -> int:
    (found,) = (c.row for c in sheet[column(sheet, heading)] if str(c.value) == value)
    return found


class Hands:
    """Someone who types into the rulebook's workbook in an office program."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.typed: list[list[str]] = []
        self.then: list[list[object]] = []

    def set(self, sheet: str, key: str, heading: str, text: str) -> str:
        """Type into the row that has this id: which cell it was."""
        at = self.book[sheet]
        cell = f"{column(at, heading)}{row(at, '编号', key)}"
        self.typed.append([sheet, cell, text])
        return f"{sheet}!{cell}"

    def add(self, sheet: str, **texts: str) -> None:
        at = self.book[sheet]
        below = at.max_row + 1
        self.typed += [[sheet, f"{column(at, h)}{below}", text] for h, text in texts.items()]

    def remove(self, sheet: str, heading: str, value: str) -> None:
        at = self.book[sheet]
        for cell in reversed(list(at[column(at, heading)])):
            if str(cell.value) == value:
                self.then.append(["delete", sheet, cell.row])

    def save(self) -> None:
        # From below, so that none moves another that is still to go.
        self.then.sort(key=lambda each: -int(str(each[2])))
        order = {"file": str(self.path), "typed": self.typed, "then": self.then, "read": [], "save": str(self.path)}  # fmt: skip
        subprocess.run(
            [SYSTEM_PYTHON, DRIVER], input=json.dumps(order), text=True, capture_output=True,
            timeout=PATIENCE, check=True,
        )  # fmt: skip


def test_another_county_s_standard_is_made_in_an_office_program(tmp_path: Path) -> None:
    path = tmp_path / "我的标准.xlsx"
    assert run("rules", "export", path).returncode == 0
    hands = Hands(path)
    hands.typed.append(["标准", "B2", "my-2026"])
    # Three thresholds, one item more, one item fewer.
    hands.set("字段", "23.rate", "不高于", "15")
    hands.set("字段", "25.rate", "不低于", "98")
    hands.set("评分点", "14", "目标", "9")
    hands.add(
        "条目", 所属部分="7", 编号="36", 标题="入户指导", 评估方法="查台账", 责任单位="区妇幼保健院"
    )
    hands.add(
        "评分点", 所属条目="36", 编号="36", 满分="2", 计分方式="tiers 分档", 标题="入户指导率"
    )
    for bound, score in (("90", "2"), ("80", "1")):
        at = hands.book["分档"]
        below = at.max_row + 1 + (bound == "80")
        hands.typed += [
            ["分档", f"{column(at, h)}{below}", text]
            for h, text in (("所属评分点", "36"), ("不低于", bound), ("得分", score))
        ]
    hands.add("字段", 所属评分点="36", 编号="36.rate", 类型="percent 百分数", 名称="新生儿入户指导率", 界限用词="以上")  # fmt: skip
    hands.remove("字段", "所属评分点", "33")
    hands.remove("评分点", "所属条目", "33")
    hands.remove("条目", "编号", "33")
    hands.remove("案例", "评分点", "33")
    for part in ("23", "25", "14"):
        hands.remove("案例", "评分点", part)
    hands.save()

    # Two mistakes, told by their cells.
    wrong = Hands(path)
    shape = wrong.set("评分点", "14", "计分方式", "比例")
    most = wrong.set("评分点", "1", "满分", "八")
    wrong.save()
    done = run("rules", "lint", path, "--json")
    assert done.returncode == 3
    problems = {f"{p['sheet']}!{p['cell']}": p for p in validated("lint", done.stdout)["problems"]}
    assert problems[shape]["code"] == "rulebook_shape"
    assert problems[most]["code"] == "rulebook_number"
    assert "满分 为 '八'" in problems[most]["found"]

    right = Hands(path)
    right.set("评分点", "14", "计分方式", "shortfall 每少一个扣分")
    right.set("评分点", "1", "满分", "8")
    # 33 had two points, as 36 has.
    right.save()
    lint = run("rules", "lint", path)
    assert lint.returncode == 0, lint.stderr
    assert run("template", tmp_path / "t.xlsx", "--rulebook", path).returncode == 0
    form = Form(load_rulebook(path), tmp_path / "t.xlsx")
    answers = {"36.rate": "85%", "14.registered": 8, "23.rate": 15, "25.rate": "98%"}
    filled = form.save(tmp_path / "某区.xlsx", answers, "某区", 2026)
    done = run("score", filled, "--rulebook", path, "--json")
    result = validated("result", done.stdout)["results"][0]
    scores = {i["id"]: i["score"] for i in result["items"]}
    assert "33" not in scores
    assert [scores[i] for i in ("14", "23", "25", "36")] == [2, 2, 2, 1]
    assert not list(tmp_path.glob("*.toml"))


# ---------------------------------------------------------------- what is wrong with one


def changed(tmp_path: Path, sheet: str, cell: str, value: object) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(rules_bytes(tables(rulebook_text(SHIPPED[-1])), [], {}))
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value  # type: ignore[assignment]
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code", "where"),
    [
        ("标准", "B6", 77, "rulebook_sum", "标准!B6"),
        ("标准", "B3", None, "rulebook_missing", "标准!B3"),
        ("部分", "C2", 33, "rulebook_sum", "部分!C2"),
        ("部分", "D5", 99, "rulebook_cap", "部分!D5"),
        ("条目", "A3", "9", "rules_orphan", "条目!A3"),
        ("条目", "C3", None, "rulebook_missing", "条目!C3"),
        ("评分点", "C2", "六", "rulebook_number", "评分点!C2"),
        ("评分点", "D2", "分层", "rulebook_shape", "评分点!D2"),
        ("分档", "D2", 5, "rulebook_part", "评分点!B2"),
        ("分档", "B2", "九十", "rulebook_number", "分档!B2"),
        ("字段", "C2", "percentage", "rulebook_type", "字段!C2"),
        ("字段", "K2", "之上", "rulebook_word", "字段!K2"),
        ("字段", "B3", "1.rate", "rulebook_repeated_key", "字段!B3"),
        ("口径", "B2", "sometimes", "rulebook_reading", "口径!B2"),
        ("字段", "B1", "编码", "rules_heading", "字段!A1"),
        ("标准", "B7", "=70+2", "rules_cell", "标准!B7"),
        ("评分点", "L6", "=50+10", "rules_cell", "评分点!L6"),
        ("年度变化", "G2", "=90+2", "rules_cell", "年度变化!G2"),
        ("标准", "A7", "总分 上限", "rules_label", "标准!A7"),
        ("标准", "A7", "总分", "rules_twice", "标准!A7"),
        ("评分点", "B3", "1", "rules_twice", "评分点!B3"),
        ("条目", "B3", "1", "rules_twice", "条目!B3"),
        ("年度变化", "C2", "条目", "rules_label", "年度变化!C2"),
        ("年度变化", "G2", None, "rulebook_change", "年度变化!D2"),
        ("分档", "C2", 95, "rulebook_part", "分档!B2"),
        ("字段", "I2", 50, "rulebook_part", "评分点!B2"),
        ("字段", "M2", None, "rulebook_part", "评分点!B2"),
    ],
)
def test_what_is_wrong_is_told_by_cell(
    tmp_path: Path, sheet: str, cell: str, value: object, code: str, where: str
) -> None:
    with pytest.raises(ProblemsError) as caught:
        load_rulebook(changed(tmp_path, sheet, cell, value))
    told = {(problem.code, problem.place) for problem in caught.value.problems}
    assert (code, where) in told, told


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("评分点", "C2", "６"), ("评分点", "C2", " 6 "), ("评分点", "D2", "分档"), ("字段", "C2", "百分数"),
        ("年度变化", "A2", "2026年"), ("分档", "B2", "90%"),
    ],
)  # fmt: skip
def test_what_people_write_for_it_is_understood(
    tmp_path: Path, sheet: str, cell: str, value: object
) -> None:
    book = load_rulebook(changed(tmp_path, sheet, cell, value))
    assert book.digest == load_rulebook(SHIPPED[-1]).digest


def test_a_missing_sheet_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(rules_bytes(tables(rulebook_text()), [], {}))
    book = openpyxl.load_workbook(path)
    del book["字段"]
    book.save(path)
    with pytest.raises(ProblemsError, match="字段"):
        load_rulebook(path)


def test_what_is_no_workbook_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.4")
    done = run("score", EXAMPLES / "example-district-2023.xlsx", "--rulebook", path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not zipfile.is_zipfile(path)
