"""Two scorers, one answer: the workbook's formulas, recalculated by LibreOffice, against Python.

``make crosscheck`` compares 10,000 random forms.
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction as F
from pathlib import Path

import openpyxl
import pytest

import fyscore
from fyscore.forms import formulas
from fyscore.forms.writer import scored_bytes
from fyscore.problems import ProblemsError
from fyscore.rules import DEFAULT
from fyscore.rules.field import Field
from fyscore.rules.load import load_rulebook, with_readings
from fyscore.rules.model import Rulebook
from fyscore.rules.readings import READINGS
from fyscore.rules.shapes.deduct import Deduct
from tests.command import PATIENCE
from tests.form import Form, Official
from tests.rounds import rounds

pytestmark = pytest.mark.slow

COUNT = rounds(10)
FEW = rounds(2)
#: LibreOffice has been seen to stop after some 250 conversions in one process.
BATCH = 100


def _readings(nth: int) -> dict[str, str]:
    """Every reading in turn."""
    chosen = {}
    for name, values in READINGS.items():
        nth, index = divmod(nth, len(values))
        chosen[name] = values[index]
    return chosen


def _typed(field: Field, most: F, dice: random.Random) -> object:
    """Something a person may type: mostly sound, often at an edge, sometimes impossible."""
    kind = field.type.name
    if dice.random() < 0.06:
        return None
    if kind == "yes_no":
        return dice.choice(["是"] * 6 + ["否", "否", "有", "无", "Y", "×", "也许", 1, 0])
    if kind == "count":
        return dice.choice([0, 0, 1, 2, 3, 4, 5, 7, 8, 9, 40, 1.5, -1])
    if kind == "mark":
        return dice.choice([None, 0, 0.5, 1, 1.25, 1.99, float(most), float(most) + 0.01, 0.333])
    bound = field.minimum or field.maximum or F(90)
    near = bound + F(dice.choice([-150, -100, -51, -50, -49, -1, 0, 0, 0, 1, 2, 50]), 100)
    if dice.random() < 0.3:
        bottom = dice.choice([97, 300, 1000, 1900, 6061, 100_000, 200_000])
        top = round(bottom * near / field.scale) + dice.choice([-1, 0, 0, 1])
        return f"{max(top, 0)}/{bottom}"
    near = min(max(near, F(0)), F(100) if kind == "percent" else near)
    text = str(Decimal(near.numerator) / Decimal(near.denominator))
    return f"{text}%" if kind == "percent" else float(text)


def random_form(path: Path, form: Form, dice: random.Random) -> None:
    """A form filled in by the fall of the dice: most of it sound, or much of it odd."""
    answers: dict[str, object] = {}
    sound = dice.random() < 0.6
    for part in form.rulebook.parts:
        for field in part.fields:
            answers[field.key] = _typed(field, part.max, dice)
    for item in form.rulebook.items:
        for field in item.gate.fields if item.gate else ():
            answers[field.key] = dice.choice(["否"] * 5 + ["是", None])
    if sound:
        answers = _mended(answers, form.rulebook, dice)
    form.save(path, {k: v for k, v in answers.items() if v is not None})


def _mended(
    answers: dict[str, object], rulebook: Rulebook, dice: random.Random
) -> dict[str, object]:
    """The same answers without what cannot be right, so that whole forms are compared too."""
    for part in rulebook.parts:
        for field in part.fields:
            value = answers[field.key]
            if value == "也许" or (field.type.name == "count" and value in (1.5, -1)):
                answers[field.key] = None
            if field.type.name == "mark":
                answers[field.key] = dice.choice([0, 0.5, 0.99])
        if "sample" in part.params:
            answers[part.fields[0].key] = dice.choice([0, 1, 2, 3])
        if part.shape.name in ("complete_or_discretion", "count_or_discretion"):
            gate, mark = part.fields
            if answers[gate.key] in ("是", "有", "Y", 1) and part.shape.name.startswith("complete"):
                answers[mark.key] = None
            least = gate.minimum or 0
            if part.shape.name.startswith("count") and (answers[gate.key] or 0) >= least:  # type: ignore[operator]
                answers[mark.key] = None
    return answers


def recalculated(files: list[Path], folder: Path) -> list[Path]:
    """The same workbooks with every formula calculated, in one LibreOffice process."""
    folder.mkdir()
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    command = [
        shutil.which("soffice") or "soffice", profile, "--headless", "--norestore",
        "--convert-to", "xlsx", "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return [folder / file.name for file in files]


def differences(source: Path, calculated: Path, rulebook: Rulebook) -> list[str]:
    """Where LibreOffice and Python disagree; empty is the aim."""
    book = openpyxl.load_workbook(calculated, data_only=True)
    detail = book["计分明细"]
    at = {cell.value: cell.column - 1 for cell in detail[1]}
    shown = {r[at["评分点"]].value: r[at["得分"]].value for r in detail.iter_rows(min_row=2)}
    official = Official(book)
    try:
        result = fyscore.score_file(source, rulebook).result
    except ProblemsError as error:
        keys = {p.key for p in error.problems}
        bad = {
            part.id
            for item in rulebook.items
            for part in item.parts
            if keys & {f.key for f in (*part.fields, *item.gate_fields)}
        }
        found = {part_id for part_id, value in shown.items() if value == formulas.BAD}
        return [] if bad == found else [f"需更正: Python {sorted(bad)} Excel {sorted(found)}"]
    wrong = []

    def compare(name: str, ours: F, theirs: object) -> None:
        if not isinstance(theirs, (int, float)) or abs(float(ours) - theirs) > 1e-7:
            wrong.append(f"{name}: Python {float(ours)} Excel {theirs!r}")

    words = {"pending": formulas.PENDING, "veto": formulas.VETO, "clear": formulas.CLEAR}
    for part in result.parts():
        if part.status in words:
            if shown[part.id] != words[part.status]:
                wrong.append(f"{part.id}: Python {part.status} Excel {shown[part.id]!r}")
        else:
            compare(part.id, part.score, shown[part.id])
    for item in result.items:
        theirs = official.scores[item.id]
        if isinstance(theirs, (int, float)):
            compare(f"item {item.id}", item.score, theirs)
        elif item.status not in words:
            wrong.append(f"item {item.id}: Python {item.status} Excel {theirs!r}")
    compare("total", result.total, official.total)
    return wrong


def crosscheck(
    folder: Path, count: int, seed: int = 20230, source: str | Path = DEFAULT
) -> list[str]:
    """The differences over ``count`` random forms of a rulebook, with every reading in turn."""
    dice = random.Random(seed)
    books = [with_readings(load_rulebook(source), _readings(n)) for n in range(24)]
    forms: dict[int, Form] = {}
    wrong: list[str] = []
    for start in range(0, count, BATCH):
        here = folder / str(start)
        here.mkdir()
        files, used = [], []
        for n in range(start, min(start + BATCH, count)):
            form = forms.setdefault(n % 24, Form(books[n % 24]))
            path = here / f"{n}.xlsx"
            random_form(path, form, dice)
            files.append(path)
            used.append(form.rulebook)
        for path, done, book in zip(files, recalculated(files, here / "out"), used, strict=True):
            wrong += [f"{path.name} {line}" for line in differences(path, done, book)]
        shutil.rmtree(here)
    return wrong


def test_libreoffice_and_python_agree_everywhere(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    wrong = crosscheck(tmp_path, COUNT)
    record_property("told", f"crosscheck: {COUNT} workbooks, {len(wrong)} differences")
    assert wrong == []


def test_stored_values_are_what_a_calculation_gives(tmp_path: Path) -> None:
    """Previews and programs that do not calculate see in a scored workbook what Excel would."""
    dice, form = random.Random(5), Form()
    filled, bare = tmp_path / "filled.xlsx", []
    stored = {}
    for n in range(FEW):
        while True:
            random_form(filled, form, dice)
            try:
                answers = fyscore.read_workbook(filled, form.rulebook)
                result = fyscore.score(answers, form.rulebook)
                break
            except ProblemsError:
                continue
        content = scored_bytes(form.rulebook, answers, result)
        stored[n] = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        bare.append(tmp_path / f"{n}.xlsx")
        openpyxl.load_workbook(io.BytesIO(content)).save(bare[-1])  # openpyxl drops the values
    compared = 0
    for n, path in enumerate(recalculated(bare, tmp_path / "out")):
        formulas_of, values = (
            openpyxl.load_workbook(path),
            openpyxl.load_workbook(path, data_only=True),
        )
        for sheet in formulas_of:
            for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
                theirs = values[sheet.title][cell.coordinate].value
                ours = stored[n][sheet.title][cell.coordinate].value
                if isinstance(ours, float):
                    assert theirs == pytest.approx(ours, abs=1e-9), (sheet.title, cell.coordinate)
                else:
                    assert (theirs or "") == (ours or ""), (sheet.title, cell.coordinate)
                compared += 1
    assert compared > FEW * 200


def test_a_fault_planted_in_one_formula_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound: Callable[..., str] = Deduct.formula

    def faulty(*arguments: object) -> str:
        return sound(*arguments).replace("0.4*", "0.5*")

    monkeypatch.setattr(Deduct, "formula", faulty)
    wrong = crosscheck(tmp_path, 6)
    assert wrong
    assert all(" 17:" in w or "item 17" in w or "total" in w for w in wrong)
