"""A rulebook as files that people can change: a workbook, or TOML with its worked cases beside it."""

from __future__ import annotations

from pathlib import Path

from fyscore.rules.load import cases_path, is_workbook, rulebook_path, rulebook_text
from fyscore.rules.model import Rulebook
from fyscore.rules.rule_sheets import GATE
from fyscore.rules.toml_text import tables
from fyscore.scoring.worked_cases import cases_text, load_cases


def exported(out: Path, rulebook: Rulebook) -> dict[Path, bytes]:
    """The files, in the form that the name of ``out`` asks for.

    Raises ProblemsError where the worked cases cannot be read.
    """
    text, cases = rulebook_text(rulebook.source), load_cases(rulebook.source)
    if not is_workbook(out):
        # The cases of a workbook stand in it; those of a TOML file stay where they are.
        both = cases and is_workbook(rulebook_path(rulebook.source))
        beside = {cases_path(str(out)): cases_text(cases).encode()} if both else {}
        return {out: text.encode(), **beside}
    from fyscore.rules.workbook_writing import rules_bytes

    words = {part.id: part.criterion(rulebook.readings) for part in rulebook.parts}
    for item in rulebook.items:
        if item.gate:
            words[f"{item.id}{GATE}"] = item.gate.criterion(rulebook.readings)
    return {out: rules_bytes(tables(text), [case.row for case in cases], words)}
