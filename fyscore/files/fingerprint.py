"""A mark in what fyscore writes, by which a later run tells its own unchanged output.

A workbook or Word document carries it as the comment of its archive, a page,
Markdown or PDF as a last line that no reader sees.  A spreadsheet program that saves
the file drops the mark or leaves one that no longer fits.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from enum import Enum
from pathlib import Path

_ARCHIVE = b"PK\x03\x04"
_COMMENT = b"fyscore 1 %s"
_MARK = re.compile(rb"fyscore 1 ([0-9a-f]{64})(?: -->\n|\n)?\Z")
#: How a last line that no reader sees begins and ends, by the kind of file.
_LINES = {
    ".html": (b"<!-- ", b" -->\n"),
    ".md": (b"<!-- ", b" -->\n"),
    ".pdf": (b"%", b"\n"),
}
#: The archive's end record ends with its comment's length.
_LENGTH = 2
_MOST = 64 * 1024 * 1024
#: Sheets by which a workbook that lost its mark is still known as ours.
_SHEETS = ("计分明细", "条目平均", "变化原因", "按责任单位")


class Found(Enum):
    """What stands where an output is to be written."""

    NOTHING = "nothing"
    OURS = "ours"
    EDITED = "edited"
    FOREIGN = "foreign"


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def marked(content: bytes, suffix: str) -> bytes:
    """The content with its mark; as it is where its kind has no room for one."""
    if content.startswith(_ARCHIVE):
        comment = _COMMENT % _hash(content)
        return content[:-_LENGTH] + len(comment).to_bytes(_LENGTH, "little") + comment
    line = _LINES.get(suffix.lower())
    if line is None:
        return content
    begin, end = line
    return content + begin + _COMMENT % _hash(content) + end


def found_at(path: Path) -> Found:
    """Whether the file at ``path`` is an output of ours, and whether it was changed since."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST)
    except FileNotFoundError:
        return Found.NOTHING
    except OSError:
        return Found.FOREIGN
    mark = _MARK.search(content[-200:])
    if mark is None:
        return Found.EDITED if _was_ours(path) else Found.FOREIGN
    body = content[: len(content) - len(mark[0])]
    if content.startswith(_ARCHIVE):
        body = body[:-_LENGTH] + bytes(_LENGTH)
    else:
        begin, _ = _LINES.get(path.suffix.lower(), (b"", b""))
        body = body.removesuffix(begin)
    return Found.OURS if _hash(body) == mark[1] else Found.EDITED


def _was_ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    except Exception:  # whatever a file that is no workbook makes zipfile raise
        return False
    return any(f'"{sheet}"' in names for sheet in _SHEETS)


def content_hash(path: Path) -> str:
    """The whole file's hash; empty where it cannot be read."""
    try:
        return _hash(path.read_bytes()).decode()
    except OSError:
        return ""
