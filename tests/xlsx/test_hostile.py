"""Files made to hurt: refused with a stated problem, within a gibibyte, never opened further."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

import fyscore
from fyscore.problems import ProblemsError
from fyscore.xlsx.archive import MAX_ELEMENTS
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


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds of this machine's work that parsing alone takes, of as many elements as are read."""
    arguments = [sys.executable, "-c", PARSING]
    return min(used_by(arguments, tmp_path_factory.mktemp("reference"))[1] for _ in range(2))


@pytest.mark.parametrize(
    ("name", "command"),
    [
        *((name, "score") for name in BOMBS),
        # A second library reads what is no bomb; two are read where years are compared.
        *((name, "check") for name, (_, refused) in BOMBS.items() if not refused),
        ("elements", "diff"),
    ],
)
def test_a_bomb_does_no_harm(
    name: str, command: str, bombs: dict[str, Path], reference: float
) -> None:
    """A gibibyte of memory, and the work of parsing a few times over, whatever the machine."""
    told, seconds = used_by([str(COMMAND), *COMMANDS[command]], bombs[name], most=1024 * MIB)
    assert "Traceback" not in told.stderr
    assert told.returncode == (3 if BOMBS[name][1] else 0), told.stderr
    said = {"file_damaged": "损坏", "file_too_large": "不像正常填报"}.get(BOMBS[name][1], "")
    assert said in told.stderr
    assert seconds < reference * MOST_TIMES * (2 if command == "diff" else 1)


#: Parsing as many elements as a part may have; what a bomb may cost is a multiple of it.
PARSING = f"""
from xml.parsers import expat
parser = expat.ParserCreate()
parser.StartElementHandler = lambda name, attributes: None
parser.Parse("<a>" + "<b c='1'/>" * {MAX_ELEMENTS} + "</a>", True)
"""
MOST_TIMES = 12


def used_by(
    arguments: list[str], cwd: Path, most: int = resource.RLIM_INFINITY
) -> tuple[subprocess.CompletedProcess[str], float]:
    """A command with so much memory: what it says, and the seconds of work that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        arguments, cwd=cwd, capture_output=True, text=True, encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (most, most)),
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_path_inside_the_archive_leads_nowhere(tmp_path: Path) -> None:
    """Parts are looked up in the archive by name; none is ever put on the disk."""
    content = GOOD.replace(b"xl/worksheets/sheet3.xml", b"../../worksheets/shet3.xml")
    path = tmp_path / "in" / "a.xlsx"
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(ProblemsError):
        fyscore.read_workbook(path)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["a.xlsx"]
