"""The terminal summary says what matters, in the standard's terms."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from fyscore.answers import Answer, Answers
from fyscore.problems import Problem, ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.scoring.score import score
from fyscore.terminal.problems import show_failure
from fyscore.terminal.result import show_result


def shown(capsys: pytest.CaptureFixture[str], rulebook: Rulebook, values: dict[str, Answer]) -> str:
    show_result(score(Answers.of(values, "[red]某区[/red]", 2023), rulebook), ["一条提示"])
    return capsys.readouterr().out


def test_a_veto_is_shown_first_and_last(
    capsys: pytest.CaptureFixture[str], rulebook: Rulebook
) -> None:
    lines = shown(capsys, rulebook, {"16.accidents": Answer(F(1))}).splitlines()
    told = [n for n, line in enumerate(lines) if "一票否决，不具备参评资格" in line]
    assert told[0] <= 1
    assert told[-1] >= len(lines) - 2


def test_total_pending_range_and_notices(
    capsys: pytest.CaptureFixture[str], rulebook: Rulebook
) -> None:
    text = shown(capsys, rulebook, {"14.registered": Answer(F(7)), "25.rate": Answer(F(97))})
    assert "总分 4 / 100 分" in text
    assert "最高可达 98 分" in text
    assert "待填 44 个评分点" in text
    assert "各种口径下总分 2～4 分，随口径变动的条目：25" in text
    assert "提示：一条提示" in text
    assert "[red]某区[/red]" in text  # what a person typed is never markup


def test_every_problem_of_a_file_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [
        Problem("a", "填的是“七”", "数值", "请填数字。", "填报", "D40", "14.registered"),
        Problem("b", "缺少一行", "每一行", "请补上。"),
    ]
    show_failure(ProblemsError("某区.xlsx", problems))
    told = capsys.readouterr().err
    assert "某区.xlsx：不能评分，有 2 个问题" in told
    assert "1. 填报!D40（14.registered）：填的是“七”；应为数值。请填数字。" in told
    assert "2. 缺少一行；应为每一行。请补上。" in told
