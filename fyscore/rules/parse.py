"""A rulebook's tables → :class:`Rulebook`, with every fault found and its line or cell named.

What a shape demands of its part is the shape's own knowledge; this module
knows only what all parts have in common.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fyscore.numbers import ZERO, points
from fyscore.problems import Code, ProblemsError
from fyscore.rules import names
from fyscore.rules.dated import dated_data
from fyscore.rules.faults import Faults, Line, Locate, Placed
from fyscore.rules.field import Field
from fyscore.rules.field_types import COUNT, FIELD_TYPES
from fyscore.rules.model import Dated, Item, Rulebook, Section
from fyscore.rules.part import Part, Tier
from fyscore.rules.readings import BOUND_WORDS, FIXED_WORDS, READINGS
from fyscore.rules.shapes import SHAPES, Shape


def parse_rulebook(
    text: str, source: str = "", placed: Placed | None = None, locate: Locate | None = None
) -> Rulebook:
    """Load a rulebook from TOML ``text``; ``source`` names it in messages.

    Where the text was made from a workbook, ``placed`` are its tables, and
    ``locate`` says in which cell a row has what.

    Raises ProblemsError listing every fault: syntax, unknown names, shapes or
    types, repeated ids and keys, missing citations, and sums that do not hold.
    """
    faults = Faults(text, source, locate)
    try:
        data = tomllib.loads(text, parse_float=Decimal) if placed is None else placed
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = map(int, found.groups()) if found else (len(faults.lines), 1)
        faults.add(Code.RULEBOOK_SYNTAX, line, column=column)
        raise ProblemsError(source, faults.problems) from None
    digest = hashlib.sha256(text.encode()).hexdigest()
    book = _book(data, faults, digest)
    changes = tuple(_changes(data, faults, digest)) if book is not None else ()
    if faults.problems or book is None:
        raise ProblemsError(source, faults.problems)
    return replace(book, changes=changes) if changes else book


def _changes(data: Mapping[str, Any], faults: Faults, digest: str) -> Iterator[Dated]:
    """The standard as each dated change leaves it, all those before it included."""
    for since, source, now, touched in dated_data(data, faults):
        before = len(faults.problems)
        book = _book(now, faults, digest)
        if book is not None and len(faults.problems) == before:
            yield Dated(since, source, book, touched)


def _listed(table: Mapping[str, Any], name: str) -> list[Any]:
    value = table.get(name)
    return value if isinstance(value, list) else []


def _book(data: dict[str, Any], faults: Faults, digest: str) -> Rulebook | None:
    faults.unknown(data, names.BOOK.known, 1)
    readings = _readings(data.get("readings", {}), faults)
    tables = faults.tables(data, "sections", 1)
    sections = tuple(_section(table, nth, faults) for nth, table in enumerate(tables))
    total = faults.number(data, "total", 1)
    if total is not None and sections:
        stated = sum((s.most for s in sections), ZERO)
        if stated != total:
            faults.add(Code.RULEBOOK_TOTAL, sum=points(stated), stated=points(total))
    items = [item for s in sections for item in s.items]
    parts = [part for item in items for part in item.parts]
    held = [entry for table in tables for entry in _listed(table, "items")]
    inner = [part for entry in held for part in _listed(entry, "parts")]
    keyed = [f for part in inner for f in _listed(part, "fields")]
    for ids, owners in (
        ((s.id for s in sections), tables),
        ((i.id for i in items), held),
        ((p.id for p in parts), inner),
    ):
        faults.repeated(Code.RULEBOOK_REPEATED_ID, "id", ids, owners)
    keys = (f.key for item in items for f in item.fields)
    faults.repeated(Code.RULEBOOK_REPEATED_KEY, "key", keys, keyed)
    texts = {name: faults.text(data, name, 1) for name in ("id", "title", "document")}
    if faults.problems:
        return None
    return Rulebook(
        id=texts["id"],
        title=texts["title"],
        document=texts["document"],
        issued=str(data.get("issued", "")),
        total=total or ZERO,
        readings=readings,
        own_readings=readings,
        sections=sections,
        digest=digest,
        source=faults.source,
        note=str(data.get("note", "")),
        cap=_cap(data, total, faults, 1),
    )


def _readings(table: Any, faults: Faults) -> dict[str, str]:
    chosen = {name: values[0] for name, values in READINGS.items()}
    if not isinstance(table, dict):
        faults.add(Code.RULEBOOK_EMPTY, 1, name="readings")
        return chosen
    for name, value in table.items():
        line = faults.line_of(table, name)
        if name not in READINGS:
            faults.add(Code.RULEBOOK_READING_NAME, line, name=name, known="、".join(READINGS))
        elif value not in READINGS[name]:
            known = "、".join(READINGS[name])
            faults.add(Code.RULEBOOK_READING, line, name=name, value=value, known=known)
        else:
            chosen[name] = value
    return chosen


def _section(table: dict[str, Any], nth: int, faults: Faults) -> Section:
    line = faults.line_of(table, "title")
    faults.unknown(table, names.SECTION.known, line)
    section_id = faults.text(table, "id", line)
    items = tuple(_item(entry, section_id, faults) for entry in faults.tables(table, "items", line))
    most = faults.number(table, "score", line) or ZERO
    held = sum((item.max for item in items), ZERO)
    if held != most:
        faults.add(Code.RULEBOOK_SECTION, line, sum=points(held), stated=points(most))
    title, cap = faults.text(table, "title", line), _cap(table, most, faults, line)
    return Section(section_id, title, most, items, nth, cap)


def _cap(
    table: dict[str, Any], most: Fraction | None, faults: Faults, line: Line
) -> Fraction | None:
    """The most that counts, where a table says so; less than all, or it would say nothing."""
    if "cap" not in table:
        return None
    cap = faults.number(table, "cap", line)
    if cap is not None and most is not None and not 0 < cap < most:
        faults.add(Code.RULEBOOK_CAP, line, cap=points(cap), points=points(most))
    return cap


def _item(table: dict[str, Any], section: str, faults: Faults) -> Item:
    line = faults.line_of(table, "title")
    faults.unknown(table, names.ITEM.known, line)
    item_id = faults.text(table, "id", line)
    if item_id and not item_id.isdigit():
        faults.add(Code.RULEBOOK_ITEM_ID, line, id=item_id)
    parts = tuple(_part(entry, item_id, faults) for entry in faults.tables(table, "parts", line))
    gate = table.get("gate")
    if gate is not None and not isinstance(gate, dict):
        faults.add(Code.RULEBOOK_EMPTY, line, name="gate")
    return Item(
        id=item_id,
        section=section,
        title=faults.text(table, "title", line),
        method=faults.text(table, "method", line),
        responsible=str(table.get("responsible", "")),
        parts=parts
        if len(parts) == 1
        else tuple(replace(part, point=nth) for nth, part in enumerate(parts, 1)),
        gate=_gate(gate, item_id, faults) if isinstance(gate, dict) else None,
    )


def _gate(table: dict[str, Any], item: str, faults: Faults) -> Part:
    whole = {"id": item, "max": 0, **table}
    placed = table.changed(whole) if isinstance(table, Placed) else whole
    return _part(placed, item, faults, as_gate=True)


def _part(
    table: dict[str, Any],
    item: str,
    faults: Faults,
    as_gate: bool = False,
) -> Part:
    line = faults.line_of(table, "title")
    part_id = faults.text(table, "id", line)
    name = str(table.get("shape"))
    shape = SHAPES.get(name)
    if not part_id.startswith(item):
        faults.add(Code.RULEBOOK_PART_ID, line, part_id, id=part_id, item=item)
    if shape is None:
        faults.add(Code.RULEBOOK_SHAPE, line, part_id, name=name, known="、".join(SHAPES))
    elif shape.is_gate is not as_gate:
        where = "只用于 gate" if shape.is_gate else "不用于 gate"
        faults.add(Code.RULEBOOK_MISPLACED, line, part_id, name=name, where=where)
    most = faults.number(table, "max", line, part_id)
    part = Part(
        id=part_id,
        item=item,
        max=most or ZERO,
        # A part whose shape is unknown is never scored: the rulebook is refused.
        shape=shape or next(iter(SHAPES.values())),
        title=faults.text(table, "title", line, part_id),
        fields=tuple(_field(entry, faults) for entry in faults.tables(table, "fields", line)),
        params=_params(table, shape, faults, line, part_id) if shape else {},
        case=str(table.get("case", "")),
        tiers=_tiers(table, faults, line, part_id) if shape and shape.takes_tiers else (),
    )
    if shape is not None:
        for complaint in _unused(part):
            faults.add(Code.RULEBOOK_PART, line, part_id, complaint=complaint)
        if shape.carries_points and most == 0:
            faults.add(Code.RULEBOOK_NO_POINTS, line, part_id)
        # A maximum that is no number has been told of; what follows from it is no news.
        for complaint in shape.lint(part) if most is not None else ():
            faults.add(Code.RULEBOOK_PART, line, part_id, complaint=complaint)
    return part


def _unused(part: Part) -> Iterator[str]:
    """What a part's fields say that its shape does not heed."""
    shape = part.shape
    for field in part.fields:
        if field.score is not None and not shape.takes_scores:
            yield f"{shape.name} 的字段不用 score：{field.key}"
        if field.bound is not None and not shape.takes_bounds:
            yield f"{shape.name} 的字段不用 min、max：{field.key}"
        if bool(field.numerator) != bool(field.denominator):
            yield f"{field.key} 的 numerator 和 denominator 应都有或都没有"


