"""What the commands write: one guard for every file, reports, rankings and tables.

Each function ends the command where it cannot do what it is for, unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fyscore.cli.common import exit_on, fail
from fyscore.files.output import OutputError, Outputs

if TYPE_CHECKING:
    from fyscore.forms.pipeline import Scored
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.ranking import Ranked

#: What else a person may do where a command asks for no -o.
OTHER_NAME = "或换一个文件名"


def outputs_of(
    read: Iterable[Path | None],
    *rulebooks: str,
    force: bool,
    written: Mapping[str, str] | None = None,
    instead: str = "或用 -o 另存",
) -> Outputs:
    """The guard of a command's outputs: held against its inputs, and all its rulebooks are made of."""
    inputs = [path for path in read if path is not None]
    for source in rulebooks:
        inputs += _rulebook_files(source)
    return Outputs(inputs, force=force, written=written, instead=instead)


def _rulebook_files(source: str) -> list[Path]:
    """What loading a rulebook reads."""
    from fyscore.rules.load import cases_path, clauses_path, is_workbook, rulebook_path

    path = rulebook_path(source)
    cases = [] if is_workbook(path) else [cases_path(source)]
    return [path, *cases, clauses_path(path)]


def need_xlsx(target: Path | None, what: str = "") -> None:
    """No workbook is written under another name's ending."""
    if target is not None and target.suffix.lower() != ".xlsx":
        fail(f"{what}“{target}”应以 .xlsx 结尾。")


def refuse(targets: Iterable[Path], outputs: Outputs, instead: str = "") -> None:
    """Before any of these is written, see that each may be."""
    with exit_on(OutputError):
        for target in targets:
            outputs.refuse(target, instead)


def write(target: Path, content: bytes, outputs: Outputs) -> None:
    with exit_on(OutputError):
        outputs.write(target, content)


# ---------------------------------------------------------------- reports


def refuse_report(target: Path | None, outputs: Outputs, template: Path | None = None) -> None:
    """Before any work, see that the report asked for could be written."""
    if target is None:
        return
    from fyscore.report.formats import ReportError, check_template, format_of

    with exit_on(ReportError, OutputError):
        format_of(target)
        check_template(template)
        outputs.refuse(target, OTHER_NAME)


def write_report(
    target: Path | None,
    scored: Sequence[Scored],
    failures: Sequence[ProblemsError],
    book: Rulebook,
    outputs: Outputs,
    template: Path | None = None,
) -> list[str]:
    """Make and write a report of what was scored: what to tell people of it."""
    if target is None or not scored:
        return []
    from fyscore.report.formats import ReportError, report_bytes

    with exit_on(ReportError):
        content = report_bytes(target, scored, failures, book, template)
    write(target, content, outputs)
    return [f"报告：{target}"]


# ---------------------------------------------------------------- rankings


def need_table_names(tables: Sequence[Path]) -> None:
    """No table is written under a name whose ending says nothing of its format."""
    from fyscore.report.tables import SUFFIXES

    for table in tables:
        if table.suffix.lower() not in SUFFIXES:
            fail(f"--table 的“{table}”应以 {'、'.join(SUFFIXES)} 结尾。")


def write_ranking(
    targets: Sequence[Path],
    ranked: Sequence[Ranked],
    failures: Sequence[ProblemsError],
    rulebook: Rulebook,
    outputs: Outputs,
    on_table: Callable[[Path], None] = lambda _: None,
) -> None:
    """Write the ranking, the first of ``targets``, and its tables, the others.

    Raises OutputError; ends the command where a table needs a package that is missing.
    """
    from fyscore.report.tables import table_bytes
    from fyscore.workbooks.ranking import ranking_bytes

    workbook, *tables = targets
    outputs.write(workbook, ranking_bytes(ranked, failures, rulebook))
    for table in tables:
        try:
            content = table_bytes(table, ranked, rulebook)
        except ImportError:
            fail("写 .parquet 需要 pyarrow：pip install 'fyscore[parquet]'")
        outputs.write(table, content)
        on_table(table)
