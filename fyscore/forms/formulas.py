"""Formulas the workbook shares between its sheets.

Each field has a row of 取数, which finds its row of 填报 by the key and comes to
one *checked value*: blank while nothing is filled in, ``需更正`` where the entry
cannot be right, else the number that is scored.  The shapes build their
formulas on those cells alone.
Only functions that Excel 2010, WPS and LibreOffice share are used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from fyscore.numbers import LESS, points
from fyscore.rules.field import Field, InputCells
from fyscore.rules.field_types import MARK, MOST_CASES
from fyscore.rules.model import Item
from fyscore.rules.number_type import ROUND
from fyscore.rules.part import Part
from fyscore.rules.shapes.base import any_of
from fyscore.rules.status import Status

BAD = "需更正"
QUOTED_BAD = f'"{BAD}"'
PENDING, VETO, CLEAR = Status.PENDING.words, Status.VETO.words, Status.CLEAR.words
EXEMPT = Status.EXEMPT.words
VETO_BANNER = "【一票否决】不具备参评资格"
#: How the words beside a part's score begin.
MISSING, WRONG, AT_ODDS = "还缺：", "请更正：", "本评分点各格前后矛盾，请核对"
#: Less than the last place, more than the noise of doubles: engines differ on whether two
#: computed numbers are equal, so none is asked that.
_NOISE = f"2E-{ROUND + 1}"


class State(StrEnum):
    """How far a field of 填报 is filled in, in words."""

    FILLED = "已填"
    OWN = "按自评"
    BLANK = "待填"
    NOT_ASKED = "不需填"
    WRONG = BAD
    AT_ODDS = "前后矛盾"
    NO_NUMERATOR = "缺分子"
    NO_DENOMINATOR = "缺分母"
    NO_ROW = "行缺失或重复"


FAULTS = tuple(State)[4:]


class IntakeCells(NamedTuple):
    """The cells of one field's row of 取数, and the columns of 填报 it takes its inputs from."""

    key: str
    #: Which row of 填报 it is, found by its key.
    row: str
    value: InputCells
    #: The numerator of a rate, or the unit's own mark.
    second: InputCells
    denominator: InputCells
    places: str
    checked: str
    state: str


class DetailCells(NamedTuple):
    """The cells of one part in its row of 计分明细."""

    most: str
    score: str
    rule: str


def row_of(key: str, keys: str) -> str:
    """Which row of 填报 has the key, however rows were sorted or inserted; blank unless just one."""
    return f'=IF(COUNTIF({keys},{key})=1,MATCH({key},{keys},0),"")'


def input_cell(column: str, row: str) -> str:
    """An input cell, found anew each time: cutting a cell takes no formula along."""
    return f"INDEX({column},{row})"


def checked(field: Field, part: Part, cells: IntakeCells) -> str:
    """The value that is scored: blank while there is none, ``需更正`` where it cannot be right."""
    kind, limits = field.type, part.limits
    single = kind.checked(cells.value.value, limits, QUOTED_BAD)
    if kind is MARK:
        own = kind.checked(cells.second.value, limits, QUOTED_BAD)
        return f'=IF(OR({single}={QUOTED_BAD},{own}={QUOTED_BAD}),{QUOTED_BAD},IF({single}="",{own},{single}))'
    if not field.is_rate:
        return f"={single}"
    value, top, bottom = cells.value.value, cells.second.value, cells.denominator.value
    exact = f"{top}/{bottom}*{field.scale}"
    quotient = f"ROUND({exact},{ROUND})"
    wrong = [f"{bottom}<=0", f"{top}<0", f"{top}>{MOST_CASES}", f"{bottom}>{MOST_CASES}"]
    if kind.ceiling is not None:
        wrong.append(f"{top}>{bottom}")
    agrees = _agrees(value, exact, cells.places)
    pair = (
        f"IF(COUNT({top},{bottom})<2,{QUOTED_BAD},IF(OR({','.join(wrong)}),{QUOTED_BAD},"
        f'IF({value}="",{quotient},IF(ISNUMBER({single}),IF({agrees},{quotient},{QUOTED_BAD}),{QUOTED_BAD}))))'
    )
    return f'=IFERROR(IF(AND({top}="",{bottom}=""),{single},{pair}),{QUOTED_BAD})'


def _agrees(value: str, quotient: str, decimals: str) -> str:
    """Whether the value is the quotient rounded to the value's own decimals."""
    return f"ABS({value}-{quotient})<=0.5/10^{decimals}+{_NOISE}"


