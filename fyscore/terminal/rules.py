"""One standard or one item of it, explained from the rulebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from fyscore.numbers import points, signed
from fyscore.rules.clauses import Clause
from fyscore.rules.field import Field
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.readings import READING_WORDS
from fyscore.scoring.rules_diff import RulesDiff
from fyscore.scoring.worked_cases import Case
from fyscore.terminal.console import console, new_table


def show_list(book: Rulebook, built_in: Sequence[str]) -> None:
    """Print the built-in rulebooks and this one's items."""
    print(f"内置评分标准：{'、'.join(built_in)}")
    print(f"{book.title}（{book.document}），{book.stamp}")
    for section in book.sections:
        print(f"\n{section.title}  {points(section.max)}分")
        for item in section.items:
            print(f"  {item.id:>2}. {item.title}  {points(item.max)}分")


def show_item(item: Item, book: Rulebook, cases: Sequence[Case]) -> None:
    """Print one item: its clause, rules, fields, readings, formula and worked cases."""
    print(f"第{item.id}项  {item.title}  {points(item.max)}分")
    print(f"依据：{book.document} 附件第{item.id}项；评估方法：{item.method}")
    print(f"通常责任单位：{item.responsible or '未注明'}")
    if item.clause:
        print(f"原文：{item.clause}")
    for dated in book.changes:
        if dated.touched & {*(p.id for p in item.parts), *(f.key for f in item.fields)}:
            print(f"自{dated.since}年起（{dated.source}）：", end="")
            changed = dated.rulebook.item(item.id)
            print("".join(part.criterion(book.readings) for part in changed.parts))
    for part in item.all_parts:
        print(f"\n{part.name}（{part.id}）：{part.criterion(book.readings)}")
        print(f"  计分方式：{part.shape.name}")
        for field in part.fields:
            print(f"  字段 {field.key}：{field.label}{_bounds(field)}")
        for name in part.shape.readings:
            print(f"  口径 {name}：{READING_WORDS[name][book.readings[name]]}")
        print(f"  公式（[编号] 是该字段的采用值）：{part.formula(book.readings)}")
        for case in cases:
            if case.part == part.id:
                print(f"  例 {case.text} → {points(case.points)}分（{case.why}）")


def show_clauses(
    file: Path, book: Rulebook, clauses: Mapping[str, Clause], unknown: Sequence[str]
) -> None:
    """Print what was found in a notice against the items."""
    screen = console()
    table = new_table(screen, "条目", "本程序的标题", "通知原文", "评估方法")
    table.columns[0].justify = "right"
    for item in book.items:
        clause = clauses.get(item.id)
        said = (clause.text, clause.method) if clause else ("（没有找到）", "")
        table.add_row(item.id, item.title, *said)
    screen.print(table)
    if unknown:
        print(f"通知里还有编号 {'、'.join(unknown)}，评分标准没有这些条目。")
    print(f"找到{len(clauses)}项，共{len(book.items)}项。已存入：{file}")


def _bounds(field: Field) -> str:
    bounds = (("不低于", field.minimum), ("不高于", field.maximum))
    words = "，".join(f"{word}{field.shown(bound)}" for word, bound in bounds if bound is not None)
    words = words or (f"单位：{field.unit}" if field.unit else "")
    return f"（{words}）" if words else ""


#: Units shown of many.
_MOST = 20


def show_rules_diff(diff: RulesDiff) -> None:
    """Print what changed item by item, who gains and loses, and the totals last."""
    screen = console()
    for setting in diff.settings:
        print(f"{setting.name}：{setting.old} → {setting.new}")
    for change in diff.changes:
        old, new = (
            "无" if m is None else f"{points(m)}分" for m in (change.old_max, change.new_max)
        )
        moved = f"，{old} → {new}" if old != new else ""
        print(f"第{change.id}项 {change.title}：{change.kind.words}{moved}")
        if change.old != change.new:
            for sign, rules in (("－", change.old), ("＋", change.new)):
                for rule in rules:
                    print(f"  {sign} {rule}")
    if diff.effects:
        table = new_table(screen, "单位", "年度", "原得分", "新得分", "得失", "名次", "主要条目")
        for effect in diff.effects[:_MOST]:
            table.add_row(
                effect.old.unit or effect.old.file,
                str(effect.old.year or ""),
                *(points(result.total) for result in (effect.old, effect.new)),
                signed(effect.change),
                f"{effect.old_rank} → {effect.new_rank}",
                "、".join(f"第{item}项 {signed(c)}" for item, c in effect.items[:2]),
            )
        screen.print(table)
        if len(diff.effects) > _MOST:
            screen.print(f"另有{len(diff.effects) - _MOST}个单位；用 -o 写出全部。")
        fell = sum(effect.change < 0 for effect in diff.effects)
        rose = sum(effect.change > 0 for effect in diff.effects)
        screen.print(f"{len(diff.effects)}个单位：得分增加{rose}个，减少{fell}个")
    screen.print(
        f"{diff.old.stamp} → {diff.new.stamp}：{len(diff.changes)}个条目、{len(diff.settings)}处设置有变化"
    )
