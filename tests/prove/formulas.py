"""Spreadsheet formulas, parsed and worked out on exact or symbolic numbers.

Real numbers throughout: what doubles do to them is another proof's matter.
Texts compare with texts; a number and a text are never equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction as F
from math import ceil, floor
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from tests.prove.symbolic import Symbol

#: What a cell or an expression comes to: an exact or symbolic number, a text, a truth value.
Value = Any

_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a * (1 / b),
}
_LEVELS = (tuple(_COMPARE), ("+", "-"), ("*", "/"))


@dataclass(frozen=True)
class Call:
    """A function or an operator over its arguments."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Ref:
    """A cell."""

    name: str


def parse(formula: str) -> Any:
    """A formula as a tree of :class:`Call`, :class:`Ref` and constants."""
    tokens = [t for t in Tokenizer(formula).items if t.type != Token.WSPACE]
    parser = _Parser(tokens)
    tree = parser.level(0)
    assert parser.at == len(tokens), f"left over: {[t.value for t in tokens[parser.at :]]}"
    return tree


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _next(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def level(self, nth: int) -> Any:
        if nth == len(_LEVELS):
            return self._single()
        left = self.level(nth + 1)
        while (token := self._peek()) and token.type == Token.OP_IN and token.value in _LEVELS[nth]:
            self._next()
            left = Call(token.value, (left, self.level(nth + 1)))
        return left

    def _single(self) -> Any:
        token = self._next()
        if token.type == Token.OP_PRE:
            return Call("-", (F(0), self._single()))
        if token.type == Token.PAREN:
            inner = self.level(0)
            self._next()
            return inner
        if token.type == Token.FUNC:
            return Call(token.value.rstrip("("), tuple(self._arguments()))
        assert token.type == Token.OPERAND, f"{token.type} {token.value}"
        if token.subtype == Token.NUMBER:
            return F(token.value)
        if token.subtype == Token.TEXT:
            return token.value[1:-1].replace('""', '"')
        if token.subtype == Token.LOGICAL:
            return token.value == "TRUE"
        return Ref(token.value)

    def _arguments(self) -> list[Any]:
        found = []
        while True:
            found.append(self.level(0))
            token = self._next()
            if token.type == Token.FUNC:  # its end
                return found


def evaluate(tree: Any, cells: Mapping[str, Value]) -> Value:
    """What the formula comes to with those contents of its cells; "" is a blank."""
    if isinstance(tree, Ref):
        return cells[tree.name]
    if not isinstance(tree, Call):
        return tree
    name, arguments = tree.name, tree.arguments

    def at(nth: int) -> Value:
        return evaluate(arguments[nth], cells)

    if name in _COMPARE:
        return _compared(name, at(0), at(1))
    if name in _ARITHMETIC:
        return _ARITHMETIC[name](at(0), at(1))
    if name == "IF":
        return at(1) if at(0) else at(2)
    if name == "AND":
        return all(at(n) for n in range(len(arguments)))
    if name == "OR":
        return any(at(n) for n in range(len(arguments)))
    if name == "MAX":
        return max(at(n) for n in range(len(arguments)))
    if name == "MIN":
        return min(at(n) for n in range(len(arguments)))
    if name == "SUM":
        return sum((at(n) for n in range(len(arguments))), F(0))
    if name == "ISNUMBER":
        return not isinstance(at(0), (str, bool))
    assert name in _ROUNDINGS, f"no such function here: {name}"
    return _ROUNDINGS[name](at(0), 10 ** int(at(1)))


def _compared(sign: str, left: Value, right: Value) -> Value:
    if isinstance(left, str) != isinstance(right, str):
        assert sign in ("=", "<>"), "a number is not held against a text"
        return sign == "<>"
    return _COMPARE[sign](left, right)


def _rounded(value: Value, unit: int) -> Value:
    if isinstance(value, Symbol):
        return value.rounded(unit)
    return floor(value * unit + F(1, 2)) * F(1, unit)


# Away from zero, as spreadsheets round; what is rounded here is never below nothing.
_ROUNDINGS: Mapping[str, Callable[[Value, int], Value]] = {
    "ROUND": _rounded,
    "ROUNDUP": lambda value, unit: ceil(value * unit) * F(1, unit),
    "ROUNDDOWN": lambda value, unit: floor(value * unit) * F(1, unit),
}
