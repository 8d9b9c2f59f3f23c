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
from fyscore.rules.status import Status
from fyscore.scoring.result import ItemResult, Moved, Range


@dataclass
class _Group:
    """Parts that readings in common move together; what moves other parts leaves them be."""

    names: set[str]
    parts: Sequence[Moved]

    def totals(self) -> Iterator[Fraction]:
        """Their points together, for each way of choosing the readings."""
        names = sorted(self.names)
        for values in product(*(READINGS[name] for name in names)):
            chosen = dict(zip(names, values, strict=True))
            yield sum((part.score(chosen) for part in self.parts), ZERO)


def total_range(
    items: tuple[ItemResult, ...], vetoed: bool, values: Mapping[str, Answer], rulebook: Rulebook
) -> Range:
    """Scores over all readings.

    Only parts that a reading can move are scored again, once for each way of
    choosing the readings that move them; the rest count once.  A veto moves no
    item, so it takes the low end alone.
    """
    fixed = ZERO
    groups: list[_Group] = []
    moved: list[Moved] = []
    for ruled, item in zip(rulebook.items, items, strict=True):
        for part, outcome in zip(ruled.parts, item.parts, strict=True):
            names = part.shape.moved_by(part)
            if not names or outcome.status in (Status.PENDING, Status.VOID):
                fixed += outcome.score
                continue
            scores = tuple(
                (chosen, part.shape.score(part, values, dict(zip(names, chosen, strict=True))))
                for chosen in product(*(READINGS[name] for name in names))
            )
            if len({score for _, score in scores}) == 1:
                fixed += outcome.score
            else:
                moved.append(Moved(item.id, part.id, names, scores))
                groups = _joined(groups, _Group(set(names), moved[-1:]))
    low = high = fixed
    for group in groups:
        totals = list(group.totals())
        low, high = low + min(totals), high + max(totals)
    # An item whose parts move against each other would still be named: it moves.
    items_moved = tuple(dict.fromkeys(part.item for part in moved))
    return Range(ZERO if vetoed else low, high, items_moved, tuple(moved))


def _joined(groups: list[_Group], one: _Group) -> list[_Group]:
    """The groups with one more, made one with those it shares a reading with."""
    apart = [group for group in groups if not group.names & one.names]
    for group in groups:
        if group.names & one.names:
            one = _Group(one.names | group.names, [*group.parts, *one.parts])
    return [*apart, one]
