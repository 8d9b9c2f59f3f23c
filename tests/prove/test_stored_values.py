"""What a scored workbook shows before anybody calculates is what calculating gives, words too."""

from __future__ import annotations

import io
from pathlib import Path

import ironcalc
import openpyxl
import pytest

from fyscore.answers import Answers
from fyscore.forms.entries import read_entries
from fyscore.forms.notes import Notes
from fyscore.forms.writer import scored_bytes, template_bytes
from fyscore.rules.load import load_rulebook, with_readings
from fyscore.rules.model import Rulebook
from fyscore.rules.readings import COMBINATIONS
from fyscore.scoring.score import contradictions, result_of
from tests.prove.entries import Hand
from tests.prove.forms import STANDARDS
from tests.prove.program import Program
from tests.rounds import rounds

pytestmark = pytest.mark.slow


def differences(content: bytes, folder: Path) -> tuple[int, list[str]]:
    """How many formulas there are, and where their stored value is not what they give."""
    path = folder / "a.xlsx"
    path.write_bytes(content)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    sheets = [each["name"] for each in model.get_worksheets_properties()]
    written = openpyxl.load_workbook(io.BytesIO(content))
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    count, wrong = 0, []
    for sheet in written:
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            count += 1
            ours = stored[sheet.title][cell.coordinate].value
            theirs = model.get_cell_value(sheets.index(sheet.title), cell.row, cell.column)
            same = (ours or "") == (theirs or "")
            if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
                same = abs(ours - theirs) < 1e-9
            if not same:
                wrong.append(f"{sheet.title}!{cell.coordinate}: stored {ours!r}, gives {theirs!r}")
    return count, wrong


def sound_answers(rulebook: Rulebook, count: int, seed: int) -> list[Answers]:
    """Answers of that many random forms in which nothing is wrong."""
    hand, program, found = Hand(rulebook, seed), Program(rulebook), list[Answers]()
    while len(found) < count:
        notes = Notes()
        answers = Answers(read_entries(program.sheet(hand.form()), rulebook, notes).entries)
        if not notes.problems and not contradictions(answers, rulebook):
            found.append(answers)
    return found


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda each: Path(each).stem)
def test_stored_values_are_what_calculating_gives(standard: str, tmp_path: Path) -> None:
    for nth in (0, 13):
        book = with_readings(load_rulebook(standard), dict(COMBINATIONS[nth]))
        for answers in sound_answers(book, rounds(2), seed=nth):
            content = scored_bytes(book, answers, result_of(answers, book))
            count, wrong = differences(content, tmp_path)
            assert wrong == []
            assert count > 40


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda each: Path(each).stem)
def test_so_it_is_with_a_blank_form(standard: str, tmp_path: Path) -> None:
    count, wrong = differences(template_bytes(load_rulebook(standard)), tmp_path)
    assert wrong == []
    assert count > 40
