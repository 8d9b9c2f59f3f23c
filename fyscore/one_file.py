"""One file from workbook to scored workbook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fyscore.answers import Answers
from fyscore.output import OutputError, refuse_existing, write_whole
from fyscore.problem import Problem, ProblemsError
from fyscore.result import Result
from fyscore.rulebook.model import Rulebook


def score_path(path: Path, rulebook: Rulebook) -> tuple[Answers, Result]:
    """Read and score one file; whatever goes wrong with it is its own problem.

    Raises ProblemsError, and nothing else unless ``FYSCORE_DEBUG`` is set.
    """
    from fyscore.scoring import score
    from fyscore.workbook.reader import read_workbook

    try:
        answers = read_workbook(path, rulebook)
        return answers, score(answers, rulebook)
    except ProblemsError:
        raise
    except Exception as error:
        if os.environ.get("FYSCORE_DEBUG"):
            raise
        problem = Problem(
            code="internal_error",
            found=f"程序处理这个文件时出错（{type(error).__name__}）",
            expected="能够读取的工作簿",
            mend="请另存为新的 .xlsx 再试；仍不行请把文件交给维护人员。",
        )
        raise ProblemsError(str(path), [problem]) from None


def write_scored(
    path: Path, target: Path, rulebook: Rulebook, answers: Answers, result: Result, force: bool
) -> None:
    """Write one scored workbook.  Raises OutputError, also where it would replace its input."""
    from fyscore.workbook.writer import scored_bytes

    if target.exists() and path.exists() and target.samefile(path):
        raise OutputError(f"“{target}”就是输入文件，不能写在它上面，请用 -o 另存。")
    refuse_existing(target, force)  # before the work of writing it
    write_whole(target, scored_bytes(rulebook, answers, result), force=force)


def failure_json(error: ProblemsError) -> dict[str, Any]:
    """A failure under the contract's names."""
    return {"file": error.file, "problems": [p.as_json() for p in error.problems]}
