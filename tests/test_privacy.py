"""Nothing is sent anywhere: every command works where there is no network to be had."""

from __future__ import annotations

from pathlib import Path

import pytest
from write_cli_docs import COMMANDS

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


#: What each command is asked to do; none is without.
ASKED: dict[str, list[str | Path]] = {
    "": ["--version"],
    "template": ["{out}/t.xlsx", "--from", OLD],
    "check": [NEW, "--evidence"],
    "score": [OLD, NEW, "--out-dir", "{out}/many", "--jobs", "2", "--table", "{out}/t.parquet",
              "--report", "{out}/s.html"],
    "gaps": [NEW, "--target", "97", "-o", "{out}/g.xlsx"],
    "diff": [OLD, NEW, "-o", "{out}/d.xlsx"],
    "report": [NEW, "-o", "{out}/r.docx"],
    "rank": ["{out}/saved.json", "-o", "{out}/k.xlsx"],
    "rules": ["--help"],
    "rules list": [],
    "rules show": ["14"],
    "rules lint": ["liunan-2023-25"],
    "rules export": ["{out}/e.xlsx"],
    "rules clauses": ["{out}/notice.txt", "--rulebook", "{out}/own.toml"],
    "rules diff": ["liunan-2023-25", EXAMPLES / "rulebooks/illustrative.toml"],
    "split": [NEW, "-o", "{out}/parts"],
    "merge": [NEW, "--status"],
}  # fmt: skip


def test_every_command_is_asked() -> None:
    assert set(ASKED) == set(COMMANDS)


@pytest.mark.parametrize("command", ASKED)
def test_no_command_asks_for_a_connection(tmp_path: Path, command: str) -> None:
    saved = run("score", NEW, "--json", "-o", tmp_path / "s.xlsx").stdout
    (tmp_path / "saved.json").write_text(saved, encoding="utf-8")
    (tmp_path / "notice.txt").write_text("1. 甲。\n2. 乙。\n", encoding="utf-8")
    assert run("rules", "export", tmp_path / "own.toml").returncode == 0
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    calls = tmp_path / "calls"
    done = run(
        *command.split(), *(str(word).format(out=tmp_path) for word in ASKED[command]),
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
