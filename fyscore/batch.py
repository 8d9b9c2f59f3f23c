"""Score many files, in order, with bounded memory; one bad file never stops the rest.

Each outcome goes to a journal line by line, so that a run that was cut off can
be resumed: what the journal holds for unchanged content is not done again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fyscore import __version__
from fyscore.inputs import scored_path
from fyscore.one_file import failure_json, score_path, write_scored
from fyscore.output import OutputError
from fyscore.problem import Problem, ProblemsError
from fyscore.rank import Row
from fyscore.rulebook.model import Rulebook

JOURNAL = ".fyscore-journal.jsonl"
#: Outcomes a worker may be ahead of the reader: keeps memory flat, workers busy.
_AHEAD = 8
#: Below this many files, starting workers costs more than it saves (see docs/performance.md).
SERIAL_BELOW = 24


@dataclass(frozen=True, slots=True)
class Job:
    """What is done with every file."""

    rulebook: Rulebook
    workbooks: bool
    out_dir: Path | None
    force: bool
    #: The folder all inputs share; what lies below it is kept apart below ``out_dir`` too.
    root: Path | None = None

    def target(self, path: Path) -> Path:
        """Where the scored workbook of ``path`` goes."""
        if self.out_dir is None or self.root is None:
            return scored_path(path, self.out_dir)
        below = path.resolve().parent.relative_to(self.root)
        return scored_path(path, self.out_dir / below)

    @property
    def ruler(self) -> str:
        """What besides a file's content decides its result."""
        readings = sorted(self.rulebook.readings.items())
        return f"{__version__} {self.rulebook.digest} {readings}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file scored, or why not.  ``document`` is the JSON record either way."""

    file: str
    document: Mapping[str, Any]
    row: Row | None
    key: str
    unwritten: str = ""


# ---------------------------------------------------------------- one file, in any process

_job: Job | None = None


def _begin(job: Job) -> None:
    global _job
    _job = job


def _begin_worker(job: Job) -> None:
    # The main process decides what Ctrl-C and a stop order mean; a worker finishes its file.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _begin(job)


def _do(path: Path) -> Outcome:
    assert _job is not None
    key = content_key(path, _job)
    try:
        answers, result = score_path(path, _job.rulebook)
    except ProblemsError as error:
        return Outcome(str(path), failure_json(error), None, key)
    unwritten = ""
    if _job.workbooks:
        try:
            target = _job.target(path)
            write_scored(path, target, _job.rulebook, answers, result, _job.force)
        except OutputError as error:
            unwritten = str(error)
    return Outcome(str(path), result.as_json(), Row.of(result), key, unwritten)


def content_key(path: Path, job: Job) -> str:
    """Identifies a file's path and content together with the ruler; empty if unreadable."""
    digest = hashlib.sha256(f"{path}\0{job.ruler}\0".encode())
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


# ---------------------------------------------------------------- the whole batch


class Journal:
    """Outcomes on disk, one JSON line each; a line cut short by a crash is passed over."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        self.path = path
        self._places: dict[str, int] = {}
        self.failed = False
        path.parent.mkdir(parents=True, exist_ok=True)
        if resume and path.exists():
            self._index()
        else:
            path.write_bytes(b"")
        self._stream = path.open("ab")

    def _index(self) -> None:
        with self.path.open("rb") as stream:
            place = 0
            for line in stream:
                if line.endswith(b"\n"):
                    with contextlib.suppress(ValueError, KeyError, TypeError):
                        self._places[json.loads(line)["key"]] = place
                place += len(line)
        if place and not line.endswith(b"\n"):
            with self.path.open("ab") as stream:
                stream.write(b"\n")

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._places)

    def find(self, key: str) -> Outcome | None:
        """The outcome recorded for that content, if any."""
        if key not in self._places:
            return None
        with self.path.open("rb") as stream:
            stream.seek(self._places[key])
            record = json.loads(stream.readline())
        row = record["row"]
        return Outcome(
            record["file"], record["document"], None if row is None else Row.load(row), key
        )

    def add(self, outcome: Outcome) -> None:
        if not outcome.key or outcome.unwritten or self.failed:
            return
        record = {
            "key": outcome.key,
            "file": outcome.file,
            "row": None if outcome.row is None else outcome.row.dump(),
            "document": outcome.document,
        }
        try:
            self._stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
            self._stream.flush()
        except OSError:  # a full disk costs the resuming, not the results
            self.failed = True

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.close()


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
        _begin(job)
        for path in paths:
            yield _recorded(path, job, journal) or _do(path)
        return
    with ProcessPoolExecutor(jobs, initializer=_begin_worker, initargs=(job,)) as pool:
        waiting: deque[tuple[Path, Outcome | Future[Outcome]]] = deque()
        todo = iter(paths)
        try:
            while True:
                while len(waiting) < jobs * _AHEAD and (following := next(todo, None)) is not None:
                    known = _recorded(following, job, journal)
                    waiting.append((following, known or pool.submit(_do, following)))
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
        problem = Problem(
            code="worker_died",
            found="处理进程意外终止（可能内存不足）",
            expected="正常处理完",
            mend="请用 --jobs 1 --resume 重新运行。",
        )
        return Outcome(str(path), failure_json(ProblemsError(str(path), [problem])), None, "")
