"""What of saved results may be ranked together: each unit once, by one standard, sums that add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fyscore.answers import Answers
from fyscore.collect.files import Collected
from fyscore.documents.saved import adds_up
from fyscore.forms.pipeline import Scored
from fyscore.numbers import points
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.problems.notices import Notice, Remark
from fyscore.rules.model import Rulebook
from fyscore.rules.readings import reading_text
from fyscore.rules.status import Status
from fyscore.scoring.rank_range import with_ranges
from fyscore.scoring.ranking import Ranked, Row, rank
from fyscore.scoring.result import Result

#: Unit, year, and the file where there is no unit.
_Who = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Basis:
    """What results must have in common to be ranked together."""

    rulebook: str
    digest: str
    readings: tuple[tuple[str, str], ...]
    version: str

    @classmethod
    def of(cls, result: Result) -> Basis:
        readings = tuple(sorted(result.readings.items()))
        return cls(result.rulebook, result.digest, readings, result.version)

    def __str__(self) -> str:
        text = reading_text(dict(self.readings), names=False)
        digest, version = self.digest or "未记录", self.version or "未记录"
        return f"评分标准 {self.rulebook}（{digest}），{text}，程序版本 {version}"


@dataclass
class Rankable:
    """Results to rank, what could not be scored, and what keeps the ranking from being made."""

    results: list[Result] = field(default_factory=list)
    failures: list[ProblemsError] = field(default_factory=list)
    refused: list[ProblemsError] = field(default_factory=list)
    #: Basis → where results have it from, with their number.
    bases: dict[Basis, dict[str, int]] = field(default_factory=dict)

    @property
    def is_mixed(self) -> bool:
        return len(self.bases) > 1

    def foreign_to(self, rulebook: Rulebook) -> list[str]:
        """Stamps of the standards by which ``rulebook`` would score otherwise."""
        stamps = [f"{basis.rulebook} ({basis.digest})" for basis in self.bases if basis.digest]
        return [stamp for stamp in dict.fromkeys(stamps) if not rulebook.scores_alike(stamp)]

    def ranked(self, rulebook: Rulebook, *, with_range: bool) -> list[Ranked]:
        """The units by rank, maybe with the places that other readings would give them."""
        found = rank([Row.of(result) for result in self.results])
        return with_ranges(found, rulebook) if with_range else found

    def scored(self, rulebook: Rulebook) -> list[Scored]:
        """The results as a report takes them: without what was filled in."""
        return [
            Scored(Answers.of({}, r.unit, r.year, r.file), r, rulebook.in_year(r.year))
            for r in self.results
        ]


def rankable(collected: Collected, rulebook: Rulebook) -> Rankable:
    """The results and failures of saved files; one that is there twice counts once.

    A unit and year with different results is refused, as is a result of other
    items than the rulebook's, and one whose total is not the sum of its parts.
    """
    found = Rankable()
    seen: dict[_Who, list[tuple[Path, Result]]] = defaultdict(list)
    failed: dict[str, ProblemsError] = {}
    for file in collected.files:
        if not file.is_read:
            found.refused += file.failures
            continue
        problems: list[Problem] = []
        for result in file.results:
            kept = seen[_who(result)]
            if any(result == other for _, other in kept):
                continue
            problems += _problems(result, rulebook, kept)
            kept.append((file.path, result))
            places = found.bases.setdefault(Basis.of(result), {})
            places[str(file.path)] = places.get(str(file.path), 0) + 1
            found.results.append(titled(result, rulebook))
        if problems:
            found.refused.append(ProblemsError(str(file.path), problems))
        failed.update((error.file, error) for error in file.failures)
    found.failures = list(failed.values())
    return found


def _who(result: Result) -> _Who:
    """Whose result it is; one without a unit is its file's."""
    return (result.unit, result.year, "") if result.unit else ("", None, result.file)


def _problems(
    result: Result, rulebook: Rulebook, kept: Sequence[tuple[Path, Result]]
) -> Iterator[Problem]:
    own = [(item.id, item.max) for item in rulebook.items]
    # What does not apply to a unit is out of its maximum.
    theirs = [
        (item.id, sum((p.max for p in rulebook.item(item.id).parts if p.id in exempt), item.max))
        for exempt in [{p.id for p in result.parts() if p.status is Status.EXEMPT}]
        for item in result.items
        if any(item.id == number for number, _ in own)
    ]
    sections = [section.id for section in result.sections]
    same = sections == [section.id for section in rulebook.sections]
    if theirs != own or len(result.items) != len(own) or not same or result.rulebook != rulebook.id:
        yield Code.RESULT_RULEBOOK.problem(
            file=result.file, rulebook=result.rulebook, ours=rulebook.id
        )
    elif not adds_up(result):
        yield Code.RESULT_SUM.problem(file=result.file, total=points(result.total))
    # The same figures in another file of the unit's are no contradiction: a batch ranks them too.
    differing = [(path, one) for path, one in kept if not _alike(one, result)]
    for path, other in differing[:1]:
        yield _twice(result, other, f"（{path.name}）")


def _alike(one: Result, other: Result) -> bool:
    """Whether they say the same, in whatever files."""
    return replace(one, file=other.file) == other


def _twice(result: Result, other: Result, where: str = "") -> Problem:
    return Code.RESULT_TWICE.problem(
        unit=result.unit or result.file,
        year=f" {result.year}年度" if result.year else "",
        one=f"{other.file}{where} {points(other.total)}分",
        other=f"{result.file} {points(result.total)}分",
    )


def one_each(results: list[Result]) -> list[ProblemsError]:
    """Take out what is there of a unit and year after the first, and say of each why."""
    first: dict[_Who, Result] = {}
    refused = []
    for result in results:
        other = first.setdefault(_who(result), result)
        if not _alike(result, other):
            refused.append(ProblemsError(result.file, [_twice(result, other)]))
    results[:] = first.values()
    return refused


def titled(result: Result, rulebook: Rulebook) -> Result:
    """The result with its parts' titles, which saved results leave to the rulebook."""
    titles = {part.id: part.title for part in rulebook.parts}
    items = tuple(
        replace(
            item,
            parts=tuple(replace(part, title=titles.get(part.id, "")) for part in item.parts),
        )
        for item in result.items
    )
    return replace(result, items=items)


def repeated(rows: Sequence[Row]) -> Iterator[Notice]:
    """A notice for each unit and year that several files are of."""
    files: dict[tuple[str, int | None], list[str]] = {}
    for row in rows:
        if row.unit:
            files.setdefault((row.unit, row.year), []).append(row.file)
    for (unit, year), names in files.items():
        if len(names) > 1:
            yield Remark.UNIT_TWICE.notice(
                unit=unit,
                year=f" {year}年度" if year else "",
                count=len(names),
                files="、".join(names),
            )
