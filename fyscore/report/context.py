"""What a report's template can say: plain values and ready texts, gathered from results.

The context is documented in docs/reports.md, since users write templates of
their own.  Nothing is computed here that another module could: scores come
from results, advice from gaps, comparisons from diff, places from rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fyscore.answers import Answer, Answers
from fyscore.display import printable
from fyscore.documents.problems import failure
from fyscore.files.evidence import Evidence, find_evidence
from fyscore.forms.pipeline import Scored
from fyscore.numbers import ZERO, plain, points, share
from fyscore.problems import ProblemsError
from fyscore.report.comparison import ranking_context, years_context
from fyscore.rules.field import Field
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.readings import reading_text
from fyscore.scoring.gaps import find_gaps
from fyscore.scoring.result import ItemResult, PartResult, Result

Context = dict[str, Any]


def gather(
    scored: Sequence[Scored], failures: Sequence[ProblemsError], rulebook: Rulebook
) -> Context:
    """The context of a report on one unit, one unit over years, or many units.

    ``kind`` is ``unit``, ``years`` or ``ranking`` accordingly; ``unit`` is the
    last one given.
    """
    kind, results = kind_of(scored), [each.result for each in scored]
    if kind == "unit":
        rulebook = scored[-1].rulebook
    return {
        "kind": kind,
        "rulebook": {
            "id": rulebook.id,
            "title": rulebook.title,
            "document": rulebook.document,
            "stamp": rulebook.stamp,
            "note": rulebook.note,
            "total": points(rulebook.most),
        },
        "readings": reading_text(rulebook.readings),
        "readings_plain": reading_text(rulebook.readings, names=False),
        "unit": _unit(scored[-1], scored[-1].rulebook) if kind != "ranking" else None,
        "units": [_brief(each, each.rulebook) for each in scored] if kind == "ranking" else [],
        "years": years_context(results, rulebook) if kind == "years" else None,
        "ranking": ranking_context(results, rulebook) if kind == "ranking" else None,
        "failures": [{**failure(error), "file": printable(error.file)} for error in failures],
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
        return f"尚有{len(result.pending_parts())}个评分点待填，暂不能作结论"
    return "填报完整，未触发一票否决"


def _unit(scored: Scored, rulebook: Rulebook) -> Context:
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
                "numeral": rulebook.numeral_of(section.id).strip("（）"),
                "title": section.title,
                "score": points(section.score),
                "max": points(section.max),
                "rate": float(share(section.score, section.max)),
                "items": [items[i.id] for i in result.items if i.section == section.id],
            }
            for section in result.sections
        ],
        "lost": [_lost(part, scored, rulebook) for part in result.lost_parts()],
        "lost_points": points(sum((p.lost for p in result.lost_parts()), ZERO)),
        "pending": [_lost(part, scored, rulebook) for part in result.pending_parts()],
        "veto": [_lost(part, scored, rulebook) for part in result.vetoing_parts()],
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
        "notices": list(result.notices),
    }


def _head(result: Result) -> Context:
    return {
        "file": printable(result.file),
        "name": result.unit,
        "year": result.year,
        "total": points(result.total),
        "max_total": points(result.max_total),
        "attainable": points(result.attainable),
        "complete": result.complete,
        "vetoed": result.vetoed,
        "verdict": verdict(result),
    }


def _brief(scored: Scored, rulebook: Rulebook) -> Context:
    """One unit among many."""
    result = scored.result
    return {
        **_head(result),
        "sections": [points(section.score) for section in result.sections],
        "lost": [_lost(part, scored, rulebook) for part in result.lost_parts()],
        "pending": [part.name for part in result.pending_parts()],
    }


def _item(
    outcome: ItemResult, scored: Scored, rulebook: Rulebook, evidence: Sequence[Evidence]
) -> Context:
    item = rulebook.item(outcome.id)
    return {
        "id": item.id,
        "title": item.title,
        "score": points(outcome.score),
        "max": points(outcome.max),
        "carries_points": bool(outcome.max),
        "status": outcome.status,
        "status_text": outcome.status.words,
        "method": item.method,
        "responsible": item.responsible,
        "criteria": item.criteria(rulebook.readings),
        "values": [_value(field, item, scored.answers) for field in _asked(item, scored.answers)],
        "parts": [_part(part) for part in outcome.parts],
        "reasons": list(dict.fromkeys(part.reason for part in outcome.parts if part.reason)),
        "remedies": list(dict.fromkeys(p.remedy for p in outcome.parts if p.reason and p.remedy)),
        "evidence": [
            {"name": e.name, "status": e.status, "status_text": e.status.words}
            for e in evidence
            if e.item == item.id
        ],
    }


def _asked(item: Item, answers: Answers) -> list[Field]:
    """The item's fields, without marks that the other answers make needless."""
    needed = {field.key for part in item.parts for field in item.asked(part, answers.values)}
    needed.update(answers.values, (field.key for field in item.gate_fields))
    return [field for field in item.fields if field.key in needed]


def _value(field: Field, item: Item, answers: Answers) -> Context:
    entry = answers.entry(field.key)
    answer, text = entry.used, ""
    if answer is not None:
        text = field.shown(answer.value)
        if answer.numerator is not None and answer.denominator is not None:
            unit = field.case_unit
            top, bottom = plain(answer.numerator), plain(answer.denominator)
            text += f"（{top}{unit}／{bottom}{unit}）"
    return {
        "key": field.key,
        "label": field.label,
        "text": text,
        "sentence": _sentence(field, item, answer, text),
        "remark": entry.remark,
    }


def _sentence(field: Field, item: Item, answer: Answer | None, text: str) -> str:
    """The answer as a report says it; empty where there is none."""
    if answer is None:
        return ""
    if not field.type.is_yes_no:
        return f"{field.label}为{text}"
    if item.gate and field in item.gate.fields:
        return item.gate.shape.told(item.gate, answer.value is True)
    return field.label if answer.value else f"尚未做到“{field.label}”"


def _part(part: PartResult) -> Context:
    return {
        "id": part.id,
        "name": part.name,
        "title": part.title,
        "score": points(part.score),
        "max": points(part.max),
        "status": part.status,
        "status_text": part.status.words,
        "reason": part.reason,
        "remedy": part.remedy,
    }


def _lost(part: PartResult, scored: Scored, rulebook: Rulebook) -> Context:
    item = rulebook.item_of(part.id)
    return {
        **_part(part),
        "item": item.id,
        "lost": points(part.lost),
        "responsible": item.responsible,
        "place": "、".join(scored.answers.places(part.fields)),
        "clause": item.clause,
    }


def _evidence(entry: Evidence, rulebook: Rulebook) -> Context:
    return {
        "item": entry.item,
        "key": entry.key,
        "label": rulebook.fields[entry.key].label,
        "name": entry.name,
        "status": entry.status,
        "status_text": entry.status.words,
        "also": list(entry.also),
    }
