"""Last year's values beside this year's: for comparison only, never counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from fyscore.answers import UNCONFIRMED, Answer, Answers, Entry
from fyscore.entry import EntryError
from fyscore.numbers import points
from fyscore.rules.field import Field
from fyscore.rules.field_types import PERCENT
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result

#: From one year to the next a figure seldom grows or shrinks so many times, or a percentage
#: moves by so many points; a decimal point misplaced does.
_TIMES, _POINTS = 8, 30
#: Small numbers of cases do.
_FEW = 50


def proposals(answers: Answers, result: Result, rulebook: Rulebook) -> Mapping[str, Entry]:
    """What a blank form of the next year begins with: last year's values, points and notes.

    Evidence and remarks are proposed, and stand as unconfirmed until somebody
    takes the mark away.
    """
    scores = {part.id: f"{points(part.score)}/{points(part.max)}" for part in result.parts()}
    found = {}
    for part in rulebook.parts:
        for field in (*part.fields, *rulebook.item_of(part.id).gate_fields):
            entry = answers.entry(field.key)
            found[field.key] = Entry(
                evidence=_proposed(entry.evidence),
                remark=_proposed(entry.remark),
                last="" if entry.used is None else field.shown(entry.used.value),
                last_score=scores.get(part.id, "") if field in part.fields else "",
            )
    return found


def _proposed(text: str) -> str:
    return UNCONFIRMED + text.removeprefix(UNCONFIRMED) if text else ""


def last_year_notices(answers: Answers, rulebook: Rulebook) -> list[str]:
    """What is taken over from last year and still to be confirmed, and jumps that look like slips."""
    told = []
    waiting = sum(
        text.startswith(UNCONFIRMED)
        for entry in answers.entries.values()
        for text in (entry.evidence, entry.remark)
    )
    if waiting:
        told.append(f"{waiting}处佐证材料、备注沿用上年，尚待确认：核对后去掉“{UNCONFIRMED}”")
    told += _jumps(answers, rulebook)
    return told


def _jumps(answers: Answers, rulebook: Rulebook) -> Iterator[str]:
    for part in rulebook.parts:
        for field in part.fields:
            entry = answers.entry(field.key)
            before = _number(field, entry.last)
            if before is None or entry.used is None or field.type.is_yes_no:
                continue
            how = _jump(field, before, entry.used.number)
            if how:
                now = field.shown(entry.used.value)
                yield (
                    f"{part.name} {field.label}：上年 {entry.last}，本年 {now}，{how}，"
                    "请核对小数点、单位和百分号"
                )


def _number(field: Field, text: str) -> Fraction | None:
    try:
        return Answer(field.parse(text).value).number if text else None
    except EntryError:
        return None


def _jump(field: Field, before: Fraction, now: Fraction) -> str:
    """In what way a figure has moved more than figures do; empty where it has not."""
    low, high = sorted((before, now))
    if field.type is PERCENT and high - low >= _POINTS:
        return f"相差{field.difference(high - low)}"
    if not low or high < low * _TIMES or (not field.is_rate and high < _FEW):
        return ""
    return f"相差约{round(high / low)}倍"
