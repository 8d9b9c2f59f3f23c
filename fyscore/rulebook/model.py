"""Frozen types a rulebook loads into.  They hold the standard; they score nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class FieldType:
    """What kind of entry a field takes.

    ``scale`` turns numerator over denominator into the field's unit (100 for
    percent, 100 000 for deaths per 100 000 live births); 0 marks a type that
    is not a rate.  ``ceiling`` is the largest meaningful value, if any.
    """

    name: str
    unit: str = ""
    scale: int = 0
    ceiling: Fraction | None = None


FIELD_TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        t.name: t
        for t in (
            FieldType("yes_no"),
            FieldType("count"),
            FieldType("mark", "分"),
            FieldType("decimal"),
            FieldType("percent", "%", 100, Fraction(100)),
            FieldType("permille", "‰", 1000),
            FieldType("per_10k", "/万", 10_000),
            FieldType("per_100k", "/10万", 100_000),
        )
    }
)

#: Words of the notice whose meaning the reading ``bounds`` decides.
BOUND_WORDS = frozenset({"以上", "以下", "以内"})
#: Words that settle by themselves that the bound is included.
FIXED_WORDS = frozenset({"至少", "含"})

#: Readings where the wording leaves room; the first value is the default.
READINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "bounds": ("inclusive", "exclusive"),
        "partial_point": ("started", "whole", "linear"),
        "two_rates": ("sum", "worst"),
        "veto": ("flag", "zero"),
    }
)


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

    @property
    def is_rate(self) -> bool:
        """Whether numerator and denominator may be given for it."""
        return self.scale > 0

    @property
    def follows_bounds(self) -> bool:
        """Whether the reading ``bounds`` decides if its bound is included."""
        return self.word in BOUND_WORDS


@dataclass(frozen=True, slots=True)
class Part:
    """The smallest thing that is scored: a maximum, a shape, and the fields it reads."""

    id: str
    item: str
    max: Fraction
    shape: str
    title: str
    fields: tuple[Field, ...]
    params: Mapping[str, Fraction] = field(default_factory=dict)

    def only(self, type_name: str) -> Field:
        """The part's one field of that type."""
        (found,) = (f for f in self.fields if f.type.name == type_name)
        return found


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item of the standard; its id is its clause number."""

    id: str
    section: str
    title: str
    method: str
    responsible: str
    parts: tuple[Part, ...]
    #: A condition on the whole item that carries no points (item 15's falsified data).
    gate: Part | None = None

    @property
    def max(self) -> Fraction:
        return sum((p.max for p in self.parts), Fraction(0))

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the form, the gate's last."""
        gate = self.gate.fields if self.gate else ()
        return tuple(f for p in self.parts for f in p.fields) + gate


@dataclass(frozen=True, slots=True)
class Section:
    """One of the standard's sections with its stated number of points."""

    id: str
    title: str
    max: Fraction
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Rulebook:
    """A whole standard.  ``digest`` identifies the exact text it was loaded from."""

    id: str
    title: str
    document: str
    issued: str
    total: Fraction
    readings: Mapping[str, str]
    sections: tuple[Section, ...]
    digest: str
    source: str = ""
    note: str = ""
    fields: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        by_key = {f.key: f for item in self.items for f in item.fields}
        object.__setattr__(self, "fields", MappingProxyType(by_key))

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def parts(self) -> Iterator[Part]:
        return (part for item in self.items for part in item.parts)

    @property
    def stamp(self) -> str:
        """Id and short digest, as recorded in workbooks."""
        return f"{self.id} ({self.digest[:12]})"

    def item(self, item_id: str) -> Item:
        """The item with that number.

        Raises KeyError if the standard has no such item.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def item_of(self, part_id: str) -> Item:
        """The item that part belongs to.

        Raises KeyError if the standard has no such part.
        """
        for item in self.items:
            if any(part.id == part_id for part in item.parts):
                return item
        raise KeyError(part_id)

    def __getstate__(self) -> dict[str, object]:
        # Mapping proxies do not pickle; a batch sends rulebooks to its workers.
        state = dict(self.__dict__)
        state["fields"] = dict(self.fields)
        state["readings"] = dict(self.readings)
        return state
