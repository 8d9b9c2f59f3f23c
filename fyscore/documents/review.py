"""``fyscore diff`` of two folders as JSON: who reported how much too much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict

from fyscore.documents.diff import PartChangeRecord, exact, part_record
from fyscore.documents.problems import Failure, FileNotice, failure, file_notices
from fyscore.problems import ProblemsError
from fyscore.scoring.result import Result
from fyscore.scoring.review import Pair, Review


class PairRecord(TypedDict):
    """One unit; ``change`` is negative where points were cut."""

    unit: str
    year: int | None
    old_file: str
    new_file: str
    old: float
    new: float
    change: float
    parts: list[PartChangeRecord]
    warnings: list[str]


class ItemChangeRecord(TypedDict):
    """An item over all units: in how many it fell or rose, and by how many points together."""

    id: str
    fell: int
    rose: int
    lost: float
    won: float


class UnpairedRecord(TypedDict):
    unit: str
    year: int | None
    file: str
    total: float


class ReviewDocument(TypedDict):
    """fyscore diff --json of two folders"""

    schema: Literal["fyscore.review/1"]
    labels: list[str]
    units: list[PairRecord]
    items: list[ItemChangeRecord]
    only_old: list[UnpairedRecord]
    only_new: list[UnpairedRecord]
    failures: list[Failure]
    notices: list[FileNotice]


def review_document(review: Review, failures: Sequence[ProblemsError]) -> ReviewDocument:
    return {
        "schema": "fyscore.review/1",
        "labels": list(review.labels),
        "units": [_pair(pair) for pair in review.pairs],
        "items": [
            {
                "id": item.id,
                "fell": item.fell,
                "rose": item.rose,
                "lost": exact(item.lost),
                "won": exact(item.won),
            }
            for item in review.items()
        ],
        "only_old": [_unpaired(result) for result in review.only_old],
        "only_new": [_unpaired(result) for result in review.only_new],
        "failures": [failure(error) for error in failures],
        "notices": file_notices(review.results),
    }


def _pair(pair: Pair) -> PairRecord:
    return {
        "unit": pair.old.unit,
        "year": pair.old.year,
        "old_file": pair.old.file,
        "new_file": pair.new.file,
        "old": exact(pair.old.total),
        "new": exact(pair.new.total),
        "change": exact(pair.change),
        "parts": [part_record(part) for part in pair.parts],
        "warnings": list(pair.diff.warnings),
    }


def _unpaired(result: Result) -> UnpairedRecord:
    return {
        "unit": result.unit,
        "year": result.year,
        "file": result.file,
        "total": exact(result.total),
    }
