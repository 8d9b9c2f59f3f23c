"""``fyscore diff --json``: what changed between results, and why."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NotRequired, TypedDict

from fyscore.documents.problems import FileNotice, file_notices
from fyscore.documents.result import FIELD_PLACES
from fyscore.numbers import json_number
from fyscore.scoring.diff import Diff, DiffStep, ScoreLine
from fyscore.scoring.part_change import PartChange
from fyscore.scoring.result import Result

CauseName = Literal["data", "mark", "reading", "rulebook", "missing"]


class LineRecord(TypedDict):
    """A total, section or item through all the results; null where one has it not."""

    id: str
    title: str
    scores: list[float | None]
    change: float


class FieldChangeRecord(TypedDict):
    key: str
    label: str
    old: float | bool | None
    new: float | bool | None


class PartChangeRecord(TypedDict):
    """One part; ``by_reading`` is what of the change the other reading made, null if unknown."""

    id: str
    item: str
    title: str
    old: float | None
    new: float | None
    change: float
    causes: list[CauseName]
    by_reading: float | None
    text: str
    #: What of the change another year's rule made, where one did.
    by_rule: NotRequired[float]
    fields: list[FieldChangeRecord]


class DiffStepRecord(TypedDict):
    old: str
    new: str
    change: float
    parts: list[PartChangeRecord]


class DiffDocument(TypedDict):
    """fyscore diff --json"""

    schema: Literal["fyscore.diff/1"]
    labels: list[str]
    warnings: list[str]
    total: LineRecord
    sections: list[LineRecord]
    items: list[LineRecord]
    steps: list[DiffStepRecord]
    notices: list[FileNotice]


def diff_document(diff: Diff, results: Sequence[Result]) -> DiffDocument:
    return {
        "schema": "fyscore.diff/1",
        "labels": list(diff.labels),
        "warnings": list(diff.warnings),
        "total": _line(diff.total),
        "sections": [_line(line) for line in diff.sections],
        "items": [_line(line) for line in diff.items],
        "steps": [_step(step) for step in diff.steps],
        "notices": file_notices(results, diff.warnings),
    }


def exact(value: Fraction) -> float:
    # Not two decimals: a change of a thousandth is a change.
    return json_number(value, FIELD_PLACES)


def _maybe(value: Fraction | None) -> float | None:
    return None if value is None else exact(value)


def _raw(value: bool | Fraction | None) -> bool | float | None:
    return value if isinstance(value, bool) else _maybe(value)


def _line(line: ScoreLine) -> LineRecord:
    return {
        "id": line.id,
        "title": line.title,
        "scores": [_maybe(score) for score in line.scores],
        "change": exact(line.change),
    }


def _step(step: DiffStep) -> DiffStepRecord:
    return {
        "old": step.old,
        "new": step.new,
        "change": exact(step.change),
        "parts": [part_record(part) for part in step.parts],
    }


def part_record(part: PartChange) -> PartChangeRecord:
    record: PartChangeRecord = {
        "id": part.id,
        "item": part.item,
        "title": part.title,
        "old": _maybe(part.old),
        "new": _maybe(part.new),
        "change": exact(part.change),
        "causes": [cause.value for cause in part.causes],
        "by_reading": _maybe(part.by_reading),
        "text": part.text,
        "fields": [
            {"key": f.key, "label": f.label, "old": _raw(f.old), "new": _raw(f.new)}
            for f in part.fields
        ],
    }
    if part.by_rule:
        record["by_rule"] = exact(part.by_rule)
    return record
