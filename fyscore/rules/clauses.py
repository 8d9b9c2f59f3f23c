"""The standard's own words, which a unit that has the notice puts beside its rulebook.

They stay out of the rulebook's text and of every score; where they are known,
tables and reports quote them instead of the wording made from the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fyscore.problems import Code
from fyscore.rules.model import Item, Rulebook
from fyscore.tables.reading import csv_text, read_table
from fyscore.tables.table import Column, ColumnKind, FaultCodes, Table

CLAUSES = Table(
    "条款原文",
    Column("条目", "item", ColumnKind.KEY),
    Column("条款原文", "clause"),
    Column("评估方法", "method"),
    faults=FaultCodes(heading=Code.CLAUSES_HEADINGS, unreadable=Code.CLAUSES_UNREADABLE),
)
#: A clause begins with its number.
_NUMBERED = re.compile(r"\s*(\d{1,3})\s*[.．、]\s*(.+)", re.DOTALL)
#: Words by which a method of evaluation is told from a section's name or a number of points.
_METHOD = re.compile("[听查看访检核]")
_SECTION = re.compile(r"\s*[（(][一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Clause:
    """One item's clause and evaluation method, word for word."""

    text: str
    method: str = ""


def find_clauses(rows: Sequence[Sequence[str]]) -> dict[str, Clause]:
    """The numbered clauses of a document, given as its rows of texts, by number.

    Of several numbered lists the longest is taken: the annex, rather than the
    points of a covering letter.
    """
    runs: list[list[tuple[int, int, int, str]]] = []
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            match = _NUMBERED.fullmatch(cell)
            if match is None:
                continue
            number = int(match[1])
            if not runs or runs[-1][-1][0] + 1 != number:
                if match[2][0].isdigit():
                    continue  # 6.0‰ is no sixth clause; 27.7岁 after the twenty-sixth is
                runs.append([])
            runs[-1].append((number, at, place, _joined(match[2])))
    if not runs:
        return {}
    longest = max(runs, key=len)
    ends = [at for _, at, _, _ in longest[1:]] + [len(rows)]
    found, method = {}, ""
    for (number, at, place, text), end in zip(longest, ends, strict=True):
        method = next(_methods(rows, at, place, max(end, at + 1)), method)
        found[str(number)] = Clause(text, method)
    return found


def _methods(rows: Sequence[Sequence[str]], at: int, place: int, end: int) -> Iterator[str]:
    """What may be a clause's method: beside it, or before the next clause begins."""
    for row in (rows[at][place + 1 :], *rows[at + 1 : end]):
        for cell in row:
            text = _joined(cell)
            if _METHOD.search(text) and not _SECTION.match(text) and not _NUMBERED.match(text):
                yield text


def _joined(text: str) -> str:
    """A text on one line; beside a Chinese character a line break is no blank."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = "\n".join(lines)
    return re.sub(r"(?<=[^\x00-\x7f])\n|\n(?=[^\x00-\x7f])", "", joined).replace("\n", " ")


def dump_clauses(clauses: Mapping[str, Clause]) -> str:
    """The clauses as a table that opens in Excel."""
    return csv_text(CLAUSES, ((n, each.text, each.method) for n, each in clauses.items()))


def read_clauses(file: Path) -> dict[str, Clause]:
    """The clauses of such a table, by item.  Raises ProblemsError."""
    rows = [row for row in read_table(file, CLAUSES) if row.text("item")]
    return {row.text("item"): Clause(row.text("clause"), row.text("method")) for row in rows}


def with_clauses(rulebook: Rulebook, clauses: Mapping[str, Clause]) -> Rulebook:
    """The rulebook with its items' clauses and methods word for word."""
    if not clauses:
        return rulebook

    def quoted(item: Item) -> Item:
        clause = clauses.get(item.id)
        if clause is None:
            return item
        return replace(item, clause=clause.text, method=clause.method or item.method)

    sections = tuple(
        replace(section, items=tuple(map(quoted, section.items))) for section in rulebook.sections
    )
    return replace(rulebook, sections=sections)
