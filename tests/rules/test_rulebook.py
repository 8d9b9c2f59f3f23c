"""The built-in rulebook, and a gallery of broken ones each refused with its line."""

from __future__ import annotations

import pickle
from fractions import Fraction
from pathlib import Path

import pytest

from fyscore.problems import ProblemsError
from fyscore.rules.load import load_rulebook, rulebook_text, with_readings
from fyscore.rules.model import Rulebook


def test_the_standard_is_all_there(rulebook: Rulebook) -> None:
    assert [int(s.max) for s in rulebook.sections] == [17, 14, 26, 12, 10, 15, 6]
    assert [i.id for i in rulebook.items] == [str(n) for n in range(1, 36)]
    assert len(list(rulebook.parts)) == 46
    assert len(rulebook.fields) == 78


@pytest.mark.parametrize(
    ("item", "points"),
    {
        1: 8,
        2: 4,
        3: 3,
        5: 4,
        8: 6,
        10: 5,
        11: 4,
        12: 5,
        14: 4,
        15: 4,
        16: 0,
        28: 1,
        30: 6,
        32: 4,
    }.items(),
)
def test_points_of_items(rulebook: Rulebook, item: int, points: int) -> None:
    assert rulebook.item(str(item)).max == points


def test_parameters_are_exact(rulebook: Rulebook) -> None:
    assert rulebook.fields["23.rate"].maximum == Fraction("16.5")
    assert rulebook.fields["26.rate"].maximum == Fraction("0.3")
    assert rulebook.item("17").parts[0].params["per_unit"] == Fraction("0.4")


def test_it_is_frozen_and_travels_between_processes(rulebook: Rulebook) -> None:
    with pytest.raises(AttributeError):
        rulebook.id = "other"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(rulebook)).fields == dict(rulebook.fields)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("score = 17", "score = 16", "rulebook_sum", 'title = "组织领导保障有力"'),
        ("total = 100", "total = 99", "rulebook_sum", ""),
        ('shape = "shortfall"', 'shape = "shortfal"', "rulebook_shape", 'title = "备案托育机构达到家数"'),
        ('key = "25.rate", type = "percent"', 'key = "25.rate", type = "ratio"', "rulebook_type", 'key = "25.rate"'),
        ("min = 97", "min = 197", "rulebook_bound", 'key = "25.rate"'),
        ("min = 97, ", "", "rulebook_part", 'title = "婚前医学检查率"'),
        ('key = "27.rate"', 'key = "25.rate"', "rulebook_repeated_key", 'key = "25.rate", type = "percent", label = "7岁'),
        ("per_unit = 2,", "", "rulebook_number", 'title = "备案托育机构达到家数"'),
        ("per_unit = 2,", 'per_unit = "2",', "rulebook_number", 'title = "备案托育机构达到家数"'),
        ('id = "14", max', 'id = "41", max', "rulebook_citation", 'title = "备案托育机构达到家数"'),
        ('id = "14"\n', 'id = "十四"\n', "rulebook_citation", 'title = "备案托育机构数"'),
        ('word = "以下"', 'word = "左右"', "rulebook_word", 'key = "23.rate"'),
        ('veto = "flag"', 'veto = "maybe"', "rulebook_reading", 'veto = "maybe"'),
        ("[readings]", "[readings", "rulebook_syntax", "[readings"),
        (', label = "党委政府重视、出台支持措施：酌情评分"', "", "rulebook_missing", 'key = "1.mark"'),
        ("per_unit = 2,", "per_unit = 0,", "rulebook_bound", 'title = "备案托育机构达到家数"'),
        ("min = 1, word", "min = 0, word", "rulebook_bound", 'key = "2b.meetings"'),
        ('id = "2a", max = 2', 'id = "2a", max = 0', "rulebook_number", 'title = "领导小组（联席会议）文件"'),
        ("scale = 1000", "scale = 0.5", "rulebook_number", "scale = 0.5"),
        ("fact = true", 'fact = "是"', "rulebook_truth", 'fact = "是"'),
        ('by = "assessors"', 'by = "专家"', "rulebook_by", 'by = "专家"'),
        ('veto = "flag"', 'vetos = "flag"', "rulebook_reading", 'vetos = "flag"'),
        ('id = "15b", max', 'id = "15a", max', "rulebook_repeated_id", ""),
        ('shape = "deduct", title', 'shape = "void_if", title', "rulebook_shape", ""),
        ('score = 17\n', 'score = 17\ncap = 17\n', "rulebook_cap", ""),
        ("parts = [", "part = [", "rulebook_missing", ""),
        ("sample = 3", "simple = 3", "rulebook_unknown_name", 'title = "随机抽查用人单位落实情况"'),
    ],
)  # fmt: skip
def test_a_broken_rulebook_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: str
) -> None:
    text = rulebook_text()
    assert old in text
    broken = tmp_path / "broken.toml"
    changed = text.replace(old, new, 1)
    broken.write_text(changed, encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_rulebook(broken)
    found = [p for p in caught.value.problems if p.code == code]
    assert found, [p.message for p in caught.value.problems]
    if line:
        numbers = [n for n, t in enumerate(changed.splitlines(), 1) if line in t]
        assert int(found[0].cell.strip("第行")) in numbers


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = rulebook_text().replace("score = 17", "score = 16").replace('"shortfall"', '"x"')
    broken = tmp_path / "broken.toml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_rulebook(broken)
    assert {p.code for p in caught.value.problems} >= {"rulebook_sum", "rulebook_shape"}


def test_an_unknown_rulebook_and_an_unknown_reading(rulebook: Rulebook) -> None:
    with pytest.raises(ProblemsError, match="liunan-2023-25"):
        load_rulebook("nowhere")
    with pytest.raises(ValueError, match="没有“x”这种口径"):
        with_readings(rulebook, {"x": "y"})
    with pytest.raises(ValueError, match="inclusive"):
        with_readings(rulebook, {"bounds": "both"})


def test_an_exported_copy_with_other_thresholds_is_a_rulebook(tmp_path: Path) -> None:
    copy = tmp_path / "mine.toml"
    text = rulebook_text().replace("target = 8", "target = 10")
    copy.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())  # as Notepad saves it
    book = load_rulebook(copy)
    assert book.item("14").parts[0].params["target"] == 10
    assert book.digest != load_rulebook().digest
