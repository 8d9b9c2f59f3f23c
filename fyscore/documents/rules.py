"""``fyscore rules list|show --json``: the standard for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NotRequired, TypedDict

from fyscore.documents.problems import NoticeRecord
from fyscore.rules.clauses import Clause
from fyscore.rules.field import Field
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.part import Part, Tier
from fyscore.scoring.worked_cases import Case


class RuleTitle(TypedDict):
    id: str
    title: str
    max: float


class RulesDocument(TypedDict):
    """fyscore rules list --json"""

    schema: Literal["fyscore.rules/1"]
    built_in: list[str]
    rulebook: str
    digest: str
    items: list[RuleTitle]
    notices: list[NoticeRecord]


class ClauseRecord(TypedDict):
    id: str
    title: str
    #: Null where the document has no such number.
    clause: str | None
    method: str | None


class ClausesDocument(TypedDict):
    """fyscore rules clauses --json"""

    schema: Literal["fyscore.clauses/1"]
    file: str
    rulebook: str
    items: list[ClauseRecord]
    #: Numbers in the document that the rulebook has not.
    unknown: list[str]
    notices: list[NoticeRecord]


class RuleField(TypedDict):
    key: str
    label: str
    type: str
    unit: str
    #: Points of its own, where its part weighs its fields.
    score: NotRequired[float]


class RuleTier(TypedDict):
    """One step: the points from ``min`` on, or up to ``max``."""

    min: NotRequired[float]
    max: NotRequired[float]
    score: float


class RuleCase(TypedDict):
    filled: dict[str, str]
    score: float
    why: str


class RulePart(TypedDict):
    id: str
    max: float
    shape: str
    criterion: str
    formula: str
    params: dict[str, float]
    readings: dict[str, str]
    #: The steps of a part that has them, the best first.
    tiers: NotRequired[list[RuleTier]]
    fields: list[RuleField]
    cases: list[RuleCase]


class RuleDocument(TypedDict):
    """fyscore rules show --json"""

    schema: Literal["fyscore.rule/1"]
    rulebook: str
    document: str
    id: str
    title: str
    max: float
    method: str
    responsible: str
    parts: list[RulePart]
    notices: list[NoticeRecord]


def rules_document(book: Rulebook, built_in: Sequence[str]) -> RulesDocument:
    return {
        "schema": "fyscore.rules/1",
        "built_in": list(built_in),
        "rulebook": book.id,
        "digest": book.digest,
        "items": [{"id": i.id, "title": i.title, "max": float(i.max)} for i in book.items],
        "notices": [],
    }


def rule_document(item: Item, book: Rulebook, cases: Sequence[Case]) -> RuleDocument:
    """Everything known of one item."""
    return {
        "schema": "fyscore.rule/1",
        "rulebook": book.id,
        "document": book.document,
        "id": item.id,
        "title": item.title,
        "max": float(item.max),
        "method": item.method,
        "responsible": item.responsible,
        "parts": [_part(part, book, cases) for part in item.all_parts],
        "notices": [],
    }


def _part(part: Part, book: Rulebook, cases: Sequence[Case]) -> RulePart:
    record: RulePart = {
        "id": part.id,
        "max": float(part.max),
        "shape": part.shape.name,
        "criterion": part.criterion(book.readings),
        "formula": part.formula(book.readings),
        "params": {name: float(value) for name, value in part.params.items()},
        "readings": {name: book.readings[name] for name in part.shape.readings},
        "fields": [_field(field) for field in part.fields],
        "cases": [
            {"filled": dict(c.filled), "score": float(c.points), "why": c.why}
            for c in cases
            if c.part == part.id
        ],
    }
    if part.tiers:
        record["tiers"] = [_tier(tier) for tier in part.tiers]
    return record


def _tier(tier: Tier) -> RuleTier:
    bound, score = float(tier.bound), float(tier.score)
    return {"min": bound, "score": score} if tier.up else {"max": bound, "score": score}


def _field(field: Field) -> RuleField:
    record: RuleField = {
        "key": field.key,
        "label": field.label,
        "type": field.type.name,
        "unit": field.unit,
    }
    if field.score is not None:
        record["score"] = float(field.score)
    return record


def clauses_document(
    file: Path, book: Rulebook, clauses: Mapping[str, Clause], unknown: Sequence[str]
) -> ClausesDocument:
    """What was found in a notice, item by item."""
    found = [(item, clauses.get(item.id)) for item in book.items]
    return {
        "schema": "fyscore.clauses/1",
        "file": str(file),
        "rulebook": book.id,
        "items": [
            {
                "id": item.id,
                "title": item.title,
                "clause": clause.text if clause else None,
                "method": clause.method if clause else None,
            }
            for item, clause in found
        ],
        "unknown": list(unknown),
        "notices": [],
    }
