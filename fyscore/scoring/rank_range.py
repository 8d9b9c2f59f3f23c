"""How far a unit's rank depends on how the wording is read, and which item decides it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from fyscore.numbers import ZERO
from fyscore.rules.model import Rulebook
from fyscore.rules.readings import COMBINATIONS
from fyscore.scoring.ranking import Ranked, Row, places

#: A veto puts a unit last however it is read, with its total or without: that reading stays.
_WITHOUT_VETO = tuple(
    dict(chosen)
    for chosen in dict.fromkeys(
        tuple((name, value) for name, value in one.items() if name != "veto")
        for one in COMBINATIONS
    )
)


def with_ranges(ranked: Sequence[Ranked], rulebook: Rulebook) -> list[Ranked]:
    """The ranking made under the rulebook's readings, each place with where other readings would put it.

    All units are read alike each time.  An item decides where it alone did
    most to take the unit past, or behind, the nearest unit that it passed.
    """
    rows, readings = [entry.row for entry in ranked], rulebook.readings
    best = [entry.rank for entry in ranked]
    worst = list(best)
    deciding: list[dict[str, str]] = [{} for _ in rows]
    for chosen in _ways(rows):
        other = {**readings, **chosen}
        totals = [_total(row, rulebook, other) for row in rows]
        for nth, place in enumerate(places([row.vetoed for row in rows], totals)):
            if best[nth] <= place <= worst[nth]:
                continue
            side = "best" if place < best[nth] else "worst"
            best[nth], worst[nth] = min(best[nth], place), max(worst[nth], place)
            deciding[nth][side] = _deciding(nth, rows, totals, readings, other)
    return [
        replace(
            entry,
            best=best[nth],
            worst=worst[nth],
            deciding=tuple(dict.fromkeys(filter(None, deciding[nth].values()))),
        )
        for nth, entry in enumerate(ranked)
    ]


def _ways(rows: Sequence[Row]) -> Sequence[Mapping[str, str]]:
    """The ways of reading that can make a difference: those of readings that move something."""
    names = {name for row in rows for part in row.moved for name in part.names}
    kept = (tuple((n, v) for n, v in way.items() if n in names) for way in _WITHOUT_VETO)
    return [dict(way) for way in dict.fromkeys(kept)] if names else []


def _moves(row: Row, old: Mapping[str, str], new: Mapping[str, str]) -> Mapping[str, Fraction]:
    """Item → the points that the other readings give it more."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for part in row.moved:
        found[part.item] += part.score(new) - part.score(old)
    return found


def _total(row: Row, rulebook: Rulebook, new: Mapping[str, str]) -> Fraction:
    if not row.moved or (row.vetoed and rulebook.readings["veto"] == "zero"):
        return row.total
    moves = _moves(row, rulebook.readings, new)
    if not rulebook.is_capped:
        return row.total + sum(moves.values(), ZERO)
    pairs = zip(rulebook.items, row.items, strict=True)
    return rulebook.total_of({i.id: (score or ZERO) + moves.get(i.id, ZERO) for i, score in pairs})


def _deciding(
    nth: int,
    rows: Sequence[Row],
    totals: Sequence[Fraction],
    old: Mapping[str, str],
    new: Mapping[str, str],
) -> str:
    """The item that moved the gap most between a unit and the nearest one it changed places with."""
    row = rows[nth]
    for distance in range(1, len(rows)):
        for other in (nth - distance, nth + distance):
            if not 0 <= other < len(rows) or rows[other].vetoed != row.vetoed:
                continue
            before = row.total - rows[other].total
            after = totals[nth] - totals[other]
            if (before > 0) - (before < 0) != (after > 0) - (after < 0):
                mine, theirs = _moves(row, old, new), _moves(rows[other], old, new)
                way = 1 if after > before else -1
                return max(
                    dict.fromkeys((*mine, *theirs)),
                    key=lambda item: way * (mine.get(item, ZERO) - theirs.get(item, ZERO)),
                )
    return ""
