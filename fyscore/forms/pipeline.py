"""One file's way from workbook to result: read once, scored once, whatever is made of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from fyscore.answers import Answers
from fyscore.files.output import Outputs
from fyscore.problems import Code, ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result


@dataclass(frozen=True)
class Scored:
    """One workbook read and scored."""

    answers: Answers
    result: Result
    #: The standard as it stands in the form's year, or what of it the form is about.
    rulebook: Rulebook


def score_file(path: str | Path, rulebook: Rulebook) -> Scored:
    """Read and score one file; whatever goes wrong with it is its own problem.

    Raises ProblemsError, with what could not be read and what contradicts all
    at once, and nothing else unless ``FYSCORE_DEBUG`` is set.
    """
    from fyscore.forms.reader import read
    from fyscore.forms.stored import stored_notices
    from fyscore.scoring.notices import notices, oversights
    from fyscore.scoring.score import contradictions, result_of

    try:
        reading = read(path, rulebook)
        rulebook = reading.rulebook
        problems = [*reading.problems, *contradictions(reading.answers, rulebook)]
        if problems:
            seen = [*reading.answers.notices, *oversights(reading.answers, rulebook)]
            raise ProblemsError(str(path), problems, reading.answers.info, seen)
        answers, result = reading.answers, result_of(reading.answers, rulebook)
        found = (
            *result.notices,
            *notices(answers, result, rulebook),
            *stored_notices(reading.stored, result, rulebook),
        )
        return Scored(answers, replace(result, notices=found), rulebook)
    except ProblemsError:
        raise
    except Exception as error:
        if os.environ.get("FYSCORE_DEBUG"):
            raise
        problem = Code.INTERNAL_ERROR.problem(error=type(error).__name__)
        raise ProblemsError(str(path), [problem]) from None


def write_scored(
    target: Path, scored: Scored, outputs: Outputs, *, one_of_many: bool = False
) -> None:
    """Write one scored workbook, maybe one of many.  Raises OutputError."""
    from fyscore.forms.writer import scored_bytes

    outputs.refuse(target)  # before the work of writing it
    content = scored_bytes(scored.rulebook, scored.answers, scored.result, one_of_many=one_of_many)
    outputs.write(target, content)
