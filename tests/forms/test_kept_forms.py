"""Forms filled in on earlier templates read and score as they did on the day they were made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fyscore
from fyscore.rules.model import Rulebook
from tests.command import run

KEPT = Path(__file__).parent / "kept"


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.xlsx")), ids=lambda path: path.stem)
def test_an_earlier_form_scores_the_same(path: Path, rulebook: Rulebook) -> None:
    kept = json.loads(path.with_suffix(".json").read_text("utf-8"))
    scored = fyscore.score_file(path, rulebook)
    assert {part.id: str(part.score) for part in scored.result.parts()} == kept["parts"]
    assert str(scored.result.total) == kept["total"]
    assert scored.result.notices == ()


def test_its_scored_workbook_can_be_scored_again(tmp_path: Path) -> None:
    path, out = KEPT / "example-district-2023.xlsx", tmp_path / "out.xlsx"
    first = json.loads(run("score", path, "-o", out, "--json").stdout)
    again = json.loads(run("score", out, "-o", tmp_path / "again.xlsx", "--json").stdout)
    assert first["results"][0]["items"] == again["results"][0]["items"]
