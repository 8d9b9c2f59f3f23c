"""Results of one unit over time → what changed and why.  Pure.

Works on results in their JSON form, so live results and saved ones compare
alike; scores there are exact to two decimals.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fyscore.answers import Answer
from fyscore.rulebook.model import Field, Part, Rulebook
from fyscore.shapes import SHAPES
from fyscore.wording import points, quantity

Document = Mapping[str, Any]

#: Statuses of a part that its shape has scored.
_SCORED = frozenset({"full", "partial", "zero"})

#: Cause → what a person reads.
CAUSES: Mapping[str, str] = {
    "data": "数据变化",
    "mark": "评估组评分变化",
    "reading": "口径不同",
    "rulebook": "评分标准不同",
    "missing": "一方没有这一项",
}


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
    causes: tuple[str, ...]
    text: str
    fields: tuple[FieldChange, ...]
    #: What of the change the other reading made; None where that cannot be told.
    by_reading: Fraction | None = Fraction(0)

    @property
    def change(self) -> Fraction:
        return (self.new or Fraction(0)) - (self.old or Fraction(0))


@dataclass(frozen=True, slots=True)
class Line:
    """A total, section or item through all the results; None where one has it not."""

    id: str
    title: str
    scores: tuple[Fraction | None, ...]

    @property
    def change(self) -> Fraction:
        return (self.scores[-1] or Fraction(0)) - (self.scores[0] or Fraction(0))


@dataclass(frozen=True, slots=True)
class Step:
    """From one result to the next."""

    old: str
    new: str
    change: Fraction
    parts: tuple[PartChange, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    labels: tuple[str, ...]
    total: Line
    sections: tuple[Line, ...]
    items: tuple[Line, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing at all differs."""
        return not any(step.parts or step.change for step in self.steps)


def compare(documents: Sequence[Document], rulebook: Rulebook) -> Diff:
    """Compare results in the order given; ``rulebook`` supplies titles and labels.

    Raises ValueError if there are fewer than two.
    """
    if len(documents) < 2:
        raise ValueError("比较至少要两份结果")
    labels = tuple(_label(d, n) for n, d in enumerate(documents))
    pairs = list(itertools.pairwise(documents))
    return Diff(
        labels=labels,
        total=Line("total", "总分", tuple(_exact(d["total"]) for d in documents)),
        sections=_lines(documents, "sections"),
        items=_lines(documents, "items"),
        steps=tuple(
            Step(
                labels[n],
                labels[n + 1],
                _exact(new["total"]) - _exact(old["total"]),
                tuple(_parts(old, new, rulebook)),
            )
            for n, (old, new) in enumerate(pairs)
        ),
        warnings=tuple(_warnings(documents)),
    )


def _label(document: Document, nth: int) -> str:
    return str(document["year"]) if document["year"] is not None else f"第{nth + 1}份"


def _exact(number: float | int) -> Fraction:
    return Fraction(Decimal(repr(number)))


def _lines(documents: Sequence[Document], name: str) -> tuple[Line, ...]:
    """Outer join: a line that only some results have is kept."""
    titles: dict[str, str] = {}
    for document in documents:
        for entry in document[name]:
            titles.setdefault(entry["id"], entry["title"])
    tables = [{e["id"]: _exact(e["score"]) for e in d[name]} for d in documents]
    return tuple(
        Line(line_id, title, tuple(table.get(line_id) for table in tables))
        for line_id, title in titles.items()
    )


def _warnings(documents: Sequence[Document]) -> list[str]:
    told = []
    units = list(dict.fromkeys(d["unit"] for d in documents))
    if len(units) > 1:
        names = "、".join(unit or "（未填）" for unit in units)
        told.append(f"单位不同：{names}。以下比较的不是同一个单位。")
    for old, new in itertools.pairwise(documents):
        if old["year"] is None or new["year"] is None:
            told.append("有工作簿没有填评估年度，先后按给出的顺序。")
        elif old["year"] == new["year"]:
            told.append(f"评估年度相同（{old['year']}）。")
        elif old["year"] > new["year"]:
            told.append(f"年度顺序颠倒：{old['year']} 在前，{new['year']} 在后。")
        if old["rulebook"] != new["rulebook"]:
            told.append(f"评分标准不同：{old['rulebook']} 与 {new['rulebook']}，差异中含标准变化。")
        changed = [n for n in old["readings"] if old["readings"][n] != new["readings"].get(n)]
        if changed:
            told.append(f"口径不同：{'、'.join(changed)}，差异中含口径变化。")
        for document in (old, new):
            if not document["complete"]:
                told.append(f"{_label(document, 0)}年度有待填项，总分还不是最后结果。")
    return list(dict.fromkeys(told))


