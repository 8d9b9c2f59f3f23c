"""A Word report as PDF, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fyscore.report import word
from fyscore.report.environment import TemplateFault

_NAMES = ("soffice", "libreoffice")
#: Where its installers put it when they leave the search path alone.
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    *(
        f"{os.environ[name]}/LibreOffice/program/soffice.exe"
        for name in ("ProgramFiles", "ProgramFiles(x86)")
        if name in os.environ
    ),
)
_SECONDS = 180


def render(context: Mapping[str, Any], template: Path | None = None) -> bytes:
    """The PDF's bytes.  Raises TemplateFault, also where LibreOffice is not to be had."""
    office = next(_offices(), None)
    if office is None:
        raise TemplateFault(
            "写 PDF 要用 LibreOffice，这台电脑上没有找到。"
            "可以改写 .docx，再用 Word 或 WPS 另存为 PDF。"
        )
    document = word.render(context, template)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "report.docx")
        source.write_bytes(document)
        _convert(office, source)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise TemplateFault("LibreOffice 没有写出 PDF；可以改写 .docx，再另存为 PDF。")
        return made.read_bytes()


def _offices() -> Iterator[str]:
    yield from filter(None, map(shutil.which, _NAMES))
    yield from (place for place in _PLACES if Path(place).exists())


def _convert(office: str, source: Path) -> None:
    """Have it write the PDF beside the document, with a profile of its own."""
    profile = (source.parent / "profile").as_uri()
    command = [
        *(office, f"-env:UserInstallation={profile}", "--headless", "--norestore"),
        *("--convert-to", "pdf", "--outdir", str(source.parent), str(source)),
    ]
    try:
        subprocess.run(
            command, check=True, capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        raise TemplateFault(f"LibreOffice（{office}）没有写出 PDF；可以改写 .docx。") from None
