"""Outcomes on disk, so that a run that was cut off can be resumed.

What the journal holds for unchanged content is not done again.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from fyscore.batch.job import JobResult
from fyscore.documents.problems import notice_records
from fyscore.files.fingerprint import content_hash
from fyscore.problems import Problem, ProblemsError
from fyscore.problems.notices import Notice
from fyscore.scoring.ranking import Row


class Journal:
    """One JSON line for each outcome; a line cut short by a crash is passed over."""

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

    def find(self, key: str) -> JobResult | None:
        """The outcome recorded for that content, if any."""
        if key not in self._places:
            return None
        with self.path.open("rb") as stream:
            stream.seek(self._places[key])
            line = stream.readline()
        try:
            return _loaded(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError):
            return None  # not a line of ours: the file is done again

    def add(self, outcome: JobResult) -> None:
        if not outcome.key or outcome.unwritten or self.failed:
            return
        self._append(_dumped(outcome))

    def add_written(self, target: Path) -> None:
        """Remember a file written that has no room for our mark, as it now is."""
        line = {"written": os.path.realpath(target), "sha256": content_hash(target)}
        self._append(line)

    def _append(self, line: Mapping[str, object]) -> None:
        try:
            text = json.dumps(line, ensure_ascii=True)
            self._stream.write(text.encode() + b"\n")
            self._stream.flush()
        except OSError:  # a full disk costs the resuming, not the results
            self.failed = True

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.close()


def written_before(path: Path) -> dict[str, str]:
    """Real path → content hash of what the journal at ``path`` says was written."""
    found: dict[str, str] = {}
    with contextlib.suppress(OSError), path.open("rb") as stream:
        for line in stream:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                record = json.loads(line)
                found[str(record["written"])] = str(record["sha256"])
    return found


def _dumped(outcome: JobResult) -> dict[str, object]:
    failure = outcome.failure
    return {
        "key": outcome.key,
        "file": outcome.file,
        "row": None if outcome.row is None else outcome.row.dump(),
        "record": outcome.record,
        "problems": [asdict(problem) for problem in failure.problems] if failure else [],
        "notices": notice_records(failure.notices) if failure else [],
    }


def _loaded(line: dict[str, object]) -> JobResult:
    file, problems = str(line["file"]), line["problems"]
    if line["row"] is None:
        made = [Problem(**problem) for problem in problems]  # type: ignore[attr-defined]  # else TypeError
        noticed = [Notice(**each) for each in line.get("notices", ())]  # type: ignore[attr-defined]  # else TypeError
        failure = ProblemsError(file, made, notices=noticed)
        return JobResult(file, str(line["key"]), failure=failure)
    row = Row.load(line["row"])  # type: ignore[arg-type]  # else KeyError or ValueError
    record = line["record"]
    return JobResult(file, str(line["key"]), row, record)  # type: ignore[arg-type]  # written by us
