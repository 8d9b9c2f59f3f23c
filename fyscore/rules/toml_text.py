"""A rulebook's tables as TOML text: one way of writing them, so that equal rulebooks are equal texts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fyscore.rules import names
from fyscore.rules.names import Kind
from fyscore.rules.node import SINGLE, Node


def written(book: Node) -> str:
    """The rulebook as TOML, with its comments."""
    out: list[str] = []
    _comment(out, book)
    if book.comment:
        out.append("")
    _pairs(out, book, names.BOOK)
    for readings in book.of("readings"):
        _headed(out, readings, names.READING)
    for section in book.of("sections"):
        _headed(out, section, names.SECTION)
        for item in section.of("items"):
            _item(out, item)
    for change in book.of("changes"):
        _headed(out, change, names.CHANGE)
        out.append("set = [")
        out += [f"  {{ {_inline(entry, names.SET)} }}," for entry in change.of("set")]
        out.append("]")
    return "\n".join(out) + "\n"


def _headed(out: list[str], node: Node, kind: Kind) -> None:
    out.append("")
    _comment(out, node)
    out.append(kind.heading)
    _pairs(out, node, kind)


def _item(out: list[str], item: Node) -> None:
    _headed(out, item, names.ITEM)
    out.append("parts = [")
    for part in item.of("parts"):
        _comment(out, part, "  ")
        _part(out, part, "  { ", "  ] },")
    out.append("]")
    for gate in item.of("gate"):
        _comment(out, gate)
        _part(out, gate, "gate = { ", "] }", indent="  ")


def _part(out: list[str], part: Node, begin: str, end: str, indent: str = "    ") -> None:
    head = begin + _inline(part, names.PART)
    if part.of("tiers"):
        out.append(f"{head}, tiers = [")
        out += [f"{indent}{{ {_inline(tier, names.TIER)} }}," for tier in part.of("tiers")]
        head = f"{indent[2:]}]"
    out.append(f"{head}, fields = [")
    for each in part.of("fields"):
        _comment(out, each, indent)
        out.append(f"{indent}{{ {_inline(each, names.FIELD)} }},")
    out.append(end)


def _comment(out: list[str], node: Node, indent: str = "") -> None:
    for line in node.comment.split("\n") if node.comment else ():
        out.append(f"{indent}# {line}".rstrip())


def _pairs(out: list[str], node: Node, kind: Kind) -> None:
    out += [f"{name} = {_value(node.values[name])}" for name in _present(node, kind)]


def _inline(node: Node, kind: Kind) -> str:
    return ", ".join(f"{n} = {_value(node.values[n])}" for n in _present(node, kind))


def _present(node: Node, kind: Kind) -> list[str]:
    """The names that the table has, those no table of its kind has last."""
    return [n for n in dict.fromkeys((*kind.order, *node.values)) if n in node.values]


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


def tables(text: str) -> Node:
    """A rulebook's TOML text as tables, with the comments that stand above them.

    Raises tomllib.TOMLDecodeError; what the tables hold is not looked at.
    """
    above = _Comments(text)
    book = _node(tomllib.loads(text, parse_float=Decimal), names.BOOK, above)
    book.comment = above.first
    return book


def _node(data: Mapping[str, Any], kind: Kind, above: _Comments) -> Node:
    node = Node({name: value for name, value in data.items() if name not in kind.inner})
    if kind.heading:
        node.comment = above.of(kind.heading)
    for name, inner in kind.inner.items():
        found = data.get(name, [])
        listed = [found] if name in SINGLE else found if isinstance(found, list) else []
        for each in listed:
            if isinstance(each, dict):
                node.put(name, _node(each, inner, above))
    return node


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

    def of(self, heading: str) -> str:
        """The comment above the next table of that heading."""
        left = self._above.get(heading, [])
        return left.pop(0) if left else ""
