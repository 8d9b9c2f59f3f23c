"""What no score shows by itself and is worth a look; nothing of it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from fyscore.answers import UNCONFIRMED, Answer, Answers
from fyscore.entry import EntryError
from fyscore.numbers import points, signed
from fyscore.problems.notices import Notice, Remark
from fyscore.rules.field import Field
from fyscore.rules.field_types import MARK, PERCENT
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result

#: From one year to the next a figure seldom grows or shrinks so many times, or a percentage
#: moves by so many points; a decimal point misplaced does.
_TIMES, _POINTS = 8, 30
#: Small numbers of cases do.
_FEW = 50


def notices(answers: Answers, result: Result, rulebook: Rulebook) -> Iterator[Notice]:
    """What every output says of a form beside its score."""
    yield from _own_marks(answers, result, rulebook)
    yield from _unconfirmed(answers)
    yield from _jumps(answers, rulebook)
    yield from _waived(answers, rulebook)
    yield from _over_caps(result)


def _own_marks(answers: Answers, result: Result, rulebook: Rulebook) -> Iterator[Notice]:
    """Which of the unit's own marks are used, and where they differ from the assessors'."""
    own = [part.name for part in result.own_marked_parts()]
    if own:
        yield Remark.OWN_MARKS.notice(count=len(own), parts="、".join(own))
    differing = []
    for part in rulebook.parts:
        for field in part.of(MARK):
            entry = answers.entry(field.key)
            if entry.answer is None or entry.own is None:
                continue
            ours, theirs = entry.own.number, entry.answer.number
            if ours != theirs:
                change = f"自评 {points(ours)}，评估组 {points(theirs)}，{signed(theirs - ours)}"
                differing.append(f"{part.name}（{change}）")
    if differing:
        yield Remark.MARKS_DIFFER.notice(count=len(differing), parts="、".join(differing))


def _unconfirmed(answers: Answers) -> Iterator[Notice]:
    """What is taken over from last year and still to be confirmed."""
    waiting = sum(
        text.startswith(UNCONFIRMED)
        for entry in answers.entries.values()
        for text in (entry.evidence, entry.remark)
    )
    if waiting:
        yield Remark.UNCONFIRMED.notice(count=waiting, mark=UNCONFIRMED)


def _jumps(answers: Answers, rulebook: Rulebook) -> Iterator[Notice]:
    """Figures that moved more from last year's than figures do."""
    for part in rulebook.parts:
        for field in part.fields:
            entry = answers.entry(field.key)
            before = _number(field, entry.last)
            if before is None or entry.used is None or field.type.is_yes_no:
                continue
            how = _jump(field, before, entry.used.number)
            if how:
                now = field.shown(entry.used.value)
                said = Remark.JUMP.notice(
                    part=part.name, label=field.label, before=entry.last, now=now, how=how
                )
                yield said.at(entry.used_cell, field.key)


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


def _waived(answers: Answers, rulebook: Rulebook) -> Iterator[Notice]:
    """Answers to items that are said not to apply here."""
    for item in rulebook.items:
        gate = item.gate
        if gate is None or not gate.shape.waives(gate, answers.values):
            continue
        filled = [f.label for p in item.parts for f in p.fields if f.key in answers.values]
        if filled:
            labels = "、".join(f"“{label}”" for label in filled)
            yield Remark.WAIVED.notice(item=item.id, gate=gate.title, labels=labels)


def _over_caps(result: Result) -> Iterator[Notice]:
    """Where caps leave points out of the total."""
    over = result.over_caps
    if over:
        earned = points(result.total + over)
        yield Remark.OVER_CAPS.notice(earned=earned, over=points(over))


def oversights(answers: Answers, rulebook: Rulebook) -> Iterator[Notice]:
    """Names left blank, and values that stand beside the cell they belong in."""
    head = (("单位名称", answers.unit), ("评估年度", answers.year))
    lacking = [name for name, given in head if not given]
    if lacking:
        yield Remark.HEAD_BLANK.notice(names="、".join(lacking))
    for key, field in rulebook.fields.items():
        entry = answers.entry(key)
        if entry.used is not None:
            continue
        for column, text in (("备注", entry.remark), ("佐证材料", entry.evidence)):
            if text and not text.startswith(UNCONFIRMED) and _number_or_word(field, text):
                said = Remark.WRONG_COLUMN.notice(
                    place=entry.cell, label=field.label, column=column, text=text
                )
                yield said.at(entry.cell, key)


def _number_or_word(field: Field, text: str) -> bool:
    """Whether a text would be an answer to the field."""
    try:
        field.parse(text)
    except EntryError:
        return False
    return True


def pending_lines(answers: Answers, result: Result, rulebook: Rulebook) -> Iterator[str]:
    """What is still to be filled in, and where, part by part."""
    parts = {part.id: part for part in rulebook.parts}
    for waiting in result.pending_parts():
        part = parts[waiting.id]
        asked = rulebook.item_of(part.id).missing(part, answers.values)
        gate = rulebook.item_of(part.id).gate_fields
        blank = [*asked, *(field for field in gate if field.key not in answers.values)]
        told = "、".join(f"{field.label}（{answers.entry(field.key).cell}）" for field in blank)
        yield f"待填 {part.name}：{told}"
