"""The template filled by typing in LibreOffice: the scores move as a clerk would see them."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

import fyscore
from fyscore.numbers import points
from fyscore.problems import ProblemsError
from tests.command import PATIENCE
from tests.form import Form, Official, full_answers

pytestmark = pytest.mark.slow

DRIVER = Path(__file__).parents[1] / "office/type_in_calc.py"
#: The Python that has LibreOffice's bindings.
SYSTEM_PYTHON = "/usr/bin/python3"


class Desk:
    """A template on a clerk's desk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.form = Form()
        self.template = self.form.save(folder / "t.xlsx", {})
        self.detail = {cell.value: cell for cell in self.form.book["计分明细"][1]}
        ids = self.detail["评分点"].column
        self.part_rows = {
            row[ids - 1].value: row[0].row for row in self.form.book["计分明细"].iter_rows()
        }
        self.official = Official(self.form.book)

    def typed(self, answers: dict[str, object]) -> list[tuple[str, str, str]]:
        """Each answer as keystrokes: sheet, cell, text."""
        strokes = []
        for key, answer in answers.items():
            text = str(answer)
            if re.fullmatch(r"\d+/\d+", text):
                pair = zip(("分子", "分母"), text.split("/"), strict=True)
                strokes += [("填报", self.form.cell(key, h).coordinate, t) for h, t in pair]
            else:
                strokes.append(("填报", self.form.cell(key).coordinate, text))
        return strokes

    def shows(
        self, answers: dict[str, object], parts: list[str], then: Sequence[Sequence[object]] = ()
    ) -> dict[str, str]:
        """What the sheets show after typing: parts by id, their words, total and banner.

        ``then`` is done with the sheet between typing and looking.
        """
        cells = {
            "total": ("评分表", self.official.total_cell),
            "banner": ("评分表", self.official.banner_cell),
            "progress": ("填报", "A1"),
        }
        for part in parts:
            row = self.part_rows[part]
            for name, heading in ((part, "得分"), (f"{part} words", "说明")):
                letter = self.detail[heading].column_letter
                cells[name] = ("计分明细", f"{letter}{row}")
        order = {
            "file": str(self.template),
            "typed": self.typed(answers),
            "then": then,
            "read": list(cells.values()),
            "save": str(self.folder / "typed.xlsx"),
            "pdf": os.environ.get("FYSCORE_TYPED_PDF"),
        }
        done = subprocess.run(
            [SYSTEM_PYTHON, DRIVER], input=json.dumps(order), capture_output=True, text=True,
            timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return dict(zip(cells, json.loads(done.stdout), strict=True))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_everything_typed_in_full_shows_a_hundred(desk: Desk) -> None:
    shown = desk.shows(full_answers(), ["14", "16"])
    assert (shown["total"], shown["banner"]) == ("100", "全部填齐")
    assert (shown["14"], shown["14 words"], shown["16"]) == ("4", "", "无事故")
    saved = fyscore.score(
        fyscore.read_workbook(desk.folder / "typed.xlsx"), fyscore.load_rulebook()
    )
    assert (saved.total, saved.complete) == (100, True)


def test_every_state_is_shown(desk: Desk) -> None:
    answers: dict[str, object] = {
        "1.mark": "7.25",  # partial
        "2a.document": "否",  # lost
        "2b.meetings": "1",  # its minutes are still to come
        "5a.complete": "是",
        "5a.mark": "1",  # contradicts it
        "14.registered": "7",
        "25.rate": "1843/1900",  # 97 % exactly
        "23.rate": "16.51",
        "35.awareness": "90%",
        "35.satisfaction": "85.5%",
        "16.accidents": "1",
    }
    shown = desk.shows(answers, ["1", "2a", "2b", "5a", "14", "25", "23", "35", "16", "3a"])
    parts = {name: text for name, text in shown.items() if " " not in name}
    assert parts == {
        "1": "7.25", "2a": "0", "2b": "待填", "5a": "需更正", "14": "2", "25": "2", "23": "0",
        "35": "0", "16": "一票否决", "3a": "待填", "total": "11.25", "banner": shown["banner"], "progress": shown["progress"],
    }  # fmt: skip
    assert shown["banner"].startswith("【一票否决】")
    assert shown["1 words"].startswith("失0.75分。")
    assert shown["2b words"] == "还缺：领导小组会议有纪要和研究内容；"
    assert "前后矛盾" in shown["5a words"]
    assert shown["25 words"] == ""


#: A form as it comes: other words, units and full-width digits, a pair, a correction to come.
AS_IT_COMES: dict[str, object] = {
    "1.mark": "7.25分",
    "2a.document": "有",
    "2b.meetings": "３",
    "2b.minutes": "√",
    "5a.complete": "×",
    "5a.mark": "1.5",
    "14.registered": "7个",
    "25.rate": "1843/1900",
    "23.rate": "16.5/10万",
    "24.rate": "6.0‰",
    "27.rate": "９０．５％",
    "30.national_reward": "1,200人",
    "16.accidents": "0",
}
PARTS = ["1", "2a", "2b", "5a", "14", "25", "23", "24", "27", "30", "16"]


def saved_total(desk: Desk) -> str:
    result = fyscore.score_file(desk.folder / "typed.xlsx", fyscore.load_rulebook()).result
    return points(result.total)


def test_what_the_program_reads_the_form_reads_too(desk: Desk) -> None:
    shown = desk.shows(AS_IT_COMES, PARTS)
    assert {part: shown[part] for part in PARTS} == {
        "1": "7.25", "2a": "2", "2b": "2", "5a": "1.5", "14": "2", "25": "2", "23": "2", "24": "2",
        "27": "2", "30": "待填", "16": "无事故",
    }  # fmt: skip
    assert shown["total"] == saved_total(desk) == "22.75"
    assert shown["progress"].startswith("已得22.75分")
    assert shown["progress"].endswith("需更正0处")


def test_sorting_inserting_and_cutting_change_no_score(desk: Desk) -> None:
    sheet, key = desk.form.sheet, desk.form.columns["字段编号"]
    first, last = desk.form.top + 1, sheet.max_row
    area = f"A{first}:{get_column_letter(key)}{last}"
    at, label = desk.form.cell, desk.form.columns["填报内容"] - 1
    handled: dict[str, list[list[object]]] = {
        "a row inserted": [["insert", "填报", at("14.registered").row]],
        "sorted": [["sort", "填报", area, label, False]],
        "sorted by key, the other way": [["sort", "填报", area, key - 1, True]],
        # Someone moves a figure out of the way and back: the cell it leaves is no longer that cell.
        "cut and pasted": [
            ["cut", "填报", at("14.registered").coordinate, "Z5"],
            ["cut", "填报", at("2b.meetings").coordinate, at("14.registered").coordinate],
            ["cut", "填报", "Z5", at("2b.meetings").coordinate],
        ],
        "all of it": [
            ["insert", "填报", first],
            ["sort", "填报", f"A{first + 1}:{get_column_letter(key)}{last + 1}", label, True],
            ["insert", "填报", first + 30],
        ],
    }
    for name, then in handled.items():
        shown = desk.shows(AS_IT_COMES, PARTS, [["unprotect", "填报"], *then])
        total = saved_total(desk)
        if name == "cut and pasted":  # 3 institutions, 7 meetings
            assert (shown["14"], shown["2b"], total) == ("0", "2", "20.75"), name
        else:
            assert total == "22.75", name
        assert shown["total"] == total, name
        assert shown["progress"].startswith(f"已得{total}分"), name


def test_a_row_taken_away_is_told(desk: Desk) -> None:
    row = desk.form.cell("14.registered").row
    shown = desk.shows(AS_IT_COMES, ["14"], [["unprotect", "填报"], ["delete", "填报", row]])
    assert shown["14"] == "需更正"
    assert "需更正1处" in shown["progress"], shown["progress"]


def test_a_percentage_is_read_by_its_format_as_the_program_reads_it(desk: Desk) -> None:
    """Pasting takes the source's format along: what was 97.5 there is 97.5 here."""
    form = desk.form
    for key, value, number_format in (
        ("25.rate", 97.5, "General"),
        ("27.rate", 0.975, "General"),
        ("14.registered", 8, "0%"),
        ("30.national_reward", 3, "m/d/yy"),
    ):
        form.cell(key).value, form.cell(key).number_format = value, number_format
    form.book.save(desk.template)
    shown = desk.shows({}, ["25", "27", "14", "30"])
    parts = (shown["25"], shown["27"], shown["14"], shown["30"])
    assert parts == ("2", "需更正", "需更正", "需更正")
    with pytest.raises(ProblemsError) as caught:
        fyscore.score_file(desk.template, fyscore.load_rulebook())
    keys = {problem.key for problem in caught.value.problems}
    assert keys == {"27.rate", "14.registered", "30.national_reward"}
