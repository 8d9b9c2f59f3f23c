"""Files made to hurt: refused with a stated problem, within a gibibyte, never opened further."""

from __future__ import annotations

import resource
import subprocess
from pathlib import Path

import pytest

import fyscore
from fyscore.problems import ProblemsError
from tests.command import COMMAND
from tests.form import GOOD
from tests.xlsx.bombs import BOMBS, COMMANDS, MIB

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each bomb in a folder of its own, made once."""
    made = {}
    for name, (make, _) in BOMBS.items():
        folder = tmp_path_factory.mktemp(name.replace(" ", "-"))
        (folder / "a.xlsx").write_bytes(make())
        made[name] = folder
    return made


#: Bombs that go off late; the other commands read by the same way as ``score``.
LATE = ("elements", "cells", "one string", "strings", "laughs")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        (name, command)
        for name in BOMBS
        for command in COMMANDS
        if name in LATE or not BOMBS[name][1] or command in ("score", "check")
    ],
)
def test_a_bomb_does_no_harm(name: str, command: str, bombs: dict[str, Path]) -> None:
    """Twenty seconds of a slow machine's work and one gibibyte of memory, whatever the command."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (1024 * MIB, 1024 * MIB))
        resource.setrlimit(resource.RLIMIT_CPU, (40 if command == "diff" else 20,) * 2)

    done = subprocess.run(
        [str(COMMAND), *COMMANDS[command]],
        cwd=bombs[name], capture_output=True, text=True, encoding="utf-8", preexec_fn=limit,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode == (3 if BOMBS[name][1] else 0), done.stderr
    told = {"file_damaged": "损坏", "file_too_large": "不像正常填报"}.get(BOMBS[name][1], "")
    assert told in done.stderr


def test_a_path_inside_the_archive_leads_nowhere(tmp_path: Path) -> None:
    """Parts are looked up in the archive by name; none is ever put on the disk."""
    content = GOOD.replace(b"xl/worksheets/sheet3.xml", b"../../worksheets/shet3.xml")
    path = tmp_path / "in" / "a.xlsx"
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(ProblemsError):
        fyscore.read_workbook(path)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["a.xlsx"]
