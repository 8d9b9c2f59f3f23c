"""What to mend first: every lost or pending part, the points it would give, and how.  Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from fyscore.answers import Answer, Answers
from fyscore.entry import clean, parse_number, parse_yes_no, quotient
from fyscore.result import PartResult, Result
from fyscore.rulebook.model import Rulebook
from fyscore.scoring import score
from fyscore.shapes.base import Change
from fyscore.wording import points

_BLANKS = frozenset({"", "空", "空白"})


@dataclass(frozen=True, slots=True)
class Gap:
    """One part that could give more.

    ``points`` is what the changes gain exactly; of a pending part, the most it
    can give.  ``changes`` is empty where nothing can be stated or nothing helps.
    """

    part: str
    item: str
    title: str
    kind: str
    points: Fraction
    reason: str
    remedy: str
    responsible: str
    changes: tuple[Change, ...]


def find_gaps(result: Result, rulebook: Rulebook) -> list[Gap]:
    """Lost parts first by points, each with the fewest changes before; then pending ones."""

    def gap(part: PartResult, kind: str, gain: Fraction) -> Gap:
        item = rulebook.item_of(part.id)
        return Gap(
            part=part.id,
            item=item.id,
            title=part.title,
            kind=kind,
            points=gain,
            reason=part.reason,
            remedy=part.remedy,
            responsible=item.responsible,
            changes=part.changes,
        )

    lost = [gap(p, "void" if p.status == "void" else "lost", p.lost) for p in result.lost_parts()]
    lost.sort(key=lambda g: (not g.changes, -g.points, len(g.changes)))
    return lost + [gap(p, "pending", p.max) for p in result.pending_parts()]


def fewest_for(gaps: Sequence[Gap], need: Fraction) -> list[Gap] | None:
    """The gaps whose changes, the fewest together, gain at least ``need``; None if all fall short.

    Among equally few changes, the larger gain is taken.
    """
    if need <= 0:
        return []
    best: dict[int, tuple[Fraction, tuple[Gap, ...]]] = {0: (Fraction(0), ())}
    for gap in gaps:
        if not gap.changes:
            continue
        for count, (gain, chosen) in sorted(best.items(), reverse=True):
            reached = count + len(gap.changes)
            candidate = (gain + gap.points, (*chosen, gap))
            if reached not in best or candidate[0] > best[reached][0]:
                best[reached] = candidate
    for count in sorted(best):
        if best[count][0] >= need:
            return list(best[count][1])
    return None


def what_if(answers: Answers, changes: Mapping[str, str], rulebook: Rulebook) -> Answers:
    """The answers with some fields typed otherwise; nothing is written anywhere.

    A value is typed as in a cell (``97%``, ``是``), as ``NUMERATOR/DENOMINATOR``,
    or left empty to blank the field.  Raises KeyError for an unknown field and
    EntryError for a value that cannot be used.
    """
    values = dict(answers.values)
    for key, typed in changes.items():
        field = rulebook.fields[key]
        text = clean(typed)
        top, slash, bottom = text.partition("/")
        if text in _BLANKS:
            values.pop(key, None)
        elif field.type.name == "yes_no":
            values[key] = Answer(parse_yes_no(field, text))
        elif slash and field.is_rate and _is_number(top) and _is_number(bottom):
            values[key] = quotient(field, Fraction(top), Fraction(bottom), None)
        else:
            values[key] = Answer(parse_number(field, text).value)
    return replace(answers, values=values)


def _is_number(text: str) -> bool:
    return text.strip().replace(".", "", 1).isdigit()


def gain_of(answers: Answers, changes: Mapping[str, str], rulebook: Rulebook) -> Fraction:
    """How the total moves under :func:`what_if`."""
    before = score(answers, rulebook).total
    return score(what_if(answers, changes, rulebook), rulebook).total - before


def as_json(
    result: Result, gaps: Sequence[Gap], plan: Sequence[Gap] | None, target: Fraction | None
) -> dict[str, Any]:
    """The advice under the names of schema ``fyscore.gaps/1``."""

    def entry(gap: Gap) -> dict[str, Any]:
        return {
            "part": gap.part,
            "item": gap.item,
            "title": gap.title,
            "kind": gap.kind,
            "points": float(points(gap.points)),
            "reason": gap.reason,
            "remedy": gap.remedy,
            "responsible": gap.responsible,
            "changes": {change.key: change.to for change in gap.changes},
        }

    return {
        "schema": "fyscore.gaps/1",
        "file": result.file,
        "unit": result.unit,
        "year": result.year,
        "total": float(points(result.total)),
        "vetoed": result.vetoed,
        "gaps": [entry(gap) for gap in gaps],
        "target": None if target is None else float(target),
        "plan": None if plan is None else [gap.part for gap in plan],
    }
