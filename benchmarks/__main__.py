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
from pathlib import Path

from benchmarks.processes import FYSCORE, make_forms, peak_mib, seconds
from fyscore.files.names import JOURNAL
from fyscore.scoring.ranking import Row

BARE = Path(__file__).with_name("bare.py")
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
        started = seconds([FYSCORE, "--version"], REPEATS)
        typer = seconds([sys.executable, "-c", "import typer"], REPEATS)
        report("a. --version / import typer", started, typer, "s", "<= 1.3")
        scored = seconds([FYSCORE, "score", one, "-q", "-f", "-o", root / "o.xlsx"], REPEATS)
        bare = seconds([sys.executable, BARE, root / "b.xlsx", one], REPEATS)
        report("b. score one / bare read and write", scored, bare, "s", "<= 1.6")
        read = seconds([sys.executable, BARE, "-", folder]) / FILES
        both = seconds([sys.executable, BARE, root / "b.xlsx", folder]) / FILES
        batch = [FYSCORE, "score", folder, "-q", "-f", "--out-dir"]
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
