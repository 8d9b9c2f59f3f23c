"""The unit's own marks beside the assessors': which are used, and where the two differ."""

from __future__ import annotations

from fyscore.answers import Answers
from fyscore.numbers import points, signed
from fyscore.rules.field_types import MARK
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result


def own_mark_notices(answers: Answers, result: Result, rulebook: Rulebook) -> list[str]:
    """What every output says of own marks; nothing where there are none."""
    told = []
    own = [part.name for part in result.own_marked_parts()]
    if own:
        told.append(f"{len(own)}处按单位自评分计，尚待评估组评分：{'、'.join(own)}")
    differing = []
    for part in rulebook.parts:
        for field in part.of(MARK):
            entry = answers.entry(field.key)
            if entry.answer is None or entry.own is None:
                continue
            ours, theirs = entry.own.number, entry.answer.number
            if ours == theirs:
                continue
            change = f"自评 {points(ours)}，评估组 {points(theirs)}，{signed(theirs - ours)}"
            differing.append(f"{part.name}（{change}）")
    if differing:
        told.append(f"评估组评分与自评不同{len(differing)}处：{'、'.join(differing)}")
    return told
