"""What every command writes of the three examples: one readable file per example and document.

``make golden`` writes them anew; look at the difference before committing it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.command import EXAMPLES, run
from tests.golden.readable import word_lines

FOLDER = Path(__file__).parent / "documents"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.xlsx"))
#: The command's arguments after the workbook, by the document they make.
PRINTED = {
    "summary.txt": ("score", "-o", "s.xlsx"),
    "score.json": ("score", "-o", "j.xlsx", "--json"),
    "check.json": ("check", "--evidence", "--json"),
    "gaps.txt": ("gaps", "--target", "97"),
    "gaps.json": ("gaps", "--target", "97", "--json"),
}


@pytest.fixture(scope="module", params=NAMES)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One example alone in a folder, so that no path of this machine is written."""
    folder = tmp_path_factory.mktemp(request.param)
    return Path(shutil.copy(EXAMPLES / f"{request.param}.xlsx", folder))


def is_kept(example: Path, name: str, text: str) -> None:
    """The text is the one kept; written there instead by ``make golden``."""
    path = FOLDER / example.stem / name
    if os.environ.get("FYSCORE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    now, then = text.splitlines(), path.read_text("utf-8").splitlines()
    for number, (ours, kept) in enumerate(zip(now, then, strict=False), 1):
        assert ours == kept, f"{path.name}:{number}"
    assert len(now) == len(then)


@pytest.mark.parametrize("name", PRINTED)
def test_printed(example: Path, name: str) -> None:
    command, *options = PRINTED[name]
    done = run(command, example.name, *options, cwd=example.parent, COLUMNS="80")
    is_kept(example, name, done.stdout + done.stderr)


def cells(path: Path) -> str:
    """A workbook's cells, sheet by sheet: value, formula, number format, what is locked."""
    book, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    lines = []
    for sheet in book.worksheets:
        lines.append(f"== {sheet.title}")
        for row in sheet.iter_rows():
            for cell in row:
                shown = values[sheet.title][cell.coordinate].value
                if cell.value is None and cell.protection.locked:
                    continue
                marks = "" if cell.protection.locked else " [input]"
                formula = f"  {cell.value}" if cell.data_type == "f" else ""
                lines.append(f"{cell.coordinate} {shown!r} {cell.number_format}{marks}{formula}")
    return "\n".join(lines) + "\n"


def test_the_scored_workbook(example: Path) -> None:
    out = example.parent / "out.xlsx"
    assert run("score", example.name, "-q", "-o", out.name, cwd=example.parent).returncode == 0
    is_kept(example, "workbook.txt", cells(out))


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx"])
def test_reports(example: Path, suffix: str) -> None:
    out = example.parent / f"report{suffix}"
    assert run("report", example.name, "-q", "-o", out.name, cwd=example.parent).returncode == 0
    if suffix == ".docx":
        is_kept(example, "report.docx.txt", "\n".join(word_lines(out)) + "\n")
    else:
        text, _, mark = out.read_text("utf-8").rpartition("<!-- fyscore 1 ")
        assert mark
        is_kept(example, out.name, text)


def test_no_strays() -> None:
    kept = {*PRINTED, "workbook.txt", "report.html", "report.md", "report.docx.txt"}
    assert {path.name for path in FOLDER.iterdir()} == set(NAMES)
    for folder in FOLDER.iterdir():
        assert {path.name for path in folder.iterdir()} == kept
