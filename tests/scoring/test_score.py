"""Whole-form behaviour: pending, void, veto, range, and the laws that always hold."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fyscore
from fyscore.answers import Answer, Answers
from fyscore.documents.result import result_record
from fyscore.forms.writer import scored_bytes
from fyscore.rules.load import load_rulebook, with_readings
from fyscore.rules.model import Rulebook
from fyscore.rules.part import Part
from fyscore.rules.readings import COMBINATIONS
from fyscore.scoring.score import score
from fyscore.scoring.what_if import gain_of
from tests.rounds import rounds

RULEBOOK = load_rulebook()


def _number(low: int, high: int, places: int) -> st.SearchStrategy[Answer]:
    return st.integers(low, high * 10**places).map(lambda n: Answer(F(n, 10**places)))


def _field(field_type: str, most: int) -> st.SearchStrategy[Answer]:
    return {
        "yes_no": st.booleans().map(Answer),
        "count": _number(0, 12, 0),
        "percent": st.one_of(_number(0, 100, 1), _number(85, 100, 2)),
        "mark": _number(0, most, 2),
    }.get(field_type, _number(0, 30, 2))


@st.composite
def part_values(draw: st.DrawFn, part: Part) -> dict[str, Answer]:
    """Valid answers of one part; some left blank."""
    most = int(part.max)
    values = {f.key: draw(_field(f.type.name, most)) for f in part.fields}
    if part.shape.name in ("complete_or_discretion", "count_or_discretion"):
        gate, mark = part.fields
        met = values[gate.key].number >= (gate.minimum or 1)
        if met:
            del values[mark.key]
        elif values[mark.key].number == part.max:
            values[mark.key] = Answer(F(0))
    for field in part.fields:
        sample = part.params.get("sample")
        if sample and field.type.name == "count":
            values[field.key] = draw(_number(0, int(sample), 0))
    if draw(st.integers(0, 9)) == 0:
        values.pop(draw(st.sampled_from(sorted(values))))
    return values


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    values: dict[str, Answer] = {}
    for item in RULEBOOK.items:
        for part in item.all_parts:
            values |= draw(part_values(part))
    return Answers.of(values, unit="某区", year=2023)


READINGS = st.fixed_dictionaries(
    {
        "bounds": st.sampled_from(["inclusive", "exclusive"]),
        "partial_point": st.sampled_from(["started", "whole", "linear"]),
        "two_rates": st.sampled_from(["sum", "worst"]),
    }
)
SLOW = settings(max_examples=rounds(20), suppress_health_check=list(HealthCheck))


def test_a_result_says_whose_it_is_and_by_which_rules() -> None:
    result = score(Answers.of({}, "某区", 2023, "某区.xlsx"), RULEBOOK)
    assert (result.file, result.unit, result.year) == ("某区.xlsx", "某区", 2023)
    assert (result.rulebook, result.readings) == (RULEBOOK.id, RULEBOOK.readings)
    assert [p.title for p in result.parts()] == [p.title for p in RULEBOOK.parts]


@SLOW
@given(answers(), READINGS)
def test_laws_of_every_result(given_answers: Answers, readings: dict[str, str]) -> None:
    result = score(given_answers, with_readings(RULEBOOK, readings))
    assert all(0 <= p.score <= p.max for p in result.parts())
    assert result.total == sum(s.score for s in result.sections)
    assert result.total == sum(i.score for i in result.items)
    pending = sum((p.max for p in result.pending_parts()), F(0))
    lost = sum((p.lost for p in result.parts()), F(0))
    assert result.total + lost + pending == result.max_total == 100
    assert result.attainable == result.total + pending
    assert result.range.low <= result.total <= result.range.high
    for part in result.lost_parts():
        assert part.reason
        assert part.remedy


@pytest.mark.slow
@SLOW
@given(answers(), st.data())
def test_more_deductions_never_raise_a_score(given_answers: Answers, data: st.DataObject) -> None:
    counts = [
        f.key
        for p in RULEBOOK.parts
        if p.shape.name == "deduct" and "sample" not in p.params
        for f in p.fields
        if f.type.name == "count" and f.key in given_answers.values
    ]
    if not counts:
        return
    key = data.draw(st.sampled_from(counts))
    more = Answer(given_answers.values[key].number + data.draw(st.integers(1, 5)))
    before = score(given_answers, RULEBOOK)
    after = score(Answers.of({**given_answers.values, key: more}), RULEBOOK)
    assert after.total <= before.total


@pytest.mark.slow
@settings(SLOW, max_examples=rounds(5))
@given(answers())
def test_the_scored_workbook_reads_back_to_the_same_score(given_answers: Answers) -> None:
    result = score(given_answers, RULEBOOK)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "b.xlsx"
        path.write_bytes(scored_bytes(RULEBOOK, given_answers, result))
        again = fyscore.read_workbook(path, RULEBOOK)
    assert dict(again.values) == dict(given_answers.values)
    assert {**result_record(score(again, RULEBOOK)), "file": ""} == result_record(result)


@pytest.mark.slow
@SLOW
@given(answers())
def test_applying_a_remedy_gains_just_what_it_says(given_answers: Answers) -> None:
    result = score(given_answers, RULEBOOK)
    for part in result.lost_parts():
        if not part.changes:
            continue
        changes = {change.key: change.to for change in part.changes}
        assert gain_of(given_answers, changes, RULEBOOK) == part.gain <= part.lost


def test_a_blank_form_is_valid_and_all_is_still_to_be_had(rulebook: Rulebook) -> None:
    result = score(Answers.of({}), rulebook)
    assert (result.total, result.attainable, result.complete) == (0, 100, False)
    assert {p.status for p in result.parts()} == {"pending"}
    assert not result.vetoed


def test_the_falsified_question_belongs_to_both_parts_of_its_item(rulebook: Rulebook) -> None:
    values = {"15a.places": Answer(F(5)), "15a.average": Answer(F(3))}
    waiting = score(Answers.of(values), rulebook)
    assert waiting.total == 0
    assert "15.falsified" in next(p for p in waiting.parts() if p.id == "15a").reason
    assert score(Answers.of(values | {"15.falsified": Answer(False)}), rulebook).total == 2
    void = score(Answers.of(values | {"15.falsified": Answer(True)}), rulebook)
    assert [p.status for p in void.parts() if p.id.startswith("15")] == ["void", "void"]
    assert next(i for i in void.items if i.id == "15").status == "void"


def test_the_veto_is_flagged_or_zeroes_the_total(rulebook: Rulebook) -> None:
    values = {"16.accidents": Answer(F(1)), "14.registered": Answer(F(8))}
    flagged = score(Answers.of(values), rulebook)
    assert (flagged.total, flagged.vetoed, flagged.eligible) == (4, True, False)
    assert (flagged.range.low, flagged.range.high) == (0, 4)
    assert score(Answers.of(values), with_readings(rulebook, {"veto": "zero"})).total == 0
    clear = score(Answers.of(values | {"16.accidents": Answer(F(0))}), rulebook)
    assert next(p for p in clear.parts() if p.id == "16").status == "clear"


@pytest.mark.slow
@SLOW
@given(answers())
def test_the_range_is_what_scoring_under_every_combination_gives(given_answers: Answers) -> None:
    each = [score(given_answers, with_readings(RULEBOOK, dict(c))) for c in COMBINATIONS]
    low, high = min(r.total for r in each), max(r.total for r in each)
    moved = {
        item.id
        for result in each
        for item, first in zip(result.items, each[0].items, strict=True)
        if [p.score for p in item.parts] != [p.score for p in first.parts]
    }
    for result in each:
        assert (result.range.low, result.range.high) == (low, high)
        assert set(result.range.items) == moved


def test_the_range_names_the_items_a_reading_moves(rulebook: Rulebook) -> None:
    values = {"25.rate": Answer(F(97)), "27.rate": Answer(F(95)), "14.registered": Answer(F(8))}
    span = score(Answers.of(values), rulebook).range
    assert (span.low, span.high, span.items) == (6, 8, ("25",))
