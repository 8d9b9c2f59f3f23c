"""The list of what is to be put right, from one scoring to the next, with what people wrote in it.

Its own columns are worked out anew each time; people's are carried over, and so
are columns and rows that they added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256

from fyscore.numbers import ZERO, rounded
from fyscore.rules.field import FixBy
from fyscore.rules.tasks import led
from fyscore.scoring.gaps import Gap, GapKind

FEASIBILITY = {
    FixBy.UNIT: "单位自己可改",
    FixBy.ASSESSORS: "由评估组评定",
    FixBy.NOBODY: "已成事实，不能补回",
}
PENDING = "待填报"
#: What a measure's state may be; people choose it.
STATES = ("未开始", "进行中", "已完成", "无法整改")


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line: a part with points to win, or a line that people added (``part`` empty).

    ``points`` are still to win, ``first`` were to win when the part was first
    listed.  ``deadline`` to ``remark``, ``lead`` and ``helping`` are people's;
    ``own_measure`` says that they wrote the measure too.
    """

    part: str = ""
    name: str = ""
    title: str = ""
    points: Fraction | None = None
    first: Fraction | None = None
    measure: str = ""
    feasibility: str = ""
    lead: str = ""
    helping: str = ""
    deadline: str = ""
    state: str = ""
    evidence: str = ""
    remark: str = ""
    own_measure: bool = False
    #: What stands in columns that people added, by heading.
    added: Mapping[str, str] = field(default_factory=dict)

    @property
    def won(self) -> Fraction | None:
        """Points won back since the part was first listed."""
        if self.points is None or self.first is None:
            return None
        # A ledger keeps two decimals, so that is what is compared.
        return max(rounded(self.first, 2) - rounded(self.points, 2), ZERO)


def check_code(measure: str) -> str:
    """What tells whether a measure still stands as it was written here."""
    return sha256(measure.encode()).hexdigest()[:8]


def ledger(gaps: Sequence[Gap], old: Sequence[LedgerLine] = ()) -> list[LedgerLine]:
    """Today's lines by points to win; then what has been won back; then people's own lines."""
    before: dict[str, list[LedgerLine]] = {}
    for line in old:
        before.setdefault(line.part, []).append(line)
    own = before.pop("", [])
    lines: list[LedgerLine] = []
    for gap in gaps:
        lines += _carried(_line(gap), before.pop(gap.part, []))
    for earlier in before.values():
        first, *more = earlier
        lines.append(replace(first, points=ZERO if first.points is not None else None))
        lines += more
    return lines + own


def _line(gap: Gap) -> LedgerLine:
    lead, helpers = led(gap.responsible)
    pending = gap.kind is GapKind.PENDING
    return LedgerLine(
        part=gap.part,
        name=gap.name,
        title=gap.title,
        points=gap.points,
        first=gap.points,
        measure=gap.reason if pending else gap.remedy,
        feasibility=PENDING if pending else FEASIBILITY[gap.by],
        lead=lead,
        helping="、".join(helpers),
        state=STATES[0],
    )


def _carried(line: LedgerLine, earlier: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Today's line with what people wrote in the earlier one; lines they split off below it."""
    if not earlier:
        return [line]
    first, *more = earlier
    kept = replace(
        first,
        name=line.name,
        title=line.title,
        points=line.points,
        first=line.points if first.first is None else max(first.first, line.points or ZERO),
        measure=first.measure if first.own_measure else line.measure,
        feasibility=line.feasibility,
    )
    return [kept, *more]


@dataclass(frozen=True, slots=True)
class Total:
    """What one body has to do."""

    body: str
    lines: int
    points: Fraction
    won: Fraction


def totals(lines: Sequence[LedgerLine]) -> list[Total]:
    """By leading body, the most points to win first; lines without a body under ``""``."""
    bodies = dict.fromkeys(line.lead for line in lines)
    found = [
        Total(
            body,
            sum(1 for line in lines if line.lead == body),
            sum((rounded(line.points or ZERO, 2) for line in lines if line.lead == body), ZERO),
            sum((line.won or ZERO for line in lines if line.lead == body), ZERO),
        )
        for body in bodies
    ]
    return sorted(found, key=lambda total: -total.points)