def _parts(old: Document, new: Document, rulebook: Rulebook) -> list[PartChange]:
    olds, news = _part_table(old), _part_table(new)
    known = {part.id: part for part in rulebook.parts}
    changes = []
    for part_id in dict.fromkeys([*olds, *news]):
        change = _part(part_id, olds.get(part_id), news.get(part_id), old, new, known, rulebook)
        if change is not None:
            changes.append(change)
    return changes


def _part_table(document: Document) -> dict[str, tuple[str, Mapping[str, Any]]]:
    return {p["id"]: (i["id"], p) for i in document["items"] for p in i["parts"]}


def _part(
    part_id: str,
    old: tuple[str, Mapping[str, Any]] | None,
    new: tuple[str, Mapping[str, Any]] | None,
    old_document: Document,
    new_document: Document,
    known: Mapping[str, Part],
    rulebook: Rulebook,
) -> PartChange | None:
    item = (old or new or ("", {}))[0]
    before, after = (old[1] if old else None), (new[1] if new else None)
    fields = _fields(before, after, rulebook)
    scores = tuple(None if p is None else _exact(p["score"]) for p in (before, after))
    statuses = tuple(None if p is None else p["status"] for p in (before, after))
    if scores[0] == scores[1] and statuses[0] == statuses[1] and not fields:
        return None
    part = known.get(part_id)
    by_reading = _by_reading(part, before, after, old_document, new_document, rulebook)
    causes = _causes(before, after, fields, old_document, new_document, rulebook)
    if by_reading and "reading" not in causes:
        causes = (*causes, "reading")
    return PartChange(
        id=part_id,
        item=item,
        title=part.title if part else "",
        old=scores[0],
        new=scores[1],
        causes=causes,
        text=_text(part, fields, scores, statuses, causes, rulebook, by_reading),
        fields=fields,
        by_reading=by_reading,
    )


def _by_reading(
    part: Part | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    old: Document,
    new: Document,
    rulebook: Rulebook,
) -> Fraction | None:
    """What of a part's change comes from the readings, and not from the unit.

    Both years' answers are scored by both years' readings; the reading's share
    is the mean of what it moves in either year, so that swapping the years
    negates it.
    """
    if old["readings"] == new["readings"]:
        return Fraction(0)
    if part is None or before is None or after is None:
        return None
    shape = SHAPES[part.shape]
    if all(old["readings"].get(name) == new["readings"].get(name) for name in shape.readings):
        return Fraction(0)
    if old["rulebook"] != rulebook.id or new["rulebook"] != rulebook.id:
        return None
    moved = Fraction(0)
    for entry in (before, after):
        if entry["status"] not in _SCORED:
            return None
        values = {k: Answer(v) for k, r in entry["fields"].items() if (v := _value(r)) is not None}
        was, now = (shape.score(part, values, d["readings"]) for d in (old, new))
        moved += now - was
    return moved / 2


def _value(raw: Any) -> bool | Fraction | None:
    return raw if raw is None or isinstance(raw, bool) else _exact(raw)


def _fields(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, rulebook: Rulebook
) -> tuple[FieldChange, ...]:
    olds = before["fields"] if before else {}
    news = after["fields"] if after else {}
    changes = []
    for key in dict.fromkeys([*olds, *news]):
        old, new = _value(olds.get(key)), _value(news.get(key))
        if old != new or isinstance(old, bool) is not isinstance(new, bool):
            field = rulebook.fields.get(key)
            changes.append(FieldChange(key, field.label if field else key, old, new))
    return tuple(changes)


