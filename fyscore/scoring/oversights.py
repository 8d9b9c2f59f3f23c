"""What somebody filling in a form may have overlooked: nothing wrong, and worth a look."""

from __future__ import annotations

from collections.abc import Iterator

from fyscore.answers import UNCONFIRMED, Answers
from fyscore.entry import EntryError
from fyscore.rules.field import Field
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result


def pending_lines(answers: Answers, result: Result, rulebook: Rulebook) -> Iterator[str]:
    """What is still to be filled in, and where, part by part."""
    parts = {part.id: part for part in rulebook.parts}
    for waiting in result.pending_parts():
        part = parts[waiting.id]
        asked = rulebook.item_of(part.id).missing(part, answers.values)
        gate = rulebook.item_of(part.id).gate_fields
        blank = [*asked, *(field for field in gate if field.key not in answers.values)]
        told = "、".join(f"{field.label}（{answers.entry(field.key).cell}）" for field in blank)
        yield f"待填 {part.name}：{told}"


def oversights(answers: Answers, rulebook: Rulebook) -> Iterator[str]:
    """Names left blank, and values that stand beside the cell they belong in."""
    lacking = [
        name
        for name, given in (("单位名称", answers.unit), ("评估年度", answers.year))
        if not given
    ]
    if lacking:
        yield f"“基本信息”没有填{'、'.join(lacking)}"
    for key, field in rulebook.fields.items():
        entry = answers.entry(key)
        if entry.used is not None:
            continue
        for column, text in (("备注", entry.remark), ("佐证材料", entry.evidence)):
            if text and not text.startswith(UNCONFIRMED) and _is_answer(field, text):
                yield f"{entry.cell} {field.label}是空白，而{column}写着“{text}”，是否填错了列？"


def _is_answer(field: Field, text: str) -> bool:
    try:
        field.parse(text)
    except EntryError:
        return False
    return True