def places(cells: InputCells) -> str:
    """How many decimals a rate was typed to."""
    text, digits, value = cells
    typed = f'IF(ISNUMBER(FIND(".",{digits})),LEN({digits})-FIND(".",{digits}),0)'
    # A number has as many as there are roundings, to ever more places, that still move it.
    held = "+".join(f"(ABS(ROUND({value},{k})-{value})>{_NOISE})" for k in range(ROUND))
    return f'=IF(ISNUMBER({value}),IF(ISTEXT({text}),{typed},{held}),"")'


def state(field: Field, part: Part, item: Item, refs: Mapping[str, str], cells: IntakeCells) -> str:
    """How far a field is filled in, and what is wrong with it."""
    asked = _asked(field, part, item, refs)
    blank = f'IF({asked},"{State.BLANK}","{State.NOT_ASKED}")' if asked else f'"{State.BLANK}"'
    filled = f'"{State.FILLED}"'
    if field.type is MARK:
        filled = f'IF({cells.value.value}="","{State.OWN}",{filled})'
    at_odds = part.shape.fault_formula(part, refs)
    if at_odds and (field.type is MARK or not part.of(MARK)):
        others = [f"{refs[f.key]}={QUOTED_BAD}" for f in part.fields if f is not field]
        told = f'IF({at_odds},"{State.AT_ODDS}",{filled})'
        filled = f"IF({any_of(others)},{filled},{told})" if others else told
    bad = f'"{State.WRONG}"'
    if field.is_rate:
        single = field.type.checked(cells.value.value, part.limits, QUOTED_BAD)
        top, bottom = cells.second.value, cells.denominator.value
        for lone, other, said in (
            (top, bottom, State.NO_DENOMINATOR),
            (bottom, top, State.NO_NUMERATOR),
        ):
            sound = f"ISNUMBER({lone}),{lone}>=0,{lone}<={MOST_CASES},{single}<>{QUOTED_BAD}"
            alone = f'AND({sound},{other}="")'
            bad = f'IF({alone},"{said}",{bad})'
    return (
        f'=IF({cells.row}="","{State.NO_ROW}",IF({cells.checked}={QUOTED_BAD},{bad},'
        f'IF({cells.checked}="",{blank},{filled})))'
    )


def _asked(field: Field, part: Part, item: Item, refs: Mapping[str, str]) -> str:
    """A condition under which a field needs an answer; empty where it always does."""
    asked, gate = part.shape.asked_formula(part, field, refs), item.gate
    if gate is None or gate is part or not gate.shape.may_waive:
        return asked
    applies = f"IF({gate.shape.formula(gate, refs, {})},FALSE,TRUE)"
    return f"AND({applies},{asked})" if asked else applies


def shown(field: Field, cell: str) -> str:
    """The scored value as a person reads it."""
    if not field.type.is_yes_no:
        return f"={cell}"
    return f'=IF({cell}=1,"是",IF({cell}=0,"否",{cell}))'


def filled_in(states: str) -> str:
    """How many fields of a range are filled in."""
    return "+".join(counts(states, each) for each in (State.FILLED, State.OWN))


def missing_in(states: str) -> str:
    """How many are still to be filled in."""
    return counts(states, State.BLANK)


def wrong_in(states: str) -> str:
    """How many are to be corrected."""
    return "+".join(counts(states, each) for each in FAULTS)


def item_line(score: str, most: str, states: str) -> tuple[str, str]:
    """What an item of 填报 has come to, and what it still lacks."""
    wrong, missing = wrong_in(states), missing_in(states)
    points = f'IF(ISNUMBER({score}),"得"&ROUND({score},2)&"/{most}分",{score})'
    lacks = f'IF({missing}>0,"待填"&({missing})&"处","")'
    return f"={points}", f'=IF({wrong}>0,"更正"&({wrong})&"处",{lacks})'


def progress(total: str, attainable: str, states: str, scores: str) -> str:
    """The line at the top of 填报: points so far, attainable, how far it is filled in."""
    filled, missing, wrong = filled_in(states), missing_in(states), wrong_in(states)
    return (
        f'=IF({vetoed(scores)},"{VETO_BANNER}　","")'
        f'&"已得"&ROUND({total},2)&"分　最高可达"&ROUND({attainable},2)'
        f'&"分　已填"&({filled})&"/"&({filled}+{missing}+{wrong})'
        f'&"处　待填"&({missing})&"处　需更正"&({wrong})&"处"'
    )


def waiting(scores: str, most: str) -> str:
    """The points of the parts that wait for an answer."""
    return f'SUMIF({scores},"{PENDING}",{most})'


