"""What checking forms found, a few lines for each."""

from __future__ import annotations

from collections.abc import Sequence

from fyscore.files.evidence import Evidence, evidence_notices, evidence_problems
from fyscore.terminal.problems import show_messages


def show_sound(file: str, pending: int, notices: Sequence[str], waiting: Sequence[str]) -> None:
    """Print how far a form without problems is filled in, and what was noticed."""
    state = f"还有{pending}个评分点待填" if pending else "已填齐"
    print(f"{file}：没有问题，{state}")
    for notice in notices:
        print(f"{file}：提示：{notice}")
    for line in waiting:
        print(f"  {line}")


def show_evidence(file: str, found: Sequence[Evidence], *, only_problems: bool) -> None:
    """Print what evidence is missing or empty, to standard error, and what is named twice."""
    problems = [problem.message for problem in evidence_problems(found)]
    if problems:
        show_messages(file, problems, what="佐证材料有")
    if only_problems:
        return
    for notice in evidence_notices(found):
        print(f"{file}：提示：{notice}")
    if not problems:
        print(f"{file}：佐证材料{len(found)}条，没有缺失")


def show_totals(sound: int, waiting: int, bad: int) -> None:
    """Print how many of several files are sound."""
    if sound + bad > 1:
        unfinished = f"（其中{waiting}个未填齐）" if waiting else ""
        print(f"共{sound + bad}个：没有问题{sound}个{unfinished}，有问题{bad}个")