def _params(
    table: dict[str, Any], shape: Shape, faults: Faults, line: Line, part_id: str
) -> Mapping[str, Fraction]:
    """The parameters the shape takes."""
    own, every = ({each.name for each in many} for many in (shape.part_params, names.PARAMETERS))
    not_taken = every - own | (set() if shape.takes_tiers else {"tiers"})
    faults.unknown(table, names.PART.known - not_taken, line)
    params: dict[str, Fraction] = {}
    for each in shape.part_params:
        if each.required or each.name in table:
            value = faults.number(table, each.name, line, part_id)
            if value is not None:
                params[each.name] = value
            if value == 0:
                faults.add(Code.RULEBOOK_PARAM_ZERO, line, part_id, name=each.name)
    return params


def _tiers(table: dict[str, Any], faults: Faults, line: Line, part_id: str) -> tuple[Tier, ...]:
    """The steps of a part, each with one bound and its points."""
    found = []
    for entry in faults.tables(table, "tiers", line):
        own = faults.line_of(entry, "score") if isinstance(entry, Placed) else line
        faults.unknown(entry, names.TIER.known, own)
        name = "min" if "min" in entry else "max"
        if "min" in entry and "max" in entry:
            complaint = "一档只写 min、max 之一，各档从最好的写起"
            faults.add(Code.RULEBOOK_PART, own, part_id, complaint=complaint)
        bound = faults.number(entry, name, own, part_id)
        score = faults.number(entry, "score", own, part_id)
        if bound is not None and score is not None:
            found.append(Tier(bound, name == "min", score))
    return tuple(found)


