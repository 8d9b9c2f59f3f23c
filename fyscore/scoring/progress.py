"""How far a form is filled in, as its own first line counts it."""

from __future__ import annotations

from fyscore.answers import Answers
from fyscore.rules.model import Rulebook


def progress(answers: Answers, rulebook: Rulebook) -> tuple[int, int]:
    """Fields filled in, and fields that are asked for and blank."""
    filled = missing = 0
    for item in rulebook.items:
        for part in item.all_parts:
            asked = part.shape.required(part, answers.values)
            for field in part.fields:
                if field.key in answers.values:
                    filled += 1
                elif field in asked:
                    missing += 1
    return filled, missing
