"""``fyscore score`` over many files: journal, progress, ranking, tables, JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fyscore.batch import JOURNAL, SERIAL_BELOW, Job, Journal, Outcome, run
from fyscore.exit_codes import EXIT_GATE, EXIT_INPUT, EXIT_USAGE
from fyscore.gates import Gates
from fyscore.inputs import RANKING
from fyscore.output import OutputError, write_whole
from fyscore.rank import Row, rank
from fyscore.streams import is_utf8


def shared_folder(paths: Sequence[Path]) -> Path:
    """The deepest folder that holds all the inputs."""
    return Path(os.path.commonpath([path.resolve().parent for path in paths]))


@dataclass
class BatchCommand:
    """One run over many files; :meth:`run` gives the exit code."""

    paths: Sequence[Path]
    job: Job
    jobs: int | None
    resume: bool
    tables: Sequence[Path]
    gates: Gates
    json: bool
    quiet: bool
    rows: list[Row] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    unwritten: int = 0

    def run(self) -> int:
        refusal = self._refusal()
        if refusal:
            print(refusal, file=sys.stderr)
            return EXIT_USAGE
        try:
            journal = Journal(self.folder / JOURNAL, resume=self.resume)
        except OSError as error:
            why = error.strerror or error
            print(f"写不了“{self.folder}”（{why}），请用 --out-dir 换一个文件夹。", file=sys.stderr)
            return EXIT_USAGE
        out = _JsonStream() if self.json else None
        try:
            with _progress(len(self.paths), shown=not self.quiet) as advance:
                for outcome in run(
                    self.paths, self.job, jobs=self._workers(), journal=journal, on_done=advance
                ):
                    self._take(outcome, out)
        except (KeyboardInterrupt, SystemExit):
            print("写好的都是完整的；加 --resume 重新运行，会接着做。", file=sys.stderr)
            raise
        finally:
            journal.close()
        if out is not None:
            out.finish(self.failures)
        return self._finish()

    @property
    def folder(self) -> Path:
        """Where the ranking and the journal go: --out-dir, or what the inputs have in common."""
        if self.job.out_dir is not None:
            return self.job.out_dir
        return shared_folder(self.paths)

    def _workers(self) -> int:
        if self.jobs is not None:
            return min(self.jobs, len(self.paths))
        return 1 if len(self.paths) < SERIAL_BELOW else os.cpu_count() or 1

    def _refusal(self) -> str:
        """Why the run should not even start; empty if it may."""
        from fyscore.tables import SUFFIXES

        for table in self.tables:
            if table.suffix.lower() not in SUFFIXES:
                return f"--table 的“{table}”应以 {'、'.join(SUFFIXES)} 结尾。"
        seen: set[Path] = set()
        for target in map(self.job.target, self.paths) if self.job.workbooks else ():
            if target in seen:
                return f"有多个输入都会写成“{target}”，请先改名。"
            seen.add(target)
        for target in (self.folder / RANKING, *self.tables):
            # With --json the document is the product: an old file is kept and said so.
            if target.exists() and not (self.job.force or self.json):
                return f"“{target}”已存在，没有覆盖。要替换请加 --force，或用 --out-dir 换文件夹。"
        return ""

    def _take(self, outcome: Outcome, out: _JsonStream | None) -> None:
        if outcome.row is None:
            self.failures.append(dict(outcome.document))
            from fyscore.report.terminal import show_messages

            show_messages(outcome.file, [p["message"] for p in outcome.document["problems"]])
            return
        self.rows.append(outcome.row)
        if outcome.unwritten:
            self.unwritten += 1
            print(outcome.unwritten, file=sys.stderr)
        if out is not None:
            out.add(outcome.document)

    def _finish(self) -> int:
        from fyscore.workbook.ranking_book import ranking_bytes

        ranked = rank(self.rows)
        target = self.folder / RANKING
        force, book = self.job.force, self.job.rulebook
        broken = False
        try:
            write_whole(target, ranking_bytes(ranked, self.failures, book), force=force)
            for table in self.tables:
                from fyscore.tables import table_bytes

                write_whole(table, table_bytes(table, ranked, book), force=force)
        except OutputError as error:
            print(error, file=sys.stderr)
            broken = not self.json
        except ImportError:
            print("写 .parquet 需要 pyarrow：pip install 'fyscore[parquet]'", file=sys.stderr)
            broken = True
        if not (self.json or self.quiet):
            from fyscore.report.ranking import show_ranking

            show_ranking(ranked, len(self.failures), target, book)
        failed = [row for row in self.rows if self.gates.failed(row)]
        if self.failures:
            return EXIT_INPUT
        if broken or (self.unwritten and not self.json):
            return EXIT_USAGE
        return EXIT_GATE if failed else 0


class _JsonStream:
    """The result document, printed as results arrive so that memory stays flat."""

    def __init__(self) -> None:
        self.plain = not is_utf8(sys.stdout)
        self.first = True
        sys.stdout.write('{"schema": "fyscore.result/1", "results": [')

    def add(self, document: Any) -> None:
        sys.stdout.write("\n" if self.first else ",\n")
        self.first = False
        sys.stdout.write(json.dumps(document, ensure_ascii=self.plain))

    def finish(self, failures: Sequence[Any]) -> None:
        told = json.dumps(failures, ensure_ascii=self.plain)
        sys.stdout.write(f'\n], "failures": {told}}}\n')


@contextmanager
def _progress(total: int, *, shown: bool) -> Iterator[Callable[[], None]]:
    """A bar with an estimate on a terminal; nothing in scripts."""
    if not shown or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("评分"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
