"""What a unit reported: an exact value for each field, with what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from fyscore.problems.notices import Notice


@dataclass(frozen=True, slots=True)
class Answer:
    """One reported value, in its field's unit.

    ``value`` is what is scored: a bool for yes/no, else an exact number; for a
    rate given as numerator and denominator it is their quotient, and
    ``reported`` is the rate as typed beside them, if it was.  ``is_own`` marks
    the unit's own mark.
    """

    value: bool | Fraction
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    reported: Fraction | None = None
    is_own: bool = False

    @property
    def number(self) -> Fraction:
        """The value as a number (yes is 1)."""
        return Fraction(self.value)


@dataclass(frozen=True, slots=True)
class Entry:
    """One field's row of the form: its answer, if any, and what was noted beside it.

    ``own`` is the unit's own mark, which stands while the assessors have given
    none; ``last`` and ``last_score`` are last year's, as texts, and never count.
    ``cell`` and its like are places such as ``填报!D12``, empty where the
    answers come from no workbook.
    """

    answer: Answer | None = None
    evidence: str = ""
    remark: str = ""
    cell: str = ""
    evidence_cell: str = ""
    own: Answer | None = None
    own_cell: str = ""
    last: str = ""
    last_score: str = ""

    @property
    def used(self) -> Answer | None:
        """The answer that is scored."""
        return self.own if self.answer is None else self.answer

    @property
    def is_own(self) -> bool:
        """Whether that is the unit's own mark."""
        return self.answer is None and self.own is not None

    @property
    def used_cell(self) -> str:
        """Where that answer stands."""
        return self.own_cell if self.is_own else self.cell


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer came from: which file, whose part it is, who filled it in, and when."""

    file: str
    body: str = ""
    person: str = ""
    day: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One returned form's answer to a field, or to the unit's own mark of it."""

    source: Source
    answer: Answer
    cell: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Different answers to one field; ``own`` marks the unit's own marks."""

    key: str
    given: tuple[Given, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class CombinedMark:
    """Several assessors' marks of one field, and the one they became."""

    key: str
    given: tuple[Given, ...]
    taken: Fraction
    #: Whether they stand further apart than a fifth of the maximum.
    is_far: bool

    @property
    def spread(self) -> Fraction:
        marks = [each.answer.number for each in self.given]
        return max(marks) - min(marks)


@dataclass(frozen=True)
class MergedAnswers:
    """One form from many: its entries, where each answer came from, and what is left open."""

    entries: Mapping[str, Entry]
    sources: Mapping[str, tuple[Given, ...]]
    conflicts: tuple[Conflict, ...]
    unit: str
    year: int | None
    #: Items that no part was about.
    left_out: tuple[str, ...]
    #: Marks that differed and were made one.
    marks: tuple[CombinedMark, ...] = ()

    @property
    def filled(self) -> int:
        """Fields that have an answer."""
        return sum(entry.used is not None for entry in self.entries.values())


@dataclass(frozen=True, slots=True)
class Subform:
    """One body's part to fill in: what it is called, whose it is, its items, the workbook."""

    name: str
    body: str
    items: tuple[str, ...]
    content: bytes


#: How a text begins that is taken over from last year and still to be confirmed.
UNCONFIRMED = "待确认："

#: What stands for a field that a form says nothing of.
BLANK = Entry()


@dataclass(frozen=True)
class Answers:
    """Everything one workbook says, by field key."""

    entries: Mapping[str, Entry]
    unit: str = ""
    year: int | None = None
    file: str = ""
    info: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()

    @classmethod
    def of(
        cls, values: Mapping[str, Answer], unit: str = "", year: int | None = None, file: str = ""
    ) -> Answers:
        """Answers from values alone, without a workbook."""
        return cls({key: Entry(answer) for key, answer in values.items()}, unit, year, file)

    @cached_property
    def values(self) -> Mapping[str, Answer]:
        """The answers given; a blank field is not among them."""
        return {key: entry.used for key, entry in self.entries.items() if entry.used is not None}

    @cached_property
    def own_marks(self) -> frozenset[str]:
        """The marks for which the unit's own is used."""
        return frozenset(key for key, answer in self.values.items() if answer.is_own)

    def entry(self, key: str) -> Entry:
        """What the form says of that field."""
        return self.entries.get(key, BLANK)

    def places(self, keys: Iterable[str]) -> list[str]:
        """Where those fields were filled in, each place once."""
        cells = (self.entry(key).used_cell for key in keys)
        return list(dict.fromkeys(cell for cell in cells if cell))
