"""Readings: where the standard's wording leaves room, and what each choice means in words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType

#: Words of the notice whose meaning the reading ``bounds`` decides.
BOUND_WORDS = frozenset({"以上", "以下", "以内"})
#: Words that settle by themselves that the bound is included.
FIXED_WORDS = frozenset({"至少", "含"})

#: Each reading's values in words; the first value is the default.
READING_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "bounds": {"inclusive": "以上、以下含本数", "exclusive": "以上、以下不含本数"},
        "partial_point": {
            "started": "不足一个百分点按一个计",
            "whole": "不足一个百分点不计",
            "linear": "不足一个百分点按比例计",
        },
        "two_rates": {"sum": "两率差距相加", "worst": "两率取差距大者"},
        "veto": {"flag": "一票否决保留总分", "zero": "一票否决总分计零"},
    }
)
#: Each reading's values by name.
READINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: tuple(values) for name, values in READING_WORDS.items()}
)


def reading_text(readings: Mapping[str, str], *, names: bool = True) -> str:
    """The chosen readings in words, each with its name for --reading."""
    return "；".join(
        READING_WORDS[n][v] + (f"（{n}={v}）" if names else "") for n, v in readings.items()
    )


#: Every way of choosing one value of each reading.
COMBINATIONS: tuple[Mapping[str, str], ...] = tuple(
    dict(zip(READINGS, chosen, strict=True)) for chosen in product(*READINGS.values())
)
