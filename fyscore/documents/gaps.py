"""``fyscore gaps --json``: what to fix first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypedDict

from fyscore.documents.problems import NoticeRecord, notice_records
from fyscore.numbers import json_number
from fyscore.rules.field import Change, FixBy
from fyscore.scoring.gaps import FixPlan, Gap
from fyscore.scoring.judgement import Step
from fyscore.scoring.result import Result

_BY: Mapping[FixBy, Literal["unit", "assessors", "nobody"]] = {
    FixBy.UNIT: "unit",
    FixBy.ASSESSORS: "assessors",
    FixBy.NOBODY: "nobody",
}


class StepRecord(TypedDict):
    """Changes that gain that many points; keys and values as ``--what-if`` takes them."""

    points: float
    changes: dict[str, str]


class PlanStepRecord(StepRecord):
    part: str


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
    by: Literal["unit", "assessors", "nobody"]
    steps: list[StepRecord]


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
    plan_steps: list[PlanStepRecord] | None
    plan_fields: int | None
    plan_cases: dict[str, float] | None
    total_before: float
    notices: list[NoticeRecord]


def gaps_document(
    before: Result,
    current: Result,
    gaps: Sequence[Gap],
    plan: FixPlan | None,
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
        "plan": None if plan is None else [gap.part for gap, _ in plan.steps],
        "plan_steps": None if plan is None else [_planned(*each) for each in plan.steps],
        "plan_fields": None if plan is None else plan.cells,
        "plan_cases": None if plan is None else _cases(plan),
        "total_before": json_number(before.total, 2),
        "notices": notice_records(before.notices),
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
        "changes": _changes(gap.changes),
        "by": _BY[gap.by],
        "steps": [_step(step) for step in gap.steps],
    }


def _planned(gap: Gap, step: Step) -> PlanStepRecord:
    return {"part": gap.part, **_step(step)}


def _step(step: Step) -> StepRecord:
    return {"points": float(json_number(step.gain, 2)), "changes": _changes(step.changes)}


def _changes(changes: Iterable[Change]) -> dict[str, str]:
    return {change.key: change.to for change in changes}


def _cases(plan: FixPlan) -> dict[str, float]:
    return {unit: float(json_number(n, 2)) for unit, n in plan.cases_by_unit.items()}
