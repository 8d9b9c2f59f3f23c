"""Every row of the worked cases, through a real workbook file.

The rows are data, readable without Python: what is filled in, what it scores
by the notice, and why.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

import fyscore
from fyscore.rulebook.model import Rulebook
from fyscore.rulebooks import cases_path
from tests.forms import Form, parse_fill

with cases_path("liunan-2023-25").open(encoding="utf-8", newline="") as stream:
    CASES = list(csv.DictReader(stream))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['评分点']}: {c['填报']}")
def test_case(case: dict[str, str], form: Form, rulebook: Rulebook, tmp_path: Path) -> None:
    path = form.save(tmp_path / "a.xlsx", parse_fill(case["填报"]))
    result = fyscore.score(fyscore.read_workbook(path, rulebook), rulebook)
    part = next(p for p in result.parts() if p.id == case["评分点"])
    assert part.status != "pending"
    assert part.score == Fraction(case["得分"])
    assert result.total == part.score
    assert bool(part.reason) == (part.score < part.max or result.vetoed)


def test_every_part_has_cases_and_there_are_enough(rulebook: Rulebook) -> None:
    assert {case["评分点"] for case in CASES} == {part.id for part in rulebook.parts}
    assert len(CASES) >= 200
