"""Workers that die, and people who press Ctrl-C twice: nothing hangs, nothing is lost."""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from multiprocessing.queues import SimpleQueue
from pathlib import Path

import openpyxl
import pytest

from fyscore.batch import pool
from fyscore.batch.job import Job, JobResult, score_one
from fyscore.batch.pool import run
from fyscore.files.output import Outputs
from fyscore.rules.model import Rulebook
from tests import command
from tests.form import Form
from tests.rounds import rounds

pytestmark = pytest.mark.slow
FILES = 24
#: How often each is tried; the figures of docs/trust.md are of 200.
ROUNDS = rounds(2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made, form = tmp_path_factory.mktemp("in"), Form()
    first = form.save(made / "00.xlsx", {"14.registered": 7}, "甲县", 2023)
    for nth in range(1, FILES):
        shutil.copy(first, made / f"{nth:02}.xlsx")
    return made


def test_the_file_that_kills_its_worker_is_found_and_the_rest_is_scored(
    folder: Path, tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadly(path: Path, job: Job) -> JobResult:
        if path.name in ("07.xlsx", "08.xlsx", "23.xlsx"):
            os.kill(os.getpid(), signal.SIGKILL)
        return score_one(path, job)

    monkeypatch.setattr(pool, "score_one", deadly)
    paths = sorted(folder.iterdir())
    job = Job(rulebook, True, tmp_path, Outputs(paths), folder)
    outcomes = list(run(paths, job, jobs=2))
    assert [Path(outcome.file).name for outcome in outcomes] == [path.name for path in paths]
    dead = {Path(o.file).name: o.failure.problems[0].code for o in outcomes if o.failure}
    assert dead == dict.fromkeys(("07.xlsx", "08.xlsx", "23.xlsx"), "worker_died")
    assert {o.key for o in outcomes if o.failure} == {""}  # tried again by the next run
    assert not [outcome.unwritten for outcome in outcomes if outcome.unwritten]
    assert len(list(tmp_path.glob("*-评分.xlsx"))) == FILES - 3


def test_a_worker_killed_in_the_middle_of_a_write_leaves_no_scrap(
    folder: Path, tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    died, sound = tmp_path / "died", os.fsync
    out = tmp_path / "out"

    def deadly(descriptor: int) -> None:
        if multiprocessing.parent_process() is not None and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        sound(descriptor)

    monkeypatch.setattr(os, "fsync", deadly)
    paths = sorted(folder.iterdir())
    job = Job(rulebook, True, out, Outputs(paths), folder)
    assert not [o for o in run(paths, job, jobs=2) if o.failure or o.unwritten]
    assert died.exists()
    assert sorted(p.name for p in out.iterdir()) == [f"{n:02}-评分.xlsx" for n in range(FILES)]


def test_a_lock_that_died_with_its_worker_holds_up_nobody(
    folder: Path, tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle of handing back a result, while the others wait to hand back theirs."""

    died = tmp_path / "died"

    def deadly(path: Path, job: Job) -> JobResult:
        if path.name == "07.xlsx":
            # Tried again alone, it would find the locks of the pool that took the first one's place.
            for each in gc.get_objects() if not died.exists() else ():
                if isinstance(each, SimpleQueue):
                    each._wlock.acquire(True, 1)  # type: ignore[attr-defined]
            died.touch()
            time.sleep(0.5)
            os.kill(os.getpid(), signal.SIGKILL)
        return score_one(path, job)

    monkeypatch.setattr(pool, "score_one", deadly)
    paths = sorted(folder.iterdir())
    job = Job(rulebook, False, tmp_path, Outputs(paths), folder)
    outcomes = list(run(paths, job, jobs=2))
    assert [Path(o.file).name for o in outcomes if o.failure] == ["07.xlsx"]
    command.wait_until(lambda: not multiprocessing.active_children())


def start(folder: Path, out: Path) -> subprocess.Popen[str]:
    arguments = [str(command.COMMAND), "score", str(folder), "--out-dir", str(out), "--jobs", "2"]
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        text=True, encoding="utf-8", preexec_fn=command.heed_ctrl_c,
    )  # fmt: skip


def children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]


def whole_and_resumable(folder: Path, out: Path) -> None:
    """No scrap, no part-written file; a second run completes the first."""
    for path in out.glob("*.xlsx"):
        openpyxl.load_workbook(path, read_only=True).close()
    assert not list(out.glob(".*.tmp"))
    done = command.run("score", folder, "--out-dir", out, "--resume", "-q")
    assert done.returncode == 0, done.stderr
    assert len(list(out.glob("*-评分.xlsx"))) == FILES


@pytest.mark.parametrize("nth", range(ROUNDS))
def test_a_worker_killed_at_any_moment_costs_nothing(
    folder: Path, tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """The moment is a number of calls into the scoring, not a time: it comes on any machine."""
    dice = random.Random(nth)
    file, calls, died = (
        f"{dice.randrange(FILES):02}.xlsx",
        dice.randrange(1, 20_000),
        tmp_path / "x",
    )

    def deadly(path: Path, job: Job) -> JobResult:
        if path.name != file or died.exists():
            return score_one(path, job)
        left = itertools.count(calls, -1)

        def count(*_: object) -> None:
            if next(left) == 0:
                died.touch()
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        try:
            return score_one(path, job)
        finally:
            sys.setprofile(None)

    monkeypatch.setattr(pool, "score_one", deadly)
    paths, out = sorted(folder.iterdir()), tmp_path / "out"
    job = Job(rulebook, True, out, Outputs(paths), folder)
    assert not [o for o in run(paths, job, jobs=2) if o.failure or o.unwritten]
    assert died.exists()
    whole_and_resumable(folder, out)


def is_at(process: subprocess.Popen[str], out: Path, written: int) -> bool:
    """Whether a batch has workers and has written that many, or is over."""
    at_work = children(process.pid) and len(list(out.glob("*-评分.xlsx"))) >= written
    return bool(at_work) or process.poll() is not None


@pytest.mark.parametrize("nth", range(ROUNDS))
def test_two_ctrl_cs_end_it(folder: Path, tmp_path: Path, nth: int) -> None:
    """Wherever the batch is when they come, as told by what it has written."""
    dice = random.Random(nth)
    written, pause = dice.randrange(FILES // 2), dice.choice([0, 0.001, 0.01, 0.1])
    for attempt in itertools.count():  # a batch that was quicker than we has to be caught again
        out = tmp_path / str(attempt)
        process = start(folder, out)
        command.wait_until(partial(is_at, process, out, written))
        for _ in range(2):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            time.sleep(pause)
        _, told = process.communicate(timeout=command.PATIENCE)
        assert process.returncode in (0, 130), told
        assert "Traceback" not in told
        if process.returncode == 130:
            break
    whole_and_resumable(folder, out)


def test_a_killed_parent_leaves_no_workers_behind(folder: Path, tmp_path: Path) -> None:
    process = start(folder, tmp_path)
    command.wait_until(lambda: len(children(process.pid)) == 2)
    workers = children(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    command.wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    process.communicate()
