"""What ``score --json`` saved, read back as results."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import isfinite
from pathlib import Path

from fyscore.documents.problems import Failure, NoticeRecord, ProblemRecord
from fyscore.documents.result import SCHEMA, ItemRecord, PartRecord, ResultDocument, ResultRecord
from fyscore.encodings import decoded
from fyscore.numbers import ZERO, capped, rounded
from fyscore.problems import Code, Problem, ProblemsError, why
from fyscore.problems.notices import Notice
from fyscore.rules.part import point_name
from fyscore.rules.readings import READINGS
from fyscore.rules.status import Status
from fyscore.scoring.result import ItemResult, Moved, PartResult, Range, Result, SectionResult

#: What may stand before the first brace: marks of byte order, blanks, new lines.
_BEFORE = BOM_UTF8 + BOM_UTF16_BE + BOM_UTF16_LE + b" \r\n\t"


@dataclass(frozen=True, slots=True)
class Saved:
    """What one file holds: results, and what could not be scored."""

    results: tuple[Result, ...]
    failures: tuple[ProblemsError, ...]


def is_saved_result(path: Path) -> bool:
    """Whether a file is JSON rather than a workbook, told by its content."""
    try:
        with path.open("rb") as stream:
            begin = stream.read(64)
    except OSError:
        return False
    # UTF-16 too, as PowerShell writes what it redirects: its letters are those with a zero.
    return begin.replace(b"\0", b"").lstrip(_BEFORE).startswith(b"{")


def load_saved_result(path: Path) -> Result:
    """The one result a saved document holds.

    Raises ProblemsError, naming the field, if the document is another, is
    malformed, or does not hold just one.
    """
    results = load_saved(path).results
    if len(results) != 1:
        raise _refused(path, f"其中有{len(results)}份结果")
    return results[0]


def load_saved(path: Path) -> Saved:
    """All that a file holds: documents of ``score --json`` one after another, or their results.

    Raises ProblemsError, naming the field, if it holds anything else.
    """
    results: list[Result] = []
    failures: list[ProblemsError] = []
    try:
        for document in _documents(decoded(path.read_bytes())):
            valid = _validated(document)
            results += map(_result, valid["results"])
            failures += map(_failure, valid["failures"])
    except (OSError, ValueError, LookupError, RecursionError, ArithmeticError) as error:
        raise _refused(path, _why(error)) from None
    return Saved(tuple(results), tuple(failures))


def adds_up(result: Result) -> bool:
    """Whether a result's totals and standing are those of its parts, as scoring makes them."""
    statuses = {part.status for part in result.parts()}
    vetoed, complete = Status.VETO in statuses, Status.PENDING not in statuses
    most = capped(_sum(section.max for section in result.sections), result.cap)
    standing = (result.vetoed, result.complete, result.max_total)
    return _summed(result) == result and standing == (vetoed, complete, most)


def _documents(text: str) -> Iterator[object]:
    """The JSON values that follow each other, as JSON Lines or without line breaks."""
    decoder = json.JSONDecoder(parse_constant=_number, parse_float=_number)
    place, end = 0, len(text.rstrip())
    while place < end or not place:
        while place < end and text[place].isspace():
            place += 1
        document, place = decoder.raw_decode(text, place)
        is_one = isinstance(document, dict) and "schema" not in document and "items" in document
        yield {"schema": SCHEMA, "results": [document], "failures": []} if is_one else document


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
    if isinstance(error, OSError):
        return f"读不到这个文件（{why(error)}）"
    faults = (RecursionError, UnicodeError, json.JSONDecodeError, LookupError)
    if isinstance(error, (*faults, ArithmeticError)):
        return f"不是 score --json 保存的结果（{type(error).__name__}）"
    return str(error)


def _failure(record: Failure) -> ProblemsError:
    problems = [_problem(each) for each in record["problems"]]
    return ProblemsError(record["file"], problems, notices=_noticed(record.get("notices", ())))


