"""Which workbooks a command line means: files, folders, patterns, lists."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from glob import glob
from pathlib import Path

from fyscore.files.names import RANKING, SCORED_SUFFIX

#: What a folder is searched for.  The later ones cannot be read and are told of, not passed over.
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods"}


def expand(arguments: Iterable[str]) -> list[Path]:
    """Input files in the order given, folders and patterns sorted, each once.

    ``@list.txt`` names a file with one path a line, ``-`` standard input.
    Folders and patterns leave out lock files and earlier outputs; a file that
    is named itself is always taken.
    """
    found: dict[Path, None] = {}
    for argument in arguments:
        for path in _expand_one(argument):
            found.setdefault(path)
    return list(found)


def _expand_one(argument: str) -> Iterator[Path]:
    path = Path(argument)
    if argument == "-":
        yield from _listed(sys.stdin.read())
    elif argument.startswith("@") and not path.exists():
        yield from _listed(_text(Path(argument[1:]).read_bytes()))
    elif path.is_dir():
        yield from sorted(p for p in path.rglob("*") if _is_input(p))
    elif not path.exists() and any(mark in argument for mark in "*?["):
        yield from sorted(p for p in map(Path, _glob(argument)) if _is_input(p))
    else:
        yield path


def _glob(pattern: str) -> list[str]:
    return glob(pattern, recursive=True)  # noqa: PTH207  Path.glob refuses absolute patterns


def _text(content: bytes) -> str:
    """A list as text: UTF-8, or GBK as Windows Notepad saves it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _listed(text: str) -> Iterator[Path]:
    return (Path(line.strip()) for line in text.splitlines() if line.strip())


def _is_input(path: Path) -> bool:
    return (
        path.suffix.lower() in _WORKBOOKS
        and not path.name.startswith(("~$", "."))
        and not path.stem.endswith(SCORED_SUFFIX)
        and path.name != RANKING
        and path.is_file()
    )
