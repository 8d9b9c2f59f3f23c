"""``fyscore check``: what keeps workbooks from being scored; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common
from fyscore.cli.exit_codes import EXIT_GATE, EXIT_INPUT
from fyscore.cli.messages import ChineseCommand, examples
from fyscore.cli.options import (
    OUTPUT,
    Files,
    ForceOption,
    JsonOption,
    QuietOption,
    RulebookOption,
    Show,
)
from fyscore.cli.streams import print_json
from fyscore.files.output import Outputs
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.documents.check import CheckDocument, CheckedFile
    from fyscore.files.evidence import Evidence
    from fyscore.files.inputs import Inputs
    from fyscore.problems import Problem, ProblemsError
    from fyscore.rules.model import Rulebook

app = common.new_app()


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore check 某区.xlsx", "报送前核对填报问题、待填的和疑似填错列的"),
        ("fyscore check 各县/ --annotate 退回", "有问题的各写一份退回件，错处标红、加批注"),
    ),
)
def check(
    files: Files,
    evidence: Annotated[
        bool,
        typer.Option("--evidence", help="还核对佐证材料：找不到、空的时退出码为 1，重复的提示"),
    ] = False,
    annotate: Annotated[
        Path | None,
        typer.Option(
            "--annotate",
            metavar="文件夹",
            help="有问题的各写一份退回件放进这个文件夹：错处标红并加批注，首页是问题清单",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    force: ForceOption = False,
    rulebook: RulebookOption = DEFAULT,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """只检查填报问题，不写文件。每个文件用两种程序库各读一遍，互相核对。"""
    from fyscore.documents.problems import records as as_records
    from fyscore.problems import ProblemsError

    book, show = common.load(rulebook), Show(json_, quiet)
    records: list[CheckedFile] = []
    broken = lacking = False
    found = common.inputs(files)
    for error in found.failures:
        common.show_failure(error)
        records.append({"file": error.file, "problems": as_records(error.problems), "pending": []})
        broken = True
    faulty: list[ProblemsError] = []
    waiting = 0
    for path in found.paths:
        checked = _checked(path, book, evidence)
        records.append(_record(path, checked, evidence))
        if checked.problems:
            # A file that could not be read says nothing of its evidence.
            faulty.append(ProblemsError(str(path), checked.problems, checked.info))
            continue
        _show(path, checked, show)
        if show.people and len(found.paths) == 1:
            for line in checked.waiting:
                print(f"  {line}")
        waiting += bool(checked.pending)
        if evidence:
            lacking |= _show_evidence(path, checked.evidence, show)
    for failure in faulty:  # last, where they are seen
        common.show_failure(failure)
    broken |= bool(faulty)
    if annotate is not None:
        read = [*found.all, *common.rulebook_files(rulebook)]
        outputs = Outputs(read, force=force)
        _send_all_back(found, faulty, annotate, outputs, show)
    if show.people and len(records) > 1:
        bad = len(faulty) + len(found.failures)
        sound = len(records) - bad
        unfinished = f"（其中{waiting}个未填齐）" if waiting else ""
        print(f"共{len(records)}个：没有问题{sound}个{unfinished}，有问题{bad}个")
    if json_:
        document: CheckDocument = {"schema": "fyscore.check/1", "files": records}
        print_json(document)
    if broken:
        raise typer.Exit(EXIT_INPUT)
    if lacking:
        raise typer.Exit(EXIT_GATE)


def _send_all_back(
    found: Inputs, faulty: Sequence[ProblemsError], folder: Path, outputs: Outputs, show: Show
) -> None:
    """Write a copy to send back of every form with problems; of a batch, a summary by unit too."""
    from fyscore.files.names import SENT_BACK, below, shared_folder
    from fyscore.forms.books.faults import SentBack, faults_bytes

    root = shared_folder(found.paths)
    sent = []
    for each in faulty:
        copy = _send_back(each, below(folder, root, Path(each.file)), outputs)
        sent.append(SentBack(each, str(copy)))
    sent += [SentBack(failure, "") for failure in found.failures]
    written = [each.copy for each in sent if each.copy]
    if found.is_batch and sent:
        common.write(folder / SENT_BACK, faults_bytes(sent), outputs)
        written.append(str(folder / SENT_BACK))
    for name in written if show.people else ():
        print(f"退回件：{name}")


def _send_back(failure: ProblemsError, folder: Path, outputs: Outputs) -> Path:
    """Write what goes back to whoever filled the form in: where it was written."""
    from fyscore.hands.annotate import sent_back

    target, content = sent_back(Path(failure.file), folder, failure.problems)
    common.write(target, content, outputs)
    return target


@dataclass(frozen=True)
class _Checked:
    """What one file's check found."""

    problems: Sequence[Problem] = ()
    #: What the form says of itself.
    info: Mapping[str, str] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    notices: Sequence[str] = ()
    #: What is still to be filled in and where.
    waiting: Sequence[str] = ()


def _checked(path: Path, book: Rulebook, evidence: bool) -> _Checked:
    from fyscore.files.evidence import find_evidence
    from fyscore.forms.second_opinion import by_openpyxl
    from fyscore.pipeline import score_file
    from fyscore.problems import ProblemsError
    from fyscore.scoring.oversights import oversights, pending_lines

    try:
        scored = score_file(path, book)
    except ProblemsError as error:
        return _Checked(error.problems, error.info)
    book = scored.rulebook
    return _Checked(
        tuple(by_openpyxl(path, scored.answers, book)),
        scored.answers.info,
        [part.id for part in scored.result.pending_parts()],
        find_evidence(scored.answers, book) if evidence else [],
        [*scored.answers.notices, *oversights(scored.answers, book)],
        list(pending_lines(scored.answers, scored.result, book)),
    )


def _show(path: Path, checked: _Checked, show: Show) -> None:
    """Tell of a sound form what is still to be filled in, and what was noticed."""
    if show.people:
        waiting = len(checked.pending)
        state = f"还有{waiting}个评分点待填" if waiting else "已填齐"
        print(f"{path}：没有问题，{state}")
        for notice in checked.notices:
            print(f"{path}：提示：{notice}")


def _record(path: Path, checked: _Checked, evidence: bool) -> CheckedFile:
    from fyscore.documents.check import evidence_records
    from fyscore.documents.problems import records

    record: CheckedFile = {
        "file": str(path),
        "problems": records(checked.problems),
        "pending": checked.pending,
    }
    if evidence:
        record["evidence"] = evidence_records(checked.evidence)
    return record


def _show_evidence(path: Path, found: Sequence[Evidence], show: Show) -> bool:
    """Tell of evidence that is missing, empty or named twice; whether any is missing or empty."""
    from fyscore.files.evidence import evidence_notices, evidence_problems
    from fyscore.terminal.problems import show_messages

    problems = [problem.message for problem in evidence_problems(found)]
    if problems:
        show_messages(str(path), problems, what="佐证材料有")
    if show.people:
        for notice in evidence_notices(found):
            print(f"{path}：提示：{notice}")
        if not problems:
            print(f"{path}：佐证材料{len(found)}条，没有缺失")
    return bool(problems)
