"""Write workbooks: the blank template and the scored one, from the same sheets.

XlsxWriter rather than openpyxl because it stores a formula together with its
value, so previews and programs that do not calculate see the scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fyscore.answers import Answers, Entry, Given
from fyscore.forms.content import Content
from fyscore.forms.plan import Plan, plan_of
from fyscore.forms.sheets import (
    detail,
    entry,
    form,
    info,
    instructions,
    intake,
    lost,
    sources,
    summary,
)
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result
from fyscore.scoring.score import result_of
from fyscore.tables import headings
from fyscore.writing.skeleton import Filled, Skeleton, Texts
from fyscore.writing.writer import Writer

_Frame: TypeAlias = Callable[[Writer, Worksheet, Plan], None]
_Fill: TypeAlias = Callable[[Writer, Worksheet, Content], None]
#: What is the same in every workbook of a rulebook.
_FRAMES: dict[str, _Frame] = {
    headings.SHEET_HELP: instructions.frame,
    headings.SHEET_ENTRY: entry.frame,
    headings.SHEET_INTAKE: intake.frame,
    headings.SHEET_DETAIL: detail.frame,
    headings.SHEET_FORM: form.frame,
}
#: What differs; the sheets without a frame are written anew in each.
_FILLS: dict[str, _Fill] = {
    headings.SHEET_INFO: info.write,
    headings.SHEET_ENTRY: entry.fill,
    headings.SHEET_INTAKE: intake.fill,
    headings.SHEET_DETAIL: detail.fill,
    headings.SHEET_FORM: form.fill,
    headings.SHEET_LOST: lost.write,
    headings.SHEET_SUMMARY: summary.write,
    headings.SHEET_SOURCES: sources.write,
}


def template_bytes(
    rulebook: Rulebook,
    unit: str = "",
    year: int | None = None,
    entries: Mapping[str, Entry] | None = None,
    info: Mapping[str, str] | None = None,
    sources: Mapping[str, Sequence[Given]] | None = None,
) -> bytes:
    """A workbook to fill in; the same arguments always give the same bytes.

    ``entries`` may hold what :func:`fyscore.scoring.last_year.proposals` gives,
    or what is filled in already; ``info`` the other rows of 基本信息, and
    ``sources`` where each answer came from, for 来源.
    """
    answers = Answers(entries or {}, unit, year, info=info or {})
    result = result_of(answers, rulebook) if answers.values else None
    content = Content(plan_of(rulebook), answers, result, is_form=True, sources=sources or {})
    names: tuple[str, ...] = headings.TEMPLATE_SHEETS
    if sources:
        names = (*names, headings.SHEET_SOURCES)
    return _write(content, names, headings.SHEET_HELP)[0]


def scored_bytes(
    rulebook: Rulebook, answers: Answers, result: Result, *, one_of_many: bool = False
) -> bytes:
    """The scored workbook, holding all that was filled in.

    Of many, only what differs is written (``writing/skeleton.py``); what it says is the same.
    """
    content = Content(plan_of(rulebook), answers, result)
    # Last year's values show two columns more.
    skeleton = _skeleton(rulebook) if one_of_many and not content.has_last_year else None
    return _write(content, headings.SCORED_SHEETS, headings.SHEET_SUMMARY, skeleton)[0]


@lru_cache(maxsize=8)
def _skeleton(rulebook: Rulebook) -> Skeleton:
    """Made once in a process, of a form in which nothing is filled in: no unit's text is in it."""
    blank = Answers({})
    content = Content(plan_of(rulebook), blank, result_of(blank, rulebook))
    written, out, texts = _write(content, headings.SCORED_SHEETS, headings.SHEET_SUMMARY)
    return Skeleton.of(out, written, _FRAMES.keys(), texts)


def _write(
    content: Content,
    names: tuple[str, ...],
    first: str,
    skeleton: Skeleton | None = None,
) -> tuple[bytes, Workbook, Texts]:
    """The workbook's bytes; itself, and the texts of its frames."""
    out = Writer(content.rulebook.title, content.rulebook.document, skeleton=skeleton)
    sheets = {name: out.sheet(name) for name in names}
    anew = {name: sheet for name, sheet in sheets.items() if not isinstance(sheet, Filled)}
    for sheet in anew.values():
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
    for name, frame in _FRAMES.items():
        if name in anew:
            frame(out, anew[name], content.plan)
    texts = Texts.of(out.book)
    for name, fill in _FILLS.items():
        if name in sheets:
            fill(out, sheets[name], content)
    sheets[first].activate()
    return out.close(), out.book, texts
