"""Many units' results → a ranking.  Pure; ranks exact totals, never rounded ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NotRequired, TypedDict

from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result

WEAKEST = 3


@lru_cache(maxsize=4096)
def _shared(score: Fraction) -> Fraction:
    """One object for equal scores: a large batch holds the same few numbers many times."""
    return score


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
    items: list[str]
    own_marks: NotRequired[int]


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
    items: tuple[Fraction, ...]
    #: Parts scored by the unit's own marks.
    own_marks: int = 0

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
            items=tuple(_shared(i.score) for i in result.items),
            own_marks=len(result.own_marked_parts()),
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
            "items": [str(score) for score in self.items],
            "own_marks": self.own_marks,
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
            items=tuple(_shared(Fraction(text)) for text in record["items"]),
            own_marks=record.get("own_marks", 0),
        )


@dataclass(frozen=True, slots=True)
class Ranked:
    rank: int
    row: Row


def rank(rows: Sequence[Row]) -> list[Ranked]:
    """Highest total first, vetoed units last; equal totals share a rank (1, 1, 3).

    Equals keep the order they came in.
    """
    ordered = sorted(rows, key=lambda row: (row.vetoed, -row.total))
    ranked: list[Ranked] = []
    for place, row in enumerate(ordered, 1):
        last = ranked[-1] if ranked else None
        tied = last and (last.row.vetoed, last.row.total) == (row.vetoed, row.total)
        ranked.append(Ranked(last.rank if last and tied else place, row))
    return ranked


def averages(rows: Sequence[Row]) -> tuple[Fraction, ...]:
    """Mean score of each item over all rows; empty where there are none."""
    if not rows:
        return ()
    return tuple(
        sum(scores, Fraction(0)) / len(rows)
        for scores in zip(*(r.items for r in rows), strict=True)
    )


def weakest(row: Row, rulebook: Rulebook) -> list[str]:
    """The items with most points missing by number and title, most first.

    Those without loss are left out.
    """
    pairs = zip(rulebook.items, row.items, strict=True)
    missing = [(got - item.max, nth, item.numbered) for nth, (item, got) in enumerate(pairs)]
    return [numbered for lost, _, numbered in sorted(missing) if lost < 0][:WEAKEST]
