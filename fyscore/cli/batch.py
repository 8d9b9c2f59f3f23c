"""``fyscore score`` over many files: progress, ranking, tables, JSON, report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fyscore.batch.job import Job, JobResult
from fyscore.batch.journal import Journal, written_before
from fyscore.batch.pool import SERIAL_BELOW, run
from fyscore.cli import writing
from fyscore.cli.common import fail, show_failure
from fyscore.cli.exit_codes import EXIT_GATE, EXIT_INPUT, EXIT_USAGE
from fyscore.cli.gates import Gates
from fyscore.cli.options import Running, Show, Wanted
from fyscore.cli.streams import print_message
from fyscore.collect.rankable import repeated
from fyscore.display import is_utf8
from fyscore.documents.json_text import ResultStream
from fyscore.documents.problems import failure
from fyscore.files.inputs import Inputs
from fyscore.files.names import JOURNAL, RANKING, shared_folder
from fyscore.files.output import OutputError
from fyscore.forms.pipeline import Scored, score_file
from fyscore.problems import ProblemsError, why
from fyscore.rules.model import Rulebook
from fyscore.scoring.rank_range import with_ranges
from fyscore.scoring.ranking import Ranked, Row, rank


@dataclass
class Batch:
    """One run over many files; :meth:`run` gives the exit code."""

    inputs: Inputs
    wanted: Wanted
    running: Running
    rulebook: Rulebook
    gates: Gates
    show: Show
    rows: list[Row] = field(default_factory=list)
    failures: list[ProblemsError] = field(default_factory=list)
    scored: list[Scored] = field(default_factory=list)
    unwritten: int = 0

    def __post_init__(self) -> None:
        self.paths = self.inputs.paths
        self.root = shared_folder(self.paths)
        written = written_before(self.folder / JOURNAL) if self.running.resume else {}
        self.outputs = writing.outputs_of(
            self.inputs.all, self.rulebook.source, force=self.wanted.force, written=written
        )
        self.job = Job(
            self.rulebook,
            self.wanted.workbooks,
            self.wanted.folder,
            self.outputs,
            self.root,
            keep=self.wanted.report is not None,
            records=self.show.json,
        )

    @property
    def folder(self) -> Path:
        """Where the ranking and the journal go: --out-dir, or what the inputs have in common."""
        return self.root if self.wanted.folder is None else self.wanted.folder

    @property
    def targets(self) -> list[Path]:
        """The ranking and the tables."""
        return [self.folder / RANKING, *self.wanted.tables]

    def run(self) -> int:
        self._refuse()
        writing.refuse_report(self.wanted.report, self.outputs)
        try:
            journal = Journal(self.folder / JOURNAL, resume=self.running.resume)
        except OSError as error:
            fail(f"写不了“{self.folder}”（{why(error)}），请用 --out-dir 换一个文件夹。")
        try:
            self._score(journal)
            return self._finish(journal)
        except (KeyboardInterrupt, SystemExit):
            print_message("写好的都是完整的；加 --resume 重新运行，会接着做。")
            raise
        finally:
            journal.close()

    def _score(self, journal: Journal) -> None:
        from fyscore.terminal.progress import progress

        out = None
        if self.show.json:
            escaped = not is_utf8(sys.stdout.encoding)
            out = ResultStream(sys.stdout.write, escaped=escaped)
        for error in self.inputs.failures:
            self._fail(error)
        try:
            with progress(len(self.paths), shown=not self.show.quiet) as advance:
                for outcome in run(
                    self.paths, self.job, jobs=self._workers(), journal=journal, on_done=advance
                ):
                    self._take(outcome, out)
        finally:  # a document cut off is still a document
            if out is not None:
                out.finish([failure(error) for error in self.failures], repeated(self.rows))

    def _workers(self) -> int:
        if self.running.jobs is not None:
            return max(1, min(self.running.jobs, len(self.paths)))
        return 1 if len(self.paths) < SERIAL_BELOW else os.cpu_count() or 1

    def _refuse(self) -> None:
        """End the command where the run should not even start."""
        writing.need_table_names(self.wanted.tables)
        seen: set[Path] = set()
        for target in map(self.job.target, self.paths) if self.job.workbooks else ():
            if target in seen:
                fail(f"有多个输入都会写成“{target}”，请先改名。")
            seen.add(target)
        if not self.show.json:  # with it the document is the product: an old file is kept
            writing.refuse(self.targets, self.outputs, "或用 --out-dir 换文件夹")

    def _fail(self, error: ProblemsError) -> None:
        self.failures.append(error)
        show_failure(error)

    def _take(self, outcome: JobResult, out: ResultStream | None) -> None:
        if outcome.row is None:
            assert outcome.failure is not None
            self._fail(outcome.failure)
            return
        self.rows.append(outcome.row)
        if outcome.unwritten:
            self.unwritten += 1
            print_message(outcome.unwritten)
        if out is not None and outcome.record is not None:
            out.add(outcome.record)
        if self.job.keep:
            # What the journal remembers has no answers: such a file is read for the report.
            again = outcome.scored or score_file(Path(outcome.file), self.rulebook)
            self.scored.append(again)

    def _finish(self, journal: Journal) -> int:
        ranked = with_ranges(rank(self.rows), self.rulebook)
        whole = self._write(ranked, journal)
        also = writing.write_report(
            self.wanted.report, self.scored, self.failures, self.rulebook, self.outputs
        )
        for notice in repeated(self.rows):
            print_message(f"提示：{notice}")
        gated = [row for row in self.rows if self.gates.fail(row)]
        if self.show.people:
            from fyscore.terminal.ranking import show_ranking

            show_ranking(ranked, len(self.failures), self.targets[0], self.rulebook, also)
        if self.failures:
            return EXIT_INPUT
        if not whole or (self.unwritten and not self.show.json):
            return EXIT_USAGE
        return EXIT_GATE if gated else 0

    def _write(self, ranked: Sequence[Ranked], journal: Journal) -> bool:
        """Write the ranking and the tables; False where one failed."""
        try:
            writing.write_ranking(
                self.targets,
                ranked,
                self.failures,
                self.rulebook,
                self.outputs,
                journal.add_written,
            )
        except OutputError as error:
            print_message(str(error))
            return self.show.json
        return True
