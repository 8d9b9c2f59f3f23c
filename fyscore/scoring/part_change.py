"""Why one part's points, state or values differ between two results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fyscore.answers import Answer
from fyscore.numbers import ZERO, points, signed
from fyscore.rules.field import Field
from fyscore.rules.model import Rulebook
from fyscore.rules.part import Part
from fyscore.rules.status import Status
from fyscore.scoring.result import PartResult, Result


class Cause(StrEnum):
    """What moved a part; its value is what JSON carries."""

    DATA = "data"
    MARK = "mark"
    READING = "reading"
    RULEBOOK = "rulebook"
    MISSING = "missing"

    @property
    def words(self) -> str:
        """The cause in Chinese."""
        return _WORDS[self]


_WORDS = {
    Cause.DATA: "数据变化",
    Cause.MARK: "评估组评分变化",
    Cause.READING: "口径不同",
    Cause.RULEBOOK: "评分标准不同",
    Cause.MISSING: "一方没有这一项",
}


def cause_text(causes: Sequence[Cause]) -> str:
    """The causes in words."""
    return "、".join(cause.words for cause in causes)


@dataclass(frozen=True, slots=True)
class FieldChange:
    key: str
    label: str
    old: bool | Fraction | None
    new: bool | Fraction | None


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part whose score, state or values differ between two results."""

    id: str
    item: str
    title: str
    old: Fraction | None
    new: Fraction | None
    causes: tuple[Cause, ...]
    text: str
    fields: tuple[FieldChange, ...]
    #: What of the change the other reading made; None where that cannot be told.
    by_reading: Fraction | None = ZERO
    #: Where it stands in the standard, as people write it.
    name: str = ""
    #: What of the change another year's rule made.
    by_rule: Fraction = ZERO

    @property
    def change(self) -> Fraction:
        return (self.new or ZERO) - (self.old or ZERO)


def part_changes(old: Result, new: Result, rulebook: Rulebook) -> Iterator[PartChange]:
    """Every part that differs, in the order of the standard."""
    return _Comparison(old, new, rulebook).changes()


