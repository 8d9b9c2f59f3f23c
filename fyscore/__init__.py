"""fyscore: score a fertility-friendly advanced unit application.

>>> import fyscore
>>> rulebook = fyscore.load_rulebook()
>>> answers = fyscore.read_workbook("data.xlsx", rulebook)   # doctest: +SKIP
>>> fyscore.score(answers, rulebook).total                   # doctest: +SKIP

Names load on first use, so importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fyscore.version import __version__

if TYPE_CHECKING:
    from fyscore.answers import Answer, Answers, Entry
    from fyscore.forms.pipeline import Scored, score_file
    from fyscore.forms.reader import read_workbook
    from fyscore.problems import Problem, ProblemsError
    from fyscore.returns.merge import merge
    from fyscore.returns.split import split
    from fyscore.rules.load import load_rulebook, with_readings
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.frame import to_frame
    from fyscore.scoring.result import Result
    from fyscore.scoring.score import score

_HOMES = {
    "Answer": "fyscore.answers",
    "Answers": "fyscore.answers",
    "Entry": "fyscore.answers",
    "Problem": "fyscore.problems",
    "ProblemsError": "fyscore.problems",
    "Result": "fyscore.scoring.result",
    "Rulebook": "fyscore.rules.model",
    "Scored": "fyscore.forms.pipeline",
    "load_rulebook": "fyscore.rules.load",
    "merge": "fyscore.returns.merge",
    "read_workbook": "fyscore.forms.reader",
    "score": "fyscore.scoring.score",
    "score_file": "fyscore.forms.pipeline",
    "split": "fyscore.returns.split",
    "to_frame": "fyscore.scoring.frame",
    "with_readings": "fyscore.rules.load",
}

__all__ = [
    "Answer",
    "Answers",
    "Entry",
    "Problem",
    "ProblemsError",
    "Result",
    "Rulebook",
    "Scored",
    "__version__",
    "load_rulebook",
    "merge",
    "read_workbook",
    "score",
    "score_file",
    "split",
    "to_frame",
    "with_readings",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'fyscore' has no attribute '{name}'")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
