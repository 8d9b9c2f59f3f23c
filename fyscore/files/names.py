"""What outputs are called."""

from __future__ import annotations

from pathlib import Path

SCORED_SUFFIX = "-评分"
RANKING = "评分排名.xlsx"
JOURNAL = ".fyscore-journal.jsonl"


def scored_path(file: Path, folder: Path | None = None) -> Path:
    """Where the scored workbook of ``file`` goes: beside it, or into ``folder``."""
    return (folder or file.parent) / f"{file.stem}{SCORED_SUFFIX}.xlsx"
