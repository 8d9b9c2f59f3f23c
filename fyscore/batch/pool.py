"""Outcomes of many files in order, by one process or several."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from fyscore.batch.job import Job, JobResult, content_key, score_one
from fyscore.batch.journal import Journal
from fyscore.files.output import sweep
from fyscore.problems import Code, ProblemsError

#: Outcomes a worker may be ahead of the reader: keeps memory flat, workers busy.
_AHEAD = 8
#: Below this many files, starting workers costs more than it saves (see docs/performance.md).
SERIAL_BELOW = 24
#: Seconds a worker that was told to stop has to take its scraps away.
_GRACE = 2

_job: Job | None = None


def _stop(*_: object) -> None:
    # A worker on its way out may wait for a lock that a killed one took with it; the pool swallows
    # what is raised there.  So the end comes by itself, once there was time to take scraps away.
    end = threading.Timer(_GRACE, os._exit, (1,))
    end.daemon = True
    end.start()
    raise SystemExit


def _begin_worker(job: Job) -> None:
    # The main process decides what Ctrl-C means; a stop order ends a worker cleanly.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    # A worker has no voice of its own: what it finds goes back as outcomes, and a queue that is
    # taken away while it waits is no news to anybody.
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  for good
    threading.Thread(target=_end_with_parent, daemon=True).start()
    global _job
    _job = job


def _end_with_parent() -> None:
    """A main process that was killed leaves no workers behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _score_in_worker(path: Path) -> JobResult:
    assert _job is not None
    return score_one(path, _job)


def run(
    paths: Sequence[Path],
    job: Job,
    *,
    jobs: int = 1,
    journal: Journal | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> Iterator[JobResult]:
    """Outcomes in the order of ``paths``, whatever ``jobs`` is."""
    for outcome in _outcomes(paths, job, jobs, journal):
        if journal is not None and outcome.key not in journal:
            journal.add(outcome)
        on_done()
        yield outcome


def _recorded(path: Path, job: Job, journal: Journal | None) -> JobResult | None:
    """An earlier outcome that still holds: same content, and its workbook still there."""
    if journal is None or not len(journal):
        return None
    outcome = journal.find(content_key(path, job))
    if outcome is None or outcome.row is None:
        return outcome
    if job.records and outcome.record is None:  # that run was not asked for them
        return None
    if not job.workbooks:
        return outcome
    return outcome if job.target(path).exists() else None


def _outcomes(
    paths: Sequence[Path], job: Job, jobs: int, journal: Journal | None
) -> Iterator[JobResult]:
    if jobs <= 1:
        for path in paths:
            yield _recorded(path, job, journal) or score_one(path, job)
        return
    workers = _Workers(jobs, job)
    lost: list[Path] = []
    waiting: deque[tuple[Path, JobResult | Future[JobResult]]] = deque()
    todo = iter(paths)
    try:
        while True:
            while len(waiting) < jobs * _AHEAD and (following := next(todo, None)) is not None:
                known = _recorded(following, job, journal)
                waiting.append((following, known or workers.submit(following)))
            if not waiting:
                break
            path, outcome = waiting[0]
            yield outcome if isinstance(outcome, JobResult) else _settled(path, outcome, job, lost)
            waiting.popleft()
    finally:
        try:
            workers.stop()
        finally:
            # A worker may be told to stop before it knows the name of the file it just made.
            for path in (*lost, *(path for path, _ in waiting)):
                sweep(job.target(path))


class _Workers:
    """Processes that score files; new ones take the place of those that died."""

    def __init__(self, count: int, job: Job) -> None:
        self.count = count
        self.job = job
        self._pool = _pool(count, job)

    def submit(self, path: Path) -> Future[JobResult]:
        try:
            return self._pool.submit(_score_in_worker, path)
        except BrokenProcessPool:
            self._pool = _pool(self.count, self.job)
            return self._pool.submit(_score_in_worker, path)

    def stop(self) -> None:
        """Let the workers finish the file they are at; a second Ctrl-C ends them at once."""
        try:
            self._pool.shutdown(wait=True, cancel_futures=True)
        except BaseException:
            end_workers()
            raise


def _pool(count: int, job: Job) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, initializer=_begin_worker, initargs=(job,))


def end_workers() -> None:
    """End every worker of this process, those that do not listen by force."""
    children = multiprocessing.active_children()
    for child in children:
        child.terminate()
    for child in children:
        child.join(_GRACE)
        if child.is_alive():
            child.kill()


def _settled(path: Path, future: Future[JobResult], job: Job, lost: list[Path]) -> JobResult:
    """A worker's outcome.

    Where a worker died, all files in hand are lost and noted as such; each is
    tried once more alone, so that the one that kills is found and the others
    are scored.
    """
    try:
        return future.result()
    except BrokenProcessPool:
        lost.append(path)
    alone = _Workers(1, job)
    try:
        return alone.submit(path).result()
    except BrokenProcessPool:
        failure = ProblemsError(str(path), [Code.WORKER_DIED.problem()])
        return JobResult(str(path), "", failure=failure)
    finally:
        alone.stop()
