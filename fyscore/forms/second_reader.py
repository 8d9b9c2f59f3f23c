"""Read the answers once more through openpyxl and compare.

Scoring trusts our own streaming reader for speed; ``fyscore check`` has the
time to let an independent library look at the same cells.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from fyscore.answers import Answers
from fyscore.entry import EntryError
from fyscore.problems import Code, Problem
from fyscore.rules.field import Field
from fyscore.rules.model import Rulebook


def disagreements(file: Path, answers: Answers, rulebook: Rulebook) -> Iterator[Problem]:
    """Fields whose value openpyxl reads otherwise; none where openpyxl cannot open the file."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions openpyxl drops on saving; we do not save
            book = openpyxl.load_workbook(file, data_only=True)
    except Exception:  # openpyxl raises whatever its parsers meet; the first reader has judged
        return
    for key, entry in answers.entries.items():
        sheet, _, name = entry.cell.partition("!")
        if sheet not in book.sheetnames:  # strict OOXML opens with no sheets at all
            return
        answer = entry.answer
        if answer is not None and answer.numerator is not None:
            continue
        ours = None if answer is None else answer.value
        cell = book[sheet][name]
        theirs = _value(rulebook.fields[key], cell.value, "%" in str(cell.number_format))
        if theirs != ours:
            yield Code.READERS_DISAGREE.problem(key=key, ours=ours, theirs=theirs).at(sheet, name)


def _value(field: Field, raw: object, percent: bool) -> object:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, (datetime, date, time)):
        return "日期"
    simple = raw if isinstance(raw, (bool, str)) else Decimal(format(float(str(raw)), ".15g"))
    try:
        return field.parse(simple, percent).value
    except EntryError as error:
        return error.problem.found
