"""Three hundred counties, twelve bodies each: split, filled in, chased, merged, scored, ranked.

    python examples/many_hands.py DESK [COUNTIES]

Prints what each step took and the most memory a process used.  The bodies'
work is done by a die, and written as their programs would save it.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import fyscore
from fyscore import Answer, Entry
from fyscore.forms.writer import template_bytes
from fyscore.returns.chase import status_of
from fyscore.returns.merge import merge
from fyscore.returns.split import split, split_form
from fyscore.rules.field import Field
from fyscore.rules.tasks import proposed

BODIES, YEAR = 12, 2026
RULEBOOK = fyscore.load_rulebook()
TASKS = [
    replace(task, lead=f"第{nth % BODIES + 1}局", deadline=f"{YEAR}-11-30")
    for nth, task in enumerate(proposed(RULEBOOK))
]


def entry(field: Field, dice: random.Random) -> Entry:
    """What some body writes into one row: an answer that no other forbids."""
    if field.type.name == "mark":
        return Entry()
    if field.type.is_yes_no:
        return Entry(Answer(dice.random() < 0.9), evidence="佐证/文件.pdf")
    return Entry(Answer(Fraction(dice.randrange(3))), evidence="佐证/台账.xlsx")


def county(desk: Path, nth: int) -> dict[str, float]:
    """One county's whole round: seconds spent on each step."""
    unit, dice, spent = f"第{nth:03}县", random.Random(nth), defaultdict[str, float](float)
    folder = desk / "分表" / unit
    folder.mkdir(parents=True, exist_ok=True)
    blank, whole = desk / "分表" / f"{unit}.xlsx", desk / "整表" / f"{unit}.xlsx"

    def step(name: str, since: float) -> float:
        now = time.perf_counter()
        spent[name] += now - since
        return now

    clock = time.perf_counter()
    blank.write_bytes(template_bytes(RULEBOOK, unit, YEAR))
    for part in split(blank, RULEBOOK, TASKS):
        (folder / part.name).write_bytes(part.content)
    clock = step("拆分", clock)
    answers = fyscore.read_workbook(blank, RULEBOOK)
    entries = {key: entry(field, dice) for key, field in RULEBOOK.fields.items()}
    for part in split_form(replace(answers, entries=entries), TASKS, RULEBOOK):
        (folder / part.name).write_bytes(part.content)
    clock = step("填报（模拟）", clock)
    parts = sorted(folder.glob("*.xlsx"))
    for path in parts:
        back = fyscore.score_file(path, RULEBOOK)
        status_of(path, back.answers, RULEBOOK, date(YEAR, 12, 1))
    clock = step("催报", clock)
    merged = merge(parts, RULEBOOK)
    assert not merged.conflicts
    whole.write_bytes(merged.workbook(RULEBOOK))
    step("合并", clock)
    return spent


def main(desk: Path, counties: int) -> None:
    (desk / "整表").mkdir(parents=True, exist_ok=True)
    begun, spent = time.perf_counter(), defaultdict[str, float](float)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for each in pool.map(county, [desk] * counties, range(counties)):
            for name, seconds in each.items():
                spent[name] += seconds
    for name, seconds in spent.items():
        print(f"{name}：{seconds:.0f}秒")
    clock = time.perf_counter()
    scored = [
        Path(sys.executable).with_name("fyscore"),
        "score",
        desk / "整表",
        "--out-dir",
        desk / "评分",
        "--quiet",
        "--force",
    ]
    subprocess.run([*map(str, scored)], check=True)
    print(f"评分和排名：{time.perf_counter() - clock:.0f}秒")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{counties}个县、每县{BODIES}份分表，共{time.perf_counter() - begun:.0f}秒，每个进程最多{most:.0f} MiB"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300)
