"""What a unit reported: exact values by field key, and who reported them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Answer:
    """One reported value, in its field's unit.

    ``value`` is what is scored: a bool for yes/no, else an exact number; for a
    rate given as numerator and denominator it is their quotient, and
    ``reported`` is the rate as typed beside them, if it was.
    """

    value: bool | Fraction
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    reported: Fraction | None = None

    @property
    def number(self) -> Fraction:
        """The value as a number (yes is 1)."""
        return Fraction(self.value)


@dataclass(frozen=True)
class Answers:
    """Everything one workbook says.  A blank field has no entry in ``values``."""

    values: Mapping[str, Answer]
    unit: str = ""
    year: int | None = None
    file: str = ""
    info: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    evidence_cells: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
