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
from fyscore.entry import EntryError, parse_number, parse_yes_no
from fyscore.problem import Problem
from fyscore.rulebook.model import Field, Rulebook


def disagreements(file: Path, answers: Answers, rulebook: Rulebook) -> Iterator[Problem]:
    """Fields whose value openpyxl reads otherwise; none where openpyxl cannot open the file."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions openpyxl drops on saving; we do not save
            book = openpyxl.load_workbook(file, data_only=True)
    except Exception:  # openpyxl raises whatever its parsers meet; the first reader has judged
        return
    for key, place in answers.cells.items():
        sheet, _, name = place.partition("!")
        if sheet not in book.sheetnames:  # strict OOXML opens with no sheets at all
            return
        field = rulebook.fields[key]
        answer = answers.values.get(key)
        if answer is not None and answer.numerator is not None:
            continue
        ours = None if answer is None else answer.value
        cell = book[sheet][name]
        theirs = _value(field, cell.value, "%" in str(cell.number_format))
        if theirs != ours:
            yield Problem(
                code="readers_disagree",
                found=f"两种程序库读出的值不同（{ours} 与 {theirs}）",
                expected="同一个值",
                mend="请在 Excel 或 WPS 中重新填写这一格并保存。",
                sheet=sheet,
                cell=name,
                key=key,
            )


def _value(field: Field, raw: object, percent: bool) -> object:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, (datetime, date, time)):
        return "日期"
    simple = raw if isinstance(raw, (bool, str)) else Decimal(format(float(str(raw)), ".15g"))
    try:
        if field.type.name == "yes_no":
            return parse_yes_no(field, simple)
        return parse_number(field, simple, percent).value
    except EntryError as error:
        return error.found
