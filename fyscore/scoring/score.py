"""Answers and a rulebook → a Result, or every contradiction between the answers.

Facts are the reader's; this is where they are judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from fyscore.answers import Answers
from fyscore.numbers import ZERO, capped
from fyscore.problems import Problem, ProblemsError
from fyscore.rules.field_types import MARK
from fyscore.rules.model import Item, Rulebook, Section
from fyscore.rules.part import Part
from fyscore.rules.status import Status
from fyscore.scoring.judgement import outcome, struck
from fyscore.scoring.range import total_range
from fyscore.scoring.result import ItemResult, PartResult, Result, SectionResult
from fyscore.version import __version__


def contradictions(answers: Answers, rulebook: Rulebook) -> list[Problem]:
    """Marks over their maximum, and answers that cannot stand together, as problems."""
    problems = []
    for part in rulebook.parts:
        for problem in part.shape.problems(part, answers.values):
            problems.append(_placed(problem, answers.entry(problem.key).used_cell))
        problems += _own_over_maximum(part, answers)
    return [rulebook.named(problem) for problem in problems]


def _own_over_maximum(part: Part, answers: Answers) -> Iterator[Problem]:
    """The unit's own mark over the maximum, though the assessors' is scored."""
    for field in part.of(MARK):
        entry = answers.entry(field.key)
        if entry.own is None or entry.is_own:
            continue
        # A mark by itself contradicts nothing: what is found is that it is too high.
        for problem in part.shape.problems(part, {field.key: entry.own}):
            yield _placed(problem, entry.own_cell)


def _placed(problem: Problem, place: str) -> Problem:
    """The problem at a place such as ``填报!D12``."""
    sheet, _, cell = place.partition("!")
    return problem.at(sheet, cell)


def score(answers: Answers, rulebook: Rulebook) -> Result:
    """Score ``answers`` by ``rulebook`` under the rulebook's readings.

    Raises ProblemsError if answers contradict each other.
    """
    found = contradictions(answers, rulebook)
    if found:
        raise ProblemsError(answers.file, found)
    return result_of(answers, rulebook)


def result_of(answers: Answers, rulebook: Rulebook) -> Result:
    """The result of answers in which :func:`contradictions` finds nothing."""
    values = answers.values
    items = tuple(_item(item, answers, rulebook.readings) for item in rulebook.items)
    vetoed = any(item.status is Status.VETO for item in items)
    sections = tuple(_section(section, items) for section in rulebook.sections)
    total = capped(_sum(s.score for s in sections), rulebook.cap)
    if vetoed and rulebook.readings["veto"] == "zero":
        total = ZERO
    pending = [p for item in items for p in item.parts if p.status is Status.PENDING]
    return Result(
        file=answers.file,
        unit=answers.unit,
        year=answers.year,
        rulebook=rulebook.id,
        readings=dict(rulebook.readings),
        total=total,
        max_total=capped(_sum(s.max for s in sections), rulebook.cap),
        attainable=total + _still_to_come(items, rulebook),
        complete=not pending,
        vetoed=vetoed,
        range=total_range(items, vetoed, values, rulebook),
        sections=sections,
        items=items,
        digest=rulebook.short_digest,
        version=__version__,
        cap=rulebook.cap,
        notices=answers.notices,
    )


def _still_to_come(items: Sequence[ItemResult], rulebook: Rulebook) -> Fraction:
    """What the pending parts can add to the total."""
    scores = {item.id: item.score for item in items}
    waiting = {item.id: item.score + item.waiting for item in items}
    return rulebook.total_of(waiting) - rulebook.total_of(scores)


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, ZERO)


def _section(section: Section, items: Sequence[ItemResult]) -> SectionResult:
    own = [item for item in items if item.section == section.id]
    return SectionResult(
        section.id,
        section.title,
        capped(_sum(item.max for item in own), section.cap),
        capped(_sum(item.score for item in own), section.cap),
        section.cap,
    )


def _item(item: Item, answers: Answers, readings: Mapping[str, str]) -> ItemResult:
    parts = tuple(_part(part, item, answers, readings) for part in item.parts)
    statuses = {part.status for part in parts}
    if Status.PENDING in statuses:
        status = Status.PENDING
    elif len(statuses) == 1:
        (status,) = statuses
    else:
        status = Status.PARTIAL
    earned = _sum(part.score for part in parts)
    most = _sum(part.max for part in parts)
    return ItemResult(item.id, item.title, item.section, most, earned, status, parts)


def _part(part: Part, item: Item, answers: Answers, readings: Mapping[str, str]) -> PartResult:
    gate, values = item.gate, answers.values
    by_gate = struck(gate, part, values, readings) if gate else None
    gate_blank = tuple(f for f in item.gate_fields if f.key not in values)
    found = by_gate or outcome(part, values, readings, gate_blank)
    return PartResult(
        id=part.id,
        title=part.title,
        score=found.score,
        max=ZERO if found.status is Status.EXEMPT else part.max,
        status=found.status,
        reason=found.reason,
        remedy=found.remedy,
        fields={
            f.key: values[f.key].value if f.key in values else None
            for f in part.fields + item.gate_fields
        },
        changes=found.changes,
        gain=found.gain,
        by=found.by,
        name=part.name,
        by_own_mark=_is_by_own_mark(part, item, answers),
    )


def _is_by_own_mark(part: Part, item: Item, answers: Answers) -> bool:
    asked = item.asked(part, answers.values)
    return any(field.key in answers.own_marks for field in asked)
