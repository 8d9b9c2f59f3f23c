"""What a report's template can say: plain values and ready texts, gathered from results.

The context is documented in docs/reports.md, since users write templates of
their own.  Nothing is computed here that another module could: scores come
from results, advice from gaps, comparisons from diff, places from rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fyscore.answers import Answers
from fyscore.diff import CAUSES, Diff, compare, signed
from fyscore.evidence import STATUS_TEXT as EVIDENCE_TEXT
from fyscore.evidence import Evidence, find_evidence
from fyscore.gaps import find_gaps
from fyscore.rank import Row, averages, rank, weakest
from fyscore.result import STATUS_TEXT, ItemResult, PartResult, Result
from fyscore.rulebook.model import Field, Item, Rulebook
from fyscore.shapes import SHAPES
from fyscore.wording import NUMERALS, plain, points, quantity, reading_text

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scored:
    """One workbook read and scored."""

    answers: Answers
    result: Result


def gather(
    scored: Sequence[Scored], failures: Sequence[Mapping[str, Any]], rulebook: Rulebook
) -> Facts:
    """The context of a report on one unit, one unit over years, or many units.

    ``kind`` is ``unit``, ``years`` or ``ranking`` accordingly; ``unit`` is the
    last one given.
    """
    kind = kind_of(scored)
    return {
        "kind": kind,
        "rulebook": {
            "id": rulebook.id,
            "title": rulebook.title,
            "document": rulebook.document,
            "stamp": rulebook.stamp,
            "note": rulebook.note,
            "total": points(rulebook.total),
        },
        "readings": reading_text(rulebook.readings),
        "readings_plain": reading_text(rulebook.readings, names=False),
        "unit": _unit(scored[-1], rulebook) if kind != "ranking" else None,
        "units": [_brief(each, rulebook) for each in scored] if kind == "ranking" else [],
        "years": _years(scored, rulebook) if kind == "years" else None,
        "ranking": _ranking(scored, rulebook) if kind == "ranking" else None,
        "failures": [dict(failure) for failure in failures],
    }


def kind_of(scored: Sequence[Scored]) -> str:
    """Several workbooks of one unit are its years; of several units, a ranking."""
    if len(scored) == 1:
        return "unit"
    return "years" if len({each.result.unit for each in scored}) == 1 else "ranking"


def verdict(result: Result) -> str:
    """What the result comes to, without going beyond it."""
    if result.vetoed:
        return "一票否决，不具备参评资格"
    if not result.complete:
        return f"尚有 {len(result.pending_parts())} 个评分点待填，暂不能作结论"
    return "填报完整，未触发一票否决"


def _unit(scored: Scored, rulebook: Rulebook) -> Facts:
    answers, result = scored.answers, scored.result
    evidence = find_evidence(answers, rulebook)
    items = {item.id: _item(item, scored, rulebook, evidence) for item in result.items}
    return {
        **_head(result),
        "info": dict(answers.info),
        "range": {
            "low": points(result.range.low),
            "high": points(result.range.high),
            "items": list(result.range.items),
        },
        "sections": [
            {
                "id": section.id,
                "numeral": NUMERALS[nth],
                "title": section.title,
                "score": points(section.score),
                "max": points(section.max),
                "rate": float(section.score / section.max) if section.max else 0.0,
                "items": [items[i.id] for i in result.items if i.section == section.id],
            }
            for nth, section in enumerate(result.sections)
        ],
        "lost": [_lost(part, scored, rulebook) for part in result.lost_parts()],
        "lost_points": points(sum((p.lost for p in result.lost_parts()), Fraction(0))),
        "pending": [_lost(part, scored, rulebook) for part in result.pending_parts()],
        "veto": [_lost(p, scored, rulebook) for p in result.parts() if p.status == "veto"],
        "plan": [
            {
                "part": gap.part,
                "title": gap.title,
                "kind": gap.kind,
                "points": points(gap.points),
                "remedy": gap.remedy,
                "responsible": gap.responsible,
            }
            for gap in find_gaps(result, rulebook)
        ],
        "evidence": [_evidence(entry, rulebook) for entry in evidence],
        "notices": list(answers.notices),
    }


def _head(result: Result) -> Facts:
    return {
        "file": result.file,
        "name": result.unit,
        "year": result.year,
        "total": points(result.total),
        "max_total": points(result.max_total),
        "attainable": points(result.attainable),
        "complete": result.complete,
        "vetoed": result.vetoed,
        "verdict": verdict(result),
    }


def _brief(scored: Scored, rulebook: Rulebook) -> Facts:
    """One unit among many."""
    result = scored.result
    return {
        **_head(result),
        "sections": [points(section.score) for section in result.sections],
        "lost": [_lost(part, scored, rulebook) for part in result.lost_parts()],
        "pending": [part.id for part in result.pending_parts()],
    }


def _item(
    outcome: ItemResult, scored: Scored, rulebook: Rulebook, evidence: Sequence[Evidence]
) -> Facts:
    item = rulebook.item(outcome.id)
    gates = (item.gate,) if item.gate else ()
    return {
        "id": item.id,
        "title": item.title,
        "score": points(outcome.score),
        "max": points(outcome.max),
        "carries_points": bool(outcome.max),
        "status": outcome.status,
        "status_text": STATUS_TEXT[outcome.status],
        "method": item.method,
        "responsible": item.responsible,
        "criteria": [
            SHAPES[part.shape].criterion(part, rulebook.readings) for part in (*item.parts, *gates)
        ],
        "values": [_value(field, scored.answers) for field in _asked(item, scored.answers)],
        "parts": [_part(part) for part in outcome.parts],
        "reasons": list(dict.fromkeys(part.reason for part in outcome.parts if part.reason)),
        "remedies": list(dict.fromkeys(p.remedy for p in outcome.parts if p.reason and p.remedy)),
        "evidence": [
            {"name": e.name, "status": e.status, "status_text": EVIDENCE_TEXT[e.status]}
            for e in evidence
            if e.item == item.id
        ],
    }


def _asked(item: Item, answers: Answers) -> list[Field]:
    """The item's fields, without marks that the other answers make needless."""
    needed = {
        field.key
        for part in item.parts
        for field in SHAPES[part.shape].required(part, answers.values)
    }
    gate = item.gate.fields if item.gate else ()
    return [f for f in item.fields if f.key in needed or f.key in answers.values or f in gate]


