"""整改台账: what people wrote is carried from one scoring to the next, and the totals are right."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import fyscore
from fyscore.rules.model import Rulebook
from fyscore.scoring.gaps import find_gaps
from fyscore.scoring.ledger import ledger
from fyscore.workbooks.ledger import ledger_bytes, read_ledger
from tests.command import EXAMPLES, run
from tests.form import Form, full_answers
from tests.golden.readable import readable
from tests.prove.test_stored_values import differences

PEOPLES = ("责任单位", "配合单位", "完成时限", "状态", "佐证材料", "备注", "整改措施")
WORDS = (
    "已报区政府",
    "=1+1",
    "第一行\n第二行",
    "2024-03-01",
    "－",
    "√",
    "按《条例》第3条",
    " 前后空格 x",
)


class Desk:
    """A ledger open on a desk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet: Worksheet = self.book["整改台账"]
        self.at = {cell.value: cell.column for cell in self.sheet[2] if cell.value}

    @property
    def rows(self) -> range:
        return range(3, self.sheet.max_row + 1)

    def text(self, row: int, heading: str) -> str:
        value = self.sheet.cell(row, self.at[heading]).value
        return "" if value is None else str(value)

    def words(self) -> dict[str, Counter[tuple[str, str]]]:
        """Part → what stands in its lines, heading by heading."""
        found: dict[str, Counter[tuple[str, str]]] = {}
        for row in self.rows:
            mine = found.setdefault(self.text(row, "评分点"), Counter())
            added = [h for h in self.at if h.startswith("自加")]
            mine.update((h, self.text(row, h)) for h in (*PEOPLES, *added) if self.text(row, h))
        return found

    def write(self, dice: random.Random) -> set[tuple[str, str, str]]:
        """Write here and there, as people do; what was written: part, heading, text."""
        written: dict[tuple[int, str], str] = {}
        if dice.random() < 0.5:
            heading = f"自加{dice.randint(1, 9)}"
            if heading not in self.at:
                self.at[heading] = self.sheet.max_column + 1
                self.sheet.cell(2, self.at[heading]).value = heading
        added = [h for h in self.at if h.startswith("自加")]
        for row in self.rows:
            for heading in (*PEOPLES, *added):
                if dice.random() < 0.3:
                    written[row, heading] = dice.choice(WORDS).strip() + str(dice.randint(0, 999))
        if dice.random() < 0.5:  # a line of one's own
            row = self.sheet.max_row + 1
            written[row, "备注"] = f"自加一行 {dice.randint(0, 999)}"
        if dice.random() < 0.5:  # a measure divided between two bodies
            row = self.sheet.max_row + 1
            self.sheet.cell(row, self.at["评分点"]).value = self.text(3, "评分点")
            written[row, "整改措施"] = f"分给另一单位 {dice.randint(0, 999)}"
        for (row, heading), text in written.items():
            cell = self.sheet.cell(row, self.at[heading])
            cell.value, cell.data_type = text, "s"
        self.book.save(self.path)
        return {(self.text(r, "评分点"), heading, text) for (r, heading), text in written.items()}


def next_ledger(folder: Path, nth: int, answers: dict[str, object], rulebook: Rulebook) -> Path:
    scored = fyscore.score_file(Form(rulebook).save(folder / f"{nth}.xlsx", answers), rulebook)
    earlier = folder / f"l{nth - 1}.xlsx"
    old = read_ledger(earlier) if earlier.exists() else []
    gaps = find_gaps(scored.result, rulebook, scored.answers)
    content = ledger_bytes(ledger(gaps, old), scored.result)
    count, wrong = differences(content, folder)
    assert (count > 0, wrong) == (True, [])
    made = folder / f"l{nth}.xlsx"
    made.write_bytes(content)
    return made


def answers_of(dice: random.Random) -> dict[str, object]:
    answers = full_answers()
    for key in dice.sample(sorted(answers), 14):
        if answers[key] == "是" and not key.endswith("complete"):
            answers[key] = "否"
        elif key.endswith(".rate") or dice.random() < 0.3:
            del answers[key]
    answers["14.registered"] = dice.randint(5, 8)
    answers["30.national_reward"] = dice.randint(0, 3)
    return answers


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_three_rounds_keep_every_word(seed: int, tmp_path: Path, rulebook: Rulebook) -> None:
    dice, written = random.Random(seed), set[tuple[str, str, str]]()
    for nth in range(1, 4):
        desk = Desk(next_ledger(tmp_path, nth, answers_of(dice), rulebook))
        found = desk.words()
        for part, heading, text in written:
            assert found[part][heading, text] > 0, (nth, part, heading, text)
        by_body: Counter[str] = Counter()
        for row in desk.rows:
            by_body[desk.text(row, "责任单位")] += round(float(desk.text(row, "可得分") or 0) * 100)
        totals = openpyxl.load_workbook(desk.path, data_only=True)["按责任单位"]
        told = {str(r[0].value): round(r[2].value * 100) for r in totals.iter_rows(min_row=3)}
        assert told.pop("合计") == sum(by_body.values())
        assert told == {body or "（未定责任单位）": total for body, total in by_body.items()}
        new = desk.write(dice)
        over = {(part, heading) for part, heading, _ in new}
        kept = Desk(desk.path).words()
        written = {w for w in written if w[:2] not in over or kept[w[0]][w[1], w[2]]} | new


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_brought_up_to_date_twice_is_the_same(
    seed: int, tmp_path: Path, rulebook: Rulebook
) -> None:
    dice = random.Random(seed)
    Desk(next_ledger(tmp_path, 1, answers_of(dice), rulebook)).write(dice)
    answers = answers_of(dice)
    once, twice = (readable(next_ledger(tmp_path, nth, answers, rulebook)) for nth in (2, 3))
    assert once == twice


def test_what_was_won_back_is_marked_and_counted_no_more(
    tmp_path: Path, rulebook: Rulebook
) -> None:
    answers = full_answers() | {"14.registered": 6, "7.joint": "否"}
    next_ledger(tmp_path, 1, answers, rulebook)
    desk = Desk(next_ledger(tmp_path, 2, answers | {"14.registered": 7, "7.joint": "是"}, rulebook))
    lines = {
        desk.text(row, "条款"): (desk.text(row, "可得分"), desk.text(row, "已补回"))
        for row in desk.rows
    }
    assert lines == {"第14项": ("2", "2"), "第7项": ("0", "2")}


def test_the_command_writes_one_and_takes_an_earlier_one_up(tmp_path: Path) -> None:
    example = EXAMPLES / "example-district-2023.xlsx"
    first, second = tmp_path / "一月.xlsx", tmp_path / "二月.xlsx"
    assert f"整改台账：{first}" in run("gaps", example, "-o", first).stdout
    desk = Desk(first)
    desk.sheet.cell(3, desk.at["备注"]).value = "已与区民政局商定"
    desk.book.save(first)
    assert run("gaps", example, "-o", second, "--ledger", first).returncode == 0
    again = Desk(second)
    assert again.text(3, "备注") == "已与区民政局商定"
    # What people wrote in is never written over, nor is a ledger that is read.
    for target, extra in ((first, []), (first, ["--ledger", first, "--force"])):
        done = run("gaps", example, "-o", target, *extra)
        assert done.returncode == 2
        assert str(target) in done.stderr
    done = run("gaps", example, "-o", tmp_path / "x.xlsx", "--ledger", example)
    assert (done.returncode, "整改台账" in done.stderr) == (3, True)
    assert run("gaps", example, "--ledger", first).returncode == 2
    assert run("gaps", example, "-o", tmp_path / "x.docx").returncode == 2
