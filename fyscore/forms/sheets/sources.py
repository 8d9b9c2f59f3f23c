"""来源: which file, body and person each answer of a merged form came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from fyscore.forms.content import Content
from fyscore.tables import headings
from fyscore.tables.table import Column, Table
from fyscore.tables.writing import filter_rows, write_rows
from fyscore.writing.look import Look
from fyscore.writing.writer import Writer, protect

SOURCES = Table(
    headings.SHEET_SOURCES,
    Column(headings.COL_KEY, "key", width=18, look=Look.SMALL),
    Column(headings.COL_POINT, "point", width=14, look=Look.SMALL),
    Column(headings.COL_LABEL, "label", width=30, look=Look.SMALL),
    Column(headings.COL_VALUE, "value", width=14, look=Look.SMALL),
    Column(headings.INFO_BODY, "body", width=18, look=Look.SMALL),
    Column("文件", "file", width=26, look=Look.SMALL),
    Column(headings.INFO_PERSON, "person", width=10, look=Look.SMALL),
    Column(headings.INFO_DATE, "day", look=Look.SMALL),
    Column("文件校验值", "sha256", width=16, look=Look.SMALL),
)


def write(out: Writer, sheet: Worksheet, content: Content) -> None:
    """One row for each answer and file it came from, in the order of the standard."""
    out.headings(sheet, SOURCES, 0)
    filter_rows(sheet, SOURCES, write_rows(out, sheet, SOURCES, _records(content), line=None))
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    protect(sheet)


def _records(content: Content) -> Iterator[dict[str, str]]:
    rulebook = content.rulebook
    for key, found in content.sources.items():
        for given in found:
            yield {
                "key": key,
                "point": rulebook.part_by_key[key].name,
                "label": rulebook.fields[key].label,
                "value": rulebook.fields[key].shown(given.answer.value),
                "body": given.source.body,
                "file": Path(given.source.file).name,
                "person": given.source.person,
                "day": given.source.day,
                "sha256": given.source.sha256[:16],
            }
