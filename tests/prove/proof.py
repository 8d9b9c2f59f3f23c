"""For all numbers: a part's formula comes to its exact score, reading by reading.

Each field is blank, 需更正, or a number; a number may be any that its type
allows.  For each such case the formula is worked out beside the program's own
scoring, on symbols; z3 shows that no input tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction as F
from itertools import product
from typing import Any

import z3

from fyscore.forms import formulas as written
from fyscore.rules.field import Field
from fyscore.rules.model import Item
from fyscore.rules.part import Part, Readings
from fyscore.rules.status import Status
from tests.prove import formulas
from tests.prove.symbolic import Displayed, Paths, Symbol, World, expression, real, whole

#: What a rate's distance from a whole percentage point is at least, unless it is nothing.
#: Quotients come no nearer as long as their denominators stay below its inverse.
APART = F(2, 10**9)
#: Where a score is in proportion to a rate, formulas round.
NEAR = F(1, 10**8)
_BLANK, _BAD, _NUMBER = "", written.BAD, "number"


@dataclass(frozen=True)
class Given:
    """An answer as scoring sees one; only its number may be a symbol."""

    value: Any
    number: Any


@dataclass(frozen=True)
class Proof:
    """What was shown of one part under one set of readings."""

    cases: int
    paths: int
    #: An input for which the formula and the score differ, with both; empty where there is none.
    refuted: str = ""


def prove(
    part: Part,
    item: Item,
    readings: Readings,
    rewrite: Callable[[str], str] = lambda formula: formula,
) -> Proof:
    """Compare the part's formula, changed by ``rewrite``, with its score for all inputs."""
    fields = (*part.fields, *item.gate_fields)
    refs = {f.key: f"K{nth}" for nth, f in enumerate(fields, 1)}
    tree = formulas.parse(rewrite(written.part_score(part, item, refs, readings)))
    cases = paths = 0
    World.begin()
    for states in product(*map(_states, fields)):
        cases += 1
        cells, values, domain = _inputs(fields, states, refs, readings)
        explorer = Paths(domain)

        def run(cells: Any = cells, values: Any = values, states: Any = states) -> tuple[Any, Any]:
            return formulas.evaluate(tree, cells), _expected(part, item, values, states, readings)

        for conditions, (theirs, ours) in explorer.explore(run):
            paths += 1
            difference = _difference(explorer, conditions, ours, theirs)
            if difference:
                return Proof(cases, paths, f"{dict(zip(refs, states, strict=True))}: {difference}")
    return Proof(cases, paths)


def _states(field: Field) -> tuple[object, ...]:
    return (_BLANK, _BAD, True, False) if field.type.is_yes_no else (_BLANK, _BAD, _NUMBER)


def _inputs(
    fields: tuple[Field, ...],
    states: tuple[object, ...],
    refs: Mapping[str, str],
    readings: Readings,
) -> tuple[dict[str, Any], dict[str, Given], list[Any]]:
    """The cells of one case, its answers, and what its symbols may be."""
    cells: dict[str, Any] = {}
    values: dict[str, Given] = {}
    domain: list[Any] = []
    for field, state in zip(fields, states, strict=True):
        name = refs[field.key]
        if isinstance(state, bool):
            cells[name] = F(state)
            values[field.key] = Given(state, F(state))
        elif state == _NUMBER:
            counted = field.type.name == "count"
            symbol = Symbol(whole(field.key) if counted else real(field.key))
            cells[name] = symbol
            values[field.key] = Given(F(0), symbol)
            domain += _domain(field, symbol.z3, readings)
        else:
            cells[name] = state
    return cells, values, domain


def _domain(field: Field, number: Any, readings: Readings) -> Iterator[Any]:
    yield number >= 0
    if field.type.ceiling is not None:
        yield number <= expression(field.type.ceiling)
        if readings["partial_point"] == "linear":
            return  # nothing jumps, so nothing need keep its distance
        apart = number - z3.ToReal(z3.ToInt(number))
        yield z3.Or(apart == 0, z3.And(apart >= expression(APART), apart <= expression(1 - APART)))


def _expected(
    part: Part,
    item: Item,
    values: Mapping[str, Any],
    states: tuple[object, ...],
    readings: Readings,
) -> Any:
    """What the part's cell should show, by the program's own scoring."""
    if _BAD in states or _is_refused(part, values):
        return written.BAD
    gate = item.gate
    if gate and gate.shape.strikes(gate, values):
        status = gate.shape.struck_status
        return status.words if status is Status.EXEMPT else gate.shape.struck_score(gate, part)
    if part.shape.missing(part, values) or any(f.key not in values for f in item.gate_fields):
        return written.PENDING
    if not part.shape.carries_points:
        standing = part.shape.standing(part, values)
        assert standing is not None
        return standing.words
    return part.shape.score(part, values, readings)


def _is_refused(part: Part, values: Mapping[str, Any]) -> bool:
    # A mark over its maximum never comes this far: its own cell says so.
    try:
        return any(True for _ in part.shape.contradictions(part, values))
    except Displayed:
        return True


def _difference(explorer: Paths, conditions: list[Any], ours: Any, theirs: Any) -> str:
    if isinstance(ours, str) or isinstance(theirs, str):
        same = isinstance(ours, str) and isinstance(theirs, str) and ours == theirs
        return "" if same else f"score {ours!r}, formula {theirs!r}"
    gap = expression(ours) - expression(theirs)
    near = expression(NEAR)
    counter = explorer.holds(z3.And(gap <= near, -gap <= near), conditions)
    return counter and f"score {ours}, formula {theirs}, for {counter}"
