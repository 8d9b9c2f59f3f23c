"""A field of the form, and what the program asks of the kind of entry it takes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from fyscore.answers import Answer
from fyscore.entry import Raw, Typed
from fyscore.rules.readings import BOUND_WORDS


class Allowed(NamedTuple):
    """What a spreadsheet program lets be typed into a cell.

    ``kind`` is ``list``, ``whole`` or ``decimal``; a number has a lowest and
    maybe a highest value, a list its choices.
    """

    kind: str
    low: Fraction = Fraction(0)
    high: Fraction | None = None
    choices: Sequence[str] = ()


class Limits(NamedTuple):
    """What a part allows its fields: marks up to its maximum, counts up to its sample."""

    most: Fraction
    sample: Fraction | None = None


class InputCells(NamedTuple):
    """Where the form works out what one input cell says: its text, digits and value."""

    text: str
    digits: str
    value: str


class FixBy(IntEnum):
    """Who can still bring a change about; of several changes, the largest decides."""

    UNIT = 0
    ASSESSORS = 1
    #: A fact of the year, which no work undoes.
    NOBODY = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One field's value after a fix, as ``--what-if KEY=VALUE`` takes it, and in words.

    ``answer`` is that value, None where the field is blanked; ``cases`` are the
    persons, households or the like it is about, counted in ``unit``.  What only
    follows from another change has no ``text`` of its own.
    """

    key: str
    to: str
    text: str
    answer: Answer | None = None
    cases: Fraction = Fraction(0)
    unit: str = ""
    by: FixBy = FixBy.UNIT


class Bound(NamedTuple):
    """A number to reach, from below (``up``) or from above; ``strict`` means to pass it."""

    value: Fraction
    up: bool
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One value a unit reports.  ``minimum``/``maximum`` are bounds a part tests."""

    key: str
    type: FieldType
    unit: str
    scale: int
    label: str
    role: str = ""
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    word: str = ""
    numerator: str = ""
    denominator: str = ""
    case_unit: str = ""
    #: A fact of the year: once it has happened, nothing the unit does changes it.
    is_fact: bool = False
    #: Whether the assessors fill it in, rather than the unit.
    by_assessors: bool = False
    #: Points of its own, where its part weighs its fields.
    score: Fraction | None = None

    @property
    def is_number(self) -> bool:
        """Whether it reports a number, rather than 是 or 否 or a mark."""
        return not (self.type.is_yes_no or self.type.by_assessor)

    @property
    def is_rate(self) -> bool:
        """Whether numerator and denominator may be given for it."""
        return self.scale > 0

    def fix_by(self, answer: Answer | None) -> FixBy:
        """Who can change what is reported; what has happened, nobody."""
        if self.is_fact and answer is not None:
            return FixBy.NOBODY
        return FixBy.ASSESSORS if self.by_assessors else FixBy.UNIT

    @property
    def follows_bounds(self) -> bool:
        """Whether the reading ``bounds`` decides if its bound is included."""
        return self.word in BOUND_WORDS

    @property
    def bound(self) -> Fraction | None:
        """The number its part tests it against, if any."""
        return self.maximum if self.minimum is None else self.minimum

    def parse(self, raw: Raw, percent_format: bool = False) -> Typed:
        """What a cell holds.  Raises EntryError."""
        return self.type.parse(self, raw, percent_format)

    def quotient(
        self, numerator: Fraction, denominator: Fraction, reported: Typed | None = None
    ) -> Answer:
        """The rate from its pair.  Raises EntryError."""
        return self.type.quotient(self, numerator, denominator, reported)

    def shown(self, value: bool | Fraction, against: Fraction | None = None) -> str:
        """A value with its unit; with places enough to tell it from ``against``."""
        return self.type.shown(self, value, against)

    def difference(self, value: Fraction) -> str:
        """A distance between two values: percent differ by percentage points."""
        return self.type.difference(self, value)


class FieldType(ABC):
    """The kind of entry a field takes: how it is parsed, checked, shown, and brought to a bound.

    ``scale`` turns numerator over denominator into the field's unit (100 for
    percent, 100 000 for deaths per 100 000 live births); 0 marks a type that
    is not a rate.  ``ceiling`` is the largest meaningful value, if any.
    """

    #: Whether the assessors give it, rather than the unit.
    by_assessor = False
    #: Whether it is answered by 是 or 否 rather than by a number.
    is_yes_no = False
    number_format = "General"
    align = "right"

    def __init__(
        self,
        name: str,
        unit: str = "",
        scale: int = 0,
        ceiling: Fraction | None = None,
        title: str = "",
    ) -> None:
        """``title`` is what the type is called in Chinese."""
        self.name = name
        self.title = title
        self.unit = unit
        self.scale = scale
        self.ceiling = ceiling

    def __repr__(self) -> str:
        return f"<field type {self.name}>"

    @abstractmethod
    def parse(self, field: Field, raw: Raw, percent_format: bool = False) -> Typed:
        """What a cell holds, in the field's own unit.

        Raises EntryError for text that is no such value, another unit, a value
        out of range, or a percentage that can be read two ways.
        """

    @abstractmethod
    def quotient(
        self, field: Field, numerator: Fraction, denominator: Fraction, reported: Typed | None
    ) -> Answer:
        """The rate from its numerator and denominator, held against the rate typed beside them.

        Raises EntryError for a zero denominator, a numerator over the denominator
        of a percentage, or a reported rate that is not the quotient rounded to the
        reported rate's own precision.
        """

    @abstractmethod
    def shown(self, field: Field, value: bool | Fraction, against: Fraction | None = None) -> str:
        """``97%``, ``16.5/10万``, ``8家``, ``是``: a value with its field's unit."""

    @abstractmethod
    def typed(self, value: Fraction) -> str:
        """A value as a person would type it."""

    @abstractmethod
    def difference(self, field: Field, value: Fraction) -> str:
        """A distance between two values of the field."""

    @abstractmethod
    def hint(self, field: Field, limits: Limits) -> str:
        """What to type, made from the field's type and its pair's names."""

    @abstractmethod
    def stored(self, value: bool | Fraction) -> str | float:
        """A value as its cell holds it."""

    @abstractmethod
    def allowed(self, limits: Limits) -> Allowed:
        """What its cell lets be typed."""

    @abstractmethod
    def cell_formulas(self, raw: str, cells: InputCells, unit: str, bad: str) -> Sequence[str]:
        """Spreadsheet expressions, one for each of ``cells``, of what an input cell holds.

        Its text folded, its digits without ``unit``, and what it says in the
        field's unit: blank, ``bad``, or a number (1 and 0 for 是 and 否).
        """

    @abstractmethod
    def checked(self, value: str, limits: Limits, bad: str) -> str:
        """A spreadsheet expression: a value of :meth:`cell_formulas`, or ``bad`` out of range."""

    @abstractmethod
    def fix(self, field: Field, answer: Answer | None, bound: Bound) -> Change | None:
        """The least change that reaches ``bound``; None where it cannot be reached."""
