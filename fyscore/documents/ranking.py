"""``fyscore rank --json``: units by rank, with how far their places depend on readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from fyscore.documents.problems import Failure, FileNotice, failure
from fyscore.numbers import json_number
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.scoring.ranking import Ranked


class RankedRecord(TypedDict):
    """One unit's place; ``best`` and ``worst`` over all readings, ``deciding`` the items behind."""

    rank: int
    best: int
    worst: int
    deciding: list[str]
    unit: str
    year: int | None
    file: str
    total: float
    attainable: float
    complete: bool
    vetoed: bool
    sections: dict[str, float]
    #: Null where the item does not apply to the unit.
    items: dict[str, float | None]
    max_total: float


class RankingDocument(TypedDict):
    """fyscore rank --json"""

    schema: Literal["fyscore.ranking/1"]
    rulebook: str
    readings: dict[str, str]
    ranking: list[RankedRecord]
    failures: list[Failure]
    notices: list[FileNotice]


def ranking_document(
    ranked: Sequence[Ranked],
    failures: Sequence[ProblemsError],
    rulebook: Rulebook,
    readings: Mapping[str, str],
    notices: Sequence[FileNotice] = (),
) -> RankingDocument:
    return {
        "schema": "fyscore.ranking/1",
        "rulebook": rulebook.id,
        "readings": dict(readings),
        "ranking": [_record(entry, rulebook) for entry in ranked],
        "failures": [failure(error) for error in failures],
        "notices": list(notices),
    }


def _record(entry: Ranked, rulebook: Rulebook) -> RankedRecord:
    row = entry.row
    sections = zip(rulebook.sections, row.sections, strict=True)
    items = zip(rulebook.items, row.items, strict=True)
    return {
        "rank": entry.rank,
        "best": entry.best,
        "worst": entry.worst,
        "deciding": list(entry.deciding),
        "unit": row.unit,
        "year": row.year,
        "file": row.file,
        "total": json_number(row.total, 2),
        "attainable": json_number(row.attainable, 2),
        "complete": row.complete,
        "vetoed": row.vetoed,
        "sections": {section.id: json_number(score, 2) for section, score in sections},
        "items": {
            item.id: None if score is None else json_number(score, 2) for item, score in items
        },
        "max_total": json_number(row.most, 2),
    }
