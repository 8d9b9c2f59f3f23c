"""Files made to hurt: refused with a stated problem, within a gibibyte, never opened further."""

from __future__ import annotations

import io
import resource
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import fyscore
from fyscore.problems import ProblemsError
from tests.command import COMMAND
from tests.form import GOOD

pytestmark = pytest.mark.slow

MIB = 1024 * 1024
ENTRY_SHEET, STRINGS, STYLES = (
    "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/styles.xml",
)  # fmt: skip
SHEET_HEAD = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
SHEET_TAIL = b"</sheetData></worksheet>"


def filled_to(size: int, piece: bytes, head: bytes = SHEET_HEAD, tail: bytes = SHEET_TAIL) -> bytes:
    return head + piece * (size // len(piece)) + tail


def rows(count: int) -> bytes:
    cells = (
        b'<row r="%d">' % n
        + b"".join(b'<c r="%c%d"><v>1</v></c>' % (65 + c, n) for c in range(26))
        + b"</row>"
        for n in range(1, count + 1)
    )
    return SHEET_HEAD + b"".join(cells) + SHEET_TAIL


def with_part(name: str, content: bytes) -> bytes:
    """The template with one part replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return buffer.getvalue()


def lying_about_its_size() -> bytes:
    """A part that claims 100 bytes and unpacks to 90 MiB."""
    made = bytearray(with_part(ENTRY_SHEET, filled_to(90 * MIB, b'<c r="A1"/>')))
    with zipfile.ZipFile(io.BytesIO(bytes(made))) as archive:
        size = archive.getinfo(ENTRY_SHEET).file_size
    return bytes(made).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def many_members() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for n in range(30_000):
            archive.writestr(f"x{n}", b"")
    return buffer.getvalue()


SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "zeros": (lambda: with_part(ENTRY_SHEET, bytes(200 * MIB)), "file_damaged"),
    "elements": (lambda: with_part(ENTRY_SHEET, filled_to(90 * MIB, b"<a/>")), "file_damaged"),
    "nesting": (lambda: with_part(ENTRY_SHEET, filled_to(90 * MIB, b"<a>")), "file_damaged"),
    "cells": (lambda: with_part(ENTRY_SHEET, rows(40_000)), "file_damaged"),
    "strings": (
        lambda: with_part(STRINGS, filled_to(90 * MIB, b"<si><t>a</t></si>", SST, b"</sst>")),
        "file_damaged",
    ),
    "one string": (
        lambda: with_part(STRINGS, filled_to(90 * MIB, b"a", SST + b"<si><t>", b"</t></si></sst>")),
        "file_damaged",
    ),
    "one attribute": (
        lambda: with_part(ENTRY_SHEET, filled_to(90 * MIB, b"a", b'<worksheet x="', b'"/>')),
        "file_damaged",
    ),
    "merges": (
        lambda: with_part(
            ENTRY_SHEET,
            filled_to(20 * MIB, b'<mergeCell ref="A1:XFD1048576"/>', b"<worksheet>", b"</worksheet>"),
        ),
        "file_damaged",
    ),
    "styles": (
        lambda: with_part(STYLES, filled_to(90 * MIB, b"<xf/>", b"<s><cellXfs>", b"</cellXfs></s>")),
        "file_damaged",
    ),
    "lies": (lying_about_its_size, "file_damaged"),
    "members": (many_members, "file_too_large"),
    "laughs": (
        lambda: with_part(
            ENTRY_SHEET,
            b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w>&b;</w>',
        ),
        "file_damaged",
    ),
    "outside": (
        lambda: with_part(
            ENTRY_SHEET, b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
        ),
        "file_damaged",
    ),
}  # fmt: skip
#: Every command that reads a workbook.
COMMANDS = {
    "score": ["score", "a.xlsx", "--json", "-o", "o.xlsx"],
    "check": ["check", "a.xlsx", "--json"],
    "gaps": ["gaps", "a.xlsx", "--json"],
    "report": ["report", "a.xlsx", "--json", "-o", "r.md"],
    "diff": ["diff", "a.xlsx", "a.xlsx", "--json"],
}


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
        if name in LATE or command in ("score", "check")
    ],
)
def test_a_bomb_does_no_harm(name: str, command: str, bombs: dict[str, Path]) -> None:
    """Ten seconds of work and one gibibyte of memory, whatever the command."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (1024 * MIB, 1024 * MIB))
        resource.setrlimit(resource.RLIMIT_CPU, (20 if command == "diff" else 10,) * 2)

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
