"""What a shape owes besides its class: a rulebook that uses it, and an independent scorer's rule."""

from __future__ import annotations

import pytest

from fyscore.rules.shapes import SHAPES
from fyscore.scoring.worked_cases import load_cases
from tests.fuzz import independent
from tests.prove import items


@pytest.mark.parametrize("shape", SHAPES)
def test_a_rulebook_of_the_proofs_uses_it_with_worked_cases(shape: str) -> None:
    standard, item = items.using(shape)
    assert [case for case in load_cases(standard) if case.part.startswith(item)]


@pytest.mark.parametrize("shape", [name for name, shape in SHAPES.items() if shape.carries_points])
def test_the_independent_scorer_has_a_rule_of_its_own(shape: str) -> None:
    known = shape in independent.SHAPES or shape.endswith("_or_discretion")
    assert known, f"tests/fuzz/independent.py: SHAPES lacks {shape!r}"


def test_what_is_owed_is_said_by_name() -> None:
    with pytest.raises(LookupError, match="no rulebook of the proofs uses the shape 'nowhere'"):
        items.using("nowhere")
    part = {"id": "1", "max": 2, "shape": "nowhere", "fields": [{"key": "1.a", "type": "count"}]}
    with pytest.raises(NotImplementedError, match="no rule for the shape 'nowhere'"):
        independent.part_score(part, {"1.a": 3}, {})
