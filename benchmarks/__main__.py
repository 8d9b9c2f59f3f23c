"""``make bench``: what fyscore costs, as ratios taken in one run.

Each figure is set against the least that any program could do with the same
libraries: read the file with python-calamine, write as many cells with
XlsxWriter.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import sys
import tempfile
import tracemalloc
from functools import partial
from pathlib import Path

from benchmarks.processes import FYSCORE, cells_of, make_forms, peak_mib, seconds
from fyscore.files.names import JOURNAL
from fyscore.rules import DEFAULT
from fyscore.rules.load import rulebook_path
from fyscore.scoring.ranking import Row

BARE = Path(__file__).with_name("bare.py")
SCRIPT = Path(__file__).with_name("script.py")
FILES = int(os.environ.get("FYSCORE_BENCH_FILES", "1000"))
MANY = int(os.environ.get("FYSCORE_BENCH_MANY", "10000"))
REPEATS = 9


def report(name: str, ours: float, bare: float, unit: str, aim: str) -> None:
    print(f"{name:<44} {ours:9.3f} {bare:9.3f} {unit:<4} {ours / bare:6.2f}  {aim}", flush=True)


def table_mib(journal: Path) -> float:
    """What the results' table of a batch takes: its rows, loaded from the journal it left."""
    with journal.open("rb") as stream:
        tracemalloc.start()
        rows = [Row.load(json.loads(line)["row"]) for line in stream]
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    assert rows
    return size / 1024 / 1024


def commands(root: Path, one: Path, cells: Path) -> None:
    """Each command from start to end, against the least that could do it."""
    run, python = partial(seconds, repeats=REPEATS), sys.executable
    bare = run([python, BARE, "-", one])
    pair = root / "pair"
    pair.mkdir()
    for name in ("1.xlsx", "2.xlsx"):
        (pair / name).hardlink_to(one)
    page = "import jinja2, pygal"
    rules = "import tomllib,sys; tomllib.load(open(sys.argv[1],'rb'))"
    report("a. --version / import typer", run([FYSCORE, "--version"]),
           run([python, "-c", "import typer"]), "s", "<= 1.1")  # fmt: skip
    scored = run([FYSCORE, "score", one, "-q", "-f", "-o", root / "o.xlsx"])
    report("b. score / bare read and write", scored,
           run([python, BARE, root / "b.xlsx", one, cells]), "s", "<= 1.5")  # fmt: skip
    report("b. score / pandas + openpyxl script", scored,
           run([python, SCRIPT, root / "p.xlsx", one]), "s", "<= 0.33")  # fmt: skip
    report("b. check / bare read", run([FYSCORE, "check", one, "-q"]), bare, "s", "")
    report("b. gaps / bare read", run([FYSCORE, "gaps", one, "-q"]), bare, "s", "")
    report("b. diff / bare read of two", run([FYSCORE, "diff", *sorted(pair.iterdir()), "-q"]),
           run([python, BARE, "-", pair]), "s", "")  # fmt: skip
    report("b. report .html / bare read and jinja2, pygal",
           run([FYSCORE, "report", one, "-q", "-f", "-o", root / "r.html"]),
           bare + run([python, "-c", page]), "s", "")  # fmt: skip
    report("b. rules show 14 / tomllib of the rulebook", run([FYSCORE, "rules", "show", "14"]),
           run([python, "-c", rules, rulebook_path(DEFAULT)]), "s", "")  # fmt: skip


def main() -> None:
    cpu = platform.processor() or platform.machine()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {cpu}")
    print(f"{'':<44} {'fyscore':>9} {'against':>9} {'':<4} {'ratio':>6}  aim")
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder = root / "in"
        folder.mkdir()
        make_forms(folder, FILES)
        one = folder / "00000.xlsx"
        cells = root / "cells.json"
        made = root / "scored.xlsx"
        seconds([FYSCORE, "score", one, "-q", "-o", made])
        cells.write_text(json.dumps(cells_of(made), ensure_ascii=False), encoding="utf-8")
        commands(root, one, cells)
        read = seconds([sys.executable, BARE, "-", folder]) / FILES
        both = seconds([sys.executable, BARE, root / "b.xlsx", folder, cells]) / FILES
        batch = [FYSCORE, "score", folder, "-q", "-f", "--out-dir"]
        summary = seconds([*batch, root / "s", "--summary-only", "--jobs", "1"]) / FILES
        report("c. summary only, per file / bare read", summary * 1e3, read * 1e3, "ms", "<= 2.5")
        serial = seconds([*batch, root / "w", "--jobs", "1"]) / FILES
        report(
            "c. with workbooks, per file / read and write", serial * 1e3, both * 1e3, "ms", "<= 1.0"
        )
        double = seconds([*batch, root / "w", "--jobs", "2"]) / FILES
        report(
            "e. --jobs 1 / --jobs 2, with workbooks", serial * 1e3, double * 1e3, "ms", ">= 1.85"
        )
        listed = root / "300.txt"
        some = sorted(folder.iterdir())[:300]
        listed.write_text("\n".join(map(str, some)), encoding="utf-8")
        page = root / "r.html"
        told = seconds([FYSCORE, "report", f"@{listed}", "-q", "-o", page])
        ranked = seconds(
            [FYSCORE, "score", f"@{listed}", "-q", "--summary-only", "--jobs", "1",
             "--out-dir", root / "r"]
        )  # fmt: skip
        size = page.stat().st_size / 1024 / 1024
        report(
            f"f. HTML of {len(some)} units ({size:.1f} MiB) / ranking them", told, ranked, "s", ""
        )
        memory = [*batch, root / "m", "--summary-only", "--jobs", "1"]
        few = peak_mib(memory)
        few_table = table_mib(root / "m" / JOURNAL)
        for nth in range(FILES, MANY):
            (folder / f"{nth:05}.xlsx").hardlink_to(folder / f"{nth % FILES:05}.xlsx")
        many = peak_mib(memory)
        report(f"d. peak memory, {MANY} files / {FILES}", many, few, "MiB", "")
        many -= table_mib(root / "m" / JOURNAL)
        few -= few_table
        report("d. the same, apart from the results' table", many, few, "MiB", "<= 1.2")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
