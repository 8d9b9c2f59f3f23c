"""Every part at every edge: the full product of its fields' boundary values.

Each threshold just below, at and above; each count from none to past the
floor; every mark's edge; blanks and what cannot be; and each way of writing
是, 否 and a number, one field at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction as F
from itertools import islice, product

from fyscore.rules.field import Field
from fyscore.rules.load import with_readings
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.part import Part
from fyscore.rules.readings import READINGS
from tests.prove.compare import Bench
from tests.prove.entries import BLANKS, NEITHER, NO, ODD_WORDS, YES, Form, Typed, stored
from tests.prove.forms import rules_of

_TINY = F(1, 10**8)
_STEP = F(1, 100)
#: Points below a target up to which each is tried.
_LADDER = 12


def alone(rulebook: Rulebook, item: Item) -> Rulebook:
    """The standard of that one item: a small form, quickly calculated."""
    (section,) = (s for s in rulebook.sections if s.id == item.section)
    one = replace(section, items=(item,), max=item.max)
    return replace(rulebook, sections=(one,), total=item.max)


def values(field: Field, part: Part) -> list[Typed]:
    """What is worth trying in one field."""
    kind = field.type.name
    if kind == "yes_no":
        return [Typed(), Typed("是"), Typed("否"), Typed("也许")]
    if kind == "mark":
        most = float(part.max)
        edges = (0.0, 0.01, most / 2, most - 0.01, most, most + 0.01, 0.005, -0.01)
        own = [Typed(own=edge) for edge in (0.0, most - 0.01, most, most + 0.01)]
        both = [Typed(most / 2, own=most), Typed(most, own=0.0), Typed(0.0, own=most + 0.01)]
        return [Typed(), *map(Typed, edges), *own, *both]
    if kind == "count":
        return [Typed(), *(Typed(float(n)) for n in range(_past(field, part) + 1)), Typed(1.5), Typed(-1.0)]  # fmt: skip
    return [Typed(), *_rates(field, part)]


def _past(field: Field, part: Part) -> int:
    """A count past which nothing changes any more."""
    params = part.params
    floor = part.max / params["per_unit"] if "per_unit" in params else F(0)
    each = [f.score for f in part.fields if f.score]
    floor = max([floor, *(part.max / score for score in each)])
    bounds = [*(tier.bound for tier in part.tiers), params.get("full", F(0))]
    target = params.get("target", F(0))
    return int(max(-(-floor // 1), target, *bounds, field.bound or 0, params.get("sample", 0))) + 1


def _rates(field: Field, part: Part) -> Iterator[Typed]:
    """Around each bar a rate is held against, as a value and as a pair."""
    target = part.params.get("target")
    if target is not None:
        steps = int(part.max / part.params["per_point"]) + 2
        bars = [target - n for n in range(steps)]
        if len(bars) > _LADDER:  # the rungs between are alike
            bars = [*bars[:4], *bars[4:-4:4], *bars[-4:]]
    elif part.tiers or "full" in part.params:
        bars = [*(tier.bound for tier in part.tiers), *_known(part, "full", "floor")]
    else:
        bars = [field.bound if field.bound is not None else F(50)]
    ceiling = field.type.ceiling
    for bar in bars:
        for value in (bar - _STEP, bar - _TINY, bar, bar + _TINY, bar + _STEP):
            if ceiling is None or value <= ceiling:
                yield Typed(stored(field, value))
        if not field.is_rate:
            continue
        bottom = 1000 * field.scale
        at = int(bar * bottom / field.scale)
        for top in (at - 1, at, at + 1):
            if ceiling is None or top <= bottom:
                yield Typed(None, float(top), float(bottom))
    yield from _impossible(field, bars[0])


def _known(part: Part, *names: str) -> list[F]:
    return [part.params[name] for name in names if name in part.params]


def _impossible(field: Field, bar: F) -> Iterator[Typed]:
    """Nothing, a third, and pairs that do not go together."""
    third = F(field.scale, 3)
    shown = F(round(third, 2))
    yield Typed(0.0)
    yield Typed(-1.0)
    if not field.is_rate:
        return
    yield Typed(None, 1.0, 3.0)
    yield Typed(stored(field, shown), 1.0, 3.0)
    yield Typed(stored(field, shown + _STEP), 1.0, 3.0)
    yield Typed(stored(field, third), 1.0, 3.0)
    yield Typed(stored(field, bar), 1.0)
    yield Typed(None, None, 3.0)
    yield Typed(None, 0.0, 0.0)
    yield Typed(None, -1.0, 3.0)
    yield Typed(None, 4.0, 3.0)
    if field.type.name == "percent":
        yield Typed(1.0)
        yield Typed(1.01)


def spellings(field: Field) -> list[Typed]:
    """Ways of writing an answer, each tried while the part's other fields are in order."""
    if field.type.is_yes_no:
        return [Typed(word) for word in (*YES, *NO, *ODD_WORDS, *NEITHER, *BLANKS)]
    number = "8" if field.type.name == "count" else "1.5"
    texts = (
        number,
        f"{number}{field.unit}",
        f" {number}",
        f"{number}x",
        "８",
        "1,200",
        "七",
        "-1",
        "?",
    )
    return [*(Typed(text) for text in (*texts, *BLANKS)), Typed(True), Typed(False)]


