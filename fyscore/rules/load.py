"""Find a rulebook and load it; choose its readings."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from fyscore.problems import Code, ProblemsError, why
from fyscore.rules import DEFAULT
from fyscore.rules.faults import Placed
from fyscore.rules.model import Rulebook
from fyscore.rules.parse import parse_rulebook
from fyscore.rules.readings import READINGS

_FOLDER = Path(__file__).parent / "data"


def built_in() -> tuple[str, ...]:
    """Ids of the rulebooks that ship with fyscore."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_rulebook(source: str | Path = DEFAULT) -> Rulebook:
    """Load a built-in rulebook by id, or one from a TOML file or a workbook.

    Raises ProblemsError with every fault and its line if the rulebook is
    broken, or one problem if it cannot be found or read.
    """
    path = rulebook_path(source)
    if is_workbook(path):
        return _from_workbook(path, source)
    rulebook = _parsed(rulebook_text(source), str(source), _earlier(source))
    return _with_clauses(rulebook, path)


def _from_workbook(path: Path, source: str | Path) -> Rulebook:
    """The rulebook of a workbook; its faults are told by cell."""
    from fyscore.rules.workbook_reading import read_rules

    try:
        book = read_rules(path)
        rulebook = parse_rulebook(book.text, str(source), Placed.of(book.tables), book.locate)
    except ProblemsError as error:
        raise ProblemsError(str(source), error.problems) from None
    return _with_clauses(rulebook, path)


# By its text, so that an edited file is a new rulebook within one process too.
@lru_cache(maxsize=16)
def _parsed(text: str, source: str, earlier: tuple[str, ...]) -> Rulebook:
    return replace(parse_rulebook(text, source), earlier=earlier)


def _with_clauses(rulebook: Rulebook, path: Path) -> Rulebook:
    """The rulebook with the clauses that stand beside it, if any do."""
    beside = clauses_path(path)
    if not beside.exists():
        return rulebook
    from fyscore.rules.clauses import read_clauses, with_clauses

    return with_clauses(rulebook, read_clauses(beside))


def _earlier(source: str | Path) -> tuple[str, ...]:
    """Short digests of a built-in rulebook's earlier texts by which every form scores the same."""
    path = rulebook_path(source).with_suffix(".earlier.txt")
    return tuple(path.read_text("ascii").split()) if str(source) in built_in() else ()


def rulebook_text(source: str | Path = DEFAULT) -> str:
    """The TOML text of a rulebook, a workbook's too.  Raises ProblemsError if it cannot be read."""
    if is_workbook(rulebook_path(source)):
        from fyscore.rules.workbook_reading import read_rules

        return read_rules(rulebook_path(source)).text
    try:
        return rulebook_path(source).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, ValueError) as error:
        known = "、".join(built_in())
        problem = Code.RULEBOOK_UNREADABLE.problem(source=source, error=why(error), known=known)
        raise ProblemsError(str(source), [problem]) from None


def is_workbook(path: Path) -> bool:
    """Whether a rulebook's file is a workbook, by its name."""
    return path.suffix.lower() in (".xlsx", ".xlsm")


def cases_path(source: str | Path) -> Path:
    """Where a rulebook's table of worked cases stands, if it has one: beside it."""
    return rulebook_path(source).with_suffix(".cases.csv")


def clauses_path(rulebook: Path) -> Path:
    """Where a rulebook's clauses stand, if it has any: beside it."""
    return rulebook.with_suffix(".clauses.csv")


def rulebook_path(source: str | Path) -> Path:
    """The file a rulebook is loaded from."""
    return _FOLDER / f"{source}.toml" if str(source) in built_in() else Path(source)


def with_readings(rulebook: Rulebook, overrides: dict[str, str]) -> Rulebook:
    """The rulebook with some readings chosen otherwise.

    Raises ValueError, in Chinese, for an unknown reading or value.
    """
    for name, value in overrides.items():
        if name not in READINGS:
            raise ValueError(f"没有“{name}”这种口径，可用：{'、'.join(READINGS)}")
        if value not in READINGS[name]:
            raise ValueError(f"口径 {name} 没有“{value}”，可用：{'、'.join(READINGS[name])}")
    return replace(rulebook, readings={**rulebook.readings, **overrides})
