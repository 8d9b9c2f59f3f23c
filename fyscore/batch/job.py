"""What is done with every file of a batch, and what comes of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from fyscore.documents.result import ResultRecord, result_record
from fyscore.files.names import below, scored_path
from fyscore.files.output import OutputError, Outputs
from fyscore.forms.parts import refuse_part
from fyscore.forms.pipeline import Scored, score_file, write_scored
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.scoring.ranking import Row
from fyscore.version import __version__


@dataclass(frozen=True, slots=True)
class Job:
    """What is done with every file.

    ``root`` is the folder all inputs share; what lies below it is kept apart
    below ``out_dir`` too.  ``keep`` has the answers and results sent back, for
    a report, and ``records`` the JSON records; else a row of the ranking is enough.
    """

    rulebook: Rulebook
    workbooks: bool
    out_dir: Path | None
    outputs: Outputs
    root: Path | None = None
    keep: bool = False
    records: bool = False

    def target(self, path: Path) -> Path:
        """Where the scored workbook of ``path`` goes."""
        if self.out_dir is None or self.root is None:
            return scored_path(path, self.out_dir)
        return scored_path(path, below(self.out_dir, self.root, path))

    @property
    def fingerprint(self) -> str:
        """What besides a file's content decides its result."""
        return f"{__version__} {self.rulebook.fingerprint}"


@dataclass(frozen=True, slots=True)
class JobResult:
    """One file scored, with its row and maybe its record, or why not; ``key`` names its content.

    ``unwritten`` says why its scored workbook could not be written.
    """

    file: str
    key: str
    row: Row | None = None
    record: ResultRecord | None = None
    failure: ProblemsError | None = None
    unwritten: str = ""
    scored: Scored | None = None


def score_one(path: Path, job: Job) -> JobResult:
    """Score one file and write its scored workbook."""
    key = content_key(path, job)
    try:
        scored = score_file(path, job.rulebook)
        refuse_part(path, scored.answers)
    except ProblemsError as error:
        return JobResult(str(path), key, failure=error)
    unwritten = ""
    if job.workbooks:
        try:
            target = job.target(path)
            write_scored(target, scored, job.outputs, one_of_many=True)
        except OutputError as error:
            unwritten = str(error)
    result = scored.result
    return JobResult(
        str(path),
        key,
        Row.of(result),
        result_record(result) if job.records else None,
        unwritten=unwritten,
        scored=scored if job.keep else None,
    )


def content_key(path: Path, job: Job) -> str:
    """Identifies a file's path and content together with the fingerprint; empty if unreadable."""
    digest = hashlib.sha256(f"{path}\0{job.fingerprint}\0".encode(errors="surrogateescape"))
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()
