"""An item over many units: where it rose and fell, and by how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from fyscore.numbers import ZERO


@dataclass(frozen=True, slots=True)
class ItemChange:
    """In how many units an item fell or rose, and by how many points together."""

    id: str
    fell: int
    rose: int
    lost: Fraction
    won: Fraction

    @property
    def change(self) -> Fraction:
        return self.won - self.lost


def item_changes(moved: Iterable[tuple[str, Fraction]]) -> list[ItemChange]:
    """The items that moved, in the order they come; each unit names an item once."""
    changes: dict[str, list[Fraction]] = defaultdict(list)
    for item, change in moved:
        changes[item].append(change)
    return [
        ItemChange(
            item,
            sum(c < 0 for c in each),
            sum(c > 0 for c in each),
            -sum((c for c in each if c < 0), ZERO),
            sum((c for c in each if c > 0), ZERO),
        )
        for item, each in changes.items()
    ]
