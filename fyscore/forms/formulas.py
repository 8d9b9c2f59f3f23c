"""Formulas the workbook shares between its sheets.

Each field has one *checked value* cell beside its inputs: blank while nothing
is filled in, ``需更正`` where the entry cannot be right, else the number that
is scored.  The shapes build their formulas on those cells alone.
Only functions that Excel 2010, WPS and LibreOffice share are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fyscore.numbers import LESS
from fyscore.rules.field import Field
from fyscore.rules.field_types import ROUND
from fyscore.rules.model import Item
from fyscore.rules.part import Part
from fyscore.rules.shapes.base import any_of
from fyscore.rules.status import Status

BAD = "需更正"
_BAD = f'"{BAD}"'
PENDING, VETO, CLEAR = Status.PENDING.words, Status.VETO.words, Status.CLEAR.words
VETO_BANNER = "【一票否决】不具备参评资格"
#: How the words beside a part's score begin.
MISSING, WRONG, AT_ODDS = "还缺：", "请更正：", "本评分点各格前后矛盾，请核对"
#: Less than the last place, more than the noise of doubles: engines differ on whether two
#: computed numbers are equal, so none is asked that.
_NOISE = f"2E-{ROUND + 1}"


class EntryCells(NamedTuple):
    """The input cells of one field."""

    value: str
    top: str
    bottom: str


class DetailCells(NamedTuple):
    """The cells of one part in its row of 计分明细."""

    most: str
    score: str
    rule: str


def checked(field: Field, part: Part, cells: EntryCells) -> str:
    """The checked-value formula of a field."""
    single = field.type.checked(cells.value, part.limits, _BAD)
    if not field.is_rate:
        return f"=IFERROR({single},{_BAD})"
    value, top, bottom = cells
    exact = f"{top}/{bottom}*{field.scale}"
    quotient = f"ROUND({exact},{ROUND})"
    wrong = [f"{bottom}<=0", f"{top}<0"]
    if field.type.ceiling is not None:
        wrong.append(f"{top}>{bottom}")
    agrees = _agrees(field.type.in_unit(value), exact)
    pair = (
        f"IF(COUNT({top},{bottom})<2,{_BAD},IF(OR({','.join(wrong)}),{_BAD},"
        f'IF({value}="",{quotient},IF(ISNUMBER({single}),IF({agrees},{quotient},{_BAD}),{_BAD}))))'
    )
    return f'=IFERROR(IF(AND({top}="",{bottom}=""),{single},{pair}),{_BAD})'


def _agrees(value: str, quotient: str) -> str:
    """Whether the value is the quotient rounded to the value's own decimals."""
    # It has as many as there are roundings, to ever more places, that still move it.
    places = "+".join(f"(ABS(ROUND({value},{k})-{value})>{_NOISE})" for k in range(ROUND))
    return f"ABS({value}-{quotient})<=0.5/10^({places})+{_NOISE}"


def part_score(part: Part, item: Item, refs: Mapping[str, str], readings: Mapping[str, str]) -> str:
    """The part's cell: its points, or why there are none yet."""
    gate_refs = [refs[f.key] for f in item.gate_fields]
    faults = [f"{refs[f.key]}={_BAD}" for f in part.fields] + [f"{r}={_BAD}" for r in gate_refs]
    fault = f"OR({','.join(faults)})"
    pending = [part.shape.pending_formula(part, refs)] + [f'{ref}=""' for ref in gate_refs]
    body = part.shape.settled_formula(part, refs, readings)
    body = f'IF(OR({",".join(pending)}),"{PENDING}",{body})'
    if item.gate:
        struck = item.gate.shape.formula(item.gate, refs, readings)
        body = f"IF({struck},0,{body})"
    extra = part.shape.fault_formula(part, refs)
    if extra:
        body = f"IF({extra},{_BAD},{body})"
    return f"=IF({fault},{_BAD},{body})"


def part_words(part: Part, item: Item, refs: Mapping[str, str], cells: DetailCells) -> str:
    """Why the part's cell shows what it shows."""
    fields = [*part.fields, *item.gate_fields]
    most, score, rule = cells

    def named(state: str) -> str:
        return "&".join(f'IF({refs[f.key]}={state},"{_quoted(f.label)}；","")' for f in fields)

    faults = ",".join(f"{refs[f.key]}={_BAD}" for f in fields)
    return (
        f'=IF({score}="{PENDING}","{MISSING}"&{named(chr(34) * 2)},'
        f'IF({score}={_BAD},IF(OR({faults}),"{WRONG}"&{named(_BAD)},"{AT_ODDS}"),'
        f'IF(ISNUMBER({score}),IF({score}<{most},"失"&{_loss(f"{most}-{score}")}&"分。"&{rule},""),"")))'
    )


def _loss(gap: str) -> str:
    """Points lost, in words' company."""
    # Rounded twice, since a difference of doubles may fall just short of a half.
    exact = f"ROUND({gap},9)"
    return f'IF({exact}<0.005,"{LESS}",ROUND({exact},2))'


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def item_score(cells: str, parts: int) -> str:
    """The item's cell over its parts' cells."""
    return (
        f'=IF({counts(cells, BAD)}>0,{_BAD},IF({counts(cells, VETO)}>0,"{VETO}",'
        f'IF({counts(cells, CLEAR)}={parts},"{CLEAR}",'
        f'IF({counts(cells, PENDING)}={parts},"{PENDING}",SUM({cells})))))'
    )


def item_state(cells: str, most: str, detail_sheet: str) -> str:
    """What an item of a form still being filled in comes to, in words."""
    return (
        f'=IF({counts(cells, BAD)}>0,"填写有误，{BAD}",'
        f"IF({counts(cells, PENDING)}>0,"
        f'{counts(cells, PENDING)}&"个评分点{PENDING}",'
        f'IF({counts(cells, VETO)}>0,"{VETO}",'
        f'IF(SUM({cells})>={most},"达到满分要求",'
        f'"失"&{_loss(f"{most}-SUM({cells})")}&"分，见{detail_sheet}"))))'
    )


def form_total(subtotals: list[str], scores: str, zeroed: bool) -> str:
    """The whole form's points; ``zeroed`` where a veto takes them all."""
    total = "+".join(subtotals)
    return f"=IF({vetoed(scores)},0,{total})" if zeroed else f"={total}"


def form_state(scores: str) -> str:
    """What the whole form comes to, in words."""
    return (
        f'=IF({vetoed(scores)},"{VETO_BANNER}",'
        f'IF({counts(scores, BAD)}>0,"有填写错误，请先更正",'
        f"IF({counts(scores, PENDING)}>0,"
        f'{counts(scores, PENDING)}&"个评分点待填","全部填齐")))'
    )


def vetoed(scores: str) -> str:
    return f"{counts(scores, VETO)}>0"


def counts(cells: str, words: str) -> str:
    return f'COUNTIF({cells},"{words}")'


def score_colours(score: str, most: str) -> list[tuple[str, str]]:
    """Conditions on a score's cell, each with the state it stands for, the first that holds."""
    number = f"ISNUMBER({score})"
    return [
        (any_of([f'{score}="{BAD}"', f'{score}="{VETO}"']), "lost"),
        (f'{score}="{PENDING}"', "pending"),
        (any_of([f'{score}="{CLEAR}"', f"AND({number},{score}>={most})"]), "full"),
        (f"AND({number},{score}<=0)", "lost"),
        (f"AND({number},{score}<{most})", "partial"),
    ]
