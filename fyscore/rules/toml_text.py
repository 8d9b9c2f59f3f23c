"""A rulebook's tables as TOML text: one way of writing them, so that equal rulebooks are equal texts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

#: The names of each kind of table, in the order they are written.
BOOK = ("id", "title", "document", "issued", "total", "cap", "note")
SECTION = ("id", "title", "score", "cap")
ITEM = ("id", "title", "method", "responsible")
PART = (
    *("id", "max", "shape", "title", "case", "target", "per_unit", "per_point", "sample"),
    *("full", "floor", "period_years"),
)
FIELD = (
    *("key", "type", "unit", "scale", "role", "label", "score", "min", "max", "word"),
    *("numerator", "denominator", "case_unit", "fact", "by"),
)
TIER = ("min", "max", "score")
CHANGE = ("from", "source")
ENTRY = (
    *("key", "part", "min", "max"),
    *("target", "per_unit", "per_point", "sample", "full", "floor"),
)
#: Where a table came from: a sheet and a row of it, counted from 0.
Place = tuple[str, int]


@dataclass
class Table:
    """Names and values, the comment above it, the tables in it, and where it came from."""

    values: dict[str, Any]
    comment: str = ""
    place: Place = ("", 0)
    #: Sections of a rulebook, items of a section, parts of an item, fields of a part.
    inner: list[Table] = field(default_factory=list)
    tiers: list[Table] = field(default_factory=list)
    gate: Table | None = None
    readings: Table | None = None
    #: What later years change, each with its entries inside.
    changes: list[Table] = field(default_factory=list)
    #: Rows of their own that names may have: each reading has one.
    rows: dict[str, Place] = field(default_factory=dict)


def written(book: Table) -> str:
    """The rulebook as TOML, with its comments."""
    out: list[str] = []
    _comment(out, book)
    if book.comment:
        out.append("")
    _pairs(out, book, BOOK)
    if book.readings is not None:
        out.append("")
        _comment(out, book.readings)
        out.append("[readings]")
        _pairs(out, book.readings, tuple(book.readings.values))
    for section in book.inner:
        out.append("")
        _comment(out, section)
        out.append("[[sections]]")
        _pairs(out, section, SECTION)
        for item in section.inner:
            _item(out, item)
    for change in book.changes:
        out.append("")
        _comment(out, change)
        out.append("[[changes]]")
        _pairs(out, change, CHANGE)
        out.append("set = [")
        out += [f"  {{ {_inline(entry, ENTRY)} }}," for entry in change.inner]
        out.append("]")
    return "\n".join(out) + "\n"


def _item(out: list[str], item: Table) -> None:
    out.append("")
    _comment(out, item)
    out.append("[[sections.items]]")
    _pairs(out, item, ITEM)
    out.append("parts = [")
    for part in item.inner:
        _comment(out, part, "  ")
        _part(out, part, "  { ", "  ] },")
    out.append("]")
    if item.gate is not None:
        _comment(out, item.gate)
        _part(out, item.gate, "gate = { ", "] }", indent="  ")


def _part(out: list[str], part: Table, begin: str, end: str, indent: str = "    ") -> None:
    head = begin + _inline(part, PART)
    if part.tiers:
        out.append(f"{head}, tiers = [")
        for tier in part.tiers:
            out.append(f"{indent}{{ {_inline(tier, TIER)} }},")
        head = f"{indent[2:]}]"
    out.append(f"{head}, fields = [")
    for each in part.inner:
        _comment(out, each, indent)
        out.append(f"{indent}{{ {_inline(each, FIELD)} }},")
    out.append(end)


def _comment(out: list[str], table: Table, indent: str = "") -> None:
    for line in table.comment.split("\n") if table.comment else ():
        out.append(f"{indent}# {line}".rstrip())


def _pairs(out: list[str], table: Table, names: Sequence[str]) -> None:
    for name in _present(table, names):
        out.append(f"{name} = {_value(table.values[name])}")


def _inline(table: Table, names: Sequence[str]) -> str:
    return ", ".join(f"{n} = {_value(table.values[n])}" for n in _present(table, names))


def _present(table: Table, names: Sequence[str]) -> list[str]:
    """The names that the table has, those no table of its kind has last."""
    return [n for n in (*names, *(n for n in table.values if n not in names)) if n in table.values]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    escaped = re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", text)
    return f'"{escaped}"'


# ---------------------------------------------------------------- read back


def tables(text: str) -> Table:
    """A rulebook's TOML text as tables, with the comments that stand above them.

    Raises tomllib.TOMLDecodeError; what the tables hold is not looked at.
    """
    data = tomllib.loads(text, parse_float=Decimal)
    above = _Comments(text)
    book = Table(_plain(data, ("readings", "sections", "changes")), above.first)
    if isinstance(data.get("readings"), dict):
        book.readings = Table(dict(data["readings"]), above.of("[readings]"))
    for section in _listed(data, "sections"):
        table = Table(_plain(section, ("items",)), above.of("[[sections]]"))
        table.inner = [_item_table(item, above) for item in _listed(section, "items")]
        book.inner.append(table)
    for change in _listed(data, "changes"):
        table = Table(_plain(change, ("set",)), above.of("[[changes]]"))
        table.inner = [Table(dict(entry)) for entry in _listed(change, "set")]
        book.changes.append(table)
    return book


def _item_table(item: Mapping[str, Any], above: _Comments) -> Table:
    table = Table(_plain(item, ("parts", "gate")), above.of("[[sections.items]]"))
    table.inner = [_part_table(part) for part in _listed(item, "parts")]
    if isinstance(item.get("gate"), dict):
        table.gate = _part_table(item["gate"])
    return table


def _part_table(part: Mapping[str, Any]) -> Table:
    table = Table(_plain(part, ("fields", "tiers")))
    table.inner = [Table(dict(each)) for each in _listed(part, "fields")]
    table.tiers = [Table(dict(each)) for each in _listed(part, "tiers")]
    return table


def _plain(table: Mapping[str, Any], without: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if name not in without}


def _listed(table: Mapping[str, Any], name: str) -> list[Any]:
    found = table.get(name, [])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


class _Comments:
    """The comments of a text: those at its head, and those above each table's heading."""

    def __init__(self, text: str) -> None:
        self._above: dict[str, list[str]] = {}
        self.first = ""
        waiting: list[str] = []
        begun = False
        for line in text.splitlines():
            bare = line.strip()
            if bare.startswith("#"):
                waiting.append(bare.removeprefix("#").removeprefix(" "))
            elif bare.startswith("["):
                self._above.setdefault(bare, []).append("\n".join(waiting))
                waiting = []
            elif bare and not begun:
                self.first, waiting, begun = "\n".join(waiting), [], True
        self._at: Iterator[str] = iter(())

    def of(self, heading: str) -> str:
        """The comment above the next table of that heading."""
        left = self._above.get(heading, [])
        return left.pop(0) if left else ""
