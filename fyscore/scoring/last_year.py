"""Last year's values beside this year's: for comparison only, never counted."""

from __future__ import annotations

from collections.abc import Mapping

from fyscore.answers import UNCONFIRMED, Answers, Entry
from fyscore.numbers import points
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result


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
