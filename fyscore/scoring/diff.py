"""Results of one unit over time → what changed and why.

Compares exact results: a change of a thousandth of a point is a change.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fyscore.numbers import ZERO, points
from fyscore.problems.notices import Notice, Remark
from fyscore.rules.model import Rulebook
from fyscore.scoring.part_change import PartChange, part_changes
from fyscore.scoring.result import Result


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A total, section or item through all the results; None where one has it not."""

    id: str
    title: str
    scores: tuple[Fraction | None, ...]

    @property
    def change(self) -> Fraction:
        return (self.scores[-1] or ZERO) - (self.scores[0] or ZERO)


@dataclass(frozen=True, slots=True)
class DiffStep:
    """From one result to the next."""

    old: str
    new: str
    change: Fraction
    parts: tuple[PartChange, ...]

    @property
    def moved(self) -> list[PartChange]:
        """The parts, those that moved most first."""
        return sorted(self.parts, key=lambda p: -abs(p.change))


@dataclass(frozen=True, slots=True)
class Diff:
    labels: tuple[str, ...]
    total: ScoreLine
    sections: tuple[ScoreLine, ...]
    items: tuple[ScoreLine, ...]
    steps: tuple[DiffStep, ...]
    warnings: tuple[Notice, ...]
    #: Whose results they are; empty where they are of several units.
    unit: str = ""
    #: Whether they are one year's, before and after a review.
    is_review: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing at all differs."""
        return not any(step.parts or step.change for step in self.steps)


#: What two results of one unit and year are.
REVIEW = ("自评", "复核")


def compare(results: Sequence[Result], rulebook: Rulebook, labels: Sequence[str] = ()) -> Diff:
    """Compare results in the order given; ``rulebook`` supplies titles.

    They are labelled by their years unless ``labels`` says otherwise; two of
    one unit and year are its own assessment and the review of it.  Raises
    ValueError if there are fewer than two, or not as many as labels.
    """
    if len(results) < 2:
        raise ValueError("比较至少要两份结果")
    units, years = ({getattr(result, name) for result in results} for name in ("unit", "year"))
    one = len(units) == len(years) == 1 and "" not in units and None not in years
    is_review = one and len(results) == 2
    if is_review and not labels:
        labels = REVIEW
    if labels and len(labels) != len(results):
        raise ValueError(f"有{len(results)}份结果，名称却有{len(labels)}个")
    labels = tuple(labels) or tuple(
        _label(result, n, len(units) > 1) for n, result in enumerate(results)
    )
    return Diff(
        labels=labels,
        total=ScoreLine("total", "总分", tuple(result.total for result in results)),
        sections=_lines(results, lambda r: ((s.id, s.title, s.score) for s in r.sections)),
        items=_lines(results, lambda r: ((i.id, i.title, i.score) for i in r.items)),
        steps=tuple(
            DiffStep(
                labels[n],
                labels[n + 1],
                new.total - old.total,
                tuple(part_changes(old, new, rulebook)),
            )
            for n, (old, new) in enumerate(itertools.pairwise(results))
        ),
        warnings=tuple(_warnings(results, is_review, rulebook)),
        is_review=is_review,
        unit=results[0].unit if len(units) == 1 else "",
    )


def _label(result: Result, nth: int, with_unit: bool = False) -> str:
    label = str(result.year) if result.year is not None else f"第{nth + 1}份"
    return f"{result.unit or '（未填单位）'} {label}" if with_unit else label


def _lines(
    results: Sequence[Result], entries: Callable[[Result], Iterable[tuple[str, str, Fraction]]]
) -> tuple[ScoreLine, ...]:
    """Outer join: a line that only some results have is kept."""
    titles: dict[str, str] = {}
    tables = []
    for result in results:
        table = {}
        for line_id, title, score in entries(result):
            titles.setdefault(line_id, title)
            table[line_id] = score
        tables.append(table)
    return tuple(
        ScoreLine(line_id, title, tuple(table.get(line_id) for table in tables))
        for line_id, title in titles.items()
    )


def _between(since: int, old: int | None, new: int | None) -> bool:
    return old is not None and new is not None and (old < since <= new or new < since <= old)


def _warnings(results: Sequence[Result], is_review: bool, rulebook: Rulebook) -> list[Notice]:
    warnings = []
    units = list(dict.fromkeys(result.unit for result in results))
    if len(units) > 1:
        names = "、".join(unit or "（未填）" for unit in units)
        warnings.append(Remark.OTHER_UNIT.notice(names=names))
    for old, new in itertools.pairwise(results):
        if old.year is None or new.year is None:
            warnings.append(Remark.YEAR_UNKNOWN.notice())
        elif old.year == new.year and not is_review:
            warnings.append(Remark.SAME_YEAR.notice(year=old.year))
        elif old.year > new.year:
            warnings.append(Remark.YEARS_REVERSED.notice(first=old.year, then=new.year))
        if old.rulebook != new.rulebook:
            warnings.append(Remark.OTHER_STANDARD.notice(one=old.rulebook, other=new.rulebook))
        dated = [d for d in rulebook.changes if _between(d.since, old.year, new.year)]
        for change in dated:
            said = Remark.STANDARD_CHANGED.notice(since=change.since, source=change.source)
            warnings.append(said)
        changed = [n for n in old.readings if old.readings[n] != new.readings.get(n)]
        if changed:
            warnings.append(Remark.OTHER_READINGS.notice(names="、".join(changed)))
        for result in (old, new):
            if not result.complete:
                warnings.append(Remark.STILL_PENDING.notice(label=_label(result, 0)))
    for nth, result in enumerate(results):
        if result.over_caps:
            over, label = points(result.over_caps), _label(result, nth)
            warnings.append(Remark.SUM_OVER_TOTAL.notice(label=label, over=over))
    return list(dict.fromkeys(warnings))
