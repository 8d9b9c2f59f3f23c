"""What checking forms found, a few lines for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fyscore.files.evidence import Evidence, evidence_problems
from fyscore.forms.check import Checked


def show_checked(checked: Checked, *, alone: bool, only_problems: bool) -> None:
    """Print how far a sound form is filled in and what was noticed; ``alone`` what it waits for.

    What is wrong with a form is told elsewhere; evidence that is missing, on standard error.
    """
    if checked.failure is not None:
        return
    if not only_problems:
        waiting = len(checked.pending)
        state = f"还有{waiting}个评分点待填" if waiting else "已填齐"
        print(f"{checked.file}：没有问题，{state}")
        for notice in checked.notices:
            print(f"{checked.file}：提示：{notice}")
        for line in checked.waiting if alone else ():
            print(f"  {line}")
    if checked.evidence is not None:
        _show_evidence(checked.file, checked.evidence, only_problems)


def _show_evidence(file: str, found: Sequence[Evidence], only_problems: bool) -> None:
    problems = [problem.message for problem in evidence_problems(found)]
    if problems:
        from fyscore.terminal.problems import show_messages

        show_messages(file, problems, what="佐证材料有")
    if not problems and not only_problems:
        print(f"{file}：佐证材料{len(found)}条，没有缺失")


def show_totals(checked: Sequence[Checked], unseen: int, sent: Sequence[Path]) -> None:
    """Print what was written to be sent back, and how many of several files are sound."""
    for target in sent:
        print(f"退回件：{target}")
    bad = sum(each.failure is not None for each in checked) + unseen
    sound = len(checked) + unseen - bad
    if sound + bad > 1:
        waiting = sum(each.is_unfinished for each in checked)
        unfinished = f"（其中{waiting}个未填齐）" if waiting else ""
        print(f"共{sound + bad}个：没有问题{sound}个{unfinished}，有问题{bad}个")
