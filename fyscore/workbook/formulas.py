"""Formulas the workbook shares between its sheets.

Each field has one *checked value* cell beside its inputs: blank while nothing
is filled in, ``需更正`` where the entry cannot be right, else the number that
is scored.  The shapes build their formulas on those cells alone.
Only functions that Excel 2010, WPS and LibreOffice share are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from fyscore.entry import NO_WORDS, YES_WORDS
from fyscore.rulebook.model import Field, Item, Part
from fyscore.shapes import SHAPES
from fyscore.shapes.gates import Veto
from fyscore.wording import plain

BAD = "需更正"
PENDING = "待填"
VETO = "一票否决"
CLEAR = "无事故"
_BAD = f'"{BAD}"'
#: How the words beside a part's score begin.
MISSING, WRONG, AT_ODDS = "还缺：", "请更正：", "本评分点各格前后矛盾，请核对"
#: How many decimals of a typed rate are held against the quotient.
_PLACES = 8
#: Half a unit of each decimal place: as far as rounding moves a rate.
_HALVES = tuple(plain(Fraction(1, 2 * 10**k)) for k in range(_PLACES))
#: Past any real rate's precision, short of double's noise.
_ROUND = 10


def checked(field: Field, most: Fraction | None, value: str, top: str, bottom: str) -> str:
    """The checked-value formula of a field from its value, numerator and denominator cells.

    ``most`` is the part's maximum for a mark.
    """
    if field.type.name == "yes_no":
        return f"=IFERROR({_yes_no(value)},{_BAD})"
    single = _single(field, most, value)
    if not field.is_rate:
        return f"=IFERROR({single},{_BAD})"
    quotient = f"ROUND({top}/{bottom}*{field.scale},{_ROUND})"
    wrong = [f"{bottom}<=0", f"{top}<0"]
    if field.type.ceiling is not None:
        wrong.append(f"{top}>{bottom}")
    agrees = _agrees(_in_unit(field, value), quotient)
    pair = (
        f"IF(COUNT({top},{bottom})<2,{_BAD},IF(OR({','.join(wrong)}),{_BAD},"
        f'IF({value}="",{quotient},IF(ISNUMBER({single}),IF({agrees},{quotient},{_BAD}),{_BAD}))))'
    )
    return f'=IFERROR(IF(AND({top}="",{bottom}=""),{single},{pair}),{_BAD})'


def _yes_no(value: str) -> str:
    # Comparing in Excel ignores case, so Y also stands for y.
    text = f"TRIM({value})"
    yes = ",".join(f'{text}="{word}"' for word in sorted(YES_WORDS))
    no = ",".join(f'{text}="{word}"' for word in sorted(NO_WORDS))
    return f'IF({text}="","",IF(OR({yes}),1,IF(OR({no}),0,{_BAD})))'


def _in_unit(field: Field, value: str) -> str:
    return f"ROUND({value}*100,{_ROUND})" if field.type.name == "percent" else value


def _single(field: Field, most: Fraction | None, value: str) -> str:
    wrong = [f"{value}<0"]
    if field.type.name == "count":
        wrong.append(f"{value}<>INT({value})")
    if field.type.name == "percent":
        wrong.append(f"{value}>1")
    if field.type.name == "mark":
        wrong += [f"{value}>{plain(most or Fraction(0))}", f"ROUND({value},2)<>{value}"]
    unit = _in_unit(field, value)
    return f'IF({value}="","",IF(ISNUMBER({value}),IF(OR({",".join(wrong)}),{_BAD},{unit}),{_BAD}))'


def _agrees(value: str, quotient: str) -> str:
    """Whether the value is the quotient rounded to the value's own decimals."""
    tests = (
        f"AND(ROUND({value},{k})={value},ABS({value}-{quotient})<={half}+0.0000000001)"
        for k, half in enumerate(_HALVES)
    )
    return f"OR({','.join(tests)})"


def part_score(part: Part, item: Item, refs: Mapping[str, str], readings: Mapping[str, str]) -> str:
    """The part's cell: its points, or why there are none yet."""
    shape = SHAPES[part.shape]
    gate_refs = [refs[f.key] for f in item.gate.fields] if item.gate else []
    faults = [f"{refs[f.key]}={_BAD}" for f in part.fields] + [f"{r}={_BAD}" for r in gate_refs]
    extra = shape.fault_formula(part, refs)
    fault = f"OR({','.join(faults)})"
    pending = [shape.pending_formula(part, refs)] + [f'{ref}=""' for ref in gate_refs]
    body = shape.formula(part, refs, readings)
    if isinstance(shape, Veto):
        body = f'IF({body},"{VETO}","{CLEAR}")'
    body = f'IF(OR({",".join(pending)}),"{PENDING}",{body})'
    if item.gate:
        struck = SHAPES[item.gate.shape].formula(item.gate, refs, readings)
        body = f"IF({struck},0,{body})"
    if extra:
        body = f"IF({extra},{_BAD},{body})"
    return f"=IF({fault},{_BAD},{body})"


def part_words(part: Part, item: Item, refs: Mapping[str, str], row: int) -> str:
    """Why the part's cell shows what it shows.

    On ``row`` (counted from 1) stand the maximum in D, the score in E and the
    rule in words in F.
    """
    fields = [*part.fields, *(item.gate.fields if item.gate else ())]
    score, most = f"E{row}", f"D{row}"

    def named(state: str) -> str:
        return "&".join(f'IF({refs[f.key]}={state},"{_quoted(f.label)}；","")' for f in fields)

    faults = ",".join(f"{refs[f.key]}={_BAD}" for f in fields)
    return (
        f'=IF({score}="{PENDING}","{MISSING}"&{named(chr(34) * 2)},'
        f'IF({score}={_BAD},IF(OR({faults}),"{WRONG}"&{named(_BAD)},"{AT_ODDS}"),'
        f'IF(ISNUMBER({score}),IF({score}<{most},"失"&ROUND({most}-{score},2)&"分。"&F{row},""),"")))'
    )


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def item_score(cells: str, parts: int) -> str:
    """The item's cell over its parts' cells."""
    return (
        f'=IF(COUNTIF({cells},"{BAD}")>0,"{BAD}",IF(COUNTIF({cells},"{VETO}")>0,"{VETO}",'
        f'IF(COUNTIF({cells},"{CLEAR}")={parts},"{CLEAR}",'
        f'IF(COUNTIF({cells},"{PENDING}")={parts},"{PENDING}",SUM({cells})))))'
    )
