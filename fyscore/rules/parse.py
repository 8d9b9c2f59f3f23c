"""TOML text → :class:`Rulebook`, with every fault found and its line named.

What a shape demands of its part is the shape's own knowledge; this module
knows only what all parts have in common.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from fyscore.numbers import ZERO
from fyscore.numbers import points as show
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.rules.field import Field
from fyscore.rules.field_types import COUNT, FIELD_TYPES
from fyscore.rules.model import Dated, Item, Rulebook, Section
from fyscore.rules.part import Part, Shape, Tier
from fyscore.rules.readings import BOUND_WORDS, FIXED_WORDS, READINGS
from fyscore.rules.rule_sheets import BOOK as BOOK_SHEET
from fyscore.rules.shapes import SHAPES
from fyscore.rules.toml_text import Place

_FIELD_NAMES = {
    *("key", "type", "unit", "scale", "label", "role", "min", "max", "word"),
    *("numerator", "denominator", "case_unit", "fact", "by", "score"),
}
_PART_NAMES = {"id", "max", "shape", "title", "fields", "case"}
_ITEM_NAMES = {"id", "title", "method", "responsible", "parts", "gate"}
_SECTION_NAMES = {"id", "title", "score", "cap", "items"}
_BOOK_NAMES = {
    *(
        "id",
        "title",
        "document",
        "issued",
        "total",
        "cap",
        "readings",
        "sections",
        "note",
        "changes",
    ),
}


#: Digits before or after the point that no standard's number has.
_MOST_DIGITS = 30
_MOST_PLACES = 8
#: A line number, how to find it (looked up only for a fault, since that is slow), or the sheet
#: and row of a workbook.
Line = int | Callable[[], int] | Place
#: Sheet, cell and heading of what a workbook's row has under a name.
Locate = Callable[[Place, str], tuple[str, str, str]]
#: What a complaint is about, where it names a value and not what holds it.
_ABOUT = {
    Code.RULEBOOK_SHAPE: "shape",
    Code.RULEBOOK_MISPLACED: "shape",
    Code.RULEBOOK_TYPE: "type",
    Code.RULEBOOK_WORD: "word",
    Code.RULEBOOK_SCALE: "scale",
    Code.RULEBOOK_BY: "by",
    Code.RULEBOOK_READING: "value",
    Code.RULEBOOK_READING_NAME: "name",
    Code.RULEBOOK_SECTION: "score",
    Code.RULEBOOK_TOTAL: "total",
    Code.RULEBOOK_CAP: "cap",
    Code.RULEBOOK_CHANGE: "part",
    Code.RULEBOOK_SINCE: "from",
    Code.RULEBOOK_ALWAYS: "min",
    Code.RULEBOOK_NO_POINTS: "max",
}


class Placed(dict[str, Any]):
    """A table of a workbook: the row it stands in, and rows of their own that names may have."""

    def __init__(
        self, values: Mapping[str, Any], place: Place, rows: Mapping[str, Place] | None = None
    ) -> None:
        super().__init__(values)
        self.place = place
        self.rows = rows or {}


class _Faults:
    """Collects problems and finds the line each belongs to."""

    def __init__(self, text: str, source: str, locate: Locate | None = None) -> None:
        self.lines = text.splitlines()
        self.source = source
        self.locate = locate
        self.problems: list[Problem] = []

    def add(self, code: Code, line: Line = 0, key: str = "", **said: object) -> None:
        if self.locate is not None:
            row = line if isinstance(line, tuple) else (BOOK_SHEET, 0)
            sheet, cell, heading = self.locate(row, _ABOUT.get(code) or str(said.get("name", "")))
            if heading and "name" in said and code not in _ABOUT:
                said["name"] = heading
            self.problems.append(code.problem(key=key, **said).at(sheet, cell))
            return
        number = line() if callable(line) else line
        cell = f"第{number}行" if number else ""
        self.problems.append(code.problem(key=key, **said).at(self.source, cell))

    def line_of(self, table: Mapping[str, Any], name: str) -> Line:
        """Where the table's ``name = "value"`` stands, or the table's row of a workbook."""
        if isinstance(table, Placed):
            return table.rows.get(name, table.place)
        return partial(self._line, name, table.get(name), 0)

    def last_of(self, name: str, value: str, tables: Sequence[Mapping[str, Any]]) -> Line:
        """Where ``name = "value"`` stands for the last time."""
        placed = [t.place for t in tables if isinstance(t, Placed) and t.get(name) == value]
        return placed[-1] if placed else partial(self._line, name, value, 10_000)

    def _line(self, name: str, value: object, nth: int) -> int:
        quoted = re.escape(str(value))
        pattern = re.compile(rf"""\b{re.escape(name)}\s*=\s*["']{quoted}["']""")
        hits = [no for no, text in enumerate(self.lines, 1) if pattern.search(text)]
        return hits[min(nth, len(hits) - 1)] if hits else 0


def parse_rulebook(
    text: str, source: str = "", placed: Placed | None = None, locate: Locate | None = None
) -> Rulebook:
    """Load a rulebook from TOML ``text``; ``source`` names it in messages.

    Where the text was made from a workbook, ``placed`` are its tables, and
    ``locate`` says in which cell a row has what.

    Raises ProblemsError listing every fault: syntax, unknown names, shapes or
    types, repeated ids and keys, missing citations, and sums that do not hold.
    """
    faults = _Faults(text, source, locate)
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


#: What may change with the years: parameters of parts and bounds of fields.
_MAY_CHANGE = {
    "part": ("target", "per_unit", "per_point", "sample", "full", "floor"),
    "key": ("min", "max"),
}


def _changes(data: Mapping[str, Any], faults: _Faults, digest: str) -> Iterator[Dated]:
    """The standard as each dated change leaves it, all those before it included."""
    if "changes" not in data:
        return
    known = {"from", "source", "set"}
    now, last = dict(data), 0
    for table in _tables(data, "changes", faults, 1):
        line = faults.line_of(table, "source")
        _unknown(table, known, faults, line)
        source, since = _text(table, "source", faults, line), table.get("from")
        if not isinstance(since, int) or isinstance(since, bool) or since <= last:
            faults.add(Code.RULEBOOK_SINCE, line, value=repr(since))
            continue
        last, touched = since, set[str]()
        for entry in _tables(table, "set", faults, line):
            now = _changed(now, entry, faults, touched)
        before = len(faults.problems)
        book = _book(now, faults, digest)
        if book is not None and len(faults.problems) == before:
            yield Dated(since, source, book, frozenset(touched))


def _changed(
    data: Mapping[str, Any], entry: Mapping[str, Any], faults: _Faults, touched: set[str]
) -> dict[str, Any]:
    """The rulebook's tables with one entry's parameters in the place of the old ones."""
    kind = "part" if "part" in entry else "key"
    line = faults.line_of(entry, kind)
    target = _text(entry, kind, faults, line)
    new = {name: value for name, value in entry.items() if name != kind}
    again = [name for name in new if f"{target} {name}" in touched]
    if not new or again:
        names = "、".join(again) or "（没有写）"
        faults.add(Code.RULEBOOK_CHANGE, line, target, target=target, names=names)
        return dict(data)
    _unknown(new, set(_MAY_CHANGE[kind]), faults, line)
    found = []

    def replaced(table: Any) -> Any:
        if isinstance(table, list):
            return [replaced(each) for each in table]
        if not isinstance(table, dict):
            return table
        made = {name: replaced(value) for name, value in table.items()}
        own = made.get("key") if kind == "key" else made.get("id") if "shape" in made else None
        if own == target and all(name in made for name in new):
            found.append(target)
            made |= new
        return Placed(made, table.place, table.rows) if isinstance(table, Placed) else made

    changed = {**data, "sections": replaced(data.get("sections"))}
    if not found and target:
        names = "、".join(new) or "（没有写）"
        faults.add(Code.RULEBOOK_CHANGE, line, target, target=target, names=names)
    # What is touched twice is told by its parameter; who asks for a rule asks by its name.
    touched.update((target, *(f"{target} {name}" for name in new)))
    return changed


def _unknown(table: Mapping[str, Any], known: set[str], faults: _Faults, line: Line) -> None:
    for name in table.keys() - known:
        listed = "、".join(sorted(known))
        faults.add(Code.RULEBOOK_UNKNOWN_NAME, line, name=name, known=listed)


def _text(table: Mapping[str, Any], name: str, faults: _Faults, line: Line, key: str = "") -> str:
    value = table.get(name)
    if isinstance(value, str) and value.strip():
        return value
    faults.add(Code.RULEBOOK_MISSING, line, key, name=name)
    return ""


def _number(
    table: Mapping[str, Any], name: str, faults: _Faults, line: Line, key: str = ""
) -> Fraction | None:
    value = table.get(name)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        exact = Decimal(value)
        if exact.is_finite() and exact >= 0 and exact.adjusted() < _MOST_DIGITS:
            number = Fraction(exact)
            # Formulas hold no more places, and no standard has them.
            if (number * 10**_MOST_PLACES).denominator == 1:
                return number
    faults.add(Code.RULEBOOK_NUMBER, line, key, name=name, value=repr(value))
    return None


def _tables(table: Mapping[str, Any], name: str, faults: _Faults, line: Line) -> list[Any]:
    value = table.get(name)
    if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        return value
    faults.add(Code.RULEBOOK_EMPTY, line, name=name)
    return []


def _listed(table: Mapping[str, Any], name: str) -> list[Any]:
    value = table.get(name)
    return value if isinstance(value, list) else []


def _book(data: dict[str, Any], faults: _Faults, digest: str) -> Rulebook | None:
    _unknown(data, _BOOK_NAMES, faults, 1)
    readings = _readings(data.get("readings", {}), faults)
    tables = _tables(data, "sections", faults, 1)
    sections = tuple(_section(table, nth, faults) for nth, table in enumerate(tables))
    total = _number(data, "total", faults, 1)
    if total is not None and sections:
        stated = sum((s.most for s in sections), ZERO)
        if stated != total:
            faults.add(Code.RULEBOOK_TOTAL, sum=show(stated), stated=show(total))
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
        _repeated(Code.RULEBOOK_REPEATED_ID, "id", ids, faults, owners)
    keys = (f.key for item in items for f in item.fields)
    _repeated(Code.RULEBOOK_REPEATED_KEY, "key", keys, faults, keyed)
    texts = {name: _text(data, name, faults, 1) for name in ("id", "title", "document")}
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


def _readings(table: Any, faults: _Faults) -> dict[str, str]:
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


def _repeated(
    code: Code,
    name: str,
    values: Iterable[str],
    faults: _Faults,
    tables: Sequence[Mapping[str, Any]] = (),
) -> None:
    seen: set[str] = set()
    for value in values:
        if value and value in seen:
            line = faults.last_of(name, value, tables)
            faults.add(code, line, value, name=name, value=value)
        seen.add(value)


def _section(table: dict[str, Any], nth: int, faults: _Faults) -> Section:
    line = faults.line_of(table, "title")
    _unknown(table, _SECTION_NAMES, faults, line)
    section_id = _text(table, "id", faults, line)
    items = tuple(
        _item(entry, section_id, faults) for entry in _tables(table, "items", faults, line)
    )
    points = _number(table, "score", faults, line) or ZERO
    held = sum((item.max for item in items), ZERO)
    if held != points:
        faults.add(Code.RULEBOOK_SECTION, line, sum=show(held), stated=show(points))
    title, cap = _text(table, "title", faults, line), _cap(table, points, faults, line)
    return Section(section_id, title, points, items, nth, cap)


def _cap(
    table: dict[str, Any], points: Fraction | None, faults: _Faults, line: Line
) -> Fraction | None:
    """The most that counts, where a table says so; less than all, or it would say nothing."""
    if "cap" not in table:
        return None
    cap = _number(table, "cap", faults, line)
    if cap is not None and points is not None and not 0 < cap < points:
        faults.add(Code.RULEBOOK_CAP, line, cap=show(cap), points=show(points))
    return cap


def _item(table: dict[str, Any], section: str, faults: _Faults) -> Item:
    line = faults.line_of(table, "title")
    _unknown(table, _ITEM_NAMES, faults, line)
    item_id = _text(table, "id", faults, line)
    if item_id and not item_id.isdigit():
        faults.add(Code.RULEBOOK_ITEM_ID, line, id=item_id)
    parts = tuple(_part(entry, item_id, faults) for entry in _tables(table, "parts", faults, line))
    gate = table.get("gate")
    if gate is not None and not isinstance(gate, dict):
        faults.add(Code.RULEBOOK_EMPTY, line, name="gate")
    return Item(
        id=item_id,
        section=section,
        title=_text(table, "title", faults, line),
        method=_text(table, "method", faults, line),
        responsible=str(table.get("responsible", "")),
        parts=parts
        if len(parts) == 1
        else tuple(replace(part, point=nth) for nth, part in enumerate(parts, 1)),
        gate=_gate(gate, item_id, faults) if isinstance(gate, dict) else None,
    )


def _gate(table: dict[str, Any], item: str, faults: _Faults) -> Part:
    whole = (
        Placed({"id": item, "max": 0, **table}, table.place)
        if isinstance(table, Placed)
        else {"id": item, "max": 0, **table}
    )
    return _part(whole, item, faults, as_gate=True)


def _part(
    table: dict[str, Any],
    item: str,
    faults: _Faults,
    as_gate: bool = False,
) -> Part:
    line = faults.line_of(table, "title")
    part_id = _text(table, "id", faults, line)
    name = str(table.get("shape"))
    shape = SHAPES.get(name)
    if not part_id.startswith(item):
        faults.add(Code.RULEBOOK_PART_ID, line, part_id, id=part_id, item=item)
    if shape is None:
        faults.add(Code.RULEBOOK_SHAPE, line, part_id, name=name, known="、".join(SHAPES))
    elif shape.is_gate is not as_gate:
        where = "只用于 gate" if shape.is_gate else "不用于 gate"
        faults.add(Code.RULEBOOK_MISPLACED, line, part_id, name=name, where=where)
    most = _number(table, "max", faults, line, part_id)
    part = Part(
        id=part_id,
        item=item,
        max=most or ZERO,
        # A part whose shape is unknown is never scored: the rulebook is refused.
        shape=shape or next(iter(SHAPES.values())),
        title=_text(table, "title", faults, line, part_id),
        fields=tuple(_field(entry, faults) for entry in _tables(table, "fields", faults, line)),
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
    table: dict[str, Any], shape: Shape, faults: _Faults, line: Line, part_id: str
) -> dict[str, Fraction]:
    """The parameters the shape takes."""
    known = _PART_NAMES | set(shape.part_params)
    _unknown(table, known | {"tiers"} if shape.takes_tiers else known, faults, line)
    params: dict[str, Fraction] = {}
    for name, required in shape.part_params.items():
        if required or name in table:
            value = _number(table, name, faults, line, part_id)
            if value is not None:
                params[name] = value
            if value == 0:
                faults.add(Code.RULEBOOK_PARAM_ZERO, line, part_id, name=name)
    return params


def _tiers(table: dict[str, Any], faults: _Faults, line: Line, part_id: str) -> tuple[Tier, ...]:
    """The steps of a part, each with one bound and its points."""
    found = []
    for entry in _tables(table, "tiers", faults, line):
        own = faults.line_of(entry, "score") if isinstance(entry, Placed) else line
        _unknown(entry, {"min", "max", "score"}, faults, own)
        name = "min" if "min" in entry else "max"
        if "min" in entry and "max" in entry:
            complaint = "一档只写 min、max 之一，各档从最好的写起"
            faults.add(Code.RULEBOOK_PART, own, part_id, complaint=complaint)
        bound = _number(entry, name, faults, own, part_id)
        score = _number(entry, "score", faults, own, part_id)
        if bound is not None and score is not None:
            found.append(Tier(bound, name == "min", score))
    return tuple(found)


def _field(table: dict[str, Any], faults: _Faults) -> Field:
    key = str(table.get("key", ""))
    line = faults.line_of(table, "key")
    _unknown(table, _FIELD_NAMES, faults, line)
    _text(table, "key", faults, line)
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
        name: _number(table, name, faults, line, key) for name in ("min", "max") if name in table
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
        label=_text(table, "label", faults, line, key),
        role=str(table.get("role", "")),
        minimum=bounds.get("min"),
        maximum=bounds.get("max"),
        word=word,
        is_fact=fact is True,
        by_assessors=field_type.by_assessor or filled_by == "assessors",
        score=_number(table, "score", faults, line, key) if "score" in table else None,
        **{name: str(table.get(name, "")) for name in ("numerator", "denominator", "case_unit")},
    )
