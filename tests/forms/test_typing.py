"""The template filled by typing in LibreOffice: the scores move as a clerk would see them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

import fyscore
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
            if "/" in text:
                pair = zip(("分子", "分母"), text.split("/"), strict=True)
                strokes += [("填报", self.form.cell(key, h).coordinate, t) for h, t in pair]
            else:
                strokes.append(("填报", self.form.cell(key).coordinate, text))
        return strokes

    def shows(self, answers: dict[str, object], parts: list[str]) -> dict[str, str]:
        """What the sheets show after typing: parts by id, their words, total and banner."""
        cells = {
            "total": ("评分表", self.official.total_cell),
            "banner": ("评分表", self.official.banner_cell),
        }
        for part in parts:
            row = self.part_rows[part]
            for name, heading in ((part, "得分"), (f"{part} words", "说明")):
                letter = self.detail[heading].column_letter
                cells[name] = ("计分明细", f"{letter}{row}")
        order = {
            "file": str(self.template),
            "typed": self.typed(answers),
            "read": list(cells.values()),
            "save": str(self.folder / "typed.xlsx"),
            "pdf": os.environ.get("FYSCORE_TYPED_PDF"),
        }
        done = subprocess.run(
            [SYSTEM_PYTHON, DRIVER], input=json.dumps(order), capture_output=True, text=True,
            timeout=120,
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
        "35": "0", "16": "一票否决", "3a": "待填", "total": "11.25", "banner": shown["banner"],
    }  # fmt: skip
    assert shown["banner"].startswith("【一票否决】")
    assert shown["1 words"].startswith("失0.75分。")
    assert shown["2b words"] == "还缺：领导小组会议有纪要和研究内容；"
    assert "前后矛盾" in shown["5a words"]
    assert shown["25 words"] == ""
