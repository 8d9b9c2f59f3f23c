"""The program on what was typed, without a file between: its reader's rows, its scoring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction as F

from fyscore.answers import Answers
from fyscore.forms import layout
from fyscore.forms.entries import read_entries
from fyscore.forms.layout import ENTRY
from fyscore.forms.notes import Notes
from fyscore.forms.plan import plan_of
from fyscore.problems import Problem
from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
from fyscore.scoring.judgement import struck
from fyscore.scoring.result import Result
from fyscore.scoring.score import contradictions, result_of
from fyscore.tables import headings
from fyscore.xlsx.sheet import Cell, CellKind, Sheet
from tests.fuzz.independent import BAD, CLEAR, EXEMPT, PENDING, VETO, Verdict
from tests.prove.entries import INPUT_HEADINGS, Content, Form

_INPUTS = tuple(ENTRY.place(heading) for heading in INPUT_HEADINGS)
_STANDING = {Status.PENDING: PENDING, Status.VETO: VETO, Status.CLEAR: CLEAR, Status.EXEMPT: EXEMPT}


@dataclass(frozen=True)
class Judged:
    """Each part's points or standing; the whole result where nothing is refused."""

    parts: dict[str, F | Verdict]
    result: Result | None
    problems: tuple[Problem, ...]
    answers: Answers


class Program:
    """Reads and scores what was typed, under one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        plan = plan_of(rulebook)
        self._rows = {each.field.key: each.row for each in plan.field_rows}
        self._percent = {k for k, f in rulebook.fields.items() if f.type.name == "percent"}
        top = layout.ENTRY_TOP
        tops = [_text(top, n, column.heading) for n, column in enumerate(ENTRY)]
        keys = [_text(row, ENTRY.place(headings.COL_KEY), key) for key, row in self._rows.items()]
        self._fixed = {(cell.row, cell.column): cell for cell in (*tops, *keys)}
        self._by_field = {
            f.key: {p.id for p in item.parts if f in (*p.fields, *item.gate_fields)}
            for item in rulebook.items
            for f in item.fields
        }

    def __call__(self, form: Form, whole: bool = True) -> Judged:
        """Judge a form; unless ``whole``, its parts alone, without reasons, advice and sums."""
        notes = Notes()
        table = read_entries(self.sheet(form), self.rulebook, notes)
        answers = Answers(table.entries)
        problems = (*notes.problems, *contradictions(answers, self.rulebook))
        bad = self._touched(problems)
        if not whole:
            return Judged(self._parts(answers, bad), None, problems, answers)
        result = result_of(answers, self.rulebook)
        parts: dict[str, F | Verdict] = {
            p.id: BAD if p.id in bad else _STANDING.get(p.status, p.score) for p in result.parts()
        }
        return Judged(parts, None if problems else result, problems, answers)

    def _parts(self, answers: Answers, bad: set[str]) -> dict[str, F | Verdict]:
        values, readings = answers.values, self.rulebook.readings
        found: dict[str, F | Verdict] = {}
        for item in self.rulebook.items:
            gate = item.gate
            waits = any(f.key not in values for f in item.gate_fields)
            for part in item.parts:
                by_gate = struck(gate, part, values, readings) if gate else None
                if part.id in bad:
                    found[part.id] = BAD
                elif by_gate:
                    found[part.id] = _STANDING.get(by_gate.status, by_gate.score)
                elif waits or part.shape.missing(part, values):
                    found[part.id] = PENDING
                elif part.shape.carries_points:
                    found[part.id] = part.shape.score(part, values, readings)
                else:
                    standing = part.shape.standing(part, values)
                    assert standing is not None
                    found[part.id] = _STANDING[standing]
        return found

    def _touched(self, problems: Iterable[Problem]) -> set[str]:
        """The parts that problems leave without a score."""
        return {part for problem in problems for part in self._by_field[problem.key]}

    def sheet(self, form: Form) -> Sheet:
        cells = dict(self._fixed)
        for key, typed in form.items():
            for nth, content in enumerate(typed):
                if content is not None:
                    at = (self._rows[key], _INPUTS[nth])
                    cells[at] = cell(*at, content, percent=nth == 0 and key in self._percent)
        return Sheet(headings.SHEET_ENTRY, cells)


def cell(row: int, column: int, content: Content, percent: bool = False) -> Cell:
    """A filled cell as the reader has it of a file."""
    if isinstance(content, bool):
        return Cell(row, column, CellKind.BOOLEAN, content)
    if isinstance(content, str):
        return _text(row, column, content)
    assert content is not None
    return Cell(row, column, CellKind.NUMBER, Decimal(format(content, ".15g")), percent)


def _text(row: int, column: int, text: str) -> Cell:
    return Cell(row, column, CellKind.TEXT, text)
