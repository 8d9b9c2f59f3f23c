"""A gate by which an item that does not apply does not count."""

from __future__ import annotations

from fyscore.rules.part import Part, Readings, Values
from fyscore.rules.shapes.not_applicable import NotApplicable
from fyscore.rules.status import Status


class ExemptIf(NotApplicable):
    """Where the item does not apply, it counts neither in the score nor in the maximum."""

    name = "exempt_if"
    title = "不涉及不计分（前提）"
    words = "是，本条目不计分，也不计入满分，其余不用填。字段：一个是否题。"
    struck_status = Status.EXEMPT
    exempts = True

    def criterion(self, part: Part, readings: Readings) -> str:
        return f"{part.title}的，此项不计分，也不计入满分。"

    def reason(self, part: Part, values: Values, readings: Readings) -> str:
        return f"{part.title}，不计分，也不计入满分"

    def struck_formula(self, gate: Part, part: Part) -> str:
        return f'"{Status.EXEMPT.words}"'
