"""``fyscore score --json``: results and failures; and a saved one read back as a Result."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Literal, NotRequired, TypedDict

from fyscore.documents.problems import Failure
from fyscore.numbers import json_number
from fyscore.problems import Code, ProblemsError
from fyscore.rules.part import point_name
from fyscore.rules.status import Status
from fyscore.scoring.result import ItemResult, PartResult, Range, Result, SectionResult

SCHEMA: Literal["fyscore.result/1"] = "fyscore.result/1"
StatusName = Literal["full", "partial", "zero", "pending", "void", "veto", "clear"]
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


class ResultDocument(TypedDict):
    """fyscore score --json"""

    schema: Literal["fyscore.result/1"]
    results: list[ResultRecord]
    failures: list[Failure]


def result_document(results: Sequence[Result], failures: Sequence[Failure]) -> ResultDocument:
    return {
        "schema": SCHEMA,
        "results": [result_record(result) for result in results],
        "failures": list(failures),
    }


def _points(value: Fraction) -> float:
    return json_number(value, 2)


def result_record(result: Result) -> ResultRecord:
    """The result under the contract's names; scores exact to two decimals."""
    return {
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
        "sections": [
            {"id": s.id, "title": s.title, "score": _points(s.score), "max": _points(s.max)}
            for s in result.sections
        ],
        "items": [_item_record(item) for item in result.items],
    }


def _readings(readings: Mapping[str, str]) -> Readings:
    return dict(readings)  # type: ignore[return-value]  # rulebooks hold no others


def _item_record(item: ItemResult) -> ItemRecord:
    return {
        "id": item.id,
        "title": item.title,
        "section": item.section,
        "score": _points(item.score),
        "max": _points(item.max),
        "status": item.status.value,
        "parts": [_part_record(part) for part in item.parts],
    }


def _part_record(part: PartResult) -> PartRecord:
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
    return record


# ---------------------------------------------------------------- read back


def is_saved_result(path: Path) -> bool:
    """Whether a file is JSON rather than a workbook, told by its content."""
    try:
        with path.open("rb") as stream:
            return stream.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
    except OSError:
        return False


def load_saved_result(path: Path) -> Result:
    """The one result a saved document holds.

    Raises ProblemsError, naming the field, if the document is another, is
    malformed, or does not hold just one.
    """
    try:
        document = json.loads(
            path.read_text(encoding="utf-8-sig"), parse_constant=_number, parse_float=_number
        )
        results = _validated(document)["results"]
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(path, _why(error)) from None
    if len(results) != 1:
        raise _refused(path, f"其中有{len(results)}份结果")
    return _result(results[0])


def _number(text: str) -> float:
    """Raises ValueError for NaN and what is beyond any number."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"数值 {text} 不能用")
    return number


def _refused(path: Path, what: str) -> ProblemsError:
    return ProblemsError(str(path), [Code.SAVED_RESULT.problem(what=what)])


def _validated(document: object) -> ResultDocument:
    """The document if it is as defined.  Raises ValueError naming the first field that is not."""
    import msgspec

    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ValueError("不是 score --json 保存的结果")
    try:
        return msgspec.convert(document, ResultDocument)
    except msgspec.ValidationError as error:
        # "Object missing required field `file` - at `$.results[0]`"
        where = re.search(r"at `\$\.?(.*)`", str(error))
        lacking = re.search(r"missing required field `(.*?)`", str(error))
        path = ".".join(found[1] for found in (where, lacking) if found and found[1])
        fault = "缺少" if lacking else "值不合格式："
        raise ValueError(f"{fault} {path}") from None


def _why(error: Exception) -> str:
    if isinstance(error, (OSError, RecursionError, UnicodeDecodeError, json.JSONDecodeError)):
        return f"不是 score --json 保存的结果（{type(error).__name__}）"
    return str(error)


def _exact(number: float) -> Fraction:
    """A number as written."""
    return Fraction(Decimal(repr(number)))


def _value(raw: float | bool | None) -> bool | Fraction | None:
    return raw if raw is None or isinstance(raw, bool) else _exact(raw)


def _result(record: ResultRecord) -> Result:
    span = record["range"]
    return Result(
        file=record["file"],
        unit=record["unit"],
        year=record["year"],
        rulebook=record["rulebook"],
        readings={str(name): str(value) for name, value in record["readings"].items()},
        total=_exact(record["total"]),
        max_total=_exact(record["max_total"]),
        attainable=_exact(record["attainable"]),
        complete=record["complete"],
        vetoed=record["vetoed"],
        range=Range(_exact(span["low"]), _exact(span["high"]), tuple(span["items"])),
        sections=tuple(
            SectionResult(s["id"], s["title"], _exact(s["max"]), _exact(s["score"]))
            for s in record["sections"]
        ),
        items=tuple(_item(item) for item in record["items"]),
    )


def _item(record: ItemRecord) -> ItemResult:
    return ItemResult(
        id=record["id"],
        title=record["title"],
        section=record["section"],
        max=_exact(record["max"]),
        score=_exact(record["score"]),
        status=Status(record["status"]),
        parts=tuple(
            PartResult(
                id=part["id"],
                title="",
                score=_exact(part["score"]),
                max=_exact(part["max"]),
                status=Status(part["status"]),
                reason=part["reason"],
                remedy=part["remedy"],
                fields={key: _value(value) for key, value in part["fields"].items()},
                name=point_name(record["id"], nth if len(record["parts"]) > 1 else 0),
                by_own_mark=part.get("self", False),
            )
            for nth, part in enumerate(record["parts"], 1)
        ),
    )
