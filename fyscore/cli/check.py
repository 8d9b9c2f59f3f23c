"""``fyscore check``: what keeps workbooks from being scored; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fyscore.cli import common
from fyscore.cli.help import ChineseCommand
from fyscore.exit_codes import EXIT_GATE, EXIT_INPUT
from fyscore.rulebook import DEFAULT

if TYPE_CHECKING:
    from fyscore.evidence import Evidence

app = common.new_app()


@app.command(cls=ChineseCommand)
def check(
    files: common.Files,
    evidence: Annotated[
        bool,
        typer.Option("--evidence", help="还核对佐证材料：找不到、空的时退出码为 1，重复的提示"),
    ] = False,
    rulebook: common.RulebookOption = DEFAULT,
    json_: common.JsonOption = False,
    quiet: common.QuietOption = False,
) -> None:
    """只检查填报问题，不写文件。每个文件用两种程序库各读一遍，互相核对。"""
    from fyscore.evidence import find_evidence
    from fyscore.one_file import score_path
    from fyscore.problem import ProblemsError
    from fyscore.workbook.second_reader import disagreements

    book = common.load(rulebook)
    records = []
    broken = lacking = False
    for path in common.inputs(files):
        problems: tuple[Any, ...] = ()
        pending: list[str] = []
        found: list[Evidence] = []
        try:
            answers, result = score_path(path, book)
            problems = tuple(disagreements(path, answers, book))
            pending = [part.id for part in result.pending_parts()]
            found = find_evidence(answers, book) if evidence else []
        except ProblemsError as error:
            problems = error.problems
        if problems:
            broken = True
            common.show_failure(ProblemsError(str(path), problems))
        elif not (json_ or quiet):
            print(
                f"{path}：没有问题"
                + (f"，还有 {len(pending)} 个评分点待填" if pending else "，已填齐")
            )
        record: dict[str, Any] = {
            "file": str(path),
            "problems": [p.as_json() for p in problems],
            "pending": pending,
        }
        if evidence:
            # A file that could not be read says nothing of its evidence.
            lacking |= not problems and _show_evidence(path, found, quiet=json_ or quiet)
            record["evidence"] = [asdict(entry) for entry in found]
        records.append(record)
    if json_:
        common.print_json({"schema": "fyscore.check/1", "files": records})
    if broken:
        raise typer.Exit(EXIT_INPUT)
    if lacking:
        raise typer.Exit(EXIT_GATE)


def _show_evidence(path: Path, found: Sequence[Evidence], *, quiet: bool) -> bool:
    """Tell of evidence that is missing, empty or named twice; whether any is missing or empty."""
    from fyscore.evidence import evidence_notices, evidence_problems
    from fyscore.report.terminal import show_messages

    problems = [problem.message for problem in evidence_problems(found)]
    if problems:
        show_messages(str(path), problems, what="佐证材料有")
    if not quiet:
        for notice in evidence_notices(found):
            print(f"{path}：提示：{notice}")
        if not problems:
            print(f"{path}：佐证材料 {len(found)} 条，没有缺失")
    return bool(problems)
