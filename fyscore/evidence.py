"""Evidence named in a workbook: which files are there, and which are missing, empty or named twice.

An entry of the column 佐证材料 may name files or folders relative to the
workbook, several to a cell.  What names no file, such as a document's number,
is kept as a note.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fyscore.answers import Answers
from fyscore.problem import Problem
from fyscore.rulebook.model import Rulebook

#: Status → what a person reads.
STATUS_TEXT = {
    "file": "文件",
    "folder": "文件夹",
    "missing": "找不到",
    "empty": "空的",
    "note": "文字说明",
}
_BETWEEN = re.compile(r"[\n;；]+")
_CLOSER = re.compile(r"[、,，]+")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_QUOTES = "《》“”\"' \t"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence that a field names.

    ``status`` is ``file``, ``folder``, ``missing``, ``empty`` or ``note``;
    ``also`` are the other fields that name the same file.
    """

    item: str
    key: str
    name: str
    status: str
    place: str = ""
    also: tuple[str, ...] = ()


def find_evidence(answers: Answers, rulebook: Rulebook) -> list[Evidence]:
    """All evidence the workbook names, in the order of the standard.  Only looks at files."""
    folder = Path(answers.file).parent
    found: list[tuple[Evidence, str]] = []
    for item in rulebook.items:
        for field in item.fields:
            for name in _names(answers.evidence.get(field.key, ""), folder):
                status = _status(folder, name)
                place = answers.evidence_cells.get(field.key, "")
                # A note names no file, so two alike are no repetition.
                same = "" if status == "note" else os.path.normpath(_path(folder, name))
                found.append((Evidence(item.id, field.key, name, status, place), same))
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


def _status(folder: Path, name: str) -> str:
    path = _path(folder, name)
    if not _exists(folder, name):
        return "missing" if _is_path(name) else "note"
    try:
        if path.is_dir():
            return "folder" if any(p.is_file() for p in path.rglob("*")) else "empty"
        return "file" if path.stat().st_size else "empty"
    except OSError:
        return "missing"


def evidence_problems(found: Sequence[Evidence]) -> Iterator[Problem]:
    """What is missing or empty."""
    expected = "工作簿所在文件夹中有内容的文件或文件夹"
    for entry in found:
        if entry.status in ("missing", "empty"):
            sheet, _, cell = entry.place.partition("!")
            told = "找不到" if entry.status == "missing" else "是空的"
            yield Problem(
                code=f"evidence_{entry.status}",
                found=f"佐证材料“{entry.name}”{told}",
                expected=expected,
                mend="请补上材料，或核对文件名（相对于工作簿所在的文件夹）。",
                sheet=sheet,
                cell=cell,
                key=entry.key,
            )


def evidence_notices(found: Sequence[Evidence]) -> list[str]:
    """Which files are named in several places: allowed, and worth a look."""
    shared: dict[str, dict[str, None]] = {}
    for entry in found:
        if entry.also:
            shared.setdefault(entry.name, {}).update(dict.fromkeys((entry.key, *entry.also)))
    return [f"佐证材料“{name}”在 {'、'.join(keys)} 重复使用" for name, keys in shared.items()]
