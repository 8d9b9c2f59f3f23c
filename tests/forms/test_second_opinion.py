"""Other readers of the same cells: where they answer otherwise, the cell is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import python_calamine

import fyscore
from fyscore.forms.second_opinion import Calamine, by_openpyxl
from fyscore.rules.model import Rulebook
from tests.command import EXAMPLES, run
from tests.form import Form
from tests.forms.test_foreign_workbooks import with_format
from tests.forms.test_reader import problems_of
from tests.parts import change, with_cell

KEY = "14.registered"
SOURCE = EXAMPLES / "example-district-2023.xlsx"


@pytest.fixture
def filled(form: Form, tmp_path: Path) -> Path:
    return form.save(tmp_path / "a.xlsx", {KEY: 8, "25.rate": "98%", "7.joint": "是"}, "某区", 2023)


def test_the_examples_are_read_alike_by_all(rulebook: Rulebook) -> None:
    for path in EXAMPLES.glob("*.xlsx"):
        scored = fyscore.score_file(path, rulebook)
        assert scored.result.notices == ()
        assert list(by_openpyxl(path, scored.answers, rulebook)) == []


def test_a_cell_that_another_library_reads_otherwise_is_named(form: Form, filled: Path) -> None:
    """A cell of another namespace: to some programs it is the cell, to others nothing."""
    with_cell(form, filled, KEY, '<c xmlns="urn:other" r="{at}"><v>7</v></c>')
    (problem,) = problems_of(filled)
    assert (problem.code, problem.key) == ("readers_disagree", KEY)
    assert problem.place == f"填报!{form.cell(KEY).coordinate}"
    assert "空白 与 7" in problem.found


def test_an_own_mark_that_another_library_reads_otherwise_is_named(
    form: Form, filled: Path
) -> None:
    with_cell(form, filled, "1.mark", '<c xmlns="urn:other" r="{at}"><v>7</v></c>', "自评")
    (problem,) = problems_of(filled)
    assert (problem.code, problem.key) == ("readers_disagree", "1.mark")
    assert problem.place == f"填报!{form.cell('1.mark', '自评').coordinate}"


def test_two_readers_that_find_two_numbers_disagree(
    form: Form, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, cell = Calamine.rows, form.cell(KEY)

    def rows(self: Calamine, sheet: str) -> list[list[object]]:
        found = sound(self, sheet)
        if sheet == "填报":
            found[cell.row - 1][cell.column - 1] = 9.0
        return found

    monkeypatch.setattr(Calamine, "rows", rows)
    (problem,) = problems_of(filled)
    assert (problem.code, problem.key) == ("readers_disagree", KEY)
    assert "8 与 9" in problem.found


@pytest.mark.parametrize("text", ["8家", "８", " 8 ", "8.0"])
def test_answers_are_compared_and_not_cells(form: Form, filled: Path, text: str) -> None:
    with_cell(form, filled, KEY, f'<c r="{{at}}" t="inlineStr"><is><t>{text}</t></is></c>')
    answers = fyscore.read_workbook(filled)
    assert (answers.values[KEY].value, answers.notices) == (8, ())


@pytest.mark.parametrize("code", ["0人/年", "Standard", "0.0 m"])
def test_what_a_library_takes_for_a_date_is_the_same_number(
    form: Form, filled: Path, rulebook: Rulebook, code: str
) -> None:
    with_format(filled, code, "7", KEY, form)
    answers = fyscore.read_workbook(filled)
    assert answers.values[KEY].value == 7
    assert list(by_openpyxl(filled, answers, rulebook)) == []


def test_a_file_that_only_we_can_open_is_scored_with_a_notice(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fails:
        @staticmethod
        def from_path(path: str) -> None:
            raise python_calamine.CalamineError(path)

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Fails)
    answers = fyscore.read_workbook(filled)
    assert answers.values[KEY].value == 8
    assert [notice.code for notice in answers.notices] == ["not_cross_checked"]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet3.xml", "xl/worksheets/sheet5.xml"])
def test_a_far_corner_is_never_given_to_it(
    filled: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """It allocates the whole used range, and ends the process where that cannot be."""
    asked = []
    sound = Calamine.rows

    def rows(self: Calamine, sheet: str) -> list[list[object]]:
        asked.append(sheet)
        return sound(self, sheet)

    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    change(filled, part, lambda text: text.replace("</sheetData>", far))
    monkeypatch.setattr(Calamine, "rows", rows)
    assert fyscore.read_workbook(filled).values[KEY].value == 8
    assert asked == [{"xl/worksheets/sheet3.xml": "计分明细"}.get(part, "填报")]


@pytest.mark.parametrize(("code", "stored"), [('0.00"%"', "97.5"), ('[=0]"";0.00%', "0.98")])
def test_check_and_score_give_the_same_answer(
    form: Form, filled: Path, tmp_path: Path, code: str, stored: str
) -> None:
    with_format(filled, code, stored, "25.rate", form)
    assert run("score", filled, "-q", "-o", tmp_path / "o.xlsx").returncode == 0
    done = run("check", filled)
    assert (done.returncode, done.stderr) == (0, "")
