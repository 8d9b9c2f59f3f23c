"""Frozen types a rulebook loads into.  They hold the standard; they score nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from fyscore.numbers import capped, section_number
from fyscore.problems import Problem
from fyscore.rules.field import Field
from fyscore.rules.part import Part, Values


@dataclass(frozen=True)
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
    #: The standard's own words, where a unit has put them beside its rulebook.
    clause: str = ""

    @property
    def numbered(self) -> str:
        """Number and title: ``14.备案托育机构数``."""
        return f"{self.id}.{self.title}"

    def criteria(self, readings: Mapping[str, str]) -> list[str]:
        """The rule: the clause word for word if it is known, else in words made from the rules."""
        if self.clause:
            return [self.clause]
        return [part.criterion(readings) for part in self.all_parts]

    @cached_property
    def max(self) -> Fraction:
        return sum((p.max for p in self.parts), Fraction(0))

    @cached_property
    def all_parts(self) -> tuple[Part, ...]:
        """The parts in the order of the form, the gate last."""
        return (*self.parts, self.gate) if self.gate else self.parts

    @cached_property
    def gate_fields(self) -> tuple[Field, ...]:
        return self.gate.fields if self.gate else ()

    def asked(self, part: Part, values: Values) -> tuple[Field, ...]:
        """The part's fields that need an answer; none where the gate says that nothing applies."""
        gate = self.gate
        if gate is not None and part is not gate and gate.shape.waives(gate, values):
            return ()
        return part.shape.required(part, values)

    def missing(self, part: Part, values: Values) -> tuple[Field, ...]:
        """Those still blank."""
        return tuple(field for field in self.asked(part, values) if field.key not in values)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the form, the gate's last."""
        return tuple(f for p in self.all_parts for f in p.fields)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the standard's sections with its stated number of points."""

    id: str
    title: str
    max: Fraction
    items: tuple[Item, ...]
    #: Which of the standard's sections it is, counted from 0.
    nth: int = 0
    #: The most that counts of its items' points, where that is less than all.
    cap: Fraction | None = None

    @property
    def most(self) -> Fraction:
        """The most that it can add to the total."""
        return capped(self.max, self.cap)


@dataclass(frozen=True, eq=False)
class Dated:
    """What the standard is from a year on, by which document, and what that document changed."""

    since: int
    source: str
    rulebook: Rulebook
    #: Part ids and field keys whose parameters are others.
    touched: frozenset[str]