def in_order(field: Field, part: Part) -> Typed:
    """An answer that goes with any other."""
    kind = field.type.name
    if kind == "yes_no":
        return Typed("否" if part.shape.is_gate else "是")
    if kind == "mark":
        return Typed()
    bars = [*_known(part, "target", "full"), *(tier.bound for tier in part.tiers), F(0)]
    return Typed(stored(field, bars[0] if field.bound is None else field.bound))


def cases(item: Item, part: Part) -> Iterator[Form]:
    """All that is tried of one part, with its item's gate."""
    owners = [(f, part) for f in part.fields]
    gate = [(f, item.gate) for f in item.gate_fields if item.gate]
    fields = [f for f, _ in (*owners, *gate)]
    for chosen in product(*(values(f, p) for f, p in (*owners, *gate))):
        yield dict(zip((f.key for f in fields), chosen, strict=True))
    sound = {f.key: in_order(f, p) for f, p in (*owners, *gate)}
    for field in fields:
        for typed in spellings(field):
            yield {**sound, field.key: typed}


def readings_that_move(item: Item) -> Iterable[Mapping[str, str]]:
    """Each way of choosing the readings that any part of the item knows."""
    names = sorted({name for part in item.parts for name in part.shape.readings})
    for chosen in product(*(READINGS[name] for name in names)):
        yield dict(zip(names, chosen, strict=True))


def compare(
    rulebook: Rulebook, standard: str, item_id: str, most: int | None = None
) -> dict[str, tuple[int, list[str]]]:
    """Part → cases compared over all readings that move it, and what was found.

    ``most`` takes that many cases of a part at most, spread over all of them.
    """
    found: dict[str, tuple[int, list[str]]] = {}
    item = rulebook.item(item_id)
    for chosen in readings_that_move(item):
        small = with_readings(alone(rulebook, item), dict(chosen))
        scorers = Bench(small, rules_of(standard, item_id))
        for part in item.parts:
            count, wrong = found.get(part.id, (0, []))
            for form in _spread(cases(item, part), most, item, part):
                count += 1
                wrong += [f"{line}; {dict(chosen)}; {form}" for line in scorers.findings(form)]
            found[part.id] = (count, wrong)
    return found


def _spread(every: Iterator[Form], most: int | None, item: Item, part: Part) -> Iterator[Form]:
    if most is None:
        return every
    size = sum(1 for _ in cases(item, part))
    return islice(every, 0, None, max(1, -(-size // most)))
