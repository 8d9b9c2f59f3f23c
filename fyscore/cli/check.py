"""``fyscore check``: what keeps workbooks from being scored; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fyscore.cli import common, options, writing
from fyscore.cli.exit_codes import EXIT_GATE
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.collect.files import CollectedFile
    from fyscore.documents.check import CheckedFile
    from fyscore.files.evidence import Evidence
    from fyscore.files.inputs import Inputs
    from fyscore.files.output import Outputs
    from fyscore.problems import ProblemsError

app = common.new_app()


@common.command(
    app,
    ("fyscore check 某区.xlsx", "报送前核对填报问题、待填的和疑似填错列的"),
    ("fyscore check 各县/ --annotate 退回", "有问题的各写一份退回件，错处标红、加批注"),
)
def check(
    files: options.Files,
    evidence: options.Evidence = False,
    annotate: options.SentBackFolder = None,
    force: options.Force = False,
    rulebook: options.RulebookName = DEFAULT,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """只检查填报问题，不写文件。每个文件用两种程序库各读一遍，互相核对。"""
    from fyscore.collect.files import each_file
    from fyscore.documents.check import check_document, checked_file

    book, show = common.load(rulebook), options.Show(json_, quiet)
    found = common.inputs(files)
    for error in found.failures:
        common.show_failure(error)
    checked = []
    for file in each_file(found.paths, book):
        each = _checked(file, evidence)
        each.tell(show, alone=len(found.paths) == 1)
        checked.append(each)
    faulty = [each.failure for each in checked if each.failure is not None]
    for failure in faulty:  # last, where they are seen
        common.show_failure(failure)
    if annotate is not None:
        outputs = writing.outputs_of(found.all, rulebook, force=force)
        for name in _send_all_back(found, faulty, annotate, outputs):
            if show.people:
                print(f"退回件：{name}")

    def for_people() -> None:
        from fyscore.terminal.check import show_totals

        waiting = sum(each.failure is None and bool(each.pending) for each in checked)
        show_totals(len(checked) - len(faulty), waiting, len(faulty) + len(found.failures))

    unseen = [checked_file(error.file, error.problems) for error in found.failures]
    records = [*unseen, *(each.record for each in checked)]
    show.present(lambda: check_document(records), for_people)
    common.exit_with([*found.failures, *faulty])
    if any(each.lacks_evidence for each in checked):
        raise typer.Exit(EXIT_GATE)


@dataclass(frozen=True)
class _Checked:
    """What one file's check found."""

    file: str
    failure: ProblemsError | None = None
    #: Parts that wait for answers; what those are, and where.
    pending: Sequence[str] = ()
    waiting: Sequence[str] = ()
    notices: Sequence[str] = ()
    #: None where it is not asked for.
    evidence: Sequence[Evidence] | None = None

    @property
    def record(self) -> CheckedFile:
        from fyscore.documents.check import checked_file

        problems = self.failure.problems if self.failure else ()
        return checked_file(self.file, problems, self.pending, self.evidence)

    @property
    def lacks_evidence(self) -> bool:
        from fyscore.files.evidence import evidence_problems

        # A file that could not be read says nothing of its evidence.
        return self.failure is None and any(evidence_problems(self.evidence or ()))

    def tell(self, show: options.Show, *, alone: bool) -> None:
        """Tell of a sound form what it still waits for and what was noticed; faults come later."""
        if self.failure is not None or not (show.people or self.evidence):
            return
        from fyscore.terminal.check import show_evidence, show_sound

        if show.people:
            waiting = self.waiting if alone else ()
            show_sound(self.file, len(self.pending), self.notices, waiting)
        if self.evidence is not None:
            show_evidence(self.file, self.evidence, only_problems=not show.people)


def _checked(file: CollectedFile, evidence: bool) -> _Checked:
    from fyscore.files.evidence import find_evidence
    from fyscore.forms.second_opinion import by_openpyxl
    from fyscore.problems import ProblemsError
    from fyscore.scoring.oversights import oversights, pending_lines

    name = str(file.path)
    if file.form is None:
        return _Checked(name, file.failures[0], evidence=[] if evidence else None)
    answers, result, book = file.form.answers, file.form.result, file.form.rulebook
    problems = tuple(by_openpyxl(file.path, answers, book))
    return _Checked(
        name,
        ProblemsError(name, problems, answers.info) if problems else None,
        [part.id for part in result.pending_parts()],
        list(pending_lines(answers, result, book)),
        [*answers.notices, *oversights(answers, book)],
        find_evidence(answers, book) if evidence else None,
    )


def _send_all_back(
    found: Inputs, faulty: Sequence[ProblemsError], folder: Path, outputs: Outputs
) -> list[str]:
    """Write a copy to send back of every form with problems; of a batch, a summary by unit too."""
    from fyscore.files.names import SENT_BACK, below, shared_folder
    from fyscore.forms.books.faults import SentBack, faults_bytes
    from fyscore.hands.annotate import sent_back

    root = shared_folder(found.paths)
    sent = []
    for each in faulty:
        file = Path(each.file)
        target, content = sent_back(file, below(folder, root, file), each.problems)
        writing.write(target, content, outputs)
        sent.append(SentBack(each, str(target)))
    written = [each.copy for each in sent]
    sent += [SentBack(failure, "") for failure in found.failures]
    if found.is_batch and sent:
        writing.write(folder / SENT_BACK, faults_bytes(sent), outputs)
        written.append(str(folder / SENT_BACK))
    return written
