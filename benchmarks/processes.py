"""What the benchmarks share: forms to read, and the time and memory of whole processes."""

from __future__ import annotations

import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.cell import MergedCell

from fyscore.forms.writer import template_bytes
from fyscore.rules.load import load_rulebook

FYSCORE = Path(sys.executable).parent / "fyscore"


#: As after an installation, which compiles modules, whatever the caller's settings.
_COMPILED = tempfile.TemporaryDirectory()
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPYCACHEPREFIX": _COMPILED.name
}


def seconds(command: list[str | Path], repeats: int = 1) -> float:
    """Median wall time of a whole process; where it is short, after one that does not count."""
    times = []
    for nth in range(repeats + (repeats > 1)):
        start = time.perf_counter()
        subprocess.run(
            list(map(str, command)), check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT
        )
        if nth or repeats == 1:
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak_mib(command: list[str | Path]) -> float:
    """Peak memory of the largest process of a command."""
    code = (
        "import resource,subprocess,sys;"
        "subprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, command)],
        capture_output=True, text=True, check=True, env=ENVIRONMENT,
    )  # fmt: skip
    return int(done.stdout) / 1024


def cells_of(workbook: Path) -> list[list[tuple[int, int, str, object, object]]]:
    """Every sheet's cells: row, column, kind, content, and the value stored with a formula."""
    formulas, values = (openpyxl.load_workbook(workbook, data_only=d) for d in (False, True))
    return [
        [
            (cell.row - 1, cell.column - 1, *_told(cell.value, values[sheet.title][cell.coordinate].value))
            for row in sheet.iter_rows()
            for cell in row
            if not isinstance(cell, MergedCell)
        ]
        for sheet in formulas
    ]  # fmt: skip


def _told(content: object, value: object) -> tuple[str, object, object]:
    if content is None:
        return "blank", None, None
    if isinstance(content, str) and content.startswith("="):
        return "formula", content, "" if value is None else value
    return ("text" if isinstance(content, str) else "number"), content, None


def make_forms(folder: Path, count: int) -> None:
    """Distinct filled workbooks: a few saved by openpyxl, the rest made from them."""
    rulebook, dice = load_rulebook(), random.Random(1)
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(rulebook)))
    sheet = book["填报"]
    (top,) = (row for row in sheet.iter_rows() if any(c.value == "字段编号" for c in row))
    columns = {cell.value: cell.column for cell in top}
    keys = {row[columns["字段编号"] - 1].value: row[0].row for row in sheet.iter_rows()}
    rows = {key: keys[key] for key in rulebook.fields}
    typed: dict[str, Callable[[], object]] = {
        "yes_no": lambda: "是",
        "count": lambda: dice.randrange(4),
        "percent": lambda: dice.randrange(9000, 10001) / 10000,
        "mark": lambda: None,
    }
    for nth in range(count):
        for key, row in rows.items():
            field = rulebook.fields[key]
            value = typed.get(field.type.name, lambda: dice.randrange(200) / 10)()
            if key == "15.falsified":
                value = "否"
            elif key == "11b.employers":
                value = 2
            elif key == "1.mark":
                value = dice.randrange(801) / 100
            sheet.cell(row, columns["填报值"], value)
        book["基本信息"]["B2"] = f"第{nth}县"
        book["基本信息"]["B3"] = 2023
        book.save(folder / f"{nth:05}.xlsx")