def added_up(sections: Sequence[tuple[str, str]], cap: str) -> str:
    """Sections' sums, each with its cap, and the cap of all; empty where there is none."""
    total = "+".join(f"MIN({most},{summed})" if most else summed for summed, most in sections)
    return f"MIN({cap},{total})" if cap else total


def part_score(part: Part, item: Item, refs: Mapping[str, str], readings: Mapping[str, str]) -> str:
    """The part's cell: its points, or why there are none yet."""
    gate_refs = [refs[f.key] for f in item.gate_fields]
    faults = [f"{refs[f.key]}={QUOTED_BAD}" for f in part.fields] + [
        f"{r}={QUOTED_BAD}" for r in gate_refs
    ]
    fault = f"OR({','.join(faults)})"
    pending = [part.shape.pending_formula(part, refs)] + [f'{ref}=""' for ref in gate_refs]
    body = part.shape.settled_formula(part, refs, readings)
    body = f'IF(OR({",".join(pending)}),"{PENDING}",{body})'
    if item.gate:
        struck = item.gate.shape.formula(item.gate, refs, readings)
        body = f"IF({struck},{item.gate.shape.struck_formula(item.gate, part)},{body})"
    extra = part.shape.fault_formula(part, refs)
    if extra:
        body = f"IF({extra},{QUOTED_BAD},{body})"
    return f"=IF({fault},{QUOTED_BAD},{body})"


def part_words(part: Part, item: Item, refs: Mapping[str, str], cells: DetailCells) -> str:
    """Why the part's cell shows what it shows."""
    fields = [*part.fields, *item.gate_fields]
    most, score, rule = cells

    def named(state: str) -> str:
        return "&".join(f'IF({refs[f.key]}={state},"{_quoted(f.label)}；","")' for f in fields)

    faults = ",".join(f"{refs[f.key]}={QUOTED_BAD}" for f in fields)
    return (
        f'=IF({score}="{PENDING}","{MISSING}"&{named(chr(34) * 2)},'
        f'IF({score}={QUOTED_BAD},IF(OR({faults}),"{WRONG}"&{named(QUOTED_BAD)},"{AT_ODDS}"),'
        f'IF(ISNUMBER({score}),IF({score}<{most},"失"&{_loss(f"{most}-{score}")}&"分。"&{rule},""),"")))'
    )


def _loss(gap: str) -> str:
    """Points lost, in words' company."""
    # Rounded twice, since a difference of doubles may fall just short of a half.
    exact = f"ROUND({gap},9)"
    return f'IF({exact}<0.005,"{LESS}",ROUND({exact},2))'


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def item_score(cells: str, item: Item) -> str:
    """The item's cell over its parts' cells."""
    parts, gate = len(item.parts), item.gate
    exempt = ""
    if gate is not None and gate.shape.exempts:
        exempt = f'IF({counts(cells, EXEMPT)}={parts},"{EXEMPT}",'
    return (
        f'={exempt}IF({counts(cells, BAD)}>0,{QUOTED_BAD},IF({counts(cells, VETO)}>0,"{VETO}",'
        f'IF({counts(cells, CLEAR)}={parts},"{CLEAR}",'
        f'IF({counts(cells, PENDING)}={parts},"{PENDING}",SUM({cells})))))'
        f"{')' if exempt else ''}"
    )


def item_state(cells: str, item: Item, detail_sheet: str) -> str:
    """What an item of a form still being filled in comes to, in words."""
    most, gate = points(item.max), item.gate
    in_full = '"达到满分要求"'
    if gate is not None and gate.shape.exempts:
        in_full = f'IF({counts(cells, EXEMPT)}>0,"{EXEMPT}",{in_full})'
        most = f"{most}*({counts(cells, EXEMPT)}=0)"
    return (
        f'=IF({counts(cells, BAD)}>0,"填写有误，{BAD}",'
        f"IF({counts(cells, PENDING)}>0,"
        f'{counts(cells, PENDING)}&"个评分点{PENDING}",'
        f'IF({counts(cells, VETO)}>0,"{VETO}",IF({counts(cells, CLEAR)}>0,"{CLEAR}",'
        f"IF(SUM({cells})>={most},{in_full},"
        f'"失"&{_loss(f"{most}-SUM({cells})")}&"分，见{detail_sheet}")))))'
    )


def form_total(total: str, scores: str, zeroed: bool) -> str:
    """The whole form's points; ``zeroed`` where a veto takes them all."""
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
