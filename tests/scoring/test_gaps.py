"""What to fix first, and what would happen if."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given

from fyscore.answers import Answer, Answers
from fyscore.entry import EntryError
from fyscore.rules.field import Change
from fyscore.rules.model import Rulebook
from fyscore.scoring.gaps import Gap, fewest_for, find_gaps
from fyscore.scoring.score import score
from fyscore.scoring.what_if import gain_of, what_if
from tests.command import EXAMPLES, run, validated
from tests.scoring.test_score import RULEBOOK, SLOW, answers

FILE = EXAMPLES / "example-district-2023.xlsx"


@SLOW
@given(answers())
def test_each_stated_remedy_gains_exactly_its_points(given_answers: Answers) -> None:
    result = score(given_answers, RULEBOOK)
    gaps = find_gaps(result, RULEBOOK)
    assert {g.part for g in gaps} == {
        p.id for p in result.parts() if p.lost or p.status == "pending"
    }
    for gap in gaps:
        if gap.changes:
            changes = {change.key: change.to for change in gap.changes}
            assert gain_of(given_answers, changes, RULEBOOK) == gap.points


@SLOW
@given(answers())
def test_a_plan_reaches_its_target(given_answers: Answers) -> None:
    result = score(given_answers, RULEBOOK)
    gaps = find_gaps(result, RULEBOOK)
    plan = fewest_for(gaps, 5)  # type: ignore[arg-type]
    if plan is None:
        assert sum(g.points for g in gaps if g.changes) < 5
    else:
        changes = {c.key: c.to for gap in plan for c in gap.changes}
        assert gain_of(given_answers, changes, RULEBOOK) >= 5


def _gap(part: str, points: int, changes: int) -> Gap:
    steps = tuple(Change(f"{part}.{n}", "是", "") for n in range(changes))
    return Gap(part, part, "", "lost", F(points), "", "", "", steps)


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        (0, []),
        (2, ["b"]),  # one change
        (4, ["c"]),  # three changes for c, or three for a and b: the larger gain is taken
        (7, ["b", "c"]),
        (10, ["a", "b", "c"]),
        (11, None),
    ],
)
def test_the_fewest_changes(need: int, expected: list[str] | None) -> None:
    gaps = [_gap("a", 2, 2), _gap("b", 3, 1), _gap("c", 5, 3), _gap("d", 9, 0)]
    plan = fewest_for(gaps, F(need))
    found = None if plan is None else [gap.part for gap in plan]
    if need == 4:
        assert plan is not None
        assert sum(len(g.changes) for g in plan) == 3
        assert sum(g.points for g in plan) == 5
    else:
        assert found == expected


def test_what_if_takes_what_a_cell_takes(rulebook: Rulebook) -> None:
    start = Answers.of({"25.rate": Answer(F(90)), "7.joint": Answer(False)})
    changed = what_if(
        start, {"25.rate": "1843/1900", "7.joint": "有", "27.rate": "９０％"}, rulebook
    )
    assert score(changed, rulebook).total == 6
    assert start.values["25.rate"].value == 90
    assert "25.rate" not in what_if(start, {"25.rate": ""}, rulebook).values
    assert what_if(start, {"23.rate": "16.5/10万"}, rulebook).values["23.rate"].value == F("16.5")
    with pytest.raises(EntryError):
        what_if(start, {"25.rate": "0.97"}, rulebook)
    with pytest.raises(KeyError):
        what_if(start, {"99.rate": "1"}, rulebook)


def test_the_command_orders_names_and_plans() -> None:
    done = run("gaps", FILE, "--target", "97", "--json")
    document = validated("gaps", done.stdout)
    assert document["total"] == 94.6
    points = [g["points"] for g in document["gaps"]]
    assert points == sorted(points, reverse=True)
    first = document["gaps"][0]
    assert (first["part"], first["changes"]) == ("25", {"25.rate": "3880/4000"})
    assert "再增加 38 对" in first["remedy"]
    assert "区民政局" in first["responsible"]
    assert document["plan"] == ["25", "1"]
    text = run("gaps", FILE, "--target", "97").stdout
    assert "达到 97 分最少改 2 处" in text
    assert "也达不到 101 分" in run("gaps", FILE, "--target", "101").stdout


def test_the_command_supposes_and_touches_nothing() -> None:
    before = FILE.read_bytes()
    done = run("gaps", FILE, "--what-if", "25.rate=3880/4000", "--json")
    assert validated("gaps", done.stdout)["total"] == 96.6
    assert "94.6 → 96.6 分（+2）" in run("gaps", FILE, "--what-if", "25.rate=97%").stdout
    assert FILE.read_bytes() == before


@pytest.mark.parametrize("wrong", ["99.x=1", "25.rate=0.97", "1.mark=9", "25.rate=abc"])
def test_a_supposition_that_cannot_be_is_refused(wrong: str) -> None:
    done = run("gaps", FILE, "--what-if", wrong)
    assert done.returncode == 2
    assert done.stderr


def test_a_veto_cannot_be_mended() -> None:
    done = run("gaps", EXAMPLES / "example-vetoed-2023.xlsx")
    assert "补分也不能改变" in done.stdout
