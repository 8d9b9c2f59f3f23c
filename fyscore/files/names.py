"""What outputs are called."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

RANKING = "评分排名.xlsx"
SENT_BACK = "退回汇总.xlsx"
JOURNAL = ".fyscore-journal.jsonl"
#: What cannot be sent back corrected is only listed.
_LISTED = "-问题清单"
#: ``某区-评分``, and ``某区-评分-2`` where a scored workbook was worked in and scored again.
_SCORED = re.compile(r"(.*)-评分(?:-([0-9]{1,4}))?")


def scored_path(file: Path, folder: Path | None = None) -> Path:
    """Where the scored workbook of ``file`` goes: beside it, or into ``folder``.

    Of a scored workbook it is the next by number; the suffix is never doubled.
    """
    match = _SCORED.fullmatch(file.stem)
    stem = f"{match[1]}-评分-{int(match[2] or 1) + 1}" if match else f"{file.stem}-评分"
    return (folder or file.parent) / f"{stem}.xlsx"


def shared_folder(paths: Sequence[Path]) -> Path:
    """The deepest folder that holds all the inputs; this one where they are on several drives."""
    try:
        return Path(os.path.commonpath([os.path.realpath(path.parent) for path in paths]))
    except ValueError:
        return Path.cwd()


def below(folder: Path, root: Path, file: Path) -> Path:
    """The folder below ``folder`` that stands to it as the file's to ``root``."""
    own = file.resolve().parent
    try:
        return folder / own.relative_to(root)
    except ValueError:  # another drive
        return folder / own.relative_to(own.anchor)


def annotated_path(file: Path, folder: Path) -> Path:
    """Where the copy of a faulty form goes that is sent back."""
    suffix = file.suffix if file.suffix.lower() == ".xlsm" else ".xlsx"
    return folder / f"{file.stem}-退回{suffix}"


def listed_path(file: Path, folder: Path) -> Path:
    """Where the faults of a file go of which no copy can be made."""
    kind = "" if file.suffix.lower() == ".xlsx" else file.suffix
    return folder / f"{file.stem}{kind}{_LISTED}.xlsx"


def is_output_name(file: Path) -> bool:
    """Whether a file is called as our outputs are."""
    listed = file.stem.endswith(_LISTED)
    return listed or bool(_SCORED.fullmatch(file.stem)) or file.name in (RANKING, SENT_BACK)
