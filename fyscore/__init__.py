"""fyscore: score a fertility-friendly advanced unit application.

>>> import fyscore
>>> rulebook = fyscore.load_rulebook()
>>> answers = fyscore.read_workbook("data.xlsx", rulebook)   # doctest: +SKIP
>>> fyscore.score(answers, rulebook).total                   # doctest: +SKIP

Names load on first use, so importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from fyscore.answers import Answer, Answers
    from fyscore.problem import Problem, ProblemsError
    from fyscore.result import Result
    from fyscore.rulebook.model import Rulebook
    from fyscore.rulebooks import load_rulebook
    from fyscore.scoring import score
    from fyscore.workbook.reader import read_workbook

_HOMES = {
    "Answer": "fyscore.answers",
    "Answers": "fyscore.answers",
    "Problem": "fyscore.problem",
    "ProblemsError": "fyscore.problem",
    "Result": "fyscore.result",
    "Rulebook": "fyscore.rulebook.model",
    "load_rulebook": "fyscore.rulebooks",
    "read_workbook": "fyscore.workbook.reader",
    "score": "fyscore.scoring",
}

__all__ = [
    "Answer",
    "Answers",
    "Problem",
    "ProblemsError",
    "Result",
    "Rulebook",
    "__version__",
    "load_rulebook",
    "read_workbook",
    "score",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'fyscore' has no attribute '{name}'")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
