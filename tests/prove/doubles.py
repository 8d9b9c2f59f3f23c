"""The formulas' arithmetic is done in doubles: every quotient of small numbers, at every bar.

Worked out as a spreadsheet does, by numpy, and held against whole numbers,
which are exact.  Equal quotients of different numbers are equal doubles, since
division rounds correctly, so averages need no table of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction as F

import numpy as np

from fyscore.rules.model import Rulebook
from fyscore.rules.number_type import ROUND

DENOMINATORS = 2000


def bars(rulebook: Rulebook) -> Iterator[tuple[str, int, F]]:
    """Field, scale, and each number its rate is held against."""
    for part in rulebook.parts:
        for field in part.fields:
            if field.is_rate and field.bound is not None:
                yield field.key, field.scale, field.bound
            elif field.is_rate and "target" in part.params:
                steps = int(part.max / part.params["per_point"]) + 2
                for n in range(steps):
                    yield field.key, field.scale, part.params["target"] - n


def disagreements(scale: int, bar: F, most: int = DENOMINATORS) -> tuple[int, int]:
    """How many quotients were compared with the bar, and for how many doubles say otherwise.

    Compared are below, at and above, the whole points short of the bar, and the
    points begun.
    """
    compared = wrong = 0
    for bottom in range(1, most + 1):
        top = np.arange(0, bottom + 1, dtype=np.int64)
        held = np.round(top / bottom * scale, ROUND)
        # Exactly: bar - top/bottom*scale, over the common denominator.
        under = bar.denominator * bottom
        short = bar.numerator * bottom - top * scale * bar.denominator
        wrong += int(np.count_nonzero(np.sign(float(bar) - held) != np.sign(short)))
        gap = np.round(np.maximum(0, float(bar) - held), ROUND - 1)
        missing = np.maximum(0, short)
        wrong += int(np.count_nonzero(np.ceil(gap) != -(-missing // under)))
        wrong += int(np.count_nonzero(np.floor(gap) != missing // under))
        compared += len(top)
    return compared, wrong
