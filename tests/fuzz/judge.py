"""One mutated workbook after another, each outcome held to account."""

from __future__ import annotations

import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

import fyscore
from fyscore.forms.writer import scored_bytes
from fyscore.problems import Code, ProblemsError
from fyscore.scoring.result import Result
from tests.form import GOOD
from tests.fuzz.independent import CannotOpen, opinion
from tests.fuzz.levels import LEVELS
from tests.fuzz.mutations import Mutant, bases

MEMORY_MIB = 1024
#: How many times the work of a sound form a mutated one may take: ten seconds where this was written.
MOST_TIMES = 200


class TooSlow(Exception):
    """One workbook took far more work than a sound one."""


def _alarm(*_: object) -> None:
    raise TooSlow


class Judge:
    """Reads and scores one workbook after another, and holds each outcome to account."""

    def __init__(self, folder: Path) -> None:
        self.rulebook = fyscore.load_rulebook()
        self.path = folder / "a.xlsx"
        self.tally: Counter[str] = Counter()
        self.path.write_bytes(GOOD)
        began = time.process_time()
        self._scored()
        self.most = (time.process_time() - began) * MOST_TIMES

    def _scored(self) -> tuple[fyscore.Answers, Result]:
        answers = fyscore.read_workbook(self.path, self.rulebook)
        return answers, fyscore.score(answers, self.rulebook)

    def __call__(self, content: bytes) -> None:
        self.tally["workbooks"] += 1
        self.path.write_bytes(content)
        try:
            signal.setitimer(signal.ITIMER_PROF, self.most)
            answers, result = self._scored()
        except ProblemsError as error:
            assert all(p.found and p.expected and p.fix and p.code for p in error.problems)
            self.tally["refused"] += 1
            if any(p.code == Code.READERS_DISAGREE.code for p in error.problems):
                self.tally["refused since two readers disagree"] += 1
            return
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.tally["scored"] += 1
        try:
            theirs = opinion(content)
        except CannotOpen:
            self.tally["no second opinion"] += 1
        else:
            ours = {p.id: None if p.status == "pending" else p.score for p in result.parts()}
            assert ours == theirs, {k: (ours[k], theirs[k]) for k in ours if ours[k] != theirs[k]}
            if all(notice.code != "not_cross_checked" for notice in answers.notices):
                self.tally["both readers and the independent scorer agree"] += 1
        if self.tally["scored"] % 10 == 0:
            self._written_and_read_again(answers, result)

    def _written_and_read_again(self, answers: fyscore.Answers, result: Result) -> None:
        self.tally["scored workbooks"] += 1
        self.path.write_bytes(scored_bytes(self.rulebook, answers, result))
        again = fyscore.score(fyscore.read_workbook(self.path, self.rulebook), self.rulebook)
        assert again.total == result.total


def run_level(level: str, count: int, number: int, shrink: bool = False) -> Counter[str]:
    """``count`` workbooks of one level from one seed.  Raises what the first finding raises.

    With ``shrink``, a finding is first made as small as it can be.
    """
    signal.signal(signal.SIGPROF, _alarm)
    with tempfile.TemporaryDirectory() as name:
        judge = Judge(Path(name))
        sources = bases(judge.rulebook)

        @seed(number)
        @settings(
            max_examples=count, database=None, deadline=None, print_blob=False,
            suppress_health_check=list(HealthCheck), phases=(Phase.generate, *([Phase.shrink] if shrink else [])),
        )  # fmt: skip
        @given(LEVELS[level](sources).map(Mutant))
        def mutated(content: bytes) -> None:
            judge(content)

        try:
            mutated()
        except BaseException:
            kept = Path(tempfile.gettempdir()) / f"fyscore-fuzz-{level}-{number}.xlsx"
            kept.write_bytes(judge.path.read_bytes())
            print(f"finding at level {level}, seed {number}: {kept}", file=sys.stderr)
            raise
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert peak < MEMORY_MIB, f"{peak:.0f} MiB"
    judge.tally["peak MiB"] = round(peak)
    return judge.tally


def attempt(task: tuple[str, int, int, bool]) -> tuple[str, Counter[str], str]:
    """One chunk's level, its tally, and what was found; nothing if all was right."""
    try:
        return task[0], run_level(*task), ""
    except Exception as error:
        return task[0], Counter(), f"{type(error).__name__}: {error}"[:2000]
