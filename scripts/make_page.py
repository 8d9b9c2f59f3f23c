#!/usr/bin/env python3
"""Build dist/fyscore.html: the program as one page that needs no server, no network and no Python.

Pyodide comes from its npm package, whose hash is pinned here; the other packages are those that
the lock file installed, of which only what is Python travels.  One file, which asks for nothing.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "fyscore/page"
PYODIDE = "pyodide@314.0.7"
SHA512 = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
#: What the page runs on besides this project; what these need comes along.
PACKAGES = (
    "xlsxwriter",
    "openpyxl",
    "defusedxml",
    "jinja2",
    "markupsafe",
    "pygal",
    "uniseg",
    "olefile",
)
#: Of this project, what only the command line, Word or PDF needs.
LEFT_OUT = ("fyscore/cli/", "fyscore/terminal/", "fyscore/batch/", "fyscore/documents/schemas/")
_PARTS = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)


def pyodide() -> dict[str, bytes]:
    """The parts of Pyodide's package by name.  Raises SystemExit where it is another package."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", PYODIDE],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        content = (Path(folder) / packed).read_bytes()
    found = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != SHA512:
        raise SystemExit(f"{PYODIDE} is not the package that was pinned: {found}")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return {
            name: archive.extractfile(f"package/{name}").read()  # type: ignore[union-attr]
            for name in _PARTS
        }


def _belongs(name: str) -> bool:
    test = name.endswith(("test.py", "_test.py")) or "/tests/" in name or "/samples/" in name
    return (
        name.endswith((".py", ".css", ".svg", "METADATA", ".json"))
        and not test
        and ".." not in name
    )


def _with_needs() -> list[str]:
    """The packages and all that they need, by name."""
    found, waiting = list[str](), list(PACKAGES)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name not in found:
            found.append(name)
            needs = (need for need in distribution(name).requires or () if "extra ==" not in need)
            waiting += (re.split(r"[^A-Za-z0-9._-]", need, maxsplit=1)[0] for need in needs)
    return sorted(found)


def _project() -> Iterator[tuple[str, bytes]]:
    wanted = (".py", ".toml", ".csv", ".txt", ".j2", ".css")
    for path in sorted((ROOT / "fyscore").rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if path.is_file() and path.suffix in wanted and not name.startswith(LEFT_OUT):
            yield name, path.read_bytes()


def packages() -> bytes:
    """This project and what it stands on, as a zip archive that is always the same."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:  # compressed as a whole later

        def add(name: str, content: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name), content)

        for package in _with_needs():
            for each in sorted(distribution(package).files or (), key=str):
                if _belongs(each.as_posix()):
                    add(each.as_posix(), Path(each.locate()).read_bytes())
        for name, content in _project():
            add(name, content)
    return buffer.getvalue()


def built() -> str:
    """The page as text."""
    parts = {**pyodide(), "packages.zip": packages()}
    lock = json.loads(parts["pyodide-lock.json"])
    # Nothing is ever installed from it.
    parts["pyodide-lock.json"] = json.dumps({**lock, "packages": {}}).encode()
    scripts = []
    for name, content in parts.items():
        packed = base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
        scripts.append(f'<script type="text/plain" data-part="{name}">{packed}</script>')
    worker = (PAGE / "worker.js").read_text("utf-8")
    scripts.append(f'<script type="text/plain" id="worker">{worker}</script>')
    page = (PAGE / "page.html").read_text("utf-8")
    for mark, text in (
        ("/*STYLE*/", (PAGE / "page.css").read_text("utf-8")),
        ("/*SCRIPT*/", (PAGE / "page.js").read_text("utf-8")),
        ("<!--PARTS-->", "\n".join(scripts)),
    ):
        page = page.replace(mark, text)
    return page


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist/fyscore.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    text = built()
    target.write_text(text, encoding="utf-8", newline="\n")
    print(f"{target}: {len(text.encode()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
