"""Change a filled form as other programs write it: in the parts of its archive."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.form import Form

ENTRY_PART, WORKBOOK_PART = "xl/worksheets/sheet3.xml", "xl/workbook.xml"
STYLES_PART, STRINGS_PART = "xl/styles.xml", "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Change = Callable[[str], str]


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path


def change(path: Path, part: str, how: Change) -> Path:
    """Rewrite one part; the change must change something."""
    parts = members(path)
    before = parts[part].decode()
    after = how(before)
    assert after != before
    return packed(path, {**parts, part: after.encode()})


def with_cell(form: Form, path: Path, key: str, xml: str, heading: str = "填报值") -> Path:
    """Put ``xml`` for a field's cell; ``{at}`` is its place, ``{style}`` its style."""
    at = form.cell(key, heading).coordinate
    pattern = re.compile(rf'<c r="{at}" s="(\d+)"(?: t="\w+")?(?:/>|>.*?</c>)')
    return change(
        path,
        ENTRY_PART,
        lambda text: pattern.sub(lambda m: xml.format(at=at, style=m[1]), text, count=1),
    )
