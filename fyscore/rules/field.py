"""A field of the form, and what the program asks of the kind of entry it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from fyscore.answers import Answer
from fyscore.entry import Raw, Typed
from fyscore.rules.readings import BOUND_WORDS

if TYPE_CHECKING:
    from fyscore.rules.number_type import FieldType


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
