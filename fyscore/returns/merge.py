"""Parts back into one form: what agrees is taken, what does not is told, nothing is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from types import MappingProxyType

from fyscore.answers import (
    Answer,
    Answers,
    CombinedMark,
    Conflict,
    Entry,
    Given,
    MergedAnswers,
    Source,
)
from fyscore.forms.parts import rules_of
from fyscore.forms.pipeline import score_file
from fyscore.forms.writer import template_bytes
from fyscore.numbers import ZERO, rounded
from fyscore.rules.field import Field
from fyscore.rules.field_types import MARK
from fyscore.rules.load import load_rulebook
from fyscore.rules.model import Rulebook
from fyscore.tables import headings
from fyscore.workbooks.decisions import Decisions


@dataclass(frozen=True, slots=True)
class Return:
    """A part as it was returned."""

    source: Source
    answers: Answers

    def keys(self, rulebook: Rulebook) -> frozenset[str]:
        """The fields it is about."""
        return frozenset(rules_of(self.answers, rulebook).fields)


#: How several assessors' marks become one.
MARKS: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "mean": lambda marks: sum(marks, ZERO) / len(marks),
    "median": lambda marks: Fraction(median(marks)),
    "lowest": min,
}
#: Marks that stand further apart than this part of the maximum are to be looked at again.
_FAR = Fraction(1, 5)


class Merged(MergedAnswers):
    """What many returned forms come to."""

    def workbook(self, rulebook: Rulebook) -> bytes:
        """The form that the parts make, with 来源."""
        book, found = rulebook.in_year(self.year), (self.unit, self.year, self.entries)
        return template_bytes(book, *found, sources=self.sources)


def merge(
    files: Sequence[str | Path],
    rulebook: Rulebook | None = None,
    *,
    prefer: str | Path = "",
    marks: str = "",
) -> Merged:
    """Returned parts as one form, which may hold conflicts; see :func:`merge_returns`.

    Raises ProblemsError for the first part that cannot be read.
    """
    rules = rulebook or load_rulebook()
    return merge_returns([read_return(Path(f), rules) for f in files], rules, str(prefer), marks)


def read_return(file: Path, rulebook: Rulebook) -> Return:
    """A part as it was returned.  Raises ProblemsError."""
    return return_of(file, score_file(file, rulebook).answers)


def return_of(file: Path, answers: Answers) -> Return:
    """A part that was just read.  Raises OSError."""
    said, digest = answers.info, hashlib.sha256(file.read_bytes()).hexdigest()
    body, person, day = (
        said.get(name, "")
        for name in (headings.INFO_BODY, headings.INFO_PERSON, headings.INFO_DATE)
    )
    return Return(Source(str(file), body, person, day, digest), answers)


def merge_returns(
    parts: Sequence[Return],
    rulebook: Rulebook,
    prefer: str = "",
    marks: str = "",
    settled: Decisions = MappingProxyType({}),
) -> Merged:
    """The parts as one form.

    A field answered once, or alike, has that answer; answered differently it is
    a conflict, unless it was ``settled``, the part whose file is ``prefer`` is
    among them, or it is the assessors' mark and ``marks`` (one of MARKS) says
    how several become one: exactly, then to two decimals, half up.  Evidence
    and remarks are joined, each text once.
    """
    keys = [part.keys(rulebook) for part in parts]
    entries: dict[str, Entry] = {}
    sources: dict[str, tuple[Given, ...]] = {}
    conflicts: list[Conflict] = []
    marked: list[CombinedMark] = []
    for key, field in rulebook.fields.items():
        about = [part for part, own in zip(parts, keys, strict=True) if key in own]
        found = {own: _given(about, key, own) for own in (False, True)}
        taken = {own: _agreed(given, prefer) for own, given in found.items()}
        for own, given in found.items():
            if given and taken[own] is None:
                taken[own] = _decided(given, settled.get((key, own)))
        if marks and field.type is MARK and found[False] and taken[False] is None:
            one = _one_mark(key, found[False], marks, rulebook.part_by_key[key].max)
            marked.append(one)
            taken[False] = Answer(one.taken)
        for own, given in found.items():
            if given and taken[own] is None:
                conflicts.append(Conflict(key, tuple(given), own))
        entries[key] = _entry(field, about, taken)
        told = tuple(given for own in (False, True) for given in found[own])
        if told:
            sources[key] = told
    covered = frozenset[str]().union(*keys)
    left_out = tuple(i.id for i in rulebook.items if not covered & {f.key for f in i.fields})
    return Merged(
        entries,
        sources,
        tuple(conflicts),
        next((p.answers.unit for p in parts if p.answers.unit), ""),
        next((p.answers.year for p in parts if p.answers.year is not None), None),
        left_out,
        tuple(marked),
    )


def _one_mark(key: str, given: Sequence[Given], how: str, most: Fraction) -> CombinedMark:
    marks = [each.answer.number for each in given]
    is_far = max(marks) - min(marks) > most * _FAR
    return CombinedMark(key, tuple(given), rounded(MARKS[how](marks), 2), is_far)


def differing_heads(parts: Sequence[Return]) -> Iterator[str]:
    """Units and years that are not the same in all parts, in words."""
    for what, told in (
        ("单位名称", [(p.answers.unit, p) for p in parts if p.answers.unit]),
        ("评估年度", [(str(p.answers.year), p) for p in parts if p.answers.year is not None]),
    ):
        if len({text for text, _ in told}) > 1:
            each = "；".join(f"{p.source.file} 为“{text}”" for text, p in told)
            yield f"各分表的{what}不同：{each}"


def _given(parts: Sequence[Return], key: str, own: bool) -> list[Given]:
    found = []
    for part in parts:
        entry = part.answers.entry(key)
        answer, cell = (entry.own, entry.own_cell) if own else (entry.answer, entry.cell)
        if answer is not None:
            found.append(Given(part.source, answer, cell))
    return found


def _decided(given: Sequence[Given], decided: Answer | None) -> Answer | None:
    """What was decided, as one of the parts has it in full if one has."""
    same = [each for each in given if decided and each.answer.value == decided.value]
    return _agreed(same, "") or decided


def _agreed(given: Sequence[Given], prefer: str) -> Answer | None:
    """The answer they agree on, the fuller of equal ones; None where they do not, or have none."""
    if prefer:
        preferred = [each for each in given if each.source.file == prefer]
        given = preferred or given
    if len({each.answer.value for each in given}) != 1:  # also where there is none
        return None
    return max((each.answer for each in given), key=lambda answer: answer.numerator is not None)


def _entry(field: Field, parts: Sequence[Return], taken: Mapping[bool, Answer | None]) -> Entry:
    entries = [part.answers.entry(field.key) for part in parts]
    last = next((e for e in entries if e.last), Entry())
    return Entry(
        taken[False],
        evidence=_joined(entry.evidence for entry in entries),
        remark=_joined(entry.remark for entry in entries),
        own=taken[True],
        last=last.last,
        last_score=last.last_score,
    )


def _joined(texts: Iterator[str]) -> str:
    """Every text once, in the order given, whatever they were joined from before."""
    told = list(dict.fromkeys(filter(None, texts)))
    if len(told) < 2:
        return "".join(told)
    pieces = (piece.strip() for text in told for piece in text.split(_BETWEEN))
    return _BETWEEN.join(dict.fromkeys(filter(None, pieces)))


_BETWEEN = "；"
