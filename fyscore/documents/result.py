"""``fyscore score --json``: results and failures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, NotRequired, TypedDict

from fyscore.documents.problems import Failure, FileNotice, NoticeRecord, notice_records
from fyscore.numbers import json_number, rounded
from fyscore.scoring.result import ItemResult, Moved, PartResult, Result, SectionResult

SCHEMA: Literal["fyscore.result/1"] = "fyscore.result/1"
StatusName = Literal["full", "partial", "zero", "pending", "void", "veto", "clear", "exempt"]
#: Twelve places: enough for any quotient, stable as a float.
FIELD_PLACES = 12


class Readings(TypedDict):
    bounds: Literal["inclusive", "exclusive"]
    partial_point: Literal["started", "whole", "linear"]
    two_rates: Literal["sum", "worst"]
    veto: Literal["flag", "zero"]


class RangeRecord(TypedDict):
    """Lowest and highest total over every combination of readings, and the items that move."""

    low: float
    high: float
    items: list[str]


class SectionRecord(TypedDict):
    id: str
    title: str
    score: float
    max: float
    #: The most that counts of its items' points, where that is less than all.
    cap: NotRequired[float]


class ReadScore(TypedDict):
    """A part's score under other readings; ``exact`` is a fraction two decimals cannot hold."""

    readings: dict[str, str]
    score: float
    exact: NotRequired[str]


class PartRecord(TypedDict):
    id: str
    score: float
    max: float
    status: StatusName
    reason: str
    remedy: str
    fields: dict[str, float | bool | None]
    #: Scored by the unit's own mark, the assessors having given none.
    self: NotRequired[bool]
    #: The score as a fraction, where two decimals cannot hold it.
    exact: NotRequired[str]
    #: Where readings move it: the score under each choice of those that do.
    by_reading: NotRequired[list[ReadScore]]


class ItemRecord(TypedDict):
    id: str
    title: str
    section: str
    score: float
    max: float
    status: StatusName
    parts: list[PartRecord]


class ResultRecord(TypedDict):
    """One unit's score."""

    file: str
    unit: str
    year: int | None
    rulebook: str
    readings: Readings
    total: float
    max_total: float
    attainable: float
    complete: bool
    vetoed: bool
    eligible: bool
    range: RangeRecord
    sections: list[SectionRecord]
    items: list[ItemRecord]
    #: Digest of the rulebook's text, and the release that scored.
    digest: NotRequired[str]
    version: NotRequired[str]
    #: The most that counts of the sections' points, where that is less than all.
    cap: NotRequired[float]
    notices: NotRequired[list[NoticeRecord]]


class ResultDocument(TypedDict):
    """fyscore score --json

    Each result and failure has the notices of its file; those at the end are of several files.
    """

    schema: Literal["fyscore.result/1"]
    results: list[ResultRecord]
    failures: list[Failure]
    notices: NotRequired[list[FileNotice]]


def result_document(results: Sequence[Result], failures: Sequence[Failure]) -> ResultDocument:
    return {
        "schema": SCHEMA,
        "results": [result_record(result) for result in results],
        "failures": list(failures),
        "notices": [],
    }


def _points(value: Fraction) -> float:
    return json_number(value, 2)


def result_record(result: Result) -> ResultRecord:
    """The result under the contract's names; scores exact to two decimals."""
    moved = {part.part: part for part in result.range.moved}
    record: ResultRecord = {
        "file": result.file,
        "unit": result.unit,
        "year": result.year,
        "rulebook": result.rulebook,
        "readings": _readings(result.readings),
        "total": _points(result.total),
        "max_total": _points(result.max_total),
        "attainable": _points(result.attainable),
        "complete": result.complete,
        "vetoed": result.vetoed,
        "eligible": result.eligible,
        "range": {
            "low": _points(result.range.low),
            "high": _points(result.range.high),
            "items": list(result.range.items),
        },
        "sections": [_section_record(section) for section in result.sections],
        "items": [_item_record(item, moved) for item in result.items],
        "digest": result.digest,
        "version": result.version,
        "notices": notice_records(result.notices),
    }
    if result.cap is not None:
        record["cap"] = _points(result.cap)
    return record


def _section_record(section: SectionResult) -> SectionRecord:
    record: SectionRecord = {
        "id": section.id,
        "title": section.title,
        "score": _points(section.score),
        "max": _points(section.max),
    }
    if section.cap is not None:
        record["cap"] = _points(section.cap)
    return record


def _readings(readings: Mapping[str, str]) -> Readings:
    return dict(readings)  # type: ignore[return-value]  # rulebooks hold no others


def _item_record(item: ItemResult, moved: Mapping[str, Moved]) -> ItemRecord:
    return {
        "id": item.id,
        "title": item.title,
        "section": item.section,
        "score": _points(item.score),
        "max": _points(item.max),
        "status": item.status.value,
        "parts": [_part_record(part, moved.get(part.id)) for part in item.parts],
    }


def _part_record(part: PartResult, moved: Moved | None) -> PartRecord:
    record: PartRecord = {
        "id": part.id,
        "score": _points(part.score),
        "max": _points(part.max),
        "status": part.status.value,
        "reason": part.reason,
        "remedy": part.remedy,
        "fields": {
            key: value
            if value is None or isinstance(value, bool)
            else json_number(value, FIELD_PLACES)
            for key, value in part.fields.items()
        },
    }
    if part.by_own_mark:
        record["self"] = True
    if _is_rounded(part.score):
        record["exact"] = str(part.score)
    if moved is not None:
        record["by_reading"] = [_read_score(moved, *each) for each in moved.scores]
    return record


def _read_score(moved: Moved, values: Sequence[str], score: Fraction) -> ReadScore:
    record: ReadScore = {
        "readings": dict(zip(moved.names, values, strict=True)),
        "score": _points(score),
    }
    if _is_rounded(score):
        record["exact"] = str(score)
    return record


def _is_rounded(score: Fraction) -> bool:
    return rounded(score, 2) != score