def _causes(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    fields: Sequence[FieldChange],
    old: Document,
    new: Document,
    rulebook: Rulebook,
) -> tuple[str, ...]:
    if before is None or after is None:
        return ("missing",)
    causes = []
    marks = [f for f in fields if _is_mark(f.key, rulebook)]
    if len(fields) > len(marks):
        causes.append("data")
    if marks:
        causes.append("mark")
    # Same answers, another score: the ruler moved, not the unit.
    if not fields:
        if old["rulebook"] != new["rulebook"]:
            causes.append("rulebook")
        if old["readings"] != new["readings"]:
            causes.append("reading")
    return tuple(causes)


def _is_mark(key: str, rulebook: Rulebook) -> bool:
    field = rulebook.fields.get(key)
    return field is not None and field.type.name == "mark"


def _text(
    part: Part | None,
    fields: Sequence[FieldChange],
    scores: Sequence[Fraction | None],
    statuses: Sequence[str | None],
    causes: Sequence[str],
    rulebook: Rulebook,
    by_reading: Fraction | None,
) -> str:
    """``孕产妇死亡率 17.1→15.8/10万，跨过 16.5/10万 线，+2``."""
    told = [_field_text(change, rulebook.fields.get(change.key)) for change in fields]
    if not told:
        told = ["、".join(CAUSES[cause] for cause in causes) or "状态变化"]
    if "void" in statuses and statuses[0] != statuses[1]:
        told.append("数据弄虚作假作废" if statuses[1] == "void" else "不再作废")
    if "veto" in statuses and statuses[0] != statuses[1]:
        told.append("一票否决" if statuses[1] == "veto" else "不再一票否决")
    change = (scores[1] or Fraction(0)) - (scores[0] or Fraction(0))
    shared = f"（其中口径不同 {signed(by_reading)}）" if fields and by_reading else ""
    return "；".join(told) + "，" + signed(change) + shared


def signed(change: Fraction) -> str:
    """``+2``, ``-0.4``, ``±0``."""
    if not change:
        return "±0"
    return ("+" if change > 0 else "") + points(change)


def _field_text(change: FieldChange, field: Field | None) -> str:
    if field is None:
        return f"{change.label} {_plain(change.old)}→{_plain(change.new)}"
    old, new = ("空白" if v is None else quantity(field, v) for v in (change.old, change.new))
    if field.unit and old.endswith(field.unit) and new.endswith(field.unit):
        old = old.removesuffix(field.unit)
    text = f"{field.label} {old}→{new}"
    bound = field.minimum if field.minimum is not None else field.maximum
    if bound is not None and _crossed(change, field, bound):
        text += f"，跨过 {quantity(field, bound)} 线"
    return text


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


def as_json(diff: Diff) -> dict[str, Any]:
    """The comparison under the names of schema ``fyscore.diff/1``."""

    def number(value: Fraction | None) -> int | float | None:
        if value is None:
            return None
        return value.numerator if value.denominator == 1 else float(value)

    def line(entry: Line) -> dict[str, Any]:
        return {
            "id": entry.id,
            "title": entry.title,
            "scores": [number(score) for score in entry.scores],
            "change": number(entry.change),
        }

    def raw(value: bool | Fraction | None) -> bool | int | float | None:
        return value if isinstance(value, bool) else number(value)

    return {
        "schema": "fyscore.diff/1",
        "labels": list(diff.labels),
        "warnings": list(diff.warnings),
        "total": line(diff.total),
        "sections": [line(entry) for entry in diff.sections],
        "items": [line(entry) for entry in diff.items],
        "steps": [
            {
                "old": step.old,
                "new": step.new,
                "change": number(step.change),
                "parts": [
                    {
                        "id": part.id,
                        "item": part.item,
                        "title": part.title,
                        "old": number(part.old),
                        "new": number(part.new),
                        "change": number(part.change),
                        "causes": list(part.causes),
                        "by_reading": number(part.by_reading),
                        "text": part.text,
                        "fields": [
                            {"key": f.key, "label": f.label, "old": raw(f.old), "new": raw(f.new)}
                            for f in part.fields
                        ],
                    }
                    for part in step.parts
                ],
            }
            for step in diff.steps
        ],
    }
