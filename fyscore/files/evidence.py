"""Evidence named in a workbook: which files are there, and which are missing, empty or named twice.

An entry of the column 佐证材料 may name files or folders relative to the
workbook, several to a cell.  What names no file, such as a document's number,
is kept as a note.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from fyscore.answers import UNCONFIRMED, Answers
from fyscore.problems import Code, Problem
from fyscore.problems.notices import Notice, Remark
from fyscore.rules.model import Rulebook

_BETWEEN = re.compile(r"[\n;；]+")
_CLOSER = re.compile(r"[、,，]+")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
#: A page sees the workbooks it is given, and nothing beside them.
_IN_BROWSER = sys.platform == "emscripten"
_QUOTES = "《》“”\"' \t"


class EvidenceStatus(StrEnum):
    """What an entry turned out to be; its value is what JSON carries."""

    FILE = "file"
    FOLDER = "folder"
    MISSING = "missing"
    EMPTY = "empty"
    NOTE = "note"
    #: In a browser, where the files beside a workbook cannot be seen.
    UNSEEN = "unseen"

    @property
    def words(self) -> str:
        """The state in Chinese."""
        return _WORDS[self]


_WORDS = {
    EvidenceStatus.FILE: "文件",
    EvidenceStatus.FOLDER: "文件夹",
    EvidenceStatus.MISSING: "找不到",
    EvidenceStatus.EMPTY: "空的",
    EvidenceStatus.NOTE: "文字说明",
    EvidenceStatus.UNSEEN: "未核对",
}
_FAULTS = {
    EvidenceStatus.MISSING: Code.EVIDENCE_MISSING,
    EvidenceStatus.EMPTY: Code.EVIDENCE_EMPTY,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence that a field names; ``also`` are other fields that name the same."""

    item: str
    key: str
    name: str
    status: EvidenceStatus
    place: str = ""
    also: tuple[str, ...] = ()


def find_evidence(answers: Answers, rulebook: Rulebook) -> list[Evidence]:
    """All evidence the workbook names, in the order of the standard.  Only looks at files."""
    folder = Path(answers.file).parent
    found: list[tuple[Evidence, str]] = []
    for item in rulebook.items:
        for field in item.fields:
            noted = answers.entry(field.key)
            if noted.evidence.startswith(UNCONFIRMED):
                continue  # last year's, and nobody has said that it still stands
            for name in _names(noted.evidence, folder):
                status = _status(folder, name)
                # A note names no file, so two alike are no repetition.
                is_note = status is EvidenceStatus.NOTE
                same = "" if is_note else os.path.normpath(_path(folder, name))
                entry = Evidence(item.id, field.key, name, status, noted.evidence_cell)
                found.append((entry, same))
    users: dict[str, list[int]] = {}
    for nth, (_, same) in enumerate(found):
        if same:
            users.setdefault(same, []).append(nth)
    return [
        replace(entry, also=tuple(found[n][0].key for n in users.get(same, ()) if n != nth))
        for nth, (entry, same) in enumerate(found)
    ]


def _names(text: str, folder: Path) -> Iterator[str]:
    """The names in one cell; a file whose own name holds a comma is not taken apart."""
    for line in _BETWEEN.split(text):
        name = line.strip(_QUOTES)
        if not name:
            continue
        if _exists(folder, name):
            yield name
            continue
        pieces = [piece.strip(_QUOTES) for piece in _CLOSER.split(name)]
        if any(_is_path(piece) or _exists(folder, piece) for piece in pieces if piece):
            yield from filter(None, pieces)
        else:
            yield name


def _path(folder: Path, name: str) -> Path:
    return folder / name.replace("\\", "/")


def _exists(folder: Path, name: str) -> bool:
    try:
        return _path(folder, name).exists()
    except (OSError, ValueError):  # longer than any path, or with a character none can have
        return False


def _is_path(name: str) -> bool:
    """Whether a name that is not there was meant to be a file's."""
    return "://" not in name and bool(_EXTENSION.search(name))


def _status(folder: Path, name: str) -> EvidenceStatus:
    path = _path(folder, name)
    if not _exists(folder, name):
        if not _is_path(name):
            return EvidenceStatus.NOTE
        return EvidenceStatus.UNSEEN if _IN_BROWSER else EvidenceStatus.MISSING
    try:
        if path.is_dir():
            filled = any(p.is_file() for p in path.rglob("*"))
            return EvidenceStatus.FOLDER if filled else EvidenceStatus.EMPTY
        return EvidenceStatus.FILE if path.stat().st_size else EvidenceStatus.EMPTY
    except OSError:
        return EvidenceStatus.MISSING


def evidence_problems(found: Sequence[Evidence]) -> Iterator[Problem]:
    """What is missing or empty."""
    for entry in found:
        if entry.status in _FAULTS:
            sheet, _, cell = entry.place.partition("!")
            yield _FAULTS[entry.status].problem(key=entry.key, name=entry.name).at(sheet, cell)


def evidence_notices(found: Sequence[Evidence]) -> list[Notice]:
    """Which files are named in several places: allowed, and worth a look."""
    shared: dict[str, dict[str, None]] = {}
    for entry in found:
        if entry.also:
            shared.setdefault(entry.name, {}).update(dict.fromkeys((entry.key, *entry.also)))
    return [
        Remark.EVIDENCE_TWICE.notice(name=name, keys="、".join(keys))
        for name, keys in shared.items()
    ]
