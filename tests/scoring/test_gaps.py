"""What to fix first, and what would happen if."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given, settings

import fyscore
from fyscore.answers import Answer, Answers
from fyscore.entry import EntryError
from fyscore.rules.field import Change, FixBy
from fyscore.rules.model import Rulebook
from fyscore.scoring.gaps import Gap, GapKind, find_gaps, least_plan
from fyscore.scoring.judgement import Step
from fyscore.scoring.score import score
from fyscore.scoring.what_if import gain_of, what_if
from tests.command import EXAMPLES, run, validated
from tests.form import Form
from tests.rounds import rounds
from tests.scoring.test_score import RULEBOOK, SLOW, answers

FILE = EXAMPLES / "example-district-2023.xlsx"


@pytest.mark.slow
@settings(SLOW, max_examples=rounds(8))  # each tries every remedy of a form
@given(answers())
def test_each_stated_remedy_gains_exactly_its_points(given_answers: Answers) -> None:
    result = score(given_answers, RULEBOOK)
    gaps = find_gaps(result, RULEBOOK, given_answers)
    assert {g.part for g in gaps} == {
        p.id for p in result.parts() if p.lost or p.status == "pending"
    }
    for gap in gaps:
        for step in gap.steps:
            changes = {change.key: change.to for change in step.changes}
            assert gain_of(given_answers, changes, RULEBOOK) == step.gain
        if gap.changes:
            assert gap.steps[-1].gain == gap.points


@pytest.mark.slow
@SLOW
@given(answers())
def test_no_advice_tells_to_change_a_fact_or_a_mark(given_answers: Answers) -> None:
    result = score(given_answers, RULEBOOK)
    for gap in find_gaps(result, RULEBOOK, given_answers):
        for change in (c for step in gap.steps for c in step.changes):
            field = RULEBOOK.fields[change.key]
            assert not (field.type.by_assessor and change.to)
            assert not (field.is_fact and change.key in given_answers.values)
        if gap.by is not FixBy.UNIT:
            assert gap.steps == ()
            assert "即可再得" not in gap.remedy


@pytest.mark.slow
@SLOW
@given(answers())
def test_a_plan_reaches_its_target(given_answers: Answers) -> None:
    result = score(given_answers, RULEBOOK)
    gaps = find_gaps(result, RULEBOOK, given_answers)
    plan = least_plan(gaps, F(5))
    if plan is None:
        assert sum(g.points for g in gaps if g.changes) < 5
    else:
        changes = {c.key: c.to for _, step in plan.steps for c in step.changes}
        gained = gain_of(given_answers, changes, RULEBOOK)
        assert gained == plan.gain >= 5
        assert len(changes) == plan.cells


def _gap(part: str, *steps: tuple[int, int]) -> Gap:
    """A part with steps of so many points for so many changes."""
    made = tuple(
        Step(tuple(Change(f"{part}.{n}", "是", "") for n in range(changes)), F(points))
        for points, changes in steps
    )
    changes = made[-1].changes if made else ()
    return Gap(part, part, "", GapKind.LOST, F(0), "", "", "", changes, FixBy.UNIT, made)


@pytest.mark.parametrize(
    ("need", "cells", "gained"),
    [
        (0, 0, 0),
        (2, 1, 3),
        (4, 2, 4),  # b, and the first step of c
        (7, 4, 8),
        (10, 6, 10),
        (11, None, None),
    ],
)
def test_the_fewest_changes(need: int, cells: int | None, gained: int | None) -> None:
    gaps = [_gap("a", (2, 2)), _gap("b", (3, 1)), _gap("c", (1, 1), (5, 3)), _gap("d")]
    plan = least_plan(gaps, F(need))
    assert (plan and plan.cells) == cells if cells is not None else plan is None
    assert plan is None or plan.gain == gained


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
    own = [g["points"] for g in document["gaps"] if g["by"] == "unit"]
    assert own == sorted(own, reverse=True)
    assert [g["by"] for g in document["gaps"]] == ["unit"] * len(own) + ["assessors", "nobody"]
    first = document["gaps"][0]
    assert (first["part"], first["changes"]) == ("25", {"25.rate": "3880/4000"})
    assert "再增加38对" in first["remedy"]
    assert "区民政局" in first["responsible"]
    assert document["plan"] == ["25", "29"]
    assert (document["plan_fields"], document["plan_cases"]) == (2, {"对": 38})
    text = run("gaps", FILE, "--target", "97").stdout
    assert "达到97分最少改2处，涉及38对（" in text
    beyond = run("gaps", FILE, "--target", "99").stdout
    assert "单位自己能改的全部完成，也达不到99分" in beyond
    assert "由评估组评定的1分，不算在内" in beyond
    assert "已成事实或无法补回的0.4分，不算在内" in beyond


def test_the_command_supposes_and_touches_nothing() -> None:
    before = FILE.read_bytes()
    done = run("gaps", FILE, "--what-if", "25.rate=3880/4000", "--json")
    assert validated("gaps", done.stdout)["total"] == 96.6
    assert "94.6 → 96.6分（+2）" in run("gaps", FILE, "--what-if", "25.rate=97%").stdout
    assert FILE.read_bytes() == before


@pytest.mark.parametrize("wrong", ["99.x=1", "25.rate=0.97", "1.mark=9", "25.rate=abc"])
def test_a_supposition_that_cannot_be_is_refused(wrong: str) -> None:
    done = run("gaps", FILE, "--what-if", wrong)
    assert done.returncode == 2
    assert done.stderr


def test_a_veto_cannot_be_mended() -> None:
    done = run("gaps", EXAMPLES / "example-vetoed-2023.xlsx")
    assert "补分也不能改变" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ["example-district-2022", "example-district-2023"])
def test_each_offered_change_made_in_a_copy_of_the_workbook_gains_just_that(
    name: str, tmp_path: Path, rulebook: Rulebook
) -> None:
    source = EXAMPLES / f"{name}.xlsx"
    scored = fyscore.score_file(source, rulebook)
    steps = [s for g in find_gaps(scored.result, rulebook, scored.answers) for s in g.steps]
    assert len(steps) > 4
    for nth, step in enumerate(steps[:: len(steps) // 5]):
        form = Form(rulebook, source)
        for change in step.changes:
            for heading in ("填报值", "分子", "分母"):
                form.cell(change.key, heading).value = None
            if change.to:
                form.type_in(change.key, change.to)
        form.book.save(tmp_path / f"{nth}.xlsx")
        after = fyscore.score_file(tmp_path / f"{nth}.xlsx", rulebook).result
        assert after.total - scored.result.total == step.gain
