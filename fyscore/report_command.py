"""``fyscore report``: read, gather, render, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fyscore.problem import ProblemsError
from fyscore.rulebook.model import Rulebook

FORMATS = (".html", ".docx", ".md")


class ReportError(Exception):
    """A report cannot be made as asked; the message is Chinese and says what to do."""


@dataclass
class Report:
    """What was made: the file's bytes, how many units it tells of, and what could not be read."""

    content: bytes = b""
    units: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list)


def check_format(target: Path) -> str:
    """The report's format by its name.  Raises ReportError."""
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        raise ReportError(f"报告“{target}”应以 {'、'.join(FORMATS)} 结尾。")
    return suffix


def make_report(
    paths: Sequence[Path],
    target: Path,
    rulebook: Rulebook,
    template: Path | None = None,
    on_failure: Callable[[ProblemsError], None] = lambda _: None,
) -> Report:
    """A report on the workbooks, in the format ``target`` is named for.

    Raises ReportError for another format, for a template that cannot be used,
    and where a Word report is asked for on more than one unit.  A workbook
    that cannot be scored is among the failures and in the report.
    """
    from fyscore.one_file import failure_json, score_path
    from fyscore.report.facts import Scored, gather, kind_of
    from fyscore.report.render import TemplateFault

    suffix = check_format(target)
    if template is not None and not template.is_file():
        raise ReportError(f"找不到模板“{template}”。")
    report = Report()
    scored = []
    for path in paths:
        try:
            scored.append(Scored(*score_path(path, rulebook)))
        except ProblemsError as error:
            on_failure(error)
            report.failures.append(failure_json(error))
    report.units = len(scored)
    if not scored:
        return report
    if suffix == ".docx" and kind_of(scored) == "ranking":
        names = "、".join(dict.fromkeys(each.result.unit or "（未填）" for each in scored))
        raise ReportError(
            f"Word 自评报告只写一个单位，这里有：{names}。多个单位请用 .html 或 .md。"
        )
    facts = gather(scored, report.failures, rulebook)
    try:
        report.content = _WRITERS[suffix](facts, template)
    except TemplateFault as error:
        raise ReportError(str(error)) from None
    return report


def _html(facts: Mapping[str, Any], template: Path | None) -> bytes:
    from fyscore.report.render import html

    return html(facts, template).encode()


def _markdown(facts: Mapping[str, Any], template: Path | None) -> bytes:
    from fyscore.report.render import markdown

    return markdown(facts, template).encode()


def _word(facts: Mapping[str, Any], template: Path | None) -> bytes:
    from fyscore.report.word import docx

    return docx(facts, template)


_WRITERS: Mapping[str, Callable[[Mapping[str, Any], Path | None], bytes]] = {
    ".html": _html,
    ".md": _markdown,
    ".docx": _word,
}
