"""What a total does not show by itself: points over a cap, and answers that count for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from fyscore.answers import Answers
from fyscore.numbers import points
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result


def cap_notices(result: Result) -> Iterator[str]:
    """Where caps leave points out of the total."""
    over = result.over_caps
    if over:
        earned = points(result.total + over)
        yield f"各项得分合计{earned}分，其中{points(over)}分超过计分上限，不计入总分"


def waived_notices(answers: Answers, rulebook: Rulebook) -> Iterator[str]:
    """Answers to items that are said not to apply here."""
    for item in rulebook.items:
        gate = item.gate
        if gate is None or not gate.shape.waives(gate, answers.values):
            continue
        filled = [
            field.label
            for part in item.parts
            for field in part.fields
            if field.key in answers.values
        ]
        if filled:
            told = "、".join(f"“{label}”" for label in filled)
            yield f"第{item.id}项答了“{gate.title}”，{told}却填了内容，没有计入；请核对是否真的不涉及"
