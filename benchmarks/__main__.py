"""``make bench``: what fyscore costs, as ratios taken in one run.

Each figure is set against the least that any program could do with the same
libraries: read the file with python-calamine, write as many cells with
XlsxWriter.
"""

from __future__ import annotations

import io
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

from fyscore.rulebooks import load_rulebook
from fyscore.workbook.writer import template_bytes

BIN = Path(sys.executable).parent
BARE = Path(__file__).with_name("bare.py")
FILES = int(os.environ.get("FYSCORE_BENCH_FILES", "1000"))
MANY = int(os.environ.get("FYSCORE_BENCH_MANY", "10000"))
REPEATS = 9


def seconds(command: list[str | Path], repeats: int = 1) -> float:
    """Median wall time of a whole process."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
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
        [sys.executable, "-c", code, *map(str, command)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


def make_forms(folder: Path, count: int) -> None:
    """Distinct filled workbooks: a few saved by openpyxl, the rest made from them."""
    rulebook, dice = load_rulebook(), random.Random(1)
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(rulebook)))
    sheet = book["填报"]
    rows = {cell.value: cell.row for cell in sheet["A"] if cell.value in rulebook.fields}
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
            sheet.cell(row, 4, value)
        book["基本信息"]["B2"] = f"第{nth}县"
        book["基本信息"]["B3"] = 2023
        book.save(folder / f"{nth:05}.xlsx")


def report(name: str, ours: float, bare: float, unit: str, aim: str) -> None:
    print(f"{name:<44} {ours:9.3f} {bare:9.3f} {unit:<4} {ours / bare:6.2f}  {aim}", flush=True)


def main() -> None:
    cpu = platform.processor() or platform.machine()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {cpu}")
    print(f"{'':<44} {'fyscore':>9} {'against':>9} {'':<4} {'ratio':>6}  aim")
    fyscore: Path = BIN / "fyscore"
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder = root / "in"
        folder.mkdir()
        make_forms(folder, FILES)
        one = folder / "00000.xlsx"
        started = seconds([fyscore, "--version"], REPEATS)
        typer = seconds([sys.executable, "-c", "import typer"], REPEATS)
        report("a. --version / import typer", started, typer, "s", "<= 1.3")
        scored = seconds([fyscore, "score", one, "-q", "-f", "-o", root / "o.xlsx"], REPEATS)
        bare = seconds([sys.executable, BARE, root / "b.xlsx", one], REPEATS)
        report("b. score one / bare read and write", scored, bare, "s", "<= 1.6")
        read = seconds([sys.executable, BARE, "-", folder]) / FILES
        both = seconds([sys.executable, BARE, root / "b.xlsx", folder]) / FILES
        batch = [fyscore, "score", folder, "-q", "-f", "--out-dir"]
        summary = seconds([*batch, root / "s", "--summary-only", "--jobs", "1"]) / FILES
        report("c. summary only, per file / bare read", summary * 1e3, read * 1e3, "ms", "")
        report(
            "c. summary only, per file / read and write", summary * 1e3, both * 1e3, "ms", "<= 1.5"
        )
        serial = seconds([*batch, root / "w", "--jobs", "1"]) / FILES
        report(
            "c. with workbooks, per file / read and write", serial * 1e3, both * 1e3, "ms", "<= 1.5"
        )
        double = seconds([*batch, root / "w", "--jobs", "2"]) / FILES
        report("e. --jobs 1 / --jobs 2, with workbooks", serial * 1e3, double * 1e3, "ms", ">= 1.8")
        memory = [*batch, root / "m", "--summary-only", "--jobs", "1"]
        few = peak_mib(memory)
        for nth in range(FILES, MANY):
            (folder / f"{nth:05}.xlsx").hardlink_to(folder / f"{nth % FILES:05}.xlsx")
        many = peak_mib(memory)
        report(f"d. peak memory, {MANY} files / {FILES}", many, few, "MiB", "<= 1.2")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
