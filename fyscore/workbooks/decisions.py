"""答案不同: what returned forms disagree about, to be decided and given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fyscore.answers import Answer, Conflict
from fyscore.entry import EntryError, normalized, quoted
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.rules.field import Field
from fyscore.rules.model import Rulebook
from fyscore.scoring.what_if import typed_answer
from fyscore.tables import headings
from fyscore.tables.reading import read_table
from fyscore.tables.table import Column, ColumnKind, Table
from fyscore.tables.writing import new_table, write_rows
from fyscore.writing.look import Look
from fyscore.writing.writer import Writer
from fyscore.xlsx.sheet import Cell, CellKind

DECISIONS = Table(
    "答案不同",
    Column(headings.COL_KEY, "key", ColumnKind.KEY, 18),
    Column(headings.COL_LABEL, "label", width=40, optional=True),
    Column("哪一格", "which", width=8),
    Column("各份的答案", "given", width=60, optional=True),
    Column("采用", "taken", ColumnKind.ANSWER, 14, Look.DECISION),
    fix="请用 fyscore merge 写出的表。",
)
#: Which of a field's cells: the assessors' and everybody else's, or the unit's own.
_WHICH = (headings.COL_VALUE, headings.COL_OWN)
#: A field, and whether it is the unit's own mark that is meant → what was decided.
Decisions = Mapping[tuple[str, bool], Answer]


@dataclass(frozen=True, slots=True)
class _Line:
    """One conflict as people read it; what is taken is left to them."""

    key: str
    label: str
    which: str
    given: str
    taken: None = None


def read_decisions(file: Path, rulebook: Rulebook) -> Decisions:
    """What was written under 采用; rows left blank are still open.

    Raises ProblemsError for what is no such table, for a key that the rulebook
    has not, a cell that no field has, and values that cannot be used.
    """
    found: dict[tuple[str, bool], Answer] = {}
    problems: list[Problem] = []
    for row in read_table(file, DECISIONS):
        key, cell = row.text("key"), row.values.get("taken")
        if cell is None:
            continue
        field = rulebook.fields.get(key)
        if field is None:
            problems.append(row.problem(Code.KEY_UNKNOWN.problem(typed=key), "key"))
            continue
        which = row.text("which").strip()
        if which not in _WHICH:
            said = Code.WORD_UNKNOWN.problem(typed=quoted(which), words="、".join(_WHICH))
            problems.append(row.problem(said, "which"))
            continue
        try:
            answer = _decided(field, cell)
        except EntryError as error:
            problems.append(error.problem.at(row.sheet, row.cell("taken"), key))
        else:
            if answer is not None:
                found[key, which == headings.COL_OWN] = answer
    if problems:
        raise ProblemsError(str(file), map(rulebook.named, problems))
    return found


def _decided(field: Field, cell: Cell) -> Answer | None:
    if cell.kind is CellKind.TEXT:
        return typed_answer(field, normalized(str(cell.value)))
    return Answer(field.parse(cell.value, cell.percent).value)


def decisions_bytes(conflicts: Sequence[Conflict], rulebook: Rulebook) -> bytes:
    """One row for each conflict: its field, which cell, what each part says; 采用 is blank."""
    out = Writer(DECISIONS.name)
    sheet = new_table(out, DECISIONS, gridlines=True)
    write_rows(out, sheet, DECISIONS, [_line(conflict, rulebook) for conflict in conflicts])
    return out.close()


def _line(conflict: Conflict, rulebook: Rulebook) -> _Line:
    field = rulebook.fields[conflict.key]
    given = (f"{field.shown(g.answer.value)}（{g.source.file}）" for g in conflict.given)
    which = headings.COL_OWN if conflict.own else headings.COL_VALUE
    return _Line(conflict.key, rulebook.label_of(conflict.key), which, "\n".join(given))
