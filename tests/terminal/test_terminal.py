"""The terminal summary says what matters, in the standard's terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction as F
from itertools import pairwise
from pathlib import Path

import pytest

from fyscore.answers import Answer, Answers
from fyscore.display import display_width
from fyscore.problems import Problem, ProblemsError
from fyscore.problems.notices import Notice
from fyscore.rules.model import Rulebook
from fyscore.scoring.score import score
from fyscore.terminal.problems import show_failure
from fyscore.terminal.result import show_result
from tests.command import EXAMPLES, run


def shown(capsys: pytest.CaptureFixture[str], rulebook: Rulebook, values: dict[str, Answer]) -> str:
    answers = replace(Answers.of(values, "[red]某区[/red]", 2023), notices=(Notice("一条提示"),))
    show_result(score(answers, rulebook), rulebook, answers, ["下一步：某命令"])
    return capsys.readouterr().out


def test_a_veto_stands_where_it_is_seen(
    capsys: pytest.CaptureFixture[str], rulebook: Rulebook
) -> None:
    lines = shown(capsys, rulebook, {"16.accidents": Answer(F(1))}).splitlines()
    told = [n for n, line in enumerate(lines) if "【一票否决】不具备参评资格" in line]
    assert told
    assert told[0] >= len(lines) - 12


def test_total_pending_range_and_notices(
    capsys: pytest.CaptureFixture[str], rulebook: Rulebook
) -> None:
    text = shown(capsys, rulebook, {"14.registered": Answer(F(7)), "25.rate": Answer(F(97))})
    assert "总分 4/100分" in text
    assert "最高可达98分" in text
    assert "有44个评分点待填" in text
    assert "各种口径下总分 2～4分，第25项随口径变动" in text
    assert "提示：一条提示" in text
    assert text.rstrip().endswith("下一步：某命令")
    assert "[red]某区[/red]" in text  # what a person typed is never markup


def test_every_problem_of_a_file_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [
        Problem("a", "填的是“七”", "数值", "请填数字。", "填报", "D40", "14.registered"),
        Problem("b", "缺少一行", "每一行", "请补上。"),
    ]
    show_failure(ProblemsError("某区.xlsx", problems))
    told = capsys.readouterr().err
    assert "某区.xlsx：不能评分，有2个问题" in told
    assert "1. 填报!D40（14.registered）：填的是“七”；应为数值。请填数字。" in told
    assert "2. 缺少一行；应为每一行。请补上。" in told


# ---------------------------------------------------------------- laid out as Chinese is set

#: What no line begins with, what none ends with, and what stands with a number before it.
CLOSING, OPENING, UNITS = "，。；：、！？）》”’%‰", "（《“‘", "家次起人户处条项分个对点"
COMMANDS = (
    ("score", "-f", "-o", "OUT"),
    ("gaps", "--target", "97"),
    ("gaps", "--what-if", "14.registered=7"),
    ("check",),
)


def _cells(text: str) -> Iterator[list[str]]:
    """The lines of each table's columns, as they were broken."""
    table: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        parts = [part.strip() for part in re.split("[│|]", line)[1:-1]]
        if parts:
            table.append(parts)
        elif not re.match("[┌├└+]", line):
            yield from ([cell for cell in column if cell] for column in zip(*table, strict=False))
            table = []


def forbidden(text: str) -> list[str]:
    """Lines that begin or end as no line of Chinese does, and numbers parted from their units."""
    found = []
    lines = [re.sub("^[│| ]+|[│| ]+$", "", line) for line in text.splitlines()]
    found += [line for line in lines if line.startswith(tuple(CLOSING))]
    found += [line for line in lines if line.endswith(tuple(OPENING))]
    for cell in _cells(text):
        for line, following in pairwise(cell):
            if re.search(r"[0-9] ?$", line) and following[:1] in UNITS:
                found.append(f"{line}⏎{following}")
            if line.startswith(tuple(CLOSING)) or line.endswith(tuple(OPENING)):
                found.append(line)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("columns", "encoding"),
    [(60, "utf-8"), (72, "gbk"), (80, "gbk"), (80, "utf-8"), (100, "utf-8"), (160, "gbk")],
)
def test_no_line_is_broken_where_chinese_does_not_break(
    columns: int, encoding: str, tmp_path: Path
) -> None:
    seen = 0
    for example in sorted(EXAMPLES.glob("*2023.xlsx")):
        for command, *rest in COMMANDS:
            out = tmp_path / f"{example.stem}.xlsx"
            arguments = [command, example, *(str(out) if a == "OUT" else a for a in rest)]
            done = run(*arguments, encoding=encoding, COLUMNS=str(columns))
            assert done.returncode == 0, done.stderr
            seen += len(done.stdout.splitlines())
            assert forbidden(done.stdout) == [], (command, columns)
        years = [EXAMPLES / "example-district-2022.xlsx", example]
        done = run("diff", *years, encoding=encoding, COLUMNS=str(columns))
        assert forbidden(done.stdout) == [], ("diff", columns)
    for command in ([], ["score"], ["gaps"], ["template"], ["rules", "clauses"]):
        done = run(*command, "--help", encoding=encoding, COLUMNS=str(columns))
        assert forbidden(done.stdout) == [], (command, columns)
    assert seen > 100


@pytest.mark.slow
def test_number_and_unit_stand_alike_everywhere(tmp_path: Path, rulebook: Rulebook) -> None:
    apart = re.compile(f"[0-9%] [{UNITS}]")
    for command in (["score", "-f", "-o", tmp_path / "o.xlsx"], ["gaps"], ["check"]):
        done = run(command[0], EXAMPLES / "example-district-2022.xlsx", *command[1:])
        assert done.stdout
        assert not apart.search(done.stdout), done.stdout
    for item in rulebook.items:
        assert not apart.search(run("rules", "show", item.id).stdout), item.id


def test_a_forbidden_break_would_be_noticed() -> None:
    assert forbidden("甲乙丙\n，丁")
    assert forbidden("│ 1 │ 扣 2 │\n│   │ 分。 │\n")
    assert forbidden("见（\n甲）")
    assert forbidden("扣2分，\n丁") == []


def test_tables_are_true_on_a_console_that_draws_quotes_wide(tmp_path: Path) -> None:
    """A GBK console draws quotes, dashes and frames two columns wide."""
    done = run("gaps", EXAMPLES / "example-district-2023.xlsx", encoding="gbk", COLUMNS="80")
    rows = [line for line in done.stdout.splitlines() if line.startswith(("|", "+"))]
    assert len(rows) > 10
    assert {display_width(row, "WFA") for row in rows} == {80}
