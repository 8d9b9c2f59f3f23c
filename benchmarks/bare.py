"""The least any program could do: read with python-calamine, write as many cells with XlsxWriter.

``bare.py TARGET SOURCE [CELLS]``: TARGET ``-`` only reads; SOURCE may be a
folder.  CELLS is what :func:`benchmarks.processes.cells_of` says of a scored
workbook: the same texts, numbers, formulas and blanks are written, in one
format, without validations, colours, charts or heights.
"""

import json
import sys
from pathlib import Path

import python_calamine
import xlsxwriter


def read(path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def write(target: str, sheets: list) -> None:
    book = xlsxwriter.Workbook(target)
    form = book.add_format({"border": 1, "text_wrap": True})
    for cells in sheets:
        sheet = book.add_worksheet()
        for row, column, kind, content, value in cells:
            if kind == "text":
                sheet.write_string(row, column, content, form)
            elif kind == "number":
                sheet.write_number(row, column, content, form)
            elif kind == "formula":
                sheet.write_formula(row, column, content, form, value)
            else:
                sheet.write_blank(row, column, None, form)
    book.close()


target, source = sys.argv[1], Path(sys.argv[2])
sheets = json.loads(Path(sys.argv[3]).read_text("utf-8")) if target != "-" else []
for path in sorted(source.iterdir()) if source.is_dir() else [source]:
    read(path)
    if target != "-":
        write(target, sheets)
