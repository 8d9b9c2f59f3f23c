"""A report as PDF, where LibreOffice is installed; a clear message where it is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.command import EXAMPLES, run

pytestmark = pytest.mark.slow

EXAMPLE = EXAMPLES / "example-district-2023.xlsx"


def test_it_holds_what_the_word_report_holds(tmp_path: Path) -> None:
    out = tmp_path / "报告.pdf"
    done = run("report", EXAMPLE, "-o", out)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF-")
    text = subprocess.run(
        ["pdftotext", str(out), "-"], capture_output=True, text=True, check=True
    ).stdout
    text = "".join(text.split())
    assert "94.6分" in text
    assert "失分情况与整改计划" in text
    # Ours and unchanged: replaced without being asked for.
    assert run("report", EXAMPLE, "-o", out).returncode == 0
    out.write_bytes(out.read_bytes() + b"%")
    assert run("report", EXAMPLE, "-o", out).returncode == 2


def test_without_libreoffice_it_says_what_to_do(tmp_path: Path) -> None:
    done = run("report", EXAMPLE, "-o", tmp_path / "r.pdf", PATH=str(tmp_path))
    assert done.returncode == 2
    assert "LibreOffice" in done.stderr
    assert ".docx" in done.stderr
    assert not (tmp_path / "r.pdf").exists()


def test_an_office_that_fails_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    done = run("report", EXAMPLE, "-o", tmp_path / "r.pdf", PATH=str(tmp_path))
    assert (done.returncode, "没有写出 PDF" in done.stderr) == (2, True)
