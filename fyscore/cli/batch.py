"""``fyscore score`` over many files: progress, ranking, tables, JSON, report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fyscore.batch.job import Job, Outcome
from fyscore.batch.journal import Journal
from fyscore.batch.pool import SERIAL_BELOW, run
from fyscore.cli.common import show_failure
from fyscore.cli.exit_codes import EXIT_GATE, EXIT_INPUT, EXIT_USAGE
from fyscore.cli.gates import Gates
from fyscore.cli.options import Outputs, Running, Show
from fyscore.cli.report import write_report
from fyscore.cli.streams import ResultStream, say
from fyscore.documents.problems import failure
from fyscore.files.names import JOURNAL, RANKING
from fyscore.files.output import OutputError, write_whole
from fyscore.pipeline import Scored, score_file
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.scoring.ranking import Row, rank


@dataclass
class Batch:
    """One run over many files; :meth:`run` gives the exit code."""

    paths: Sequence[Path]
    outputs: Outputs
    running: Running
    rulebook: Rulebook
    gates: Gates
    show: Show
    rows: list[Row] = field(default_factory=list)
    failures: list[ProblemsError] = field(default_factory=list)
    scored: list[Scored] = field(default_factory=list)
    unwritten: int = 0

    def __post_init__(self) -> None:
        self.root = Path(os.path.commonpath([path.resolve().parent for path in self.paths]))
        self.job = Job(
            self.rulebook,
            self.outputs.workbooks,
            self.outputs.folder,
            self.outputs.force,
            self.root,
            keep=self.outputs.report is not None,
        )

    @property
    def folder(self) -> Path:
        """Where the ranking and the journal go: --out-dir, or what the inputs have in common."""
        return self.root if self.outputs.folder is None else self.outputs.folder

    def run(self) -> int:
        refusal = self._refusal()
        if refusal:
            say(refusal)
            return EXIT_USAGE
        try:
            journal = Journal(self.folder / JOURNAL, resume=self.running.resume)
        except OSError as error:
            why = error.strerror or error
            say(f"写不了“{self.folder}”（{why}），请用 --out-dir 换一个文件夹。")
            return EXIT_USAGE
        try:
            self._score(journal)
        except (KeyboardInterrupt, SystemExit):
            say("写好的都是完整的；加 --resume 重新运行，会接着做。")
            raise
        finally:
            journal.close()
        return self._finish()

    def _score(self, journal: Journal) -> None:
        from fyscore.terminal.progress import progress

        out = ResultStream() if self.show.json else None
        with progress(len(self.paths), shown=not self.show.quiet) as advance:
            for outcome in run(
                self.paths, self.job, jobs=self._workers(), journal=journal, on_done=advance
            ):
                self._take(outcome, out)
        if out is not None:
            out.finish([failure(error) for error in self.failures])

    def _workers(self) -> int:
        if self.running.jobs is not None:
            return min(self.running.jobs, len(self.paths))
        return 1 if len(self.paths) < SERIAL_BELOW else os.cpu_count() or 1

    def _refusal(self) -> str:
        """Why the run should not even start; empty if it may."""
        from fyscore.report.tables import SUFFIXES

        for table in self.outputs.tables:
            if table.suffix.lower() not in SUFFIXES:
                return f"--table 的“{table}”应以 {'、'.join(SUFFIXES)} 结尾。"
        seen: set[Path] = set()
        for target in map(self.job.target, self.paths) if self.job.workbooks else ():
            if target in seen:
                return f"有多个输入都会写成“{target}”，请先改名。"
            seen.add(target)
        for target in (self.folder / RANKING, *self.outputs.tables):
            # With --json the document is the product: an old file is kept and said so.
            if target.exists() and not (self.job.force or self.show.json):
                return f"“{target}”已存在，没有覆盖。要替换请加 --force，或用 --out-dir 换文件夹。"
        return ""

    def _take(self, outcome: Outcome, out: ResultStream | None) -> None:
        if outcome.row is None or outcome.record is None:
            assert outcome.failure is not None
            self.failures.append(outcome.failure)
            show_failure(outcome.failure)
            return
        self.rows.append(outcome.row)
        if outcome.unwritten:
            self.unwritten += 1
            say(outcome.unwritten)
        if out is not None:
            out.add(outcome.record)
        if self.job.keep:
            # What the journal remembers has no answers: such a file is read for the report.
            again = outcome.scored or score_file(Path(outcome.file), self.rulebook)
            self.scored.append(again)

    def _finish(self) -> int:
        whole = self._write()
        if self.outputs.report is not None and self.scored:
            write_report(
                self.outputs.report, self.scored, self.failures, self.rulebook, self.job.force
            )
            if self.show.people:
                print(f"报告：{self.outputs.report}")
        gated = [row for row in self.rows if self.gates.fail(row)]
        if self.failures:
            return EXIT_INPUT
        if not whole or (self.unwritten and not self.show.json):
            return EXIT_USAGE
        return EXIT_GATE if gated else 0

    def _write(self) -> bool:
        """Write the ranking and the tables, and show the ranking; False where one failed."""
        from fyscore.forms.books.ranking import ranking_bytes
        from fyscore.report.tables import table_bytes

        ranked, force = rank(self.rows), self.job.force
        target, whole = self.folder / RANKING, True
        try:
            write_whole(target, ranking_bytes(ranked, self.failures, self.rulebook), force=force)
            for table in self.outputs.tables:
                write_whole(table, table_bytes(table, ranked, self.rulebook), force=force)
        except OutputError as error:
            say(str(error))
            whole = self.show.json
        except ImportError:
            say("写 .parquet 需要 pyarrow：pip install 'fyscore[parquet]'")
            whole = False
        if self.show.people:
            from fyscore.terminal.ranking import show_ranking

            show_ranking(ranked, len(self.failures), target, self.rulebook)
        return whole
