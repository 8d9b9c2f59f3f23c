"""What the living form should say in words, by what the program found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction as F

from fyscore.numbers import loss
from fyscore.problems import Code, Problem
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.part import Part
from tests.fuzz.independent import BAD, PENDING, VETO, Verdict
from tests.prove.program import Judged


def beside(part: Part, item: Item, judged: Judged, rulebook: Rulebook) -> str:
    """What stands beside a part's score."""
    score, fields = judged.parts[part.id], (*part.fields, *item.gate_fields)
    if score == BAD:
        wrong = [f.label for f in fields if f.key in _unreadable(judged.problems)]
        if wrong:
            return "请更正：" + "".join(f"{label}；" for label in wrong)
        return "本评分点各格前后矛盾，请核对"
    if score == PENDING:
        blank = (f.label for f in fields if f.key not in judged.answers.values)
        return "还缺：" + "".join(f"{label}；" for label in blank)
    if isinstance(score, F) and score < part.max:
        return f"失{loss(part.max - score)}分。{part.criterion(rulebook.readings)}"
    return ""


def _unreadable(problems: Sequence[Problem]) -> set[str]:
    """Fields whose own cell is wrong, and not only beside another."""
    return {problem.key for problem in problems if problem.code != Code.OVER_SAMPLE.code}


def of_item(item: Item, parts: Mapping[str, F | Verdict]) -> str:
    """What the official table says of an item."""
    scores = [parts[part.id] for part in item.parts]
    if BAD in scores:
        return "填写有误，需更正"
    if PENDING in scores:
        return f"{scores.count(PENDING)}个评分点待填"
    if VETO in scores:
        return "一票否决"
    earned = sum((s for s in scores if isinstance(s, F)), F(0))
    if earned >= item.max:
        return "达到满分要求"
    return f"失{loss(item.max - earned)}分，见计分明细"


def of_form(parts: Mapping[str, F | Verdict]) -> str:
    """What it says of the whole."""
    scores = list(parts.values())
    if VETO in scores:
        return "【一票否决】不具备参评资格"
    if BAD in scores:
        return "有填写错误，请先更正"
    return f"{scores.count(PENDING)}个评分点待填" if PENDING in scores else "全部填齐"
