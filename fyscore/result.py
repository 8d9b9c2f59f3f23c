"""What scoring yields: exact points with reasons, and their JSON form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fyscore.shapes.base import Change
from fyscore.wording import rounded

ZERO = Fraction(0)

#: Status → what a person reads.
STATUS_TEXT: Mapping[str, str] = {
    "full": "满分",
    "partial": "部分得分",
    "zero": "不得分",
    "pending": "待填",
    "void": "作废",
    "veto": "一票否决",
    "clear": "无事故",
}


@dataclass(frozen=True, slots=True)
class PartResult:
    id: str
    title: str
    score: Fraction
    max: Fraction
    status: str
    reason: str
    remedy: str
    #: What the part was scored from; None marks a blank.
    fields: Mapping[str, bool | Fraction | None]
    #: The remedy as changes that can be tried; empty where none can be stated.
    changes: tuple[Change, ...] = ()

    @property
    def lost(self) -> Fraction:
        """Points gone for good under these answers; a pending part has lost none yet."""
        return ZERO if self.status == "pending" else self.max - self.score


@dataclass(frozen=True, slots=True)
class ItemResult:
    id: str
    title: str
    section: str
    max: Fraction
    status: str
    parts: tuple[PartResult, ...]

    @property
    def score(self) -> Fraction:
        return sum((p.score for p in self.parts), ZERO)


@dataclass(frozen=True, slots=True)
class SectionResult:
    id: str
    title: str
    max: Fraction
    score: Fraction


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest total over every combination of readings, and the items that move."""

    low: Fraction
    high: Fraction
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    file: str
    unit: str
    year: int | None
    rulebook: str
    readings: Mapping[str, str]
    total: Fraction
    max_total: Fraction
    attainable: Fraction
    complete: bool
    vetoed: bool
    range: Range
    sections: tuple[SectionResult, ...]
    items: tuple[ItemResult, ...]

    @property
    def eligible(self) -> bool:
        return not self.vetoed

    def parts(self) -> Iterator[PartResult]:
        return (part for item in self.items for part in item.parts)

    def lost_parts(self) -> list[PartResult]:
        """Parts that lost points, dearest first, then in the order of the standard."""
        return sorted((p for p in self.parts() if p.lost), key=lambda p: -p.lost)

    def pending_parts(self) -> list[PartResult]:
        return [p for p in self.parts() if p.status == "pending"]

    def as_json(self) -> dict[str, Any]:
        """The result under the names of schema ``fyscore.result/1``."""
        return {
            "file": self.file,
            "unit": self.unit,
            "year": self.year,
            "rulebook": self.rulebook,
            "readings": dict(self.readings),
            "total": _number(self.total),
            "max_total": _number(self.max_total),
            "attainable": _number(self.attainable),
            "complete": self.complete,
            "vetoed": self.vetoed,
            "eligible": self.eligible,
            "range": {
                "low": _number(self.range.low),
                "high": _number(self.range.high),
                "items": list(self.range.items),
            },
            "sections": [
                {"id": s.id, "title": s.title, "score": _number(s.score), "max": _number(s.max)}
                for s in self.sections
            ],
            "items": [_item_json(item) for item in self.items],
        }


def _number(value: Fraction, places: int = 2) -> int | float:
    value = rounded(value, places)
    return value.numerator if value.denominator == 1 else float(value)


def _item_json(item: ItemResult) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "section": item.section,
        "score": _number(item.score),
        "max": _number(item.max),
        "status": item.status,
        "parts": [
            {
                "id": part.id,
                "score": _number(part.score),
                "max": _number(part.max),
                "status": part.status,
                "reason": part.reason,
                "remedy": part.remedy,
                "fields": {
                    # Twelve places: enough for any quotient, stable as a float.
                    key: value if value is None or isinstance(value, bool) else _number(value, 12)
                    for key, value in part.fields.items()
                },
            }
            for part in item.parts
        ],
    }
