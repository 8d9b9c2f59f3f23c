"""TOML text → :class:`Rulebook`, with every fault found and its line named.

What a shape demands of its part is the shape's own knowledge, so the shapes
are handed in; this module knows only what all parts have in common.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, Protocol

from fyscore.problem import Problem, ProblemsError
from fyscore.rulebook.model import (
    BOUND_WORDS,
    FIELD_TYPES,
    FIXED_WORDS,
    READINGS,
    Field,
    Item,
    Part,
    Rulebook,
    Section,
)


class ShapeRules(Protocol):
    """What parsing asks of a shape: the parameters it takes, and its own lint."""

    @property
    def part_params(self) -> Mapping[str, bool]: ...

    @property
    def is_gate(self) -> bool: ...

    @property
    def carries_points(self) -> bool: ...

    def lint(self, part: Part) -> Iterable[str]: ...


_FIELD_NAMES = {
    *("key", "type", "unit", "scale", "label", "role", "min", "max", "word"),
    *("numerator", "denominator", "case_unit"),
}
_PART_NAMES = {"id", "max", "shape", "title", "fields"}
_ITEM_NAMES = {"id", "title", "method", "responsible", "parts", "gate"}
_SECTION_NAMES = {"id", "title", "score", "items"}
_BOOK_NAMES = {
    *("id", "title", "document", "issued", "total", "readings", "sections", "note"),
}


#: A line number, or how to find it: looked up only for a fault, since that is slow.
Line = int | Callable[[], int]


class _Faults:
    """Collects problems and finds the line each belongs to."""

    def __init__(self, text: str, source: str) -> None:
        self.lines = text.splitlines()
        self.source = source
        self.problems: list[Problem] = []

    def add(self, code: str, found: str, expected: str, line: Line = 0, key: str = "") -> None:
        number = line if isinstance(line, int) else line()
        self.problems.append(
            Problem(
                code=code,
                found=found,
                expected=expected,
                mend="请改正评分标准文件后重试。",
                sheet=self.source,
                cell=f"第{number}行" if number else "",
                key=key,
            )
        )

    def line_of(self, name: str, value: object, nth: int = 0) -> Line:
        """Where ``name = "value"`` stands for the nth time."""
        return partial(self._line, name, value, nth)

    def _line(self, name: str, value: object, nth: int) -> int:
        quoted = re.escape(str(value))
        pattern = re.compile(rf"""\b{re.escape(name)}\s*=\s*["']{quoted}["']""")
        hits = [no for no, text in enumerate(self.lines, 1) if pattern.search(text)]
        return hits[min(nth, len(hits) - 1)] if hits else 0


def parse_rulebook(text: str, shapes: Mapping[str, ShapeRules], source: str = "") -> Rulebook:
    """Load a rulebook from TOML ``text``; ``source`` names it in messages.

    Raises ProblemsError listing every fault: syntax, unknown names, shapes or
    types, repeated ids and keys, missing citations, and sums that do not hold.
    """
    faults = _Faults(text, source)
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        faults.add(
            "rulebook_syntax",
            f"TOML 语法错误：{error}",
            "合法的 TOML",
            int(found.group(1)) if found else len(faults.lines),
        )
        raise ProblemsError(source, faults.problems) from None
    book = _book(data, faults, shapes, hashlib.sha256(text.encode()).hexdigest())
    if faults.problems or book is None:
        raise ProblemsError(source, faults.problems)
    return book


def _unknown(table: Mapping[str, Any], known: set[str], faults: _Faults, line: Line) -> None:
    for name in table.keys() - known:
        faults.add("rulebook_unknown_name", f"不认识的名称 {name}", "、".join(sorted(known)), line)


def _text(table: Mapping[str, Any], name: str, faults: _Faults, line: Line, key: str = "") -> str:
    value = table.get(name)
    if isinstance(value, str) and value.strip():
        return value
    faults.add("rulebook_missing", f"缺少 {name}", "非空文字", line, key)
    return ""


def _number(
    table: Mapping[str, Any], name: str, faults: _Faults, line: Line, key: str = ""
) -> Fraction | None:
    value = table.get(name)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value >= 0:
        return Fraction(value)
    faults.add("rulebook_number", f"{name} 为 {value!r}", "不小于 0 的数", line, key)
    return None


def _tables(table: Mapping[str, Any], name: str, faults: _Faults, line: Line) -> list[Any]:
    value = table.get(name)
    if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        return value
    faults.add("rulebook_missing", f"缺少 {name}", "至少一项", line)
    return []


def _book(
    data: dict[str, Any], faults: _Faults, shapes: Mapping[str, ShapeRules], digest: str
) -> Rulebook | None:
    _unknown(data, _BOOK_NAMES, faults, 1)
    readings = _readings(data.get("readings", {}), faults)
    sections = tuple(
        _section(table, faults, shapes) for table in _tables(data, "sections", faults, 1)
    )
    total = _number(data, "total", faults, 1)
    if total is not None and sections:
        stated = sum((s.max for s in sections), Fraction(0))
        if stated != total:
            faults.add("rulebook_sum", f"各部分分值合计 {stated}", f"{total} 分（total）")
    _repeated("rulebook_repeated_id", "id", (s.id for s in sections), faults)
    items = [item for s in sections for item in s.items]
    _repeated("rulebook_repeated_id", "id", (i.id for i in items), faults)
    _repeated("rulebook_repeated_id", "id", (p.id for i in items for p in i.parts), faults)
    _repeated("rulebook_repeated_key", "key", (f.key for i in items for f in i.fields), faults)
    if sum(1 for i in items for p in i.parts if p.shape == "veto") > 1:
        faults.add("rulebook_veto", "有多个一票否决项", "至多一个")
    texts = {name: _text(data, name, faults, 1) for name in ("id", "title", "document")}
    if faults.problems:
        return None
    return Rulebook(
        **texts,
        issued=str(data.get("issued", "")),
        total=total or Fraction(0),
        readings=readings,
        sections=sections,
        digest=digest,
        source=faults.source,
        note=str(data.get("note", "")),
    )


def _readings(table: Any, faults: _Faults) -> dict[str, str]:
    chosen = {name: values[0] for name, values in READINGS.items()}
    for name, value in (table if isinstance(table, dict) else {}).items():
        line = faults.line_of(name, value)
        if name not in READINGS:
            faults.add("rulebook_reading", f"不认识的读法 {name}", "、".join(READINGS), line)
        elif value not in READINGS[name]:
            faults.add("rulebook_reading", f"{name}={value}", "、".join(READINGS[name]), line)
        else:
            chosen[name] = value
    return chosen


def _repeated(code: str, name: str, values: Iterable[str], faults: _Faults) -> None:
    seen: set[str] = set()
    for value in values:
        if value and value in seen:
            line = faults.line_of(name, value, nth=10_000)
            faults.add(code, f"{name} {value} 重复出现", "只出现一次", line, value)
        seen.add(value)


def _section(table: dict[str, Any], faults: _Faults, shapes: Mapping[str, ShapeRules]) -> Section:
    line = faults.line_of("title", table.get("title"))
    _unknown(table, _SECTION_NAMES, faults, line)
    section_id = _text(table, "id", faults, line)
    items = tuple(
        _item(entry, section_id, faults, shapes) for entry in _tables(table, "items", faults, line)
    )
    points = _number(table, "score", faults, line) or Fraction(0)
    held = sum((item.max for item in items), Fraction(0))
    if held != points:
        faults.add("rulebook_sum", f"本部分各项合计 {held} 分", f"{points} 分（score）", line)
    return Section(section_id, _text(table, "title", faults, line), points, items)


def _item(
    table: dict[str, Any], section: str, faults: _Faults, shapes: Mapping[str, ShapeRules]
) -> Item:
    line = faults.line_of("title", table.get("title"))
    _unknown(table, _ITEM_NAMES, faults, line)
    item_id = _text(table, "id", faults, line)
    if item_id and not item_id.isdigit():
        faults.add("rulebook_citation", f"条目 id 为 {item_id}", "评选标准中的条目序号", line)
    parts = tuple(
        _part(entry, item_id, faults, shapes) for entry in _tables(table, "parts", faults, line)
    )
    gate = table.get("gate")
    return Item(
        id=item_id,
        section=section,
        title=_text(table, "title", faults, line),
        method=_text(table, "method", faults, line),
        responsible=str(table.get("responsible", "")),
        parts=parts,
        gate=_gate(gate, item_id, faults, shapes) if isinstance(gate, dict) else None,
    )


def _gate(
    table: dict[str, Any], item: str, faults: _Faults, shapes: Mapping[str, ShapeRules]
) -> Part:
    return _part({"id": item, "max": 0, **table}, item, faults, shapes, as_gate=True)


def _part(
    table: dict[str, Any],
    item: str,
    faults: _Faults,
    shapes: Mapping[str, ShapeRules],
    as_gate: bool = False,
) -> Part:
    line = faults.line_of("title", table.get("title"))
    part_id = _text(table, "id", faults, line)
    shape = shapes.get(str(table.get("shape")))
    if not part_id.startswith(item):
        faults.add(
            "rulebook_citation", f"评分点 id 为 {part_id}", f"以条目序号 {item} 开头", line, part_id
        )
    params: dict[str, Fraction] = {}
    if shape is None:
        faults.add(
            "rulebook_shape",
            f"不认识的计分方式 {table.get('shape')}",
            "、".join(shapes),
            line,
            part_id,
        )
    else:
        if shape.is_gate is not as_gate:
            faults.add("rulebook_shape", "计分方式放错了位置", "void_if 只用于 gate", line, part_id)
        _unknown(table, _PART_NAMES | set(shape.part_params), faults, line)
        for name, required in shape.part_params.items():
            if required or name in table:
                value = _number(table, name, faults, line, part_id)
                if value is not None:
                    params[name] = value
                if value == 0:
                    told = f"{name} 为 0，永远不起作用"
                    faults.add("rulebook_bound", told, "大于 0 的数", line, part_id)
    part = Part(
        id=part_id,
        item=item,
        max=_number(table, "max", faults, line, part_id) or Fraction(0),
        shape=str(table.get("shape")),
        title=_text(table, "title", faults, line, part_id),
        fields=tuple(_field(entry, faults) for entry in _tables(table, "fields", faults, line)),
        params=params,
    )
    if shape is not None:
        if shape.carries_points and not part.max:
            faults.add("rulebook_number", "max 为 0，没有分值", "大于 0 的数", line, part_id)
        for complaint in shape.lint(part):
            faults.add("rulebook_part", complaint, "计分方式所要求的字段和参数", line, part_id)
    return part


def _field(table: dict[str, Any], faults: _Faults) -> Field:
    key = str(table.get("key", ""))
    line = faults.line_of("key", key)
    _unknown(table, _FIELD_NAMES, faults, line)
    _text(table, "key", faults, line)
    field_type = FIELD_TYPES.get(str(table.get("type")))
    if field_type is None:
        faults.add(
            "rulebook_type", f"不认识的类型 {table.get('type')}", "、".join(FIELD_TYPES), line, key
        )
        field_type = FIELD_TYPES["count"]
    word = str(table.get("word", ""))
    if word and word not in BOUND_WORDS | FIXED_WORDS:
        known = "、".join(sorted(BOUND_WORDS | FIXED_WORDS))
        faults.add("rulebook_word", f"不认识的界限用词 {word}", known, line, key)
    bounds = {
        name: _number(table, name, faults, line, key) for name in ("min", "max") if name in table
    }
    for name, bound in bounds.items():
        ceiling = field_type.ceiling
        if bound is not None and ceiling is not None and bound > ceiling:
            faults.add(
                "rulebook_bound", f"{name} 为 {bound}，永远达不到", f"不超过 {ceiling}", line, key
            )
    if bounds.get("min") == 0:
        faults.add("rulebook_bound", "min 为 0，永远成立", "大于 0 的数", line, key)
    scale = table.get("scale", field_type.scale)
    if not isinstance(scale, int) or isinstance(scale, bool) or scale < 0:
        faults.add("rulebook_number", f"scale 为 {scale!r}", "正整数，如 1000", line, key)
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
        **{name: str(table.get(name, "")) for name in ("numerator", "denominator", "case_unit")},
    )
