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
from concurrent.futures import ProcessPoolExecutor

from tests.fuzz.judge import run_level
from tests.fuzz.mutations import LEVELS

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
        (level, min(CHUNK, each - start), chosen.seed + start // CHUNK)
        for level in LEVELS
        for start in range(0, each, CHUNK)
    ]
    started = time.monotonic()
    tallies: dict[str, Counter[str]] = {level: Counter() for level in LEVELS}
    peak = findings = 0
    with ProcessPoolExecutor(chosen.jobs, max_tasks_per_child=4) as pool:
        waiting = [
            (level, pool.submit(run_level, level, count, n, chosen.shrink))
            for level, count, n in todo
        ]
        for level, future in waiting:
            try:
                tally = future.result()
            except Exception as error:
                findings += 1
                print(f"{level}: {type(error).__name__}: {error}"[:2000], file=sys.stderr)
                continue
            peak = max(peak, tally.pop("peak MiB"))
            tallies[level] += tally
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