@dataclass(frozen=True, eq=False)
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
    #: What the rulebook itself chooses, whatever was chosen otherwise since.
    own_readings: Mapping[str, str]
    source: str = ""
    note: str = ""
    #: The most that counts of the sections' points, where that is less than all.
    cap: Fraction | None = None
    #: What later years changed, in their order; and from which year this is how it stands.
    changes: tuple[Dated, ...] = ()
    since: int | None = None
    #: The rulebook as it was first, where this is how it stands since.
    origin: Rulebook | None = None
    #: Short digests of earlier texts by which every form scores the same.
    earlier: tuple[str, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    def total_of(self, scores: Mapping[str, Fraction]) -> Fraction:
        """The total of the items' scores by their ids: each section's, and all, up to their caps."""
        sections = (
            capped(sum((scores[i.id] for i in s.items), Fraction(0)), s.cap) for s in self.sections
        )
        return capped(sum(sections, Fraction(0)), self.cap)

    @property
    def most(self) -> Fraction:
        """The most that the total can be."""
        return capped(self.total, self.cap)

    @property
    def is_capped(self) -> bool:
        """Whether any cap makes a total less than the sum of its items."""
        return self.cap is not None or any(s.cap is not None for s in self.sections)

    def numeral_of(self, section_id: str) -> str:
        """``（四）``, as the standard numbers that section; empty for none of its own."""
        return next((section_number(s.nth) for s in self.sections if s.id == section_id), "")

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All parts that are scored, without the gates."""
        return tuple(part for item in self.items for part in item.parts)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All fields by key, in the order of the form."""
        return {f.key: f for item in self.items for f in item.fields}

    @cached_property
    def _item_by_part(self) -> Mapping[str, Item]:
        return {part.id: item for item in self.items for part in item.parts}

    @cached_property
    def part_by_key(self) -> Mapping[str, Part]:
        """Field key → the part, or gate, that reads it."""
        parts = (part for item in self.items for part in item.all_parts)
        return {field.key: part for part in parts for field in part.fields}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        parts = self.part_by_key
        return {key: f"{parts[key].name} {field.label}" for key, field in self.fields.items()}

    def label_of(self, key: str) -> str:
        """A field as people say it: ``第14项 已备案托育机构数``; empty for an unknown key."""
        return self._names.get(key, "")

    def named(self, problem: Problem) -> Problem:
        """The problem with what its key stands for."""
        return replace(problem, name=self._names.get(problem.key, ""))

    @property
    def stamp(self) -> str:
        """Id and short digest, as recorded in workbooks."""
        return self._stamp(self.short_digest)

    @property
    def short_digest(self) -> str:
        """Enough of the digest to tell texts apart."""
        return self.digest[:12]

    def _stamp(self, digest: str) -> str:
        since = f" {self.since}年起" if self.since else ""
        return f"{self.id} ({digest}){since}"

    def scores_alike(self, stamp: str) -> bool:
        """Whether a form made by that rulebook scores the same by this one."""
        return stamp in (self.stamp, *map(self._stamp, self.earlier))

    @property
    def fingerprint(self) -> str:
        """What decides every score and word: the exact text, the readings, the clauses."""
        quoted = hashlib.sha256("\n".join(f"{i.clause}\t{i.method}" for i in self.items).encode())
        return f"{self.digest} {sorted(self.readings.items())} {quoted.hexdigest()[:12]}"

    def item(self, item_id: str) -> Item:
        """The item with that number.

        Raises KeyError if the standard has no such item.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def in_year(self, year: int | None) -> Rulebook:
        """The standard as it stands in a year; without one, as it stands last."""
        first = self.origin or self
        dated = [d for d in first.changes if year is None or d.since <= year]
        if not dated:
            return first
        last = dated[-1]
        key = (last.since, tuple(self.readings.items()))
        if key not in first._later:
            own = {item.id: item for item in first.items}
            sections = tuple(
                replace(
                    section,
                    items=tuple(
                        replace(i, clause=own[i.id].clause, method=own[i.id].method)
                        for i in section.items
                    ),
                )
                for section in last.rulebook.sections
            )
            first._later[key] = replace(
                first, sections=sections, since=last.since, origin=first, readings=self.readings
            )
        return first._later[key]

    @cached_property
    def _later(self) -> dict[tuple[int, tuple[tuple[str, str], ...]], Rulebook]:
        return {}

    def only(self, items: Collection[str]) -> Rulebook:
        """The same standard with those items alone, for the part of a form that one body fills in.

        What is not among the standard's items is passed over.
        """
        key = frozenset(items)
        if key not in self._parts_of_it:
            kept = [
                replace(section, items=tuple(i for i in section.items if i.id in key))
                for section in self.sections
            ]
            sections = tuple(
                replace(section, max=sum((i.max for i in section.items), Fraction(0)))
                for section in kept
                if section.items
            )
            total = sum((section.most for section in sections), Fraction(0))
            self._parts_of_it[key] = replace(self, sections=sections, total=total)
        return self._parts_of_it[key]

    @cached_property
    def _parts_of_it(self) -> dict[frozenset[str], Rulebook]:
        return {}

    def item_of(self, part_id: str) -> Item:
        """The item that part belongs to.

        Raises KeyError if the standard has no such part.
        """
        return self._item_by_part[part_id]

    def __getstate__(self) -> dict[str, object]:
        # A batch sends rulebooks to its workers; what can be worked out is left out.
        names = self.__dataclass_fields__
        return {name: value for name, value in self.__dict__.items() if name in names}
