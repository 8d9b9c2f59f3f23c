"""``python -m tests.fuzz``: many mutated workbooks, a stated seed, every outcome held to account.

An outcome is right if it is a problem that fyscore states, or a score that an
independent reading of the same cells gives too (tests/fuzz/independent.py).
No traceback, no more than ten seconds, no more than one gibibyte.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from multiprocessing import get_context

from tests.fuzz.judge import attempt
from tests.fuzz.levels import LEVELS

#: Examples of one hypothesis run: its memory grows with them.
CHUNK = 1000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--shrink", action="store_true", help="make findings small; slow")
    chosen = parser.parse_args()
    each = -(-chosen.count // len(LEVELS))
    todo = [
        (level, min(CHUNK, each - start), chosen.seed + start // CHUNK, chosen.shrink)
        for start in range(0, each, CHUNK)
        for level in LEVELS
    ]
    started = time.monotonic()
    tallies: dict[str, Counter[str]] = {level: Counter() for level in LEVELS}
    peak = findings = 0
    # A fresh process every few chunks: hypothesis remembers what it has tried.
    with get_context("spawn").Pool(chosen.jobs, maxtasksperchild=4) as pool:
        for level, tally, finding in pool.imap_unordered(attempt, todo):
            if finding:
                findings += 1
                print(f"{level}: {finding}", file=sys.stderr, flush=True)
            peak = max(peak, tally.pop("peak MiB", 0))
            tallies[level] += tally
            done = sum(each["workbooks"] for each in tallies.values())
            print(f"{done} / {chosen.count}, {time.monotonic() - started:.0f} s", flush=True)
    for level, tally in tallies.items():
        print(f"{level:<8}", ", ".join(f"{count} {name}" for name, count in tally.items()))
    total = sum(tally["workbooks"] for tally in tallies.values())
    took = time.monotonic() - started
    print(
        f"{total} workbooks, seed {chosen.seed}, {took:.0f} s, peak {peak} MiB, {findings} findings"
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
