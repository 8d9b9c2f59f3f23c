"""Which workbooks, or saved results, a command line means: files, folders, patterns, lists, standard input."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path

from fyscore.encodings import decoded
from fyscore.files.names import is_output_name
from fyscore.problems import Code, ProblemsError, why

#: What a folder is searched for.  The later ones cannot be read and are told of, not passed over.
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods"})
#: The same for results that ``score --json`` saved.
RESULTS = frozenset({".json", ".jsonl"})
STANDARD_INPUT = "标准输入"


@dataclass
class Inputs:
    """The workbooks meant, in order, and what keeps others from being looked for.

    ``is_batch`` says whether many may be meant, whatever their number: a
    folder, a pattern or a list.  ``lists`` are files that were read for their
    names; ``suffixes`` are what folders are searched for; ``piped`` says whether a workbook came on standard input.
    """

    paths: list[Path] = field(default_factory=list)
    failures: list[ProblemsError] = field(default_factory=list)
    lists: list[Path] = field(default_factory=list)
    is_batch: bool = False
    piped: bool = False
    suffixes: frozenset[str] = WORKBOOKS

    @property
    def all(self) -> list[Path]:
        """Everything that is read."""
        return self.paths + self.lists


def expand(arguments: Sequence[str], suffixes: frozenset[str] = WORKBOOKS) -> Inputs:
    """Input files in the order given, folders and patterns sorted, each once.

    ``@list.txt`` names a file with one path a line, ``-`` standard input: a
    list or a workbook, told by its content.  Folders and patterns leave out
    lock files and earlier outputs; a file that is named itself is always taken.
    Raises OSError or UnicodeDecodeError where a list cannot be read.
    """
    found = Inputs(suffixes=suffixes)
    for argument in arguments:
        _expand_one(argument, found)
    found.paths = list(dict.fromkeys(found.paths))
    found.is_batch |= len(found.paths) + len(found.failures) > 1
    return found


def _expand_one(argument: str, found: Inputs) -> None:
    path = Path(argument)
    if argument == "-":
        _expand_standard_input(found)
    elif argument.startswith("@") and not _exists(path):
        found.is_batch = True
        found.lists.append(Path(argument[1:]))
        found.paths += _listed(Path(argument[1:]).read_bytes())
    elif _is_folder(path):
        found.is_batch = True
        found.paths += _inside(path, found)
    elif not _exists(path) and any(mark in argument for mark in "*?["):
        found.is_batch = True
        found.paths += sorted(p for p in map(Path, _glob(argument)) if _is_input(p, found))
    else:
        found.paths.append(path)


def _expand_standard_input(found: Inputs) -> None:
    content = sys.stdin.buffer.read()
    if b"\0" not in content:
        found.is_batch = True
        found.paths += _listed(content)
        return
    folder = Path(tempfile.mkdtemp(prefix="fyscore-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    spooled = folder / f"{STANDARD_INPUT}.xlsx"
    spooled.write_bytes(content)
    found.piped = True
    found.paths.append(spooled)


def _inside(folder: Path, found: Inputs) -> list[Path]:
    """A folder's workbooks; a folder below it that cannot be read is a failure, not passed over."""

    def unreadable(error: OSError) -> None:
        problem = Code.FILE_UNREADABLE.problem(why=why(error))
        found.failures.append(ProblemsError(str(error.filename), [problem]))

    paths = []
    for name, _, files in os.walk(folder, onerror=unreadable):
        paths += [path for path in (Path(name, file) for file in files) if _is_input(path, found)]
    return sorted(paths)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for any name: the reader says what is wrong
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _glob(pattern: str) -> Iterable[str]:
    return glob(pattern, recursive=True)  # noqa: PTH207  Path.glob refuses absolute patterns


def _listed(content: bytes) -> Iterator[Path]:
    """A list's paths.  Raises UnicodeDecodeError for what is no text."""
    return (Path(line.strip()) for line in decoded(content).splitlines() if line.strip())


def _is_input(path: Path, found: Inputs) -> bool:
    return (
        path.suffix.lower() in found.suffixes
        and not path.name.startswith(("~$", "."))
        and not is_output_name(path)
        and path.is_file()
    )
