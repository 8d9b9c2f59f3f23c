"""Any document as lines of text, so that two of them can be compared and the difference read."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

#: Fingerprints of files, in which the time of saving has a part.
_FINGERPRINT = re.compile(r"\b[0-9a-f]{16}\b|\b[0-9a-f]{64}\b")
_PLAIN = ("General", "@")


def readable(path: Path) -> str:
    """What a document says, by what it is."""
    match path.suffix:
        case ".xlsx":
            lines = list(workbook_lines(path))
        case ".docx":
            lines = list(word_lines(path))
        case ".json":
            lines = json_lines(path.read_text("utf-8"))
        case ".jsonl":
            texts = path.read_text("utf-8").splitlines()
            lines = [line for text in texts for line in json_lines(text)]
        case ".html":
            lines = path.read_text("utf-8").rpartition("<!-- fyscore 1 ")[0].splitlines()
        case _:
            lines = path.read_text("utf-8-sig").splitlines()
    return without_fingerprints("\n".join(lines) + "\n")


def without_fingerprints(text: str) -> str:
    return _FINGERPRINT.sub("(fingerprint)", text)


def json_lines(text: str) -> list[str]:
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1).splitlines()


def workbook_lines(path: Path) -> Iterator[str]:
    """Sheet by sheet: what stands in the cells, what may be chosen, what is drawn."""
    book, values = openpyxl.load_workbook(path), _Values(path)
    for sheet in book.worksheets:
        state = "" if sheet.sheet_state == "visible" else f" ({sheet.sheet_state})"
        yield f"== {sheet.title}{state}"
        if sheet.title in _LIVE and "填报" in book.sheetnames:
            continue  # the form's own, which the three examples show
        is_form = sheet.title == "填报"
        last = _last_year(sheet) if is_form else frozenset[str]()
        for row in sheet.iter_rows():
            for cell in row:
                if not (is_form and cell.protection.locked) or cell.column_letter in last:
                    yield from _cell_lines(cell, values)
        yield from _sheet_lines(sheet)


_LIVE = frozenset(("评分汇总", "评分表", "失分清单", "填报说明", "计分明细", "取数"))


def _last_year(sheet: Worksheet) -> frozenset[str]:
    """The columns of a form that nobody types into, and that differ from form to form."""
    top = (cell for row in sheet["A1:P2"] for cell in row)
    return frozenset(cell.column_letter for cell in top if str(cell.value).startswith("上年"))


class _Values:
    """What formulas came to: the workbook is read once more only where there are any."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def book(self) -> Workbook:
        return openpyxl.load_workbook(self.path, data_only=True)

    def of(self, cell: Cell) -> object:
        is_formula = cell.data_type == "f"
        return self.book[cell.parent.title][cell.coordinate].value if is_formula else cell.value


def _cell_lines(cell: Cell, values: _Values) -> Iterator[str]:
    if cell.value is not None:
        shown = values.of(cell)
        form = "" if cell.number_format in _PLAIN else f"  [{cell.number_format}]"
        formula = f"  {cell.value}" if cell.data_type == "f" else ""
        fill = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else ""
        link = f"  -> {cell.hyperlink.location or cell.hyperlink.target}" if cell.hyperlink else ""
        yield f"{cell.coordinate} {shown!r}{form}{formula}{f'  #{fill}' if fill else ''}{link}"
    if cell.comment:
        yield f"{cell.coordinate} note: {cell.comment.text!r}"


def _sheet_lines(sheet: Worksheet) -> Iterator[str]:
    if sheet.title == "填报":
        return
    for what, told in (
        ("frozen", sheet.freeze_panes),
        ("filter", sheet.auto_filter.ref),
        ("merged", " ".join(sorted(map(str, sheet.merged_cells.ranges)))),
        ("header", sheet.oddHeader.center.text),
    ):
        if told:
            yield f"{what} {told}"
    for choice in sorted(sheet.data_validations.dataValidation, key=lambda c: str(c.sqref)):
        yield f"choice {choice.sqref} {choice.type} {choice.formula1} {choice.formula2 or ''}"
    for marked in sheet.conditional_formatting:
        for rule in marked.rules:
            yield f"colour {marked.sqref} {rule.type} {rule.operator or ''} {rule.formula}"
    for chart in sheet._charts:
        at = chart.anchor._from
        yield f"chart at row {at.row + 1}, {type(chart).__name__}"
        for series in chart.series:
            name = series.tx.v or (series.tx.strRef and series.tx.strRef.f)
            labels = series.cat.strRef or series.cat.numRef
            yield f"  {name}: {labels.f} | {series.val.numRef.f}"


def word_lines(path: Path) -> Iterator[str]:
    """A Word document's paragraphs, one a line."""
    body = ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for paragraph in body.iter(f"{space}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{space}t"))
