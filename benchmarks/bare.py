"""The least any program could do: read with python-calamine, write as many cells with XlsxWriter.

``bare.py TARGET SOURCE``: TARGET ``-`` only reads; SOURCE may be a folder.
"""

import sys
from pathlib import Path

import python_calamine
import xlsxwriter

#: Cells of a scored workbook, by kind, over its seven sheets.
ROWS, COLUMNS, FORMULAS = 78 + 46 + 35 + 60, 11, 170


def read(path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def write(target: str) -> None:
    book = xlsxwriter.Workbook(target)
    form = book.add_format({"border": 1, "text_wrap": True})
    sheet = book.add_worksheet()
    for row in range(ROWS):
        for column in range(COLUMNS):
            if column % 2:
                sheet.write_number(row, column, row, form)
            else:
                sheet.write_string(row, column, f"第 {row} 行的文字", form)
    for row in range(FORMULAS):
        sheet.write_formula(row, COLUMNS, f'=IF(B{row + 1}="","待填",B{row + 1}*2)', form, row)
    book.close()


target, source = sys.argv[1], Path(sys.argv[2])
for path in sorted(source.iterdir()) if source.is_dir() else [source]:
    read(path)
    if target != "-":
        write(target)
