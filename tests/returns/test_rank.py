"""What several machines scored becomes the ranking that one would have made."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

import fyscore
from fyscore.answers import Answer, Answers
from fyscore.documents.result import result_document
from fyscore.documents.saved import load_saved
from fyscore.rules.load import load_rulebook, with_readings
from fyscore.rules.readings import COMBINATIONS
from fyscore.scoring.rank_range import with_ranges
from fyscore.scoring.ranking import Row, rank
from fyscore.scoring.result import Result
from fyscore.scoring.score import score
from tests.command import EXAMPLES, run, validated
from tests.form import Form

RULEBOOK = fyscore.load_rulebook()
RATES = ("29.activity_places", "29.nursing_rooms", "35.awareness", "35.satisfaction", "8a.coverage")


def measured(dice: Random, unit: str) -> Answers:
    """A unit whose place hangs on how the wording is read."""
    values = {key: Answer(F(dice.randrange(8500, 10000), 100)) for key in RATES}
    values["29.nursing_rooms"] = Answer(F(dice.randrange(170, 200) * 100, 199))
    values["23.rate"] = Answer(F(dice.choice((90, 95, 97))))
    values["14.registered"] = Answer(F(dice.randrange(4, 8)))
    values["16.accidents"] = Answer(F(dice.random() < 0.1))
    return Answers.of(values, unit, 2023, f"{unit}.xlsx")


def results(seed: int, count: int, readings: dict[str, str] | None = None) -> list[Result]:
    dice = Random(seed)
    rulebook = with_readings(RULEBOOK, readings or {})
    return [score(measured(dice, f"县{n}"), rulebook) for n in range(count)]


def saved(path: Path, results: list[Result]) -> Path:
    path.write_text(json.dumps(result_document(results, [])), "utf-8")
    return path


# ---------------------------------------------------------------- shards


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, form, dice = tmp_path_factory.mktemp("counties"), Form(), Random(3)
    (folder / "forms").mkdir()
    for n in range(42):
        answers: dict[str, object] = {
            key: f"{dice.randrange(170, 200)}/199" for key in RATES if key in form.rows
        }
        answers["14.registered"] = "七" if n % 10 == 4 else dice.randrange(9)
        answers["16.accidents"] = int(n % 9 == 5)
        form.save(folder / f"forms/县{n:02}.xlsx", answers, f"县{n}", 2023)
    return folder


@pytest.mark.slow
def test_seven_shards_make_the_bytes_of_one_run(folder: Path, tmp_path: Path) -> None:
    files = sorted(folder.glob("forms/*.xlsx"))
    # The reading under which scores have no end of decimals.
    more = ("--summary-only", "--json", "--reading", "partial_point=linear")
    whole = run(
        "score", folder / "forms", "--out-dir", tmp_path, "--table", tmp_path / "a.csv", *more
    )
    assert whole.returncode == 3
    assert '"exact"' in whole.stdout
    (tmp_path / "whole.json").write_text(whole.stdout, "utf-8")
    for n in range(7):
        shard = run("score", *files[n::7], "--out-dir", tmp_path / f"{n}", *more)
        (tmp_path / f"shard{n}.json").write_text(shard.stdout, ("utf-8", "utf-16")[n % 2])
    lines = "\n".join(
        json.dumps(json.loads((tmp_path / f"shard{n}.json").read_text(("utf-8", "utf-16")[n % 2])))
        for n in (5, 6)
    )
    (tmp_path / "last.jsonl").write_text(lines, "utf-8")
    shards = [*(tmp_path / f"shard{n}.json" for n in (3, 1, 0, 4, 2)), tmp_path / "last.jsonl"]
    for name, given in (("shards", shards), ("again", [tmp_path / "whole.json", *shards])):
        made, table = tmp_path / f"{name}.xlsx", tmp_path / f"{name}.csv"
        done = run("rank", *given, "-o", made, "--table", table)
        assert done.returncode == 3, done.stderr
        assert "评分38个，未能评分4个" in done.stdout
        assert "各口径名次" in done.stdout
        assert made.read_bytes() == (tmp_path / "评分排名.xlsx").read_bytes()
        assert table.read_bytes() == (tmp_path / "a.csv").read_bytes()


def test_ranking_as_json_and_report(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", results(1, 12))
    done = run("rank", path, "-o", tmp_path / "r.xlsx", "--report", tmp_path / "r.html", "--json")
    assert done.returncode == 0, done.stderr
    ranking = validated("ranking", done.stdout)["ranking"]
    assert len(ranking) == 12
    assert all(entry["best"] <= entry["rank"] <= entry["worst"] for entry in ranking)
    assert "县3" in (tmp_path / "r.html").read_text("utf-8")


# ---------------------------------------------------------------- ranges


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_a_rank_s_range_is_what_scoring_under_every_reading_gives(seed: int) -> None:
    chosen = Random(seed).choice(COMBINATIONS)
    under = with_readings(RULEBOOK, dict(chosen))
    ranked = with_ranges(rank([Row.of(r) for r in results(seed, 25, dict(chosen))]), under)
    places: dict[str, set[int]] = {}
    for other in COMBINATIONS:
        if other["veto"] == chosen["veto"]:
            for entry in rank([Row.of(r) for r in results(seed, 25, dict(other))]):
                places.setdefault(entry.row.unit, set()).add(entry.rank)
    for entry in ranked:
        assert (entry.best, entry.worst) == (
            min(places[entry.row.unit]),
            max(places[entry.row.unit]),
        )
        assert bool(entry.deciding) == entry.depends
    assert any(entry.depends for entry in ranked)


def test_the_item_that_decides_is_named() -> None:
    def unit(name: str, awareness: str, mark: str) -> Row:
        values = {"35.awareness": Answer(F(awareness)), "35.satisfaction": Answer(F(100))}
        values["1.mark"] = Answer(F(mark))
        return Row.of(score(Answers.of(values, name, 2023), RULEBOOK))

    # A fraction of a point short counts as one, unless the wording is read otherwise.
    ranked = rank([unit("甲", "100", "0.5"), unit("乙", "89.99", "0.51"), unit("丙", "100", "8")])
    ranged = with_ranges(ranked, RULEBOOK)
    assert [(e.row.unit, e.span, e.deciding) for e in ranged] == [
        ("丙", "1", ()),
        ("甲", "2～3", ("35",)),
        ("乙", "2～3", ("35",)),
    ]


def test_a_row_is_kept_whole_by_a_journal() -> None:
    rows = [Row.of(result) for result in results(5, 10, {"partial_point": "linear"})]
    assert any(row.moved for row in rows)
    for row in rows:
        assert Row.load(json.loads(json.dumps(row.dump()))) == row


# ---------------------------------------------------------------- what is refused


def refused(*arguments: str | Path, code: int = 3) -> str:
    done = run("rank", *arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    return done.stderr


def test_different_readings_are_told_and_refused_unless_asked_for(tmp_path: Path) -> None:
    one = saved(tmp_path / "甲市.json", results(1, 3))
    other = [replace(r, unit=f"乙{r.unit}") for r in results(2, 4, {"bounds": "exclusive"})]
    two = saved(tmp_path / "乙市.json", other)
    target = tmp_path / "r.xlsx"
    said = refused(one, two, "-o", target)
    assert "甲市.json（3份）" in said
    assert "乙市.json（4份）" in said
    assert "以上、以下不含本数" in said
    assert not target.exists()
    assert run("rank", one, two, "-o", target, "--mixed").returncode == 0


@pytest.mark.parametrize(("name", "value"), [("version", "0.0.1"), ("digest", "000000000000")])
def test_another_version_or_text_of_the_rulebook_is_told(
    tmp_path: Path, name: str, value: str
) -> None:
    one, other = results(1, 2)
    changed = replace(other, **{name: value})  # type: ignore[arg-type]
    said = refused(saved(tmp_path / "a.json", [one, changed]), "-o", tmp_path / "r.xlsx")
    assert value in said


def test_units_to_which_something_does_not_apply_are_ranked(tmp_path: Path) -> None:
    shapes = load_rulebook(EXAMPLES / "rulebooks/shapes.toml")
    rows = [
        score(Answers.of({"6.none": Answer(yes), "6a.rate": Answer(F(90)), "6b.mark": Answer(F(2))}, unit, 2025), shapes)
        for unit, yes in (("甲县", True), ("乙县", False))
    ]  # fmt: skip
    path = saved(tmp_path / "a.json", rows)
    chosen = ("--rulebook", EXAMPLES / "rulebooks/shapes.toml")
    done = run("rank", path, "-o", tmp_path / "r.xlsx", *chosen, "--json")
    assert done.returncode == 0, done.stderr
    first, second = validated("ranking", done.stdout)["ranking"]
    assert (first["unit"], first["items"]["6"], first["max_total"]) == ("乙县", 6, 72)
    assert (second["unit"], second["items"]["6"], second["max_total"]) == ("甲县", None, 70)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert "满分" in [cell.value for cell in book["排名"][1]]
    assert book["条目得分"]["H3"].value == "不涉及"
    (mean,) = (r for r in book["条目平均"].iter_rows(values_only=True) if r[0] == "6")
    assert mean[3] == 6
    assert "6." not in str([cell.value for cell in book["排名"][3]])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.update(vetoed=True, eligible=False), "不等于"),
        (lambda one: one.update(max_total=99), "不等于"),
        (lambda one: one.update(year=10**30), "year"),
        (lambda one: one.update(unit="\ud800"), "score --json"),
        (lambda one: one["sections"].append(one["sections"][0]), "--rulebook"),
        (lambda one: one.update(digest="000000000000"), "文本不同"),
        (lambda one: next(p for i in one["items"] for p in i["parts"] if "by_reading" in p)["by_reading"].pop(), "by_reading"),
    ],
)  # fmt: skip
def test_a_result_that_was_changed_is_no_traceback(tmp_path: Path, change: Any, said: str) -> None:
    path = saved(tmp_path / "a.json", results(3, 1))
    document = json.loads(path.read_text("utf-8"))
    change(document["results"][0])
    path.write_text(json.dumps(document), "utf-8")
    told = refused(path, "-o", tmp_path / "r.xlsx")
    assert said in told
    assert "程序出错" not in told


def test_the_order_of_readings_is_no_difference(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", results(1, 2))
    document = json.loads(path.read_text("utf-8"))
    one = document["results"][0]
    one["readings"] = dict(reversed(one["readings"].items()))
    path.write_text(json.dumps(document), "utf-8")
    assert run("rank", path, "-o", tmp_path / "r.xlsx").returncode == 0


def test_a_unit_and_year_with_two_results_is_a_conflict(tmp_path: Path) -> None:
    one, other = results(1, 2)
    paths = [
        saved(tmp_path / "a.json", [one]),
        saved(tmp_path / "b.json", [replace(other, unit="县0")]),
    ]
    said = refused(*paths, "-o", tmp_path / "r.xlsx")
    assert "县0 2023年度有不同的结果" in said
    assert "a.json" in said


def test_a_changed_total_is_found(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", results(1, 2))
    document = json.loads(path.read_text("utf-8"))
    document["results"][0]["total"] += 5
    path.write_text(json.dumps(document), "utf-8")
    assert "不等于" in refused(path, "-o", tmp_path / "r.xlsx")


def test_results_by_another_standard_are_refused(tmp_path: Path) -> None:
    (first, *others) = results(1, 2)
    shorter = replace(first, items=first.items[:-1])
    path = saved(tmp_path / "a.json", [shorter, *others])
    assert "--rulebook" in refused(path, "-o", tmp_path / "r.xlsx", "--mixed")


@pytest.mark.parametrize("text", ["", "[]", '{"schema": "fyscore.check/1", "files": []}', "{}{"])
def test_what_is_no_result_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    assert "score --json" in refused(path, "-o", tmp_path / "r.xlsx")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert "找不到" in refused(tmp_path / "none.json", "-o", tmp_path / "r.xlsx")


def test_a_ranking_never_replaces_a_file_of_results(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", results(1, 2))
    before = path.read_bytes()
    assert "输入文件" in refused(path, "-o", path, "--force", code=2)
    assert path.read_bytes() == before


@pytest.mark.slow
def test_saved_problems_come_back_with_their_messages(folder: Path, tmp_path: Path) -> None:
    bad: list[Any] = [tmp_path / "x.xlsx", folder / "forms/县04.xlsx"]
    bad[0].write_bytes(b"%PDF-1.4")
    done = run("score", *bad, "--out-dir", tmp_path, "--json")
    (tmp_path / "a.json").write_text(done.stdout, "utf-8")
    failures = load_saved(tmp_path / "a.json").failures
    told = [[p["message"] for p in f["problems"]] for f in json.loads(done.stdout)["failures"]]
    assert [[p.message for p in failure.problems] for failure in failures] == told
