"""Outcomes of many files in order, by one process or several."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from fyscore.batch.job import Job, Outcome, content_key, score_one
from fyscore.batch.journal import Journal
from fyscore.problems import Code, ProblemsError

#: Outcomes a worker may be ahead of the reader: keeps memory flat, workers busy.
_AHEAD = 8
#: Below this many files, starting workers costs more than it saves (see docs/performance.md).
SERIAL_BELOW = 24

_job: Job | None = None


def _begin_worker(job: Job) -> None:
    # The main process decides what Ctrl-C and a stop order mean; a worker finishes its file.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    global _job
    _job = job


def _score_in_worker(path: Path) -> Outcome:
    assert _job is not None
    return score_one(path, _job)


def run(
    paths: Sequence[Path],
    job: Job,
    *,
    jobs: int = 1,
    journal: Journal | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """Outcomes in the order of ``paths``, whatever ``jobs`` is."""
    for outcome in _outcomes(paths, job, jobs, journal):
        if journal is not None and outcome.key not in journal:
            journal.add(outcome)
        on_done()
        yield outcome


def _recorded(path: Path, job: Job, journal: Journal | None) -> Outcome | None:
    """An earlier outcome that still holds: same content, and its workbook still there."""
    if journal is None or not len(journal):
        return None
    outcome = journal.find(content_key(path, job))
    if outcome is None or outcome.row is None or not job.workbooks:
        return outcome
    return outcome if job.target(path).exists() else None


def _outcomes(
    paths: Sequence[Path], job: Job, jobs: int, journal: Journal | None
) -> Iterator[Outcome]:
    if jobs <= 1:
        for path in paths:
            yield _recorded(path, job, journal) or score_one(path, job)
        return
    with ProcessPoolExecutor(jobs, initializer=_begin_worker, initargs=(job,)) as pool:
        waiting: deque[tuple[Path, Outcome | Future[Outcome]]] = deque()
        todo = iter(paths)
        try:
            while True:
                while len(waiting) < jobs * _AHEAD and (following := next(todo, None)) is not None:
                    known = _recorded(following, job, journal)
                    waiting.append((following, known or pool.submit(_score_in_worker, following)))
                if not waiting:
                    return
                path, outcome = waiting.popleft()
                yield outcome if isinstance(outcome, Outcome) else _settled(path, outcome)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _settled(path: Path, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        failure = ProblemsError(str(path), [Code.WORKER_DIED.problem()])
        return Outcome(str(path), "", failure=failure)
