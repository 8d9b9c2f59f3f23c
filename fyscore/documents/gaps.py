"""``fyscore gaps --json``: what to fix first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypedDict

from fyscore.numbers import json_number
from fyscore.scoring.gaps import Gap
from fyscore.scoring.result import Result


class GapRecord(TypedDict):
    part: str
    item: str
    title: str
    kind: Literal["lost", "void", "pending"]
    points: float
    reason: str
    remedy: str
    responsible: str
    changes: dict[str, str]


class GapsDocument(TypedDict):
    """fyscore gaps --json"""

    schema: Literal["fyscore.gaps/1"]
    file: str
    unit: str
    year: int | None
    total: float
    vetoed: bool
    gaps: list[GapRecord]
    target: float | None
    plan: list[str] | None
    total_before: float


def gaps_document(
    before: Result,
    current: Result,
    gaps: Sequence[Gap],
    plan: Sequence[Gap] | None,
    target: Fraction | None,
) -> GapsDocument:
    """``current`` is the result the gaps are of: ``before``, or what is supposed."""
    return {
        "schema": "fyscore.gaps/1",
        "file": current.file,
        "unit": current.unit,
        "year": current.year,
        "total": float(json_number(current.total, 2)),
        "vetoed": current.vetoed,
        "gaps": [_record(gap) for gap in gaps],
        "target": None if target is None else float(target),
        "plan": None if plan is None else [gap.part for gap in plan],
        "total_before": json_number(before.total, 2),
    }


def _record(gap: Gap) -> GapRecord:
    return {
        "part": gap.part,
        "item": gap.item,
        "title": gap.title,
        "kind": gap.kind.value,
        "points": float(json_number(gap.points, 2)),
        "reason": gap.reason,
        "remedy": gap.remedy,
        "responsible": gap.responsible,
        "changes": {change.key: change.to for change in gap.changes},
    }
