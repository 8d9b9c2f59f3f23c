"""Fill a workbook in LibreOffice Calc by typing, and say what its cells then show.

Run by the system's Python, which has LibreOffice's ``uno``; the tests' own has
not.  Standard input: ``{"file": …, "typed": [[sheet, cell, text], …],
"read": [[sheet, cell], …], "pdf": …}``; standard output: the shown texts.
Between typing and reading, ``"then": [[what, sheet, …], …]`` handles the sheet as
a person would: ``unprotect``, ``insert`` a row, ``cut`` a cell to another,
``delete`` a row, ``sort`` rows by a column.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def prop(name, value):
    return PropertyValue(name, 0, value, 0)


def connected(pipe):
    local = uno.getComponentContext()
    create = local.ServiceManager.createInstanceWithContext
    resolver = create("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(10_000):  # far beyond what the slowest machine needs
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not answer")


def unprotect(sheet):
    sheet.unprotect("")


def insert(sheet, row):
    sheet.Rows.insertByIndex(row - 1, 1)


def delete(sheet, row):
    sheet.Rows.removeByIndex(row - 1, 1)


def cut(sheet, source, target):
    at = sheet.getCellRangeByName(source).RangeAddress
    sheet.moveRange(sheet.getCellRangeByName(target).CellAddress, at)


def sort(sheet, area, column, descending):
    """Sort the rows of an area by its nth column, as the menu does."""
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = column, not descending
    wanted = (
        PropertyValue("SortFields", 0, uno.Any("[]com.sun.star.table.TableSortField", (field,)), 0),
        prop("ContainsHeader", False),
        prop("BindFormatsToContent", True),
    )
    sheet.getCellRangeByName(area).sort(wanted)


HANDLE = {f.__name__: f for f in (unprotect, insert, delete, cut, sort)}


def main():
    order = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as profile:
        pipe = Path(profile).name
        office = subprocess.Popen(
            [
                *("soffice", "--headless", "--norestore", "--nologo"),
                f"-env:UserInstallation=file://{profile}",
                f"--accept=pipe,name={pipe};urp;",
            ]
        )
        context = connected(pipe)
        create = context.ServiceManager.createInstanceWithContext
        desktop = create("com.sun.star.frame.Desktop", context)
        dispatcher = create("com.sun.star.frame.DispatchHelper", context)
        url = uno.systemPathToFileUrl(order["file"])
        book = desktop.loadComponentFromURL(url, "_blank", 0, (prop("Hidden", True),))
        frame = book.CurrentController.Frame
        for sheet, cell, text in order["typed"]:
            book.CurrentController.setActiveSheet(book.Sheets.getByName(sheet))
            at = (prop("ToPoint", cell),)
            dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, at)
            entered = (prop("StringName", text),)
            dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, entered)
        for what, sheet, *how in order.get("then", []):
            HANDLE[what](book.Sheets.getByName(sheet), *how)
        book.calculate()
        shown = [book.Sheets.getByName(s).getCellRangeByName(c).String for s, c in order["read"]]
        if order.get("pdf"):
            target = uno.systemPathToFileUrl(order["pdf"])
            book.storeToURL(target, (prop("FilterName", "calc_pdf_Export"),))
        if order.get("save"):
            target = uno.systemPathToFileUrl(order["save"])
            book.storeToURL(target, (prop("FilterName", "Calc MS Excel 2007 XML"),))
        json.dump(shown, sys.stdout)
        book.close(True)
        with contextlib.suppress(Exception):  # it goes before it can answer
            desktop.terminate()
        office.wait(30)


main()
