"""Many units' results → a ranking.  Pure; ranks exact totals, never rounded ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TypedDict, TypeVar

from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
from fyscore.scoring.result import Moved, Result

WEAKEST = 3


Kept = TypeVar("Kept", Fraction, Moved)


@lru_cache(maxsize=4096)
def _shared(value: Kept) -> Kept:
    """One object for equal values: a large batch holds the same few many times."""
    return value


class MovedRecord(TypedDict):
    """A part that readings move, as a journal keeps it."""

    item: str
    part: str
    names: list[str]
    scores: list[tuple[list[str], str]]


class RowRecord(TypedDict):
    """A row as a journal keeps it."""

    file: str
    unit: str
    year: int | None
    total: str
    attainable: str
    complete: bool
    vetoed: bool
    sections: list[str]
    items: list[str | None]
    own_marks: int
    most: str
    moved: list[MovedRecord]


@dataclass(frozen=True, slots=True)
class Row:
    """What a ranking needs of one result: small, since a batch keeps one for every file."""

    file: str
    unit: str
    year: int | None
    total: Fraction
    attainable: Fraction
    complete: bool
    vetoed: bool
    sections: tuple[Fraction, ...]
    #: None where the item does not apply to the unit.
    items: tuple[Fraction | None, ...]
    #: Parts scored by the unit's own marks.
    own_marks: int = 0
    #: Parts that readings move.
    moved: tuple[Moved, ...] = ()
    #: The most that the unit could have: what does not apply to it is left out.
    most: Fraction = Fraction(0)

    @classmethod
    def of(cls, result: Result) -> Row:
        return cls(
            file=result.file,
            unit=result.unit,
            year=result.year,
            total=result.total,
            attainable=result.attainable,
            complete=result.complete,
            vetoed=result.vetoed,
            sections=tuple(_shared(s.score) for s in result.sections),
            items=tuple(
                None if i.status is Status.EXEMPT else _shared(i.score) for i in result.items
            ),
            own_marks=len(result.own_marked_parts()),
            moved=tuple(map(_shared, result.range.moved)),
            most=_shared(result.max_total),
        )

    def dump(self) -> RowRecord:
        """The row for a journal, with exact numbers as text."""
        return {
            "file": self.file,
            "unit": self.unit,
            "year": self.year,
            "total": str(self.total),
            "attainable": str(self.attainable),
            "complete": self.complete,
            "vetoed": self.vetoed,
            "sections": [str(score) for score in self.sections],
            "items": [None if score is None else str(score) for score in self.items],
            "own_marks": self.own_marks,
            "most": str(self.most),
            "moved": [
                {
                    "item": part.item,
                    "part": part.part,
                    "names": list(part.names),
                    "scores": [(list(values), str(score)) for values, score in part.scores],
                }
                for part in self.moved
            ],
        }

    @classmethod
    def load(cls, record: RowRecord) -> Row:
        """The row :meth:`dump` wrote.  Raises KeyError or ValueError for anything else."""
        return cls(
            file=record["file"],
            unit=record["unit"],
            year=record["year"],
            total=Fraction(record["total"]),
            attainable=Fraction(record["attainable"]),
            complete=record["complete"],
            vetoed=record["vetoed"],
            sections=tuple(_shared(Fraction(text)) for text in record["sections"]),
            items=tuple(
                None if text is None else _shared(Fraction(text)) for text in record["items"]
            ),
            own_marks=record["own_marks"],
            most=_shared(Fraction(record["most"])),
            moved=tuple(
                _shared(
                    Moved(
                        part["item"],
                        part["part"],
                        tuple(part["names"]),
                        tuple((tuple(values), Fraction(text)) for values, text in part["scores"]),
                    )
                )
                for part in record["moved"]
            ),
        )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place, with the best and the worst over all readings and the items that decide it."""

    rank: int
    row: Row
    best: int
    worst: int
    deciding: tuple[str, ...] = ()

    @property
    def depends(self) -> bool:
        """Whether readings change the place at all."""
        return self.best != self.worst

    @property
    def span(self) -> str:
        """All places that readings give: ``3～5``, or ``3``."""
        return f"{self.best}～{self.worst}" if self.depends else str(self.rank)


def places(vetoed: Sequence[bool], totals: Sequence[Fraction]) -> list[int]:
    """The rank of each: highest total first, the vetoed last; equals share one (1, 1, 3)."""
    keys = [(out, -total) for out, total in zip(vetoed, totals, strict=True)]
    ordered = sorted(range(len(keys)), key=keys.__getitem__)
    ranks = [1] * len(keys)
    for at, (before, nth) in enumerate(pairwise(ordered), 2):
        ranks[nth] = ranks[before] if keys[nth] == keys[before] else at
    return ranks


def rank(rows: Sequence[Row]) -> list[Ranked]:
    """Highest total first, vetoed units last; equal totals share a rank (1, 1, 3).

    Equals stand in the order of their files' names, however they came in.
    """
    ordered = sorted(rows, key=lambda row: (row.vetoed, -row.total, row.file))
    ranks = places([row.vetoed for row in ordered], [row.total for row in ordered])
    return [Ranked(place, row, place, place) for place, row in zip(ranks, ordered, strict=True)]


def averages(rows: Sequence[Row]) -> tuple[Fraction | None, ...]:
    """Mean score of each item over the rows it applies to; None where that is none of them."""
    found = []
    for scores in zip(*(row.items for row in rows), strict=True):
        told = [score for score in scores if score is not None]
        found.append(sum(told, Fraction(0)) / len(told) if told else None)
    return tuple(found)


def weakest(row: Row, rulebook: Rulebook) -> list[str]:
    """The items with most points missing by number and title, most first.

    Those without loss are left out.
    """
    pairs = zip(rulebook.items, row.items, strict=True)
    missing = [
        (got - item.max, nth, item.numbered)
        for nth, (item, got) in enumerate(pairs)
        if got is not None
    ]
    return [numbered for lost, _, numbered in sorted(missing) if lost < 0][:WEAKEST]
