"""Numbers that stand for any number: the program run on all inputs at once.

Arithmetic builds a z3 expression; a comparison that Python wants settled forks
the run, and every way through that some input can take is gone through in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction as F
from typing import Any

import z3

#: Steps of the solver for one question, counted by itself; the longest known takes a thousandth.
MOST_STEPS = 2_000_000_000


class World:
    """What z3 knows: begun afresh for each proof, since all it has seen sways how long it takes."""

    now: z3.Context

    @classmethod
    def begin(cls) -> None:
        cls.now = z3.Context()


def real(name: str) -> Any:
    return z3.Real(name, World.now)


def whole(name: str) -> Any:
    return z3.ToReal(z3.Int(name, World.now))


class Displayed(Exception):
    """The program wants to show a number, which it does only where it objects to one."""


class Paths:
    """The decisions of one run, and which inputs lead to them."""

    current: Paths

    def __init__(self, domain: list[Any]) -> None:
        self.domain = domain
        self._prefix: list[bool] = []
        self._conditions: list[Any] = []
        self._solver = z3.Solver(ctx=World.now)
        self._solver.set("rlimit", MOST_STEPS)
        self._solver.add(*domain)

    def explore(self, run: Callable[[], Any]) -> Iterator[tuple[list[Any], Any]]:
        """Each way through ``run``: the conditions of its inputs, and what it gives."""
        Paths.current = self
        while True:
            self._conditions, self._taken, self._unknowns = [], list[bool](), 0
            outcome = run()
            yield list(self._conditions), outcome
            taken = self._taken
            while taken and not taken[-1]:
                taken.pop()
            if not taken:
                return
            self._prefix = [*taken[:-1], False]

    def decide(self, condition: Any) -> bool:
        """Settle a condition: first as true, then, another time, as false."""
        at = len(self._taken)
        if at < len(self._prefix):
            return self._take(condition, self._prefix[at])
        if not self.possible(condition):
            return self._settled(condition, False)
        if not self.possible(z3.Not(condition)):
            return self._settled(condition, True)
        return self._take(condition, True)

    def unknown(self) -> Any:
        """A number of which nothing is known yet, the same one each time around."""
        self._unknowns += 1
        return real(f"unknown {self._unknowns}")

    def assume(self, condition: Any) -> None:
        """What is known of it."""
        self._conditions.append(condition)

    def possible(self, condition: Any) -> bool:
        """Whether some input of this way through meets the condition."""
        return bool(self._solver.check(*self._conditions, condition) != z3.unsat)

    def _settled(self, condition: Any, value: bool) -> bool:
        # No input goes the other way: nothing to come back to.
        self._conditions.append(condition if value else z3.Not(condition))
        return value

    def _take(self, condition: Any, value: bool) -> bool:
        self._taken.append(value)
        return self._settled(condition, value)

    def holds(self, claim: Any, conditions: list[Any]) -> str:
        """Empty where the claim holds for every such input, else an input for which it does not."""
        self._solver.push()
        try:
            self._solver.add(*conditions, z3.Not(claim))
            outcome = self._solver.check()
            if outcome == z3.unsat:
                return ""
            return str(self._solver.model()) if outcome == z3.sat else "not decided"
        finally:
            self._solver.pop()


def expression(value: Any) -> Any:
    """A number as z3 has it."""
    if isinstance(value, Symbol):
        return value.z3
    if isinstance(value, (int, F)):
        return z3.Q(F(value).numerator, F(value).denominator, World.now)
    raise TypeError(f"no number: {value!r}")


@dataclass(frozen=True, eq=False)
class Symbol:
    """A number that may be any; in arithmetic with exact numbers it stays exact."""

    z3: Any

    def _with(self, other: Any, how: Callable[[Any, Any], Any]) -> Symbol:
        return Symbol(how(self.z3, expression(other)))

    def _is(self, other: Any, how: Callable[[Any, Any], Any]) -> bool:
        return Paths.current.decide(how(self.z3, expression(other)))

    def __add__(self, other: Any) -> Symbol:
        return self._with(other, lambda a, b: a + b)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Symbol:
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Symbol:
        return self._with(other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Symbol:
        return self._with(other, lambda a, b: a * b)

    __rmul__ = __mul__

    def __truediv__(self, other: F) -> Symbol:
        return self * (1 / other)

    def __neg__(self) -> Symbol:
        return Symbol(-self.z3)

    def __floor__(self) -> Symbol:
        return Symbol(z3.ToReal(z3.ToInt(self.z3)))

    def __ceil__(self) -> Symbol:
        return Symbol(-z3.ToReal(z3.ToInt(-self.z3)))

    def rounded(self, unit: int) -> Symbol:
        """Rounded to ``unit``-ths: itself where it always has so few decimals.

        Else some number at most half a unit away; a whole one stays.  More than
        rounding does is allowed, so what holds of it holds of rounding.
        """
        if not Paths.current.possible(z3.Not(z3.IsInt(self.z3 * unit))):
            return self
        moved = Paths.current.unknown()
        half = z3.Q(1, 2 * unit, World.now)
        Paths.current.assume(z3.And(moved <= half, -moved <= half))
        Paths.current.assume(z3.Implies(z3.IsInt(self.z3), moved == 0))
        return Symbol(self.z3 + moved)

    def __lt__(self, other: Any) -> bool:
        return self._is(other, lambda a, b: a < b)

    def __le__(self, other: Any) -> bool:
        return self._is(other, lambda a, b: a <= b)

    def __gt__(self, other: Any) -> bool:
        return self._is(other, lambda a, b: a > b)

    def __ge__(self, other: Any) -> bool:
        return self._is(other, lambda a, b: a >= b)

    def __eq__(self, other: object) -> bool:
        return self._is(other, lambda a, b: a == b)

    def __ne__(self, other: object) -> bool:
        return self._is(other, lambda a, b: a != b)

    def __bool__(self) -> bool:
        return self != 0

    @property
    def numerator(self) -> int:
        raise Displayed

    @property
    def denominator(self) -> int:
        raise Displayed