class _Comparison:
    """Two results side by side, and the rulebook that has the names."""

    def __init__(self, old: Result, new: Result, rulebook: Rulebook) -> None:
        self.old = old
        self.new = new
        self.rulebook = rulebook.in_year(new.year)
        self.known = {part.id: part for part in self.rulebook.parts}
        #: The parts whose rule was another in the older result's year, as they were then.
        self.before = {
            part.id: part
            for part in rulebook.in_year(old.year).parts
            if part != self.known.get(part.id, part)
        }

    def changes(self) -> Iterator[PartChange]:
        olds, news = (
            {p.id: (item.id, p) for item in result.items for p in item.parts}
            for result in (self.old, self.new)
        )
        for part_id in dict.fromkeys([*olds, *news]):
            item_id = (olds.get(part_id) or news[part_id])[0]
            before, after = (t[part_id][1] if part_id in t else None for t in (olds, news))
            change = self._part(part_id, item_id, before, after)
            if change is not None:
                yield change

    def _part(
        self, part_id: str, item_id: str, before: PartResult | None, after: PartResult | None
    ) -> PartChange | None:
        fields = self._fields(before, after)
        old, new = (None if p is None else p.score for p in (before, after))
        statuses = [None if p is None else p.status for p in (before, after)]
        if old == new and statuses[0] == statuses[1] and not fields:
            return None
        part = self.known.get(part_id)
        by_reading = self._by_reading(part, before, after)
        causes = self._causes(before, after, fields)
        if by_reading and Cause.READING not in causes:
            causes = (*causes, Cause.READING)
        messages = [self._field_text(change) for change in fields]
        messages = messages or [cause_text(causes) or "状态变化"]
        messages += _state_texts(*statuses)
        shared = f"（其中口径不同 {signed(by_reading)}）" if fields and by_reading else ""
        by_rule = self._by_rule(part, before, after)
        if by_rule:
            causes = tuple(dict.fromkeys((*causes, Cause.RULEBOOK)))
            shared += f"（其中标准变化 {signed(by_rule)}）"
        return PartChange(
            id=part_id,
            item=item_id,
            title=part.title if part else "",
            old=old,
            new=new,
            causes=causes,
            text="；".join(messages) + "，" + signed((new or ZERO) - (old or ZERO)) + shared,
            fields=fields,
            by_reading=by_reading,
            by_rule=by_rule,
            name=next(p.name for p in (after, before) if p is not None),
        )

    def _by_reading(
        self, part: Part | None, before: PartResult | None, after: PartResult | None
    ) -> Fraction | None:
        """What of a part's change comes from the readings, and not from the unit.

        Both years' answers are scored by both years' readings; the reading's share
        is the mean of what it moves in either year, so that swapping the years
        negates it.
        """
        old, new = self.old, self.new
        if old.readings == new.readings:
            return ZERO
        if part is None or before is None or after is None:
            return None
        if all(old.readings.get(n) == new.readings.get(n) for n in part.shape.readings):
            return ZERO
        if old.rulebook != self.rulebook.id or new.rulebook != self.rulebook.id:
            return None
        moved = ZERO
        for each in (before, after):
            if not each.status.is_scored or self._is_waived(part, each):
                return None
            values = {k: Answer(v) for k, v in each.fields.items() if v is not None}
            was, now = (part.shape.score(part, values, r.readings) for r in (old, new))
            moved += now - was
        return moved / 2

    def _is_waived(self, part: Part, outcome: PartResult) -> bool:
        """Whether its item was said not to apply, so that its own rule decided nothing."""
        gate = self.rulebook.item_of(part.id).gate
        values = {k: Answer(v) for k, v in outcome.fields.items() if v is not None}
        return gate is not None and gate.shape.waives(gate, values)

    def _by_rule(
        self, part: Part | None, before: PartResult | None, after: PartResult | None
    ) -> Fraction:
        """What of a part's change comes from its rule being another in the later year.

        Both years' answers are scored by both years' rules; the rule's share is the
        mean of what it moves in either, under either year's readings.
        """
        old = self.before.get(part.id) if part else None
        if part is None or old is None or before is None or after is None:
            return ZERO
        for each in (before, after):
            if not each.status.is_scored or self._is_waived(part, each):
                return ZERO
        moves = []
        for each in (before, after):
            values = {k: Answer(v) for k, v in each.fields.items() if v is not None}
            for readings in (self.old.readings, self.new.readings):
                then = old.shape.score(old, values, readings)
                moves.append(part.shape.score(part, values, readings) - then)
        return sum(moves, ZERO) / len(moves)

    def _fields(
        self, before: PartResult | None, after: PartResult | None
    ) -> tuple[FieldChange, ...]:
        nothing: Mapping[str, bool | Fraction | None] = {}
        olds, news = (nothing if p is None else p.fields for p in (before, after))
        changes = []
        for key in dict.fromkeys([*olds, *news]):
            old, new = olds.get(key), news.get(key)
            if old != new or isinstance(old, bool) is not isinstance(new, bool):
                field = self.rulebook.fields.get(key)
                changes.append(FieldChange(key, field.label if field else key, old, new))
        return tuple(changes)

    def _causes(
        self,
        before: PartResult | None,
        after: PartResult | None,
        fields: Sequence[FieldChange],
    ) -> tuple[Cause, ...]:
        if before is None or after is None:
            return (Cause.MISSING,)
        causes = []
        marks = [f for f in fields if self._is_mark(f.key)]
        if len(fields) > len(marks):
            causes.append(Cause.DATA)
        if marks:
            causes.append(Cause.MARK)
        # Same answers, another score: the standard moved, not the unit.
        if not fields:
            if self.old.rulebook != self.new.rulebook or before.id in self.before:
                causes.append(Cause.RULEBOOK)
            if self.old.readings != self.new.readings:
                causes.append(Cause.READING)
        return tuple(causes)

    def _is_mark(self, key: str) -> bool:
        field = self.rulebook.fields.get(key)
        return field is not None and field.type.by_assessor

    def _field_text(self, change: FieldChange) -> str:
        """``孕产妇死亡率 17.1→15.8/10万，跨过16.5/10万线``."""
        field = self.rulebook.fields.get(change.key)
        if field is None:
            return f"{change.label} {_plain(change.old)}→{_plain(change.new)}"
        old, new = ("空白" if v is None else field.shown(v) for v in (change.old, change.new))
        if field.unit and old.endswith(field.unit) and new.endswith(field.unit):
            old = old.removesuffix(field.unit)
        text = f"{field.label} {old}→{new}"
        if field.bound is not None and _crossed(change, field, field.bound):
            text += f"，跨过{field.shown(field.bound)}线"
        return text


def _state_texts(old: Status | None, new: Status | None) -> list[str]:
    """Words for becoming void or vetoed, or ceasing to be."""
    messages = []
    if old is not new and Status.VOID in (old, new):
        messages.append("数据弄虚作假作废" if new is Status.VOID else "不再作废")
    if old is not new and Status.VETO in (old, new):
        messages.append("一票否决" if new is Status.VETO else "不再一票否决")
    return messages


def _plain(value: bool | Fraction | None) -> str:
    if value is None:
        return "空白"
    return ("是" if value else "否") if isinstance(value, bool) else points(value)


def _crossed(change: FieldChange, field: Field, bound: Fraction) -> bool:
    if change.old is None or change.new is None:
        return False
    if field.minimum is not None:
        return (change.old >= bound) is not (change.new >= bound)
    return (change.old <= bound) is not (change.new <= bound)
