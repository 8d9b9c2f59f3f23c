"""Many units' results → a ranking.  Pure; ranks exact totals, never rounded ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result

WEAKEST = 3


@lru_cache(maxsize=4096)
def _shared(score: Fraction) -> Fraction:
    """One object for equal scores: a large batch holds the same few numbers many times."""
    return score


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
        )

    def dump(self) -> dict[str, Any]:
        """The row for a journal, with exact numbers as text."""
        plain = asdict(self)
        for name in ("total", "attainable"):
            plain[name] = str(plain[name])
        for name in ("sections", "items"):
            plain[name] = [str(value) for value in plain[name]]
        return plain

    @classmethod
    def load(cls, plain: Mapping[str, Any]) -> Row:
        """The row :meth:`dump` wrote.  Raises KeyError or ValueError for anything else."""
        return cls(
            file=plain["file"],
            unit=plain["unit"],
            year=plain["year"],
            total=Fraction(plain["total"]),
            attainable=Fraction(plain["attainable"]),
            complete=plain["complete"],
            vetoed=plain["vetoed"],
            sections=tuple(_shared(Fraction(text)) for text in plain["sections"]),
            items=tuple(_shared(Fraction(text)) for text in plain["items"]),
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
    """The items with most points missing, most first; those without loss left out."""
    pairs = zip(rulebook.items, row.items, strict=True)
    missing = [(got - item.max, nth, item.id) for nth, (item, got) in enumerate(pairs)]
    return [item_id for lost, _, item_id in sorted(missing) if lost < 0][:WEAKEST]
