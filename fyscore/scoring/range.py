"""The lowest and highest total that any reading of the wording would give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from fyscore.answers import Answer
from fyscore.numbers import ZERO
from fyscore.rules.model import Rulebook
from fyscore.rules.readings import READINGS
from fyscore.scoring.result import ItemResult, Moved, Range


def total_range(
    items: tuple[ItemResult, ...], vetoed: bool, values: Mapping[str, Answer], rulebook: Rulebook
) -> Range:
    """Scores over all readings.

    Only parts that a reading can move are scored again, once for each way of
    choosing the readings that move them; the rest count once.  A veto moves no
    item, so it takes the low end alone.
    """
    moved = tuple(_moved(items, values, rulebook))
    span = _under_caps if rulebook.is_capped else _added_up
    low, high = span(items, moved, rulebook)
    # An item whose parts move against each other would still be named: it moves.
    named = tuple(dict.fromkeys(part.item for part in moved))
    return Range(ZERO if vetoed else low, high, named, moved)


def _moved(
    items: Sequence[ItemResult], values: Mapping[str, Answer], rulebook: Rulebook
) -> Iterator[Moved]:
    """The parts whose score is not the same under all readings."""
    for ruled, item in zip(rulebook.items, items, strict=True):
        for part, outcome in zip(ruled.parts, item.parts, strict=True):
            names = part.shape.moved_by(part)
            if not names or not outcome.status.is_scored:
                continue
            if ruled.gate and ruled.gate.shape.waives(ruled.gate, values):
                continue
            scores = tuple(
                (chosen, part.shape.score(part, values, dict(zip(names, chosen, strict=True))))
                for chosen in product(*(READINGS[name] for name in names))
            )
            if len({score for _, score in scores}) > 1:
                yield Moved(item.id, part.id, names, scores)


@dataclass
class _Group:
    """Parts that readings in common move together; what moves other parts leaves them be."""

    names: set[str]
    parts: Sequence[Moved]

    def totals(self) -> Iterator[Fraction]:
        """Their points together, for each way of choosing the readings."""
        for chosen in _ways(self.names):
            yield sum((part.score(chosen) for part in self.parts), ZERO)


def _ways(names: set[str]) -> Iterator[Mapping[str, str]]:
    ordered = sorted(names)
    for values in product(*(READINGS[name] for name in ordered)):
        yield dict(zip(ordered, values, strict=True))


def _added_up(
    items: Sequence[ItemResult], moved: Sequence[Moved], rulebook: Rulebook
) -> tuple[Fraction, Fraction]:
    """Group by group, since a total is the sum of its parts."""
    moving = {part.part for part in moved}
    parts = (part for item in items for part in item.parts)
    low = high = sum((part.score for part in parts if part.id not in moving), ZERO)
    groups: list[_Group] = []
    for part in moved:
        groups = _joined(groups, _Group(set(part.names), [part]))
    for group in groups:
        totals = list(group.totals())
        low, high = low + min(totals), high + max(totals)
    return low, high


def _under_caps(
    items: Sequence[ItemResult], moved: Sequence[Moved], rulebook: Rulebook
) -> tuple[Fraction, Fraction]:
    """Every way of choosing in turn, since a cap makes a total less than the sum of its parts."""
    moving = {part.part for part in moved}
    fixed = {i.id: sum((p.score for p in i.parts if p.id not in moving), ZERO) for i in items}
    totals = []
    for chosen in _ways({name for part in moved for name in part.names}):
        scores = dict(fixed)
        for part in moved:
            scores[part.item] += part.score(chosen)
        totals.append(rulebook.total_of(scores))
    return min(totals), max(totals)


def _joined(groups: list[_Group], one: _Group) -> list[_Group]:
    """The groups with one more, made one with those it shares a reading with."""
    apart = [group for group in groups if not group.names & one.names]
    for group in groups:
        if group.names & one.names:
            one = _Group(one.names | group.names, [*group.parts, *one.parts])
    return [*apart, one]
