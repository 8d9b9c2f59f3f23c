"""A rulebook's tables before they are judged: names and values, and the tables inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: Tables of which there is one, not a list.
SINGLE = frozenset({"readings", "gate"})
#: Where a table came from: a sheet and a row of it, counted from 0.
Place = tuple[str, int]


@dataclass
class Node:
    """A table of a rulebook: names and values, the comment above it, and the tables in it."""

    values: dict[str, Any]
    comment: str = ""
    place: Place = ("", 0)
    inner: dict[str, list[Node]] = field(default_factory=dict)
    #: Rows of their own that names may have: each reading has one.
    rows: dict[str, Place] = field(default_factory=dict)

    def of(self, name: str) -> list[Node]:
        """The tables in it that stand under that name."""
        return self.inner.get(name, [])

    def put(self, name: str, node: Node) -> None:
        """Add a table under that name."""
        self.inner.setdefault(name, []).append(node)
