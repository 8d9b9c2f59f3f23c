"""What a report says of several results: years of one unit, or many units ranked."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from fyscore.display import printable
from fyscore.numbers import points, share, signed
from fyscore.rules.model import Rulebook
from fyscore.scoring.diff import ScoreLine, compare
from fyscore.scoring.part_change import cause_text
from fyscore.scoring.ranking import Row, averages, rank, weakest
from fyscore.scoring.result import Result


def years_context(results: Sequence[Result], rulebook: Rulebook) -> dict[str, Any]:
    """One unit over years: lines through all of them, and why each point moved."""
    diff = compare(results, rulebook)
    return {
        "labels": list(diff.labels),
        "total": _line(diff.total),
        "sections": [_line(line) for line in diff.sections],
        "warnings": list(diff.warnings),
        "steps": [
            {
                "old": step.old,
                "new": step.new,
                "change": signed(step.change),
                "parts": [
                    {
                        "id": part.id,
                        "name": part.name,
                        "title": part.title,
                        "change": signed(part.change),
                        "text": part.text,
                        "causes": cause_text(part.causes),
                    }
                    for part in step.moved
                    if part.change
                ],
            }
            for step in diff.steps
        ],
    }


def _line(line: ScoreLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": line.title,
        "scores": ["无" if score is None else points(score) for score in line.scores],
        "numbers": [None if score is None else float(score) for score in line.scores],
        "change": signed(line.change),
    }


def ranking_context(results: Sequence[Result], rulebook: Rulebook) -> dict[str, Any]:
    """Many units by rank, with a heat map of items and the items' averages."""
    rows = [Row.of(result) for result in results]
    carrying = [(n, item) for n, item in enumerate(rulebook.items) if item.max]
    means = averages(rows)
    return {
        "sections": [section.title for section in rulebook.sections],
        "items": [{"id": item.id, "title": item.title} for _, item in carrying],
        "rows": [
            {
                "rank": entry.rank,
                "name": entry.row.unit,
                "file": printable(entry.row.file),
                "year": entry.row.year,
                "total": points(entry.row.total),
                "max": points(entry.row.most),
                "complete": entry.row.complete,
                "vetoed": entry.row.vetoed,
                "sections": [points(score) for score in entry.row.sections],
                "weakest": weakest(entry.row, rulebook),
                "heat": [
                    {
                        "score": "—" if score is None else points(score),
                        "level": 5 if score is None else _level(score, item.max),
                    }
                    for n, item in carrying
                    for score in [entry.row.items[n]]
                ],
            }
            for entry in rank(rows)
        ],
        "averages": [
            {
                "id": item.id,
                "title": item.title,
                "max": points(item.max),
                "mean": points(mean),
                "rate": float(share(mean, item.max)),
            }
            for n, item in carrying
            for mean in [means[n]]
            if mean is not None
        ],
    }


def _level(score: Fraction, most: Fraction) -> int:
    """A fifth of the way for each level: 0 is nothing, 5 is full."""
    return int(score * 5 / most)
