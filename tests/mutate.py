"""How many small faults, put into a unit one at a time, its tests notice.

``python -m tests.mutate returns rules --share 20``: of these units one fault in twenty, chosen by
the seed; without units, of all.  mutmut makes the faults, knows which tests reach each, and keeps
what it has found in ``mutants/``: pieces add up, and what is done is not done again.  At the end
the table by unit, and the name of every fault that no test noticed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mutmut.stats import status_by_exit_code

MUTANTS = Path("mutants")
#: Faults of one call of mutmut: a session that ends costs at most these.
PIECE = 200
NOTICED = frozenset({"killed", "timeout", "suspicious", "segfault", "caught by type check"})

#: A fault's name → what became of it; nothing as yet.
Outcomes = Mapping[str, str]


def outcomes() -> dict[str, dict[str, str]]:
    """Unit → its faults, as far as they were tried."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(MUTANTS.glob("fyscore/**/*.meta")):
        unit = path.relative_to(MUTANTS / "fyscore").parts[0].removesuffix(".py.meta")
        codes = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        found[unit] |= {
            name: "" if code is None else status_by_exit_code[code] for name, code in codes.items()
        }
    return found


def mutmut(names: Sequence[str]) -> None:
    """Have these faults tried; what mutmut makes of names that no fault has is no matter."""
    subprocess.run([str(Path(sys.executable).with_name("mutmut")), "run", *names], check=False)


def chosen(units: Sequence[str], share: int, seed: int) -> Iterator[str]:
    """One fault in ``share`` of each unit that was not tried yet."""
    for unit, faults in outcomes().items():
        if not units or unit in units:
            names = sorted(faults)
            count = max(1, len(names) // share)
            wanted = random.Random(f"{seed} {unit}").sample(names, min(count, len(names)))
            yield from (name for name in wanted if not faults[name])


def table(found: Mapping[str, Outcomes]) -> Iterator[str]:
    """What was tried of each unit, and what its tests noticed."""
    yield "| unit | faults | tried | noticed | |\n| --- | --- | --- | --- | --- |"
    for unit, faults in found.items():
        tried = [status for status in faults.values() if status]
        noticed = sum(status in NOTICED for status in tried)
        share = f"{100 * noticed / len(tried):.1f} %" if tried else ""
        yield f"| {unit} | {len(faults)} | {len(tried)} | {noticed} | {share} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("units", nargs="*", help="folders and modules of fyscore/; all without")
    parser.add_argument("--share", type=int, default=1, help="try one fault in so many")
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    mutmut(["none"])  # makes the faults that are not there yet
    names = list(chosen(asked.units, asked.share, asked.seed))
    for start in range(0, len(names), PIECE):
        mutmut(names[start : start + PIECE])
    found = outcomes()
    print("\n".join(table(found)))
    for unit, faults in found.items():
        for name, status in faults.items():
            if status and status not in NOTICED and (not asked.units or unit in asked.units):
                print(f"{status}: {name}")


if __name__ == "__main__":
    main()
