"""Every row of the worked cases, through a real workbook file; and tables that are wrong.

The rows are data, readable without Python: what is filled in, what it scores
by the notice, and why.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import pytest

import fyscore
from fyscore.problems import ProblemsError
from fyscore.rules.load import rulebook_text
from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
from fyscore.scoring.worked_cases import Case, cases_that_fail, load_cases
from tests.form import Form

CASES = load_cases("liunan-2023-25")


def test_each_case_in_a_form_with_cases_of_other_items(
    form: Form, rulebook: Rulebook, tmp_path: Path
) -> None:
    """As many forms as the item with the most cases has; each holds the next case of every item."""
    items = {part.id: part.item for part in rulebook.parts}
    by_item: dict[str, list[Case]] = {}
    for case in CASES:
        by_item.setdefault(items[case.part], []).append(case)
    for together in zip_longest(*by_item.values()):
        cases = [case for case in together if case is not None]
        typed = {key: value for case in cases for key, value in case.filled.items()}
        result = fyscore.score_file(form.save(tmp_path / "a.xlsx", typed), rulebook).result
        parts = {part.id: part for part in result.parts()}
        for case in cases:
            part = parts[case.part]
            assert part.status != "pending", case
            assert part.score == case.points, case
            vetoes = part.status is Status.VETO
            assert bool(part.reason) == (part.score < part.max or vetoes), case
        assert result.total == sum(case.points for case in cases)


def test_every_part_has_cases_and_there_are_enough(rulebook: Rulebook) -> None:
    assert {case.part for case in CASES} == {part.id for part in rulebook.parts}
    assert len(CASES) >= 200


def test_lint_works_the_same_cases(rulebook: Rulebook) -> None:
    assert list(cases_that_fail(CASES, rulebook)) == []


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A rulebook file with room for a table beside it."""
    path = tmp_path / "own.toml"
    path.write_text(rulebook_text(), encoding="utf-8")
    return path


def test_a_rulebook_need_not_have_cases(own: Path) -> None:
    assert load_cases(own) == ()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("14,14.registered=7,3,错的", "得2分"),
        ("14,14.registred=7,2,字段写错", "没有字段 14.registred"),
        ("14,14.registered=七,2,不是数", "不能用"),
        ("2b,2b.meetings=1,2,少填", "没有填"),
        ("99,14.registered=7,2,没有这个评分点", "没有评分点 99"),
        ("5a,5a.complete=是; 5a.mark=1,2,互相矛盾", "5a"),
    ],
)
def test_a_wrong_case_is_told_with_its_line(
    own: Path, rulebook: Rulebook, row: str, found: str
) -> None:
    own.with_suffix(".cases.csv").write_text(
        f"评分点,填报,得分,说明\n14,14.registered=8,4,对的\n{row}\n", encoding="utf-8"
    )
    (problem,) = cases_that_fail(load_cases(own), rulebook)
    assert found in problem.message
    assert (problem.sheet, problem.cell) == ("案例表", "A3")


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (b"part,filled\n", "表头不对"),
        ("评分点,填报,得分,说明\n14,14.registered,2,没有值\n".encode(), "读不懂"),
        ("评分点,填报,得分,说明\n14,14.registered=8,四,不是数\n".encode(), "读不懂"),
        ("评分点".encode("gbk"), "表头不对"),
        (b"\xff\xff\xff", "读不出"),
    ],
    ids=["headings", "no value", "no number", "another encoding", "no text"],
)
def test_a_table_that_cannot_be_read(own: Path, table: bytes, found: str) -> None:
    own.with_suffix(".cases.csv").write_bytes(table)
    with pytest.raises(ProblemsError, match=found):
        load_cases(own)
