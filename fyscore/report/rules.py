"""One standard or one item of it, explained from the rulebook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fyscore.rulebook.model import Field, Item, Part, Rulebook
from fyscore.shapes import SHAPES
from fyscore.wording import READING_WORDS, points, quantity
from fyscore.worked_cases import Case


def show_list(book: Rulebook, built_in: tuple[str, ...]) -> None:
    """Print the built-in rulebooks and this one's items."""
    print(f"内置评分标准：{'、'.join(built_in)}")
    print(f"{book.title}（{book.document}），{book.stamp}")
    for section in book.sections:
        print(f"\n{section.title}  {points(section.max)} 分")
        for item in section.items:
            print(f"  {item.id:>2}. {item.title}  {points(item.max)} 分")


def _formula(part: Part, book: Rulebook) -> str:
    """The part's points as a formula over its fields' checked values, each ``[key]``."""
    refs = {field.key: f"[{field.key}]" for field in part.fields}
    return SHAPES[part.shape].formula(part, refs, book.readings)


def item_facts(item: Item, book: Rulebook, cases: Sequence[Case]) -> dict[str, Any]:
    """Everything known of one item, for programs."""
    gates = [item.gate] if item.gate else []
    return {
        "rulebook": book.id,
        "document": book.document,
        "id": item.id,
        "title": item.title,
        "max": float(item.max),
        "method": item.method,
        "responsible": item.responsible,
        "parts": [
            {
                "id": part.id,
                "max": float(part.max),
                "shape": part.shape,
                "criterion": SHAPES[part.shape].criterion(part, book.readings),
                "formula": _formula(part, book),
                "params": {name: float(value) for name, value in part.params.items()},
                "readings": {name: book.readings[name] for name in SHAPES[part.shape].readings},
                "fields": [
                    {"key": f.key, "label": f.label, "type": f.type.name, "unit": f.unit}
                    for f in part.fields
                ],
                "cases": [
                    {"filled": dict(c.filled), "score": float(c.points), "why": c.why}
                    for c in cases
                    if c.part == part.id
                ],
            }
            for part in (*item.parts, *gates)
        ],
    }


def show_item(item: Item, book: Rulebook, cases: Sequence[Case]) -> None:
    """Print one item: its clause, rules, fields, readings, formula and worked cases."""
    print(f"第 {item.id} 项  {item.title}  {points(item.max)} 分")
    print(f"依据：{book.document} 附件第 {item.id} 条；评估方法：{item.method}")
    print(f"通常责任单位：{item.responsible or '未注明'}")
    for part in (*item.parts, *([item.gate] if item.gate else [])):
        shape = SHAPES[part.shape]
        print(f"\n[{part.id}] {shape.criterion(part, book.readings)}")
        print(f"  计分方式：{part.shape}")
        for field in part.fields:
            print(f"  字段 {field.key}：{field.label}{_bounds(field)}")
        for name in shape.readings:
            print(f"  口径 {name}：{READING_WORDS[name][book.readings[name]]}")
        print(f"  公式（[编号] 是该字段的采用值）：{_formula(part, book)}")
        for case in cases:
            if case.part == part.id:
                print(f"  例 {case.text} → {points(case.points)} 分（{case.why}）")


def _bounds(field: Field) -> str:
    told = []
    if field.minimum is not None:
        told.append(f"不低于 {quantity(field, field.minimum)}")
    if field.maximum is not None:
        told.append(f"不高于 {quantity(field, field.maximum)}")
    return f"（{'，'.join(told)}）" if told else f"（单位：{field.unit}）" if field.unit else ""
