"""A gate by which an item that does not apply scores its maximum."""

from __future__ import annotations

from fractions import Fraction

from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.base import literal
from fyscore.rules.shapes.not_applicable import NotApplicable
from fyscore.rules.status import Status


class FullIf(NotApplicable):
    """Where the item does not apply, it scores its maximum."""

    name = "full_if"
    title = "不涉及得满分（前提）"
    words = "是，本条目得满分，其余不用填。字段：一个是否题。"
    struck_status = Status.FULL

    def criterion(self, part: Part, readings: Readings) -> str:
        return f"{part.title}的，此项得满分。"

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        return f"{part.title}，按满分计"

    def struck_score(self, gate: Part, part: Part) -> Fraction:
        return part.max

    def struck_formula(self, gate: Part, part: Part) -> str:
        return literal(part.max)
