"""The living form, the program and an independent scorer agree; and a fault would be noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction as F

import pytest

from fyscore.forms import formulas as written
from fyscore.rules import DEFAULT
from fyscore.rules.load import load_rulebook
from fyscore.rules.model import Rulebook
from fyscore.rules.part import Part
from fyscore.rules.shapes import SHAPES, Shape
from tests.prove import boundaries, doubles, forms, items
from tests.prove.proof import prove
from tests.rounds import rounds

pytestmark = pytest.mark.slow

#: Random forms compared here; ``make prove`` compares a million.
COUNT = rounds(800)
#: Cases of a part compared here under one set of readings; ``make prove`` compares all.
MOST = 120
BOOKS = {standard: load_rulebook(standard) for standard in forms.STANDARDS}
ITEMS = [
    pytest.param(standard, item.id, id=f"{book.id} {item.id}")
    for standard, book in BOOKS.items()
    for item in book.items
]


def test_random_forms(record_property: Callable[[str, object], None]) -> None:
    tally, found = forms.attempt_all(forms.tasks(COUNT, seed=2026, chunk=COUNT // 8))
    record_property("told", f"prove: {tally['forms']} forms, {tally['findings']} findings")
    assert found == []
    assert tally["whole forms"] > COUNT / forms.WHOLE / 5


@pytest.mark.parametrize(("standard", "item"), ITEMS)
def test_every_boundary(standard: str, item: str) -> None:
    for count, found in boundaries.compare(BOOKS[standard], standard, item, MOST).values():
        assert found == []
        assert count > 10


@pytest.mark.parametrize(("standard", "item"), ITEMS)
def test_the_formula_is_the_score_for_all_numbers(standard: str, item: str) -> None:
    book = BOOKS[standard]
    for part, readings in _parts(book, item):
        assert prove(part, book.item(item), readings).refuted == ""


def _parts(book: Rulebook, item: str) -> Iterator[tuple[Part, Mapping[str, str]]]:
    for readings in boundaries.readings_that_move(book.item(item)):
        for part in book.item(item).parts:
            yield part, {**book.readings, **readings}


def test_doubles_are_as_good_as_fractions() -> None:
    wanted = {(scale, bar) for book in BOOKS.values() for _, scale, bar in doubles.bars(book)}
    assert len(wanted) > 15
    for scale, bar in wanted:
        compared, wrong = doubles.disagreements(scale, bar, 400)
        assert (compared, wrong) == (80_600, 0)


# ---------------------------------------------------------------- a fault would be noticed

#: Item, and a change of its formula that only a boundary shows.
FAULTS = [
    ("8", "K1>=95", "K1>95"),
    ("8", "K1>=95", "K1>=95.001"),
    ("15", "K1>K2", "K1>=K2"),
    ("15", "K3=1,0", "K3=1,2"),
    ("14", "MAX(0,8-K1)", "8-K1"),
    ("14", "2*MAX", "1.999*MAX"),
    ("16", "K1>0", "K1>1"),
    ("17", "IF(K1=1,MAX", "IF(K1<=1,MAX"),
    ("17", "MAX(0,ROUND(2-0.4*(K2),6))", "ROUND(2-0.4*(K2),6)"),
    ("18", "K1>3", "K1>4"),
    ("11", "K1>=2,FALSE", "K1>=1,FALSE"),
    ("5", "K2>=2", "K2>2"),
    ("23", "K1<=16.5", "K1<16.5"),
    ("29", "ROUNDUP", "ROUNDDOWN"),
    ("35", "SUM", "MAX"),
]


@pytest.mark.parametrize(("item_id", "sound", "faulty"), FAULTS)
def test_a_fault_in_a_formula_is_refuted(item_id: str, sound: str, faulty: str) -> None:
    book = BOOKS[DEFAULT]
    outcomes = []
    for part in book.item(item_id).parts:
        changed: list[str] = []

        def rewrite(formula: str, changed: list[str] = changed) -> str:
            if sound in formula:
                changed.append(formula)
            return formula.replace(sound, faulty)

        refuted = prove(part, book.item(item_id), book.readings, rewrite).refuted
        assert bool(refuted) == bool(changed), refuted
        outcomes.append(bool(changed))
    assert any(outcomes)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_fault_in_a_formula_shows_at_a_boundary(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each shape's formula, with one sign or number changed."""
    kind: type[Shape] = type(SHAPES[shape])
    sound = kind.formula
    swaps = {">=": ">", ">": ">=", "<=": "<", "=1": "=0", "ROUNDUP": "ROUNDDOWN"}

    def faulty(
        self: Shape, part: Part, refs: Mapping[str, str], readings: Mapping[str, str]
    ) -> str:
        text = sound(self, part, refs, readings)
        for old, new in swaps.items():
            if old in text:
                return text.replace(old, new, 1)
        return f"{text}+0.01"

    monkeypatch.setattr(kind, "formula", faulty)
    standard, item = items.using(shape)
    outcome = boundaries.compare(BOOKS[standard], standard, item, MOST)
    assert any(found for _, found in outcome.values())


def test_a_fault_in_the_checked_value_shows_at_a_boundary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "_agrees", lambda value, quotient, decimals: "TRUE")
    outcome = boundaries.compare(load_rulebook(), DEFAULT, "24", MOST)
    assert outcome["24"][1]


def test_a_fault_in_the_total_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = written.form_total
    monkeypatch.setattr(
        written,
        "form_total",
        lambda *given: sound(*given).replace("SUM(", "1+SUM("),
    )
    _, found = forms.attempt((DEFAULT, 0, 1, 40))
    assert any("total" in line for line in found)


def test_a_fault_in_the_score_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(SHAPES["shortfall"]), "score", lambda *_: F(1))
    outcome = boundaries.compare(load_rulebook(), DEFAULT, "14", MOST)
    assert any("independent" in line for line in outcome["14"][1])
