"""Reports by the file name they are asked for under.

A new format is a module with a ``render`` like its neighbours', and a line in
:data:`FORMATS`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from fyscore.forms.pipeline import Scored
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of report: the module that renders it, loaded when it is asked for."""

    module: str
    name: str
    one_unit: bool = False


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".html": Format("fyscore.report.html", "网页"),
        ".docx": Format("fyscore.report.word", "Word", one_unit=True),
        ".md": Format("fyscore.report.markdown", "Markdown"),
        ".pdf": Format("fyscore.report.pdf", "PDF", one_unit=True),
    }
)


class ReportError(Exception):
    """A report cannot be made as asked; the message is Chinese and says what to do."""


def format_of(target: Path) -> Format:
    """The report's format by its name.  Raises ReportError."""
    found = FORMATS.get(target.suffix.lower())
    if found is None:
        raise ReportError(f"报告“{target}”应以 {'、'.join(FORMATS)} 结尾。")
    return found


def check_template(template: Path | None) -> None:
    """Raises ReportError where a template is not there."""
    if template is not None and not template.is_file():
        raise ReportError(f"找不到模板“{template}”。")


def report_bytes(
    target: Path,
    scored: Sequence[Scored],
    failures: Sequence[ProblemsError],
    rulebook: Rulebook,
    template: Path | None = None,
) -> bytes:
    """A report on one or more workbooks, in the format ``target`` is named for.

    Raises ReportError for another format, for a template that cannot be used,
    and where a Word report is asked for on more than one unit.
    """
    from fyscore.report.context import gather, kind_of
    from fyscore.report.environment import TemplateFault

    chosen = format_of(target)
    if chosen.one_unit and kind_of(scored) == "ranking":
        names = "、".join(dict.fromkeys(each.result.unit or "（未填）" for each in scored))
        others = " 或 ".join(suffix for suffix, each in FORMATS.items() if not each.one_unit)
        raise ReportError(
            f"{chosen.name} 自评报告只写一个单位，这里有：{names}。多个单位请用 {others}。"
        )
    context = gather(scored, failures, rulebook)
    try:
        content: bytes = import_module(chosen.module).render(context, template)
    except TemplateFault as error:
        raise ReportError(str(error)) from None
    return content