def _value(field: Field, answers: Answers) -> Facts:
    answer = answers.values.get(field.key)
    text = ""
    if answer is not None:
        text = quantity(field, answer.value)
        if answer.numerator is not None and answer.denominator is not None:
            unit = field.case_unit
            top, bottom = plain(answer.numerator), plain(answer.denominator)
            text += f"（{top}{unit}／{bottom}{unit}）"
    return {
        "key": field.key,
        "label": field.label,
        "text": text,
        "remark": answers.remarks.get(field.key, ""),
    }


def _part(part: PartResult) -> Facts:
    return {
        "id": part.id,
        "title": part.title,
        "score": points(part.score),
        "max": points(part.max),
        "status": part.status,
        "status_text": STATUS_TEXT[part.status],
        "reason": part.reason,
        "remedy": part.remedy,
    }


def _lost(part: PartResult, scored: Scored, rulebook: Rulebook) -> Facts:
    item = rulebook.item_of(part.id)
    places = (scored.answers.cells[key] for key in part.fields if key in scored.answers.cells)
    return {
        **_part(part),
        "item": item.id,
        "lost": points(part.lost),
        "responsible": item.responsible,
        "place": "、".join(dict.fromkeys(places)),
    }


def _evidence(entry: Evidence, rulebook: Rulebook) -> Facts:
    return {
        "item": entry.item,
        "key": entry.key,
        "label": rulebook.fields[entry.key].label,
        "name": entry.name,
        "status": entry.status,
        "status_text": EVIDENCE_TEXT[entry.status],
        "also": list(entry.also),
    }


def _years(scored: Sequence[Scored], rulebook: Rulebook) -> Facts:
    diff: Diff = compare([each.result.as_json() for each in scored], rulebook)

    def line(entry: Any) -> Facts:
        return {
            "id": entry.id,
            "title": entry.title,
            "scores": ["无" if score is None else points(score) for score in entry.scores],
            "numbers": [None if score is None else float(score) for score in entry.scores],
            "change": signed(entry.change),
        }

    return {
        "labels": list(diff.labels),
        "total": line(diff.total),
        "sections": [line(entry) for entry in diff.sections],
        "warnings": list(diff.warnings),
        "steps": [
            {
                "old": step.old,
                "new": step.new,
                "change": signed(step.change),
                "parts": [
                    {
                        "id": part.id,
                        "title": part.title,
                        "change": signed(part.change),
                        "text": part.text,
                        "causes": "、".join(CAUSES[cause] for cause in part.causes),
                    }
                    for part in sorted(step.parts, key=lambda p: -abs(p.change))
                    if part.change
                ],
            }
            for step in diff.steps
        ],
    }


def _ranking(scored: Sequence[Scored], rulebook: Rulebook) -> Facts:
    rows = [Row.of(each.result) for each in scored]
    ids, maxima = [i.id for i in rulebook.items], [i.max for i in rulebook.items]
    carrying = [n for n, most in enumerate(maxima) if most]
    return {
        "sections": [section.title for section in rulebook.sections],
        "items": [{"id": ids[n], "title": rulebook.items[n].title} for n in carrying],
        "rows": [
            {
                "rank": entry.rank,
                "name": entry.row.unit,
                "file": entry.row.file,
                "year": entry.row.year,
                "total": points(entry.row.total),
                "complete": entry.row.complete,
                "vetoed": entry.row.vetoed,
                "sections": [points(score) for score in entry.row.sections],
                "weakest": weakest(entry.row, ids, maxima),
                "heat": [
                    {
                        "score": points(entry.row.items[n]),
                        "level": _level(entry.row.items[n], maxima[n]),
                    }
                    for n in carrying
                ],
            }
            for entry in rank(rows)
        ],
        "averages": [
            {
                "id": ids[n],
                "title": rulebook.items[n].title,
                "max": points(maxima[n]),
                "mean": points(mean),
                "rate": float(mean / maxima[n]),
            }
            for n, mean in enumerate(averages(rows))
            if maxima[n]
        ],
    }


def _level(score: Fraction, most: Fraction) -> int:
    """A fifth of the way for each level: 0 is nothing, 5 is full."""
    return int(score * 5 / most)
