"""``python -m tests.prove``: what says that the three scorers agree, by figures.

The boundary table part by part, the proofs, every small quotient in doubles,
and random forms by the hundred thousand.  Ends with the number of findings.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.pool import Pool

from tests.prove import forms, items


def _table(title: str, rows: Iterator[items.Row]) -> int:
    """Print what was compared and found, row by row; the number of findings."""
    started, compared, findings = time.monotonic(), 0, 0
    for name, count, wrong in rows:
        print(f"  {name:<24} {count:>9}", *wrong[:3], flush=True)
        compared, findings = compared + count, findings + len(wrong)
    took = time.monotonic() - started
    print(f"{title}: {compared}, {took:.0f} s, {findings} findings", flush=True)
    return findings


def _random_forms(pool: Pool, count: int, seed: int) -> int:
    """Compare that many random forms; the number of findings."""
    started, tally = time.monotonic(), Counter[str]()
    todo = list(forms.tasks(count, seed))
    for done, (counted, found) in enumerate(pool.imap_unordered(forms.attempt, todo), 1):
        tally += counted
        for line in found:
            print(line, file=sys.stderr, flush=True)
        if done % 50 == 0:
            print(f"  {tally['forms']} forms, {time.monotonic() - started:.0f} s", flush=True)
    print(" ", ", ".join(f"{count} {name}" for name, count in tally.items()))
    took = time.monotonic() - started
    print(
        f"random forms: {tally['forms']}, seed {seed}, {took:.0f} s, {tally['findings']} findings"
    )
    return tally["findings"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.prove")
    parser.add_argument("--count", type=int, default=1_000_000, help="random forms")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    with get_context("spawn").Pool(chosen.jobs, maxtasksperchild=50) as pool:
        each = (row for rows in pool.imap(items.boundaries_of, items.every()) for row in rows)
        findings = _table("boundary cases", each)
        each = (row for rows in pool.imap(items.proofs_of, items.every()) for row in rows)
        findings += _table("ways through formula and score proved alike", each)
        findings += _table("quotients in doubles", items.quotients())
        findings += _random_forms(pool, chosen.count, chosen.seed)
    print(f"{findings} findings in all")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
