"""What a part's rule is given: each parameter declared once, for shapes to take.

A shape of its own kind declares further ones beside its class.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a part: its name in the rulebook, its heading and hint in a workbook.

    ``is_percent`` says that it is held against the part's fields, and so may be a
    percentage; ``may_change`` that a later year may set it otherwise.
    """

    name: str
    heading: str
    hint: str = ""
    width: float = 9
    is_percent: bool = False
    may_change: bool = True
    required: bool = True

    @property
    def optional(self) -> Parameter:
        """The same for a shape that can do without it."""
        return replace(self, required=False)


TARGET = Parameter("target", "目标", width=8, is_percent=True)
PER_UNIT = Parameter("per_unit", "每个分值")
PER_POINT = Parameter("per_point", "每个百分点分值", width=14)
SAMPLE = Parameter("sample", "抽查数", width=8)
FULL = Parameter("full", "满分对应值", "达到这个数得满分，不足的按比例", 11, is_percent=True)
FLOOR = Parameter("floor", "得分下限", "低于这个数不得分", is_percent=True)
PERIOD_YEARS = Parameter("period_years", "年限", width=7, may_change=False)

#: In the order in which rulebooks write them.
STANDARD = (TARGET, PER_UNIT, PER_POINT, SAMPLE, FULL, FLOOR, PERIOD_YEARS)
