"""``make bench-country``: ten years of every county-level unit, as one job.

2,844 units over ten years are 28,440 workbooks: distinct forms up to
``FYSCORE_BENCH_FILES``, the rest hard links to them.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from pathlib import Path

from benchmarks.processes import FYSCORE, make_forms, peak_mib

UNITS, YEARS = 2844, 10
DISTINCT = int(os.environ.get("FYSCORE_BENCH_FILES", "1000"))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder, count = root / "in", UNITS * YEARS
        folder.mkdir()
        make_forms(folder, DISTINCT)
        for nth in range(DISTINCT, count):
            (folder / f"{nth:05}.xlsx").hardlink_to(folder / f"{nth % DISTINCT:05}.xlsx")
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {count} workbooks")
        for words, options in (
            ("ranking only", ["--summary-only"]),
            ("with scored workbooks", []),
            ("--resume, nothing changed", ["--resume"]),
        ):
            start = time.perf_counter()
            out = root / ("s" if "--summary-only" in options else "w")
            peak = peak_mib([FYSCORE, "score", folder, "-q", "--out-dir", out, *options])
            took = time.perf_counter() - start
            print(
                f"{words:<28} {took:7.0f} s  {count / took:6.0f} files/s  {peak:5.0f} MiB",
                flush=True,
            )


if __name__ == "__main__":
    main()
