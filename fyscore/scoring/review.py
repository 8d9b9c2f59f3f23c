"""Many units' own assessments beside the reviews of them: who reported how much too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fyscore.rules.model import Rulebook
from fyscore.scoring.diff import REVIEW, Diff, compare
from fyscore.scoring.item_change import ItemChange, item_changes
from fyscore.scoring.part_change import PartChange
from fyscore.scoring.result import Result

_Who = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit's two results and how they differ."""

    old: Result
    new: Result
    diff: Diff

    @property
    def change(self) -> Fraction:
        return self.new.total - self.old.total

    @property
    def parts(self) -> tuple[PartChange, ...]:
        """The parts that moved, those that lost most first."""
        parts = self.diff.steps[0].parts
        return tuple(sorted((p for p in parts if p.change), key=lambda p: p.change))


@dataclass(frozen=True, slots=True)
class Review:
    """Pairs, the largest cut first, and what stands on one side alone."""

    labels: tuple[str, str]
    pairs: tuple[Pair, ...]
    only_old: tuple[Result, ...]
    only_new: tuple[Result, ...]

    @property
    def results(self) -> list[Result]:
        """All that were compared, pair by pair, then those that stand alone."""
        paired = [result for pair in self.pairs for result in (pair.old, pair.new)]
        return [*paired, *self.only_old, *self.only_new]

    def items(self) -> list[ItemChange]:
        """The items that moved, those with most points cut first."""
        moved: list[tuple[str, Fraction]] = []
        for pair in self.pairs:
            of_unit: dict[str, Fraction] = defaultdict(Fraction)
            for part in pair.parts:
                of_unit[part.item] += part.change
            moved += of_unit.items()
        return sorted(item_changes(moved), key=lambda item: (-item.lost, -item.won))


def review(
    old: Sequence[Result],
    new: Sequence[Result],
    rulebook: Rulebook,
    labels: Sequence[str] = REVIEW,
) -> Review:
    """Pair two sets of results by unit and year, whatever their files are called.

    Each set holds a unit and year once.  Raises ValueError for other than two labels.
    """
    if len(labels) != 2:
        raise ValueError(f"两边的结果要两个名称，却有{len(labels)}个")
    left, right = ({_who(result): result for result in side} for side in (old, new))
    pairs = [
        Pair(result, right[who], compare([result, right[who]], rulebook, labels))
        for who, result in left.items()
        if who in right
    ]
    pairs.sort(key=lambda pair: (pair.change, pair.old.unit, pair.old.year or 0))
    return Review(
        (labels[0], labels[1]), tuple(pairs), _without(left, right), _without(right, left)
    )


def _who(result: Result) -> _Who:
    return (result.unit or result.file, result.year)


def _without(one: Mapping[_Who, Result], other: Mapping[_Who, Result]) -> tuple[Result, ...]:
    return tuple(result for who, result in one.items() if who not in other)
