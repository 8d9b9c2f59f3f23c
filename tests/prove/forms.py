"""Random forms by the hundred thousand, through all three scorers."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from fyscore.rules import DEFAULT
from fyscore.rules.load import load_rulebook, rulebook_text, with_readings
from fyscore.rules.readings import COMBINATIONS
from tests.prove.compare import Bench
from tests.prove.entries import Form, Hand

_EXAMPLES = Path(__file__).parents[2] / "examples" / "rulebooks"
STANDARDS = (
    DEFAULT,
    *(str(_EXAMPLES / f"{name}.toml") for name in ("illustrative", "shapes", "gp-base-2016")),
)
#: Forms of one run under one rulebook and one set of readings.
CHUNK = 1000
#: Of so many forms one is compared with its items, sections and total; the rest part by part.
WHOLE = 10
#: Findings of one chunk that are told; after so many, more say nothing new.
TOLD = 5

#: Which standard, which combination of readings, which seed, how many forms.
Task = tuple[str, int, int, int]


def bench(standard: str = DEFAULT, combination: int = 0) -> Bench:
    """The three scorers for one of the standards under one combination of readings."""
    rulebook = with_readings(load_rulebook(standard), COMBINATIONS[combination])
    return Bench(rulebook, rules_of(standard))


def rules_of(standard: str, item_id: str = "") -> dict[str, Any]:
    """A standard's text as data, for the independent scorer; of one item alone where named."""
    text = Path(standard).read_text("utf-8") if standard.endswith(".toml") else rulebook_text()
    rules = tomllib.loads(text, parse_float=Decimal)
    if item_id:
        for section in rules["sections"]:
            section["items"] = [item for item in section["items"] if item["id"] == item_id]
    return rules


def tasks(count: int, seed: int, chunk: int = CHUNK) -> Iterator[Task]:
    """Chunks of that many forms in all: every combination in turn, half of them by the standard."""
    for nth, start in enumerate(range(0, count, chunk)):
        others = len(STANDARDS) - 1
        standard = STANDARDS[1 + nth // 2 % others] if nth % 2 else DEFAULT
        yield standard, nth // 2 % len(COMBINATIONS), seed + nth, min(chunk, count - start)


def attempt(task: Task) -> tuple[Counter[str], list[str]]:
    """One chunk: what was compared, and the first findings with what was typed."""
    standard, combination, seed, count = task
    scorers = bench(standard, combination)
    hand = Hand(scorers.rulebook, seed)
    found: list[str] = []
    for nth in range(count):
        form = hand.form()
        here = scorers.findings(form, whole=nth % WHOLE == 0)
        scorers.tally["findings"] += len(here)
        if here and len(found) < TOLD:
            found.append(f"{task}, form {nth}: {here[0]}; typed {_typed(scorers, form, here[0])}")
    return scorers.tally, found


def attempt_all(todo: Iterable[Task]) -> tuple[Counter[str], list[str]]:
    """Several chunks as one."""
    tally, found = Counter[str](), list[str]()
    for task in todo:
        counted, lines = attempt(task)
        tally += counted
        found += lines
    return tally, found


def _typed(scorers: Bench, form: Form, finding: str) -> Form:
    """What was typed for the part a finding names."""
    fields = scorers.fields_of.get(finding.split(":")[0], ())
    return {f.key: form[f.key] for f in fields}
