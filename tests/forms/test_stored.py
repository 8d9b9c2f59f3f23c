"""Scores stored in the form itself, held against ours: a difference is told, ours stands."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import fyscore
from fyscore.answers import Answer, Answers
from fyscore.forms.stored import stored_notices
from fyscore.rules.load import with_readings
from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
from fyscore.scoring.score import score
from tests.command import EXAMPLES, run, validated
from tests.parts import change

SOURCE = EXAMPLES / "example-district-2023.xlsx"


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """A scored workbook: its formulas carry their values."""
    out = tmp_path / "a.xlsx"
    assert run("score", SOURCE, "-q", "-o", out).returncode == 0
    return out


def detail_part(path: Path) -> str:
    names = openpyxl.load_workbook(path, read_only=True).sheetnames
    return f"xl/worksheets/sheet{names.index('计分明细') + 1}.xml"


def test_what_agrees_is_not_told(scored: Path, rulebook: Rulebook) -> None:
    assert fyscore.score_file(scored, rulebook).result.notices == ()


def test_a_stored_score_that_is_not_ours_is_told(scored: Path, rulebook: Rulebook) -> None:
    def tamper(text: str) -> str:
        return re.sub(r'(<c r="D2" [^>]*><f>.*?</f><v>)[^<]*(</v>)', r"\g<1>7.5\2", text)

    change(scored, detail_part(scored), tamper)
    result = fyscore.score_file(scored, rulebook)
    (notice,) = result.result.notices
    assert "第1项（存的是 7.5，应为 7）" in notice
    assert result.result.total == fyscore.score_file(SOURCE, rulebook).result.total
    for command in (["score", "-o", scored.with_name("o.xlsx")], ["check"]):
        done = run(command[0], scored, *command[1:])
        assert done.returncode == 0
        assert "存的是" in done.stdout


def test_under_other_readings_nothing_is_said(scored: Path, rulebook: Rulebook) -> None:
    other = with_readings(rulebook, {"bounds": "exclusive", "partial_point": "linear"})
    assert fyscore.score_file(scored, other).result.notices == ()


def test_words_of_another_state_are_told(rulebook: Rulebook) -> None:
    result = score(Answers.of({"15.falsified": Answer(True)}), rulebook)
    pending, exempt = Status.PENDING.words, Status.EXEMPT.words
    assert stored_notices({"14": pending, "15a": Decimal(0)}, result, rulebook) == []
    (notice,) = stored_notices({"14": exempt, "15a": Status.VOID.words}, result, rulebook)
    assert f"第14项（存的是 {exempt}，应为 {pending}）" in notice
    assert f"第15项第1小点（存的是 {Status.VOID.words}，应为 0）" in notice


def test_json_is_as_it_was(scored: Path) -> None:
    done = run("score", scored, "--json", "-o", scored.with_name("o.xlsx"))
    assert validated("result", done.stdout)["results"][0]["total"] == 94.6
