"""``fyscore rules diff --json``: what changed between two rulebooks, and what it makes of units."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypedDict

from fyscore.documents.problems import Failure, FileNotice, failure, file_notices
from fyscore.numbers import json_number
from fyscore.scoring.result import Result
from fyscore.scoring.rules_diff import Effect, RuleChange, RulesDiff


class RuleChangeRecord(TypedDict):
    """An item that is not the same in both; null and empty where one has it not."""

    id: str
    kind: Literal["added", "removed", "changed", "reworded"]
    title: str
    old_max: float | None
    new_max: float | None
    old: list[str]
    new: list[str]


class SettingRecord(TypedDict):
    """Something of the whole standard that is not the same in both, in words."""

    name: str
    old: str
    new: str


class ItemEffect(TypedDict):
    id: str
    change: float


class EffectRecord(TypedDict):
    """One unit by both rulebooks; ``pending`` are parts that only the new one waits for."""

    unit: str
    year: int | None
    file: str
    old: float
    new: float
    change: float
    old_rank: int
    new_rank: int
    items: list[ItemEffect]
    pending: list[str]


class RulesDiffDocument(TypedDict):
    """fyscore rules diff --json"""

    schema: Literal["fyscore.rules_diff/1"]
    old: str
    new: str
    settings: list[SettingRecord]
    changes: list[RuleChangeRecord]
    units: list[EffectRecord]
    failures: list[Failure]
    notices: list[FileNotice]


def rules_diff_document(diff: RulesDiff, results: Sequence[Result]) -> RulesDiffDocument:
    return {
        "schema": "fyscore.rules_diff/1",
        "old": diff.old.stamp,
        "new": diff.new.stamp,
        "settings": [{"name": s.name, "old": s.old, "new": s.new} for s in diff.settings],
        "changes": [_change(change) for change in diff.changes],
        "units": [_effect(effect) for effect in diff.effects],
        "failures": [failure(error) for error in diff.failures],
        "notices": file_notices(results),
    }


def _points(value: Fraction) -> float:
    return json_number(value, 2)


def _maybe(value: Fraction | None) -> float | None:
    return None if value is None else _points(value)


def _change(change: RuleChange) -> RuleChangeRecord:
    return {
        "id": change.id,
        "kind": change.kind.value,
        "title": change.title,
        "old_max": _maybe(change.old_max),
        "new_max": _maybe(change.new_max),
        "old": list(change.old),
        "new": list(change.new),
    }


def _effect(effect: Effect) -> EffectRecord:
    return {
        "unit": effect.old.unit,
        "year": effect.old.year,
        "file": effect.old.file,
        "old": _points(effect.old.total),
        "new": _points(effect.new.total),
        "change": _points(effect.change),
        "old_rank": effect.old_rank,
        "new_rank": effect.new_rank,
        "items": [{"id": item, "change": _points(change)} for item, change in effect.items],
        "pending": effect.pending,
    }
