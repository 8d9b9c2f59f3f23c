"""Nothing is sent anywhere: every command works where there is no network to be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import EXAMPLES, run

pytestmark = pytest.mark.slow

OLD, NEW = EXAMPLES / "example-district-2022.xlsx", EXAMPLES / "example-district-2023.xlsx"
#: Loaded by Python itself before anything else: asking for a connection leaves a note.
WATCH = """
import os, socket
def refuse(*_, **__):
    with open(os.environ["FYSCORE_CALLS"], "a") as note:
        note.write("called\\n")
    raise OSError("no network here")
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
"""


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["template", "{out}/t.xlsx"],
        ["score", NEW, "-o", "{out}/s.xlsx", "--report", "{out}/s.html"],
        ["score", OLD, NEW, "--out-dir", "{out}/many", "--jobs", "2", "--table", "{out}/t.parquet"],
        ["check", NEW, "--evidence"],
        ["diff", OLD, NEW, "-o", "{out}/d.xlsx"],
        ["gaps", NEW, "--target", "97"],
        ["report", NEW, "-o", "{out}/r.docx"],
        ["rules", "lint", "liunan-2023-25"],
    ],
    ids=lambda words: str(words[0]) if isinstance(words, list) else "",
)
def test_no_command_asks_for_a_connection(tmp_path: Path, words: list[str | Path]) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    calls = tmp_path / "calls"
    done = run(
        *(str(word).format(out=tmp_path) for word in words),
        PYTHONPATH=str(tmp_path), FYSCORE_CALLS=str(calls),
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert not calls.exists()


def test_the_watch_would_notice(tmp_path: Path) -> None:
    import subprocess
    import sys

    (tmp_path / "sitecustomize.py").write_text(WATCH)
    calls = tmp_path / "calls"
    script = "import socket; socket.create_connection(('127.0.0.1', 9))"
    subprocess.run(
        [sys.executable, "-c", script], capture_output=True,
        env={"PYTHONPATH": str(tmp_path), "FYSCORE_CALLS": str(calls)},
    )  # fmt: skip
    assert calls.read_text() == "called\n"
