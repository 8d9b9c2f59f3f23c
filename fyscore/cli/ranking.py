"""What ranking many units writes, whether they were scored now or before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fyscore.cli import common

if TYPE_CHECKING:
    from fyscore.files.output import Outputs
    from fyscore.problems import ProblemsError
    from fyscore.rules.model import Rulebook
    from fyscore.scoring.ranking import Ranked


def refuse_table(tables: Sequence[Path]) -> str:
    """Why a table cannot be written under its name; empty if all can."""
    from fyscore.report.tables import SUFFIXES

    for table in tables:
        if table.suffix.lower() not in SUFFIXES:
            return f"--table 的“{table}”应以 {'、'.join(SUFFIXES)} 结尾。"
    return ""


def write_ranking(
    target: Path,
    tables: Sequence[Path],
    ranked: Sequence[Ranked],
    failures: Sequence[ProblemsError],
    rulebook: Rulebook,
    outputs: Outputs,
    on_table: Callable[[Path], None] = lambda _: None,
) -> None:
    """Write the ranking and its tables.

    Raises OutputError; ends the command where a table needs a package that is missing.
    """
    from fyscore.forms.books.ranking import ranking_bytes
    from fyscore.report.tables import table_bytes

    outputs.write(target, ranking_bytes(ranked, failures, rulebook))
    for table in tables:
        try:
            content = table_bytes(table, ranked, rulebook)
        except ImportError:
            common.fail("写 .parquet 需要 pyarrow：pip install 'fyscore[parquet]'")
        outputs.write(table, content)
        on_table(table)
