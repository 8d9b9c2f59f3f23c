"""One form before it is handed in: read twice, what it still waits for, and what looks odd."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fyscore.files.evidence import (
    Evidence,
    evidence_notices,
    evidence_problems,
    find_evidence,
)
from fyscore.forms.pipeline import score_file
from fyscore.problems import ProblemsError
from fyscore.problems.notices import Notice
from fyscore.rules.model import Rulebook


@dataclass(frozen=True, slots=True)
class Checked:
    """What one file's check found; ``failure`` says why it cannot be scored."""

    file: str
    failure: ProblemsError | None = None
    #: Parts that wait for answers; what those are, and where.
    pending: Sequence[str] = ()
    waiting: Sequence[str] = ()
    #: Those of a form that can be scored; a failure has its own.
    notices: Sequence[Notice] = ()
    #: None where it was not asked for.
    evidence: Sequence[Evidence] | None = None

    @property
    def is_unfinished(self) -> bool:
        return self.failure is None and bool(self.pending)

    @property
    def lacks_evidence(self) -> bool:
        """Whether a sound form names evidence that is missing or empty."""
        return self.failure is None and any(evidence_problems(self.evidence or ()))


def check_form(path: Path, rulebook: Rulebook, *, evidence: bool = False) -> Checked:
    """Check one form; of one that cannot be read nothing is said but why."""
    from fyscore.forms.second_opinion import by_openpyxl
    from fyscore.scoring.notices import oversights, pending_lines

    file = str(path)
    try:
        scored = score_file(path, rulebook)
    except ProblemsError as error:
        return Checked(file, error, evidence=[] if evidence else None)
    answers, result, rulebook = scored.answers, scored.result, scored.rulebook
    problems = tuple(by_openpyxl(path, answers, rulebook))
    found = find_evidence(answers, rulebook) if evidence else None
    notices = (
        *result.notices,
        *oversights(answers, rulebook),
        *evidence_notices(found or ()),
    )
    return Checked(
        file,
        ProblemsError(file, problems, answers.info, notices) if problems else None,
        [part.id for part in result.pending_parts()],
        list(pending_lines(answers, result, rulebook)),
        notices,
        found,
    )