def _field(table: dict[str, Any], faults: Faults) -> Field:
    key = str(table.get("key", ""))
    line = faults.line_of(table, "key")
    faults.unknown(table, names.FIELD.known, line)
    faults.text(table, "key", line)
    field_type = FIELD_TYPES.get(str(table.get("type")))
    if field_type is None:
        known = "、".join(FIELD_TYPES)
        faults.add(Code.RULEBOOK_TYPE, line, key, name=table.get("type"), known=known)
        field_type = COUNT
    word = str(table.get("word", ""))
    if word and word not in BOUND_WORDS | FIXED_WORDS:
        known = "、".join(sorted(BOUND_WORDS | FIXED_WORDS))
        faults.add(Code.RULEBOOK_WORD, line, key, word=word, known=known)
    bounds = {
        name: faults.number(table, name, line, key) for name in ("min", "max") if name in table
    }
    for name, bound in bounds.items():
        ceiling = field_type.ceiling
        if bound is not None and ceiling is not None and bound > ceiling:
            said = {"name": name, "bound": bound, "ceiling": ceiling}
            faults.add(Code.RULEBOOK_OUT_OF_REACH, line, key, **said)
    if bounds.get("min") == 0:
        faults.add(Code.RULEBOOK_ALWAYS, line, key)
    fact = table.get("fact", False)
    if not isinstance(fact, bool):
        faults.add(Code.RULEBOOK_TRUTH, line, key, name="fact", value=repr(fact))
    filled_by = table.get("by", "unit")
    if filled_by not in ("unit", "assessors"):
        faults.add(Code.RULEBOOK_BY, line, key, value=repr(filled_by))
    scale = table.get("scale", field_type.scale)
    if not isinstance(scale, int) or isinstance(scale, bool) or scale < 0:
        faults.add(Code.RULEBOOK_SCALE, line, key, value=repr(scale))
        scale = 0
    return Field(
        key=key,
        type=field_type,
        unit=str(table.get("unit", field_type.unit)),
        scale=scale,
        label=faults.text(table, "label", line, key),
        role=str(table.get("role", "")),
        minimum=bounds.get("min"),
        maximum=bounds.get("max"),
        word=word,
        is_fact=fact is True,
        by_assessors=field_type.by_assessor or filled_by == "assessors",
        score=faults.number(table, "score", line, key) if "score" in table else None,
        **{name: str(table.get(name, "")) for name in ("numerator", "denominator", "case_unit")},
    )
