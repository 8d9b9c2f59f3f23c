"""Scores that a spreadsheet program stored in the form's own 计分明细, held against ours.

They differ where a formula was overwritten, rows were sorted or cells cut so
that formulas point elsewhere, the file was not recalculated, or it was
tampered with.  Ours stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from fyscore.entry import clean
from fyscore.numbers import plain, points
from fyscore.problems.notices import Notice, Remark
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import PartResult, Result
from fyscore.tables import headings

#: Part id → the score stored with its formula: a number, or words such as 待填.
Stored = Mapping[str, Decimal | str]
_HEADINGS = (headings.COL_PART, headings.COL_SCORE)
#: As far as a program's own arithmetic may differ from the exact one.
_NOISE = Fraction(1, 10**6)


def stored_scores(rows: Sequence[Sequence[object]]) -> Stored:
    """What the rows of 计分明细 hold; nothing where their headings are not ours."""
    stored: dict[str, Decimal | str] = {}
    places: list[int] = []
    for row in rows:
        texts = [clean(cell) if isinstance(cell, str) else "" for cell in row]
        if not places:
            places = [texts.index(heading) for heading in _HEADINGS if heading in texts]
            if len(places) < len(_HEADINGS):
                places = []
            continue
        part, score = (row[place] for place in places)
        words = texts[places[1]]
        if isinstance(score, float) and not isinstance(score, bool):
            stored[str(part)] = Decimal(repr(score))
        elif words:
            stored[str(part)] = words
    return stored


def stored_notices(stored: Stored, result: Result, rulebook: Rulebook) -> list[Notice]:
    """What to say of stored scores that are not ours, all parts in one notice."""
    if rulebook.readings != rulebook.own_readings:
        return []  # the form's formulas follow the readings it was made by
    differing = []
    for part in result.parts():
        theirs = stored.get(part.id)
        if theirs is not None and not _agrees(theirs, part):
            shown = theirs if isinstance(theirs, str) else plain(Fraction(theirs))
            differing.append(f"{part.name}（存的是 {shown}，应为 {_shown(part)}）")
    if not differing:
        return []
    said = Remark.STORED_SCORES.notice(sheet=headings.SHEET_DETAIL, differing="、".join(differing))
    return [said.at(headings.SHEET_DETAIL)]


def _agrees(theirs: Decimal | str, part: PartResult) -> bool:
    if isinstance(theirs, str):
        return part.status.replaces_points and theirs == part.status.words
    return not part.status.replaces_points and abs(Fraction(theirs) - part.score) <= _NOISE


def _shown(part: PartResult) -> str:
    return part.status.words if part.status.replaces_points else points(part.score)
