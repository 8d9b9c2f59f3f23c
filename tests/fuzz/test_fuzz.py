"""A small round of the fuzzer, and that it would notice."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import pytest

from fyscore.files import output
from fyscore.files.fingerprint import Found
from fyscore.rules.model import Rulebook
from fyscore.rules.shapes.shortfall import Shortfall
from tests.form import Form, full_answers
from tests.fuzz.files import attempt
from tests.fuzz.independent import Disagrees, opinion
from tests.fuzz.judge import Judge, run_level
from tests.fuzz.levels import LEVELS
from tests.rounds import rounds

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[2] / "examples"
#: Workbooks of each level; ``make fuzz`` tries a hundred thousand.
COUNT = rounds(30)


@pytest.mark.parametrize("level", LEVELS)
def test_every_outcome_is_right(level: str) -> None:
    tally = run_level(level, COUNT, 2023)
    assert tally["workbooks"] >= COUNT * 2 / 3
    assert tally["refused"] + tally["scored"] == tally["workbooks"]
    assert min(tally["refused"], tally["scored"]) > COUNT / 15


def test_the_second_opinion_knows_the_examples() -> None:
    points = opinion((EXAMPLES / "example-district-2023.xlsx").read_bytes())
    assert sum(p for p in points.values() if p is not None) == F("94.6")


def test_the_second_opinion_refuses_what_the_contract_does(tmp_path: Path) -> None:
    path = Form().save(tmp_path / "a.xlsx", {**full_answers(), "14.registered": "七"})
    with pytest.raises(Disagrees):
        opinion(path.read_bytes())


def test_a_wrong_score_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rulebook: Rulebook
) -> None:
    judge = Judge(tmp_path)
    content = (EXAMPLES / "example-district-2022.xlsx").read_bytes()
    judge(content)
    monkeypatch.setattr(Shortfall, "score", lambda *_: F(1))
    with pytest.raises(AssertionError, match="'14'"):
        judge(content)


def test_no_sequence_of_commands_loses_a_file() -> None:
    commands, lost = attempt(range(1, 1 + rounds(25)))
    assert lost == []
    assert commands > 60


@pytest.mark.parametrize("fault", ["inputs", "edited"])
def test_a_fault_in_the_write_guard_is_found(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    if fault == "inputs":
        monkeypatch.setattr(output, "_identities", lambda path: set())
    else:
        monkeypatch.setattr(output, "found_at", lambda path: Found.OURS)
    assert any(attempt(range(seed, seed + 10))[1] for seed in range(1, 200, 10))
