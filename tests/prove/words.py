"""What the living form should say in words, by what the program found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction as F

from fyscore.numbers import loss
from fyscore.problems import Code, Problem
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.part import Part
from tests.fuzz.independent import BAD, CLEAR, EXEMPT, PENDING, VETO, Verdict
from tests.prove.entries import BLANKS, Content, Form, owner
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
    if CLEAR in scores:
        return "无事故"
    if EXEMPT in scores:
        return "不涉及"
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


def of_fields(judged: Judged, rulebook: Rulebook, form: Form) -> Iterator[tuple[str, str]]:
    """Key → how far the form says it is filled in."""
    codes: dict[str, set[str]] = {}
    for problem in judged.problems:
        codes.setdefault(problem.key, set()).add(problem.code)
    answers = judged.answers
    for item, part, field in owner(rulebook):
        entry, found = answers.entry(field.key), codes.get(field.key, set())
        at_odds = {Code.MET_BUT_MARKED.code, Code.UNMET_BUT_FULL.code, Code.OVER_SAMPLE.code}
        if Code.PAIR_INCOMPLETE.code in found:
            top = form[field.key].top
            yield field.key, "缺分子" if is_blank(top) else "缺分母"
        elif found - at_odds:
            yield field.key, "需更正"
        elif found:
            yield field.key, "前后矛盾"
        elif entry.used is not None:
            yield field.key, "按自评" if entry.is_own else "已填"
        elif part.shape.is_gate or field in item.asked(part, answers.values):
            yield field.key, "待填"
        else:
            yield field.key, "不需填"


def is_blank(content: Content) -> bool:
    return content is None or content in BLANKS
