"""Files made to hurt, and the commands that meet them.

``python -m tests.xlsx.bombs`` prints the time and memory of each (docs/trust.md).
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.command import COMMAND
from tests.form import GOOD

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


def with_part(name: str, content: bytes, whole: bytes = GOOD) -> bytes:
    """A workbook, the template unless another is given, with one part replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as old,
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


def with_sheet(rows_of_it: bytes) -> bytes:
    """The template with one more sheet, which no form has."""
    buffer = io.BytesIO()
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book.create_sheet("台账")
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        last = max(n for n in archive.namelist() if n.startswith("xl/worksheets/sheet"))
    return with_part(last, rows_of_it, buffer.getvalue())


def merged_over_inputs() -> bytes:
    """99,000 merged ranges below the form."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        sheet = archive.read(ENTRY_SHEET)
    cells = b"".join(b'<mergeCell ref="D%d:G%d"/>' % (n, n) for n in range(200, 99_200))
    return with_part(ENTRY_SHEET, sheet.replace(b"</mergeCells>", cells + b"</mergeCells>"))


def styled_blanks() -> bytes:
    """100,000 blank cells that have only a format, in the form's own sheet."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        sheet = archive.read(ENTRY_SHEET)
    rows_of_them = b"".join(
        b'<row r="%d">' % n + b"".join(b'<c r="%c%d" s="1"/>' % (65 + c, n) for c in range(10)) + b"</row>"
        for n in range(200, 10_200)
    )  # fmt: skip
    return with_part(ENTRY_SHEET, sheet.replace(b"</sheetData>", rows_of_them + b"</sheetData>"))


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
    "99,000 merges": (merged_over_inputs, ""),
    "100,000 styled blanks": (styled_blanks, ""),
    "raw data on a sheet of its own": (lambda: with_sheet(rows(15_000)), ""),
    "one huge merge on a sheet of its own": (
        lambda: with_sheet(SHEET_HEAD + b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'),
        "",
    ),
    "60 MB attribute on a sheet of its own": (
        lambda: with_sheet(filled_to(60 * MIB, b"a", b'<worksheet x="', b'"/>')),
        "",
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


#: Runs a command and says what it used.  In a process of its own: a child's peak begins at its
#: parent's size, and this one has made the bombs.
_MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = os.wait4(process.pid, 0)[2]
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def measured(folder: Path, command: str) -> tuple[float, float]:
    """Seconds of work and peak memory in MiB of one command in a bomb's folder."""
    arguments = [sys.executable, "-c", _MEASURE, str(COMMAND), *COMMANDS[command]]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=True)
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak / 1024


def main() -> None:
    """Print the table."""
    print(f"| 文件 | {' | '.join(COMMANDS)} |")
    print(f"| --- |{' --- |' * len(COMMANDS)}")
    with tempfile.TemporaryDirectory() as name:
        for bomb, (make, _) in BOMBS.items():
            (Path(name) / "a.xlsx").write_bytes(make())
            cells = [measured(Path(name), command) for command in COMMANDS]
            told = " | ".join(f"{seconds:.1f} s，{peak:.0f} MiB" for seconds, peak in cells)
            print(f"| {bomb} | {told} |", flush=True)


if __name__ == "__main__":
    main()
