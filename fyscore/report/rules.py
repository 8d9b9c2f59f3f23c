"""One standard or one item of it, explained from the rulebook."""

from __future__ import annotations

from typing import Any

from fyscore.rulebook.model import Field, Item, Rulebook
from fyscore.shapes import SHAPES
from fyscore.wording import READING_WORDS, points, quantity


def show_list(book: Rulebook, built_in: tuple[str, ...]) -> None:
    """Print the built-in rulebooks and this one's items."""
    print(f"内置评分标准：{'、'.join(built_in)}")
    print(f"{book.title}（{book.document}），{book.stamp}")
    for section in book.sections:
        print(f"\n{section.title}  {points(section.max)} 分")
        for item in section.items:
            print(f"  {item.id:>2}. {item.title}  {points(item.max)} 分")


def item_facts(item: Item, book: Rulebook) -> dict[str, Any]:
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
                "params": {name: float(value) for name, value in part.params.items()},
                "readings": {name: book.readings[name] for name in SHAPES[part.shape].readings},
                "fields": [
                    {"key": f.key, "label": f.label, "type": f.type.name, "unit": f.unit}
                    for f in part.fields
                ],
            }
            for part in (*item.parts, *gates)
        ],
    }


def show_item(item: Item, book: Rulebook) -> None:
    """Print one item: its clause, rules, fields and the readings that can move it."""
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


def _bounds(field: Field) -> str:
    told = []
    if field.minimum is not None:
        told.append(f"不低于 {quantity(field, field.minimum)}")
    if field.maximum is not None:
        told.append(f"不高于 {quantity(field, field.maximum)}")
    return f"（{'，'.join(told)}）" if told else f"（单位：{field.unit}）" if field.unit else ""
