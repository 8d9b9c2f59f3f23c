"""One file: read once, scored once, and whatever goes wrong is its own problem."""

from __future__ import annotations

from pathlib import Path

import pytest

import fyscore
from fyscore.forms import reader
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from tests.command import EXAMPLES
from tests.form import Form


def test_what_cannot_be_read_and_what_contradicts_come_at_once(
    form: Form, tmp_path: Path, rulebook: Rulebook
) -> None:
    path = form.save(
        tmp_path / "a.xlsx", {"14.registered": "七", "5a.complete": "是", "5a.mark": 1}
    )
    with pytest.raises(ProblemsError) as caught:
        fyscore.score_file(path, rulebook)
    assert [p.code for p in caught.value.problems] == ["number_expected", "contradiction"]
    with pytest.raises(ProblemsError) as caught:  # facts alone
        fyscore.read_workbook(path, rulebook)
    assert [p.code for p in caught.value.problems] == ["number_expected"]


def test_a_fault_of_the_program_is_the_files_problem(
    monkeypatch: pytest.MonkeyPatch, rulebook: Rulebook
) -> None:
    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reader, "read", fails)
    with pytest.raises(ProblemsError) as caught:
        fyscore.score_file(EXAMPLES / "example-district-2023.xlsx", rulebook)
    (problem,) = caught.value.problems
    assert problem.code == "internal_error"
    assert "MemoryError" in problem.found
    monkeypatch.setenv("FYSCORE_DEBUG", "1")
    with pytest.raises(MemoryError):
        fyscore.score_file(EXAMPLES / "example-district-2023.xlsx", rulebook)


@pytest.mark.parametrize("extra", [[], ["--report", "r.html"]])
def test_scoring_with_a_report_reads_each_file_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, extra: list[str]
) -> None:
    from fyscore.cli import app

    monkeypatch.chdir(tmp_path)
    sound, read = reader.read, []

    def counted(path: Path, rulebook: Rulebook) -> reader.Reading:
        read.append(path)
        return sound(path, rulebook)

    monkeypatch.setattr(reader, "read", counted)
    names = ["example-district-2022", "example-district-2023"]
    files = [str(EXAMPLES / f"{name}.xlsx") for name in names]
    app(["score", *files, "--out-dir", "out", "-q", *extra], standalone_mode=False)
    assert len(read) == len(files)
