"""Answers and a rulebook → a Result.  Pure: no files, no printing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product

from fyscore.answers import Answer, Answers
from fyscore.problem import Problem, ProblemsError
from fyscore.result import (
    ItemResult,
    PartResult,
    Range,
    Result,
    SectionResult,
)
from fyscore.rulebook.model import READINGS, Item, Part, Rulebook
from fyscore.shapes import SHAPES, Conflict, Mend
from fyscore.shapes.gates import Veto, VoidIf
from fyscore.wording import points

ZERO = Fraction(0)
Values = Mapping[str, Answer]


def conflicts(answers: Answers, rulebook: Rulebook) -> list[Problem]:
    """Marks over their maximum, and answers that cannot stand together, as problems."""
    problems = []
    for part in rulebook.parts:
        over = list(_marks_over(part, answers.values))
        # A mark over its maximum is reported once, not again as a contradiction.
        for code, conflict in over or (
            ("contradiction", c) for c in SHAPES[part.shape].conflicts(part, answers.values)
        ):
            sheet, _, cell = answers.cells.get(conflict.key, "").partition("!")
            problems.append(
                Problem(
                    code=code,
                    found=conflict.found,
                    expected=conflict.expected,
                    mend=conflict.mend,
                    sheet=sheet,
                    cell=cell,
                    key=conflict.key,
                )
            )
    return problems


def _marks_over(part: Part, values: Values) -> Iterable[tuple[str, Conflict]]:
    for field in part.fields:
        if field.type.name == "mark" and field.key in values:
            mark = values[field.key].number
            if mark > part.max:
                yield (
                    "mark_over_maximum",
                    Conflict(
                        field.key,
                        f"评分 {points(mark)} 分，超过满分 {points(part.max)} 分",
                        f"0 到 {points(part.max)} 分",
                        "请核对后改正。",
                    ),
                )


def score(answers: Answers, rulebook: Rulebook) -> Result:
    """Score ``answers`` by ``rulebook`` under the rulebook's readings.

    Raises ProblemsError if answers contradict each other.
    """
    found = conflicts(answers, rulebook)
    if found:
        raise ProblemsError(answers.file, found)
    values = answers.values
    items = tuple(_item(item, values, rulebook.readings) for item in rulebook.items)
    vetoed = any(item.status == "veto" for item in items)
    sections = tuple(
        SectionResult(s.id, s.title, s.max, _sum(i.score for i in items if i.section == s.id))
        for s in rulebook.sections
    )
    total = _sum(s.score for s in sections)
    if vetoed and rulebook.readings["veto"] == "zero":
        total = ZERO
    pending = [part for item in items for part in item.parts if part.status == "pending"]
    return Result(
        file=answers.file,
        unit=answers.unit,
        year=answers.year,
        rulebook=rulebook.id,
        readings=dict(rulebook.readings),
        total=total,
        max_total=rulebook.total,
        attainable=total + _sum(part.max for part in pending),
        complete=not pending,
        vetoed=vetoed,
        range=_range(items, vetoed, values, rulebook),
        sections=sections,
        items=items,
    )


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, ZERO)


def _item(item: Item, values: Values, readings: Mapping[str, str]) -> ItemResult:
    parts = tuple(_part(part, item, values, readings) for part in item.parts)
    statuses = {part.status for part in parts}
    if "pending" in statuses:
        status = "pending"
    elif len(statuses) == 1:
        (status,) = statuses
    else:
        status = "partial"
    return ItemResult(item.id, item.title, item.section, item.max, status, parts)


def _part(part: Part, item: Item, values: Values, readings: Mapping[str, str]) -> PartResult:
    shape = SHAPES[part.shape]
    gate_fields = item.gate.fields if item.gate else ()
    fields = {
        f.key: values[f.key].value if f.key in values else None for f in part.fields + gate_fields
    }

    def outcome(
        status: str,
        earned: Fraction,
        reason: str = "",
        mend: Mend | None = None,
        remedy: str = "",
    ) -> PartResult:
        return PartResult(
            id=part.id,
            title=part.title,
            score=earned,
            max=part.max,
            status=status,
            reason=reason,
            remedy=mend.text if mend else remedy,
            fields=fields,
            changes=mend.changes if mend else (),
        )

    gate_shape = SHAPES[item.gate.shape] if item.gate else None
    if item.gate and isinstance(gate_shape, VoidIf) and gate_shape.strikes(item.gate, values):
        reason = gate_shape.reason(item.gate, values, readings)
        return outcome("void", ZERO, reason, remedy="据实核正数据并经复核后重新填报")
    missing = shape.missing(part, values) + tuple(f for f in gate_fields if f.key not in values)
    if missing:
        names = "、".join(f"“{f.label}”（{f.key}）" for f in missing)
        # A gate still blank holds up its whole item: no change to one part alone says what it gains.
        own = set(missing) <= set(part.fields)
        mend = _mend(part, part.max, values, readings) if own else None
        return outcome("pending", ZERO, f"尚未填报：{names}", mend, remedy="填报后即可计分")
    if isinstance(shape, Veto):
        if shape.strikes(part, values):
            reason = shape.reason(part, values, readings)
            return outcome("veto", ZERO, reason, remedy="一票否决，不能以其他得分弥补")
        return outcome("clear", ZERO)
    earned = shape.score(part, values, readings)
    if earned == part.max:
        return outcome("full", earned)
    reason = shape.reason(part, values, readings)
    mend = _mend(part, part.max - earned, values, readings)
    status = "partial" if earned else "zero"
    return outcome(status, earned, reason, mend, remedy="本年度已无法补回，请据实说明原因")


def _mend(part: Part, gain: Fraction, values: Values, readings: Mapping[str, str]) -> Mend | None:
    """The smallest change that gains all that a part lacks; None where there is none."""
    changes = SHAPES[part.shape].changes(part, values, readings)
    return Mend(gain, tuple(changes)) if changes and gain else None


def _range(
    items: tuple[ItemResult, ...], vetoed: bool, values: Values, rulebook: Rulebook
) -> Range:
    """Scores over all readings.

    Only parts whose shape a reading can move are scored again; the rest count
    once.  A veto moves no item, so it takes the low end alone.
    """
    fixed = ZERO
    moving: list[tuple[str, list[Fraction]]] = []
    combinations = [
        dict(zip(READINGS, chosen, strict=True)) for chosen in product(*READINGS.values())
    ]
    by_id = {part.id: part for item in rulebook.items for part in item.parts}
    for item in items:
        for outcome in item.parts:
            part = by_id[outcome.id]
            shape = SHAPES[part.shape]
            if not shape.readings or outcome.status in ("pending", "void"):
                fixed += outcome.score
                continue
            seen: dict[tuple[str, ...], Fraction] = {}
            scores = []
            for readings in combinations:
                signature = tuple(readings[name] for name in shape.readings)
                if signature not in seen:
                    seen[signature] = shape.score(part, values, readings)
                scores.append(seen[signature])
            if len(set(scores)) == 1:
                fixed += outcome.score
            else:
                moving.append((item.id, scores))
    totals = [fixed + _sum(scores[nth] for _, scores in moving) for nth in range(len(combinations))]
    low = ZERO if vetoed else min(totals)
    # An item whose parts move against each other would still be named: it moves.
    return Range(low, max(totals), tuple(dict.fromkeys(item_id for item_id, _ in moving)))
