"""What changed between two rulebooks, and who gains and loses by it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from fyscore.rules.load import load_rulebook, rulebook_text
from fyscore.scoring.rules_diff import ChangeKind, compare_rules
from tests.command import EXAMPLES, run, validated
from tests.form import Form

CHANGES = (
    ('max = 16.5, word = "以下"', 'max = 15, word = "以下"'),
    ("target = 8, per_unit = 2", "target = 9, per_unit = 2"),
    ("有成立领导小组（联席会议）的文件", "有成立领导小组的文件"),
)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The standard with two bars moved, a label reworded, one item out and one in."""
    text = rulebook_text()
    for old, other in CHANGES:
        assert old in text
        text = text.replace(old, other, 1)
    start = text.index('[[sections.items]]\nid = "33"')
    end = text.index('[[sections.items]]\nid = "34"')
    text = text[:start] + text[end:]
    text += """
[[sections.items]]
id = "36"
title = "入户指导"
method = "查台账"
parts = [
  { id = "36", max = 2, shape = "proportion", title = "入户指导率", full = 90, fields = [
    { key = "36.rate", type = "percent", label = "新生儿入户指导率" },
  ] },
]
"""
    path = tmp_path_factory.mktemp("rules") / "new.toml"
    path.write_text(text, "utf-8")
    return path


def test_every_kind_of_change_is_told(new: Path) -> None:
    diff = compare_rules(load_rulebook(), load_rulebook(new))
    kinds = {change.id: change.kind for change in diff.changes}
    assert kinds == {
        "2": ChangeKind.REWORDED, "14": ChangeKind.CHANGED, "23": ChangeKind.CHANGED,
        "33": ChangeKind.REMOVED, "36": ChangeKind.ADDED,
    }  # fmt: skip
    (changed,) = (change for change in diff.changes if change.id == "23")
    assert "16.5" in changed.old[0]
    assert "15/10万" in changed.new[0]
    assert not compare_rules(load_rulebook(), load_rulebook()).changes


def test_what_is_of_the_whole_standard_is_told(tmp_path: Path) -> None:
    text = (EXAMPLES / "rulebooks/shapes.toml").read_text("utf-8")
    path = tmp_path / "new.toml"
    for old, new in (
        ("cap = 72", "cap = 60"), ('bounds = "inclusive"', 'bounds = "exclusive"'),
        ("cap = 10", "cap = 9"), ("total = 76", "total = 75"), ("target = 92", "target = 99"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    diff = compare_rules(load_rulebook(EXAMPLES / "rulebooks/shapes.toml"), load_rulebook(path))
    told = {setting.name: (setting.old, setting.new) for setting in diff.settings}
    assert told["总分上限"] == ("72分", "60分")
    assert told["口径 bounds"] == ("以上、以下含本数", "以上、以下不含本数")
    assert told["第4部分"] == ("加分项14分，最多计10分", "加分项14分，最多计9分")
    assert "92%" in told["2026年起"][0]
    assert "99%" in told["2026年起"][1]
    assert not diff.changes


def test_who_gains_and_loses_and_by_what(new: Path, tmp_path: Path) -> None:
    form = Form()
    common = {"33.complete": "是", "2a.document": "是"}
    for unit, typed in (
        ("甲县", {"14.registered": 8, "23.rate": 14}),
        ("乙县", {"14.registered": 9, "23.rate": 16}),
        ("丙县", {"14.registered": 9, "23.rate": 14}),
    ):
        form.save(tmp_path / f"{unit}.xlsx", common | typed, unit, 2023)
    old = "liunan-2023-25"
    out = tmp_path / "对比.xlsx"
    done = run("rules", "diff", old, new, tmp_path, "-o", out, "--json")
    assert done.returncode == 0, done.stderr
    document = validated("rules_diff", done.stdout)
    units = {unit["unit"]: unit for unit in document["units"]}
    assert {name: unit["change"] for name, unit in units.items()} == {
        "甲县": -4,
        "乙县": -4,
        "丙县": -2,
    }
    assert units["甲县"]["items"] == [{"id": "14", "change": -2}, {"id": "33", "change": -2}]
    assert units["甲县"]["pending"] == ["第36项"]
    assert (units["乙县"]["old_rank"], units["丙县"]["new_rank"]) == (1, 1)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["条目变化", "单位得失", "条目影响"]
    assert book["单位得失"]._charts  # type: ignore[attr-defined]
    told = run("rules", "diff", old, new, tmp_path).stdout
    assert "3个单位：得分增加0个，减少3个" in told
    assert "第36项 入户指导：增加" in told
    # From saved results, without the workbooks: the same.
    saved = run("score", tmp_path / "甲县.xlsx", tmp_path / "乙县.xlsx", tmp_path / "丙县.xlsx",
                "--out-dir", tmp_path / "o", "--json").stdout  # fmt: skip
    (tmp_path / "a.json").write_text(saved, "utf-8")
    again = run("rules", "diff", old, new, tmp_path / "a.json", "--json")
    assert [u["change"] for u in validated("rules_diff", again.stdout)["units"]] == [
        u["change"] for u in document["units"]
    ]


def test_what_cannot_be_scored_is_told(new: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"%PDF-1.4")
    done = run("rules", "diff", "liunan-2023-25", new, tmp_path / "坏.xlsx", "--json")
    assert done.returncode == 3
    assert validated("rules_diff", done.stdout)["failures"][0]["problems"][0]["code"] == "file_pdf"
    assert run("rules", "diff", "nowhere", new).returncode == 2
