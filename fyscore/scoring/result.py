"""What scoring yields: exact points with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from fyscore.answers import Answer, Answers
from fyscore.numbers import ZERO, capped, points
from fyscore.problems.notices import Notice
from fyscore.rules.field import Change, FixBy
from fyscore.rules.status import Status


@dataclass(frozen=True, slots=True)
class PartResult:
    id: str
    title: str
    score: Fraction
    max: Fraction
    status: Status
    reason: str
    remedy: str
    #: What the part was scored from; None marks a blank.
    fields: Mapping[str, bool | Fraction | None]
    #: The remedy as changes that can be tried, the unit's own to make; empty where there are none.
    changes: tuple[Change, ...] = ()
    #: What the changes gain exactly.
    gain: Fraction = ZERO
    #: Who can still win points back.
    by: FixBy = FixBy.NOBODY
    #: Where it stands in the standard, as people write it.
    name: str = ""
    #: Whether it was scored by the unit's own mark, the assessors having given none.
    by_own_mark: bool = False

    def __str__(self) -> str:
        told = f"：{self.reason}" if self.reason else ""
        return f"{self.name} {self.title} {points(self.score)}/{points(self.max)}分{told}"

    @property
    def lost(self) -> Fraction:
        """Points gone for good under these answers; a pending part has lost none yet."""
        return ZERO if self.status is Status.PENDING else self.max - self.score


@dataclass(frozen=True, slots=True)
class ItemResult:
    id: str
    title: str
    section: str
    max: Fraction
    score: Fraction
    status: Status
    parts: tuple[PartResult, ...]

    @property
    def waiting(self) -> Fraction:
        """The points of its parts that are still to be filled in."""
        return sum((p.max for p in self.parts if p.status is Status.PENDING), ZERO)


@dataclass(frozen=True, slots=True)
class SectionResult:
    id: str
    title: str
    max: Fraction
    score: Fraction
    #: The most that counts of its items' points, where that is less than all.
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A part that readings move: its score for every choice of those that do."""

    item: str
    part: str
    #: The readings' names, in order, and each choice of their values with the score it gives.
    names: tuple[str, ...]
    scores: tuple[tuple[tuple[str, ...], Fraction], ...]

    def score(self, readings: Mapping[str, str]) -> Fraction:
        """The part's points under these readings.  Raises KeyError for other readings."""
        return dict(self.scores)[tuple(readings[name] for name in self.names)]


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest total over every combination of readings, and the items that move."""

    low: Fraction
    high: Fraction
    items: tuple[str, ...]
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True)
class Result:
    """One unit's score.  Points are exact; ``readings`` say how the wording was read."""

    file: str
    unit: str
    year: int | None
    rulebook: str
    readings: Mapping[str, str]
    total: Fraction
    max_total: Fraction
    attainable: Fraction
    complete: bool
    vetoed: bool
    range: Range
    sections: tuple[SectionResult, ...]
    items: tuple[ItemResult, ...]
    #: By which text of the rulebook (short digest) and which release; empty where unknown.
    digest: str = ""
    version: str = ""
    #: The most that counts of the sections' points, where that is less than all.
    cap: Fraction | None = None
    #: What is worth a look beside the score; two results are the same whatever was noticed.
    notices: tuple[Notice, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        year = f" {self.year}年度" if self.year else ""
        state = "" if self.complete else f"，有待填，最高可达{points(self.attainable)}分"
        state += "，一票否决" if self.vetoed else ""
        total = f"{points(self.total)}/{points(self.max_total)}分"
        return f"{self.unit or '（未填单位名称）'}{year}：{total}{state}"

    def _repr_html_(self) -> str:
        """What a notebook shows: the result in a line, and its parts as a table."""
        import pandas as pd

        columns = ["name", "title", "score", "max", "reason"]
        frame = pd.DataFrame.from_records(self.records())
        table: str = frame[columns].to_html(index=False)
        from html import escape  # only notebooks need it

        return f"<p>{escape(str(self))}</p>{table}"

    def records(self) -> list[dict[str, str | float | bool | None]]:
        """One record for each part, in the order of the standard; points as floats."""
        return [
            {
                "file": self.file,
                "unit": self.unit,
                "year": self.year,
                "section": item.section,
                "item": item.id,
                "part": part.id,
                "name": part.name,
                "title": part.title,
                "score": float(part.score),
                "max": float(part.max),
                "status": part.status.value,
                "self": part.by_own_mark,
                "reason": part.reason,
                "remedy": part.remedy,
            }
            for item in self.items
            for part in item.parts
        ]

    def total_with(self, gains: Mapping[str, Fraction]) -> Fraction:
        """The total if the items had so many more points each, up to the caps."""
        if self.is_zeroed:
            return self.total + sum(gains.values(), ZERO)
        sections = (self.earned_in(section, gains) for section in self.sections)
        return capped(sum(sections, ZERO), self.cap)

    def earned_in(
        self, section: SectionResult, gains: Mapping[str, Fraction] = MappingProxyType({})
    ) -> Fraction:
        """What a section's items add to the total, with so many more points each, up to its cap."""
        own = (item for item in self.items if item.section == section.id)
        return capped(sum((i.score + gains.get(i.id, ZERO) for i in own), ZERO), section.cap)

    @property
    def is_zeroed(self) -> bool:
        """Whether a veto makes the total nothing."""
        return self.vetoed and self.readings["veto"] == "zero"

    @property
    def is_capped(self) -> bool:
        """Whether any cap may make the total less than the sum of the items."""
        return self.cap is not None or any(section.cap is not None for section in self.sections)

    @property
    def over_caps(self) -> Fraction:
        """The points that caps leave out of the total."""
        if self.is_zeroed or not self.is_capped:
            return ZERO
        return sum((item.score for item in self.items), ZERO) - self.total

    @property
    def answers(self) -> Answers:
        """What it was scored from: values alone."""
        values = {
            key: Answer(value)
            for part in self.parts()
            for key, value in part.fields.items()
            if value is not None
        }
        return Answers.of(values, self.unit, self.year, self.file)

    @property
    def eligible(self) -> bool:
        return not self.vetoed

    def parts(self) -> tuple[PartResult, ...]:
        return tuple(part for item in self.items for part in item.parts)

    def lost_parts(self) -> list[PartResult]:
        """Parts that lost points, dearest first, then in the order of the standard."""
        return sorted((p for p in self.parts() if p.lost), key=lambda p: -p.lost)

    def pending_parts(self) -> list[PartResult]:
        return [p for p in self.parts() if p.status is Status.PENDING]

    def own_marked_parts(self) -> list[PartResult]:
        """Parts scored by the unit's own marks, still to be assessed."""
        return [p for p in self.parts() if p.by_own_mark]

    def vetoing_parts(self) -> list[PartResult]:
        return [p for p in self.parts() if p.status is Status.VETO]
