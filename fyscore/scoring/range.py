"""The lowest and highest total that any reading of the wording would give."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from fyscore.answers import Answer
from fyscore.numbers import ZERO
from fyscore.rules.model import Rulebook
from fyscore.rules.readings import COMBINATIONS
from fyscore.rules.status import Status
from fyscore.scoring.result import ItemResult, Range


def total_range(
    items: tuple[ItemResult, ...], vetoed: bool, values: Mapping[str, Answer], rulebook: Rulebook
) -> Range:
    """Scores over all readings.

    Only parts whose shape a reading can move are scored again; the rest count
    once.  A veto moves no item, so it takes the low end alone.
    """
    fixed = ZERO
    moving: list[tuple[str, list[Fraction]]] = []
    for ruled, item in zip(rulebook.items, items, strict=True):
        for part, outcome in zip(ruled.parts, item.parts, strict=True):
            shape = part.shape
            if not shape.readings or outcome.status in (Status.PENDING, Status.VOID):
                fixed += outcome.score
                continue
            seen: dict[tuple[str, ...], Fraction] = {}
            scores = []
            for readings in COMBINATIONS:
                signature = tuple(readings[name] for name in shape.readings)
                if signature not in seen:
                    seen[signature] = shape.score(part, values, readings)
                scores.append(seen[signature])
            if len(set(scores)) == 1:
                fixed += outcome.score
            else:
                moving.append((item.id, scores))
    totals = [
        fixed + sum((scores[nth] for _, scores in moving), ZERO) for nth in range(len(COMBINATIONS))
    ]
    low = ZERO if vetoed else min(totals)
    # An item whose parts move against each other would still be named: it moves.
    return Range(low, max(totals), tuple(dict.fromkeys(item_id for item_id, _ in moving)))
