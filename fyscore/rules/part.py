"""The smallest thing that is scored: a maximum, a shape, and the fields it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from fyscore.answers import Answer
from fyscore.rules.field import Field, Limits
from fyscore.rules.number_type import FieldType

if TYPE_CHECKING:
    from fyscore.rules.shapes.shape import Shape

Values = Mapping[str, Answer]
Readings = Mapping[str, str]


def point_name(item: str, point: int = 0) -> str:
    """``第3项第2小点``; ``第4项`` where ``point`` is 0."""
    return f"第{item}项第{point}小点" if point else f"第{item}项"


class Tier(NamedTuple):
    """One step of a part: the points of a value on the right side of ``bound``."""

    bound: Fraction
    #: Whether it is reached from below.
    up: bool
    score: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """The smallest thing that is scored: a maximum, a shape, and the fields it reads."""

    id: str
    item: str
    max: Fraction
    shape: Shape
    title: str
    fields: tuple[Field, ...]
    params: Mapping[str, Fraction] = field(default_factory=dict)
    #: Which of its item's parts it is, counted from 1; 0 where it is the only one.
    point: int = 0
    #: What is counted, in words that follow a number and its unit: 不落实, 重大安全事故.
    case: str = ""
    #: The steps of a part that has them, the best first.
    tiers: tuple[Tier, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for a parameter that the shape does not declare."""
        undeclared = self.params.keys() - {each.name for each in self.shape.part_params}
        if undeclared:
            raise ValueError(
                f"shape {self.shape.name!r} does not declare {sorted(undeclared)} in part_params"
            )

    def param(self, name: str) -> Fraction:
        """A parameter that must be there.

        Raises KeyError, naming it, where the shape does not declare it.
        """
        if name not in self.params:
            raise KeyError(f"shape {self.shape.name!r} takes {name!r}: declare it in part_params")
        return self.params[name]

    @property
    def name(self) -> str:
        """Where it stands in the standard, as people write it."""
        return point_name(self.item, self.point)

    def only(self, wanted: FieldType) -> Field:
        """The part's one field of that type."""
        (found,) = self.of(wanted)
        return found

    def of(self, wanted: FieldType) -> list[Field]:
        """The part's fields of that type."""
        return [f for f in self.fields if f.type is wanted]

    def criterion(self, readings: Mapping[str, str]) -> str:
        """The rule in words."""
        return self.shape.criterion(self, readings)

    def formula(self, readings: Mapping[str, str]) -> str:
        """The points as a formula over the fields' checked values, each ``[key]``."""
        return self.shape.formula(self, {f.key: f"[{f.key}]" for f in self.fields}, readings)

    @property
    def limits(self) -> Limits:
        """What it allows its fields."""
        return Limits(self.max, self.params.get("sample"))