def _noticed(records: Iterable[NoticeRecord]) -> tuple[Notice, ...]:
    return tuple(Notice(**each) for each in records)


def _problem(record: ProblemRecord) -> Problem:
    """A problem whose message is the one that was saved."""
    found, expected, key = record["found"], record["expected"], record["key"]
    lead, _, fix = record["message"].partition(f"{found}；应为{expected}。")
    bare = Problem(record["code"], found, expected, fix, record["sheet"], record["cell"], key)
    name = lead.removesuffix("：").removesuffix(f"（{key}）").removeprefix(bare.place).strip()
    return replace(bare, name=name)


def _exact(number: float) -> Fraction:
    """A number as written."""
    return Fraction(Decimal(repr(number)))


def _maybe(number: float | None) -> Fraction | None:
    return None if number is None else _exact(number)


def _value(raw: float | bool | None) -> bool | Fraction | None:
    return raw if raw is None or isinstance(raw, bool) else _exact(raw)


def _score(number: float, exact: str | None) -> Fraction:
    """Points as scored.  Raises ValueError where the fraction is not the number's own."""
    score = _exact(number)
    if exact is None:
        return score
    if rounded(Fraction(exact), 2) != score:
        raise ValueError(f"exact {exact} 与得分 {number} 不符")
    return Fraction(exact)


def _result(record: ResultRecord) -> Result:
    record["unit"].encode()  # half a letter is no text
    if record["year"] is not None and not 0 < record["year"] < 10_000:
        raise ValueError("值不合格式： year")
    span = record["range"]
    items = tuple(_item(item) for item in record["items"])
    moved = tuple(
        Moved(item["id"], part["id"], *_by_reading(part))
        for item in record["items"]
        for part in item["parts"]
        if part.get("by_reading")
    )
    saved = Result(
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
        range=Range(_exact(span["low"]), _exact(span["high"]), tuple(span["items"]), moved),
        sections=tuple(
            SectionResult(
                s["id"], s["title"], _exact(s["max"]), _exact(s["score"]), _maybe(s.get("cap"))
            )
            for s in record["sections"]
        ),
        items=items,
        digest=record.get("digest", ""),
        version=record.get("version", ""),
        cap=_maybe(record.get("cap")),
        notices=_noticed(record.get("notices", ())),
    )
    # Sums are exact where they are the sums; what somebody changed stands as it is written.
    summed = _summed(saved)
    return summed if _shown(summed) == _shown(saved) else saved


def _summed(result: Result) -> Result:
    """The result with its sums made of its parts' points."""
    items = tuple(
        replace(item, score=sum((part.score for part in item.parts), ZERO)) for item in result.items
    )
    summed = replace(result, items=items)
    sections = tuple(replace(s, score=summed.earned_in(s)) for s in result.sections)
    total = ZERO if result.is_zeroed else summed.total_with({})
    attainable = result.attainable
    if not result.is_capped:
        attainable = total + _sum(part.max for part in result.pending_parts())
    return replace(summed, sections=sections, total=total, attainable=attainable)


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, ZERO)


def _shown(result: Result) -> list[Fraction]:
    scores = [*(s.score for s in result.sections), *(i.score for i in result.items)]
    return [rounded(score, 2) for score in (result.total, result.attainable, *scores)]


def _by_reading(
    part: PartRecord,
) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, ...], Fraction], ...]]:
    choices = part["by_reading"]
    names = tuple(choices[0]["readings"])
    ways = {tuple(each["readings"].get(name, "") for name in names) for each in choices}
    if ways != set(product(*(READINGS.get(name, ()) for name in names))):
        raise ValueError("值不合格式： by_reading")
    scores = tuple(
        (
            tuple(each["readings"][name] for name in names),
            _score(each["score"], each.get("exact")),
        )
        for each in choices
    )
    return names, scores


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
                score=_score(part["score"], part.get("exact")),
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
