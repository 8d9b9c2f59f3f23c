"""End to end: the installed ``fyscore`` command, as each kind of user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.command import EXAMPLES, run, validated
from tests.form import Form, full_answers

pytestmark = pytest.mark.slow


def test_template_fill_in_score(form: Form, tmp_path: Path) -> None:
    made = run("template", tmp_path / "a.xlsx", "--unit", "某区", "--year", "2023")
    assert made.returncode == 0
    assert "fyscore score" in made.stdout
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for key, typed in full_answers().items():
        if isinstance(typed, str) and typed.endswith("%"):
            typed = float(typed[:-1]) / 100
        book["填报"][form.cell(key).coordinate] = typed
    book.save(tmp_path / "a.xlsx")
    before = (tmp_path / "a.xlsx").read_bytes()
    scored = run("score", tmp_path / "a.xlsx")
    assert scored.returncode == 0, scored.stderr
    assert "总分 100/100分" in scored.stdout
    assert "没有失分" in scored.stdout
    assert (tmp_path / "a-评分.xlsx").exists()
    assert (tmp_path / "a.xlsx").read_bytes() == before
    assert run("score", tmp_path / "a.xlsx").returncode == 0  # ours, and nobody changed it
    again = run("score", tmp_path / "a-评分.xlsx", "--json", "-o", tmp_path / "c.xlsx")
    assert validated("result", again.stdout)["results"][0]["total"] == 100


def test_json_goes_to_standard_output_alone(tmp_path: Path) -> None:
    out = tmp_path / "o.xlsx"
    done = run("score", EXAMPLES / "example-district-2023.xlsx", "--json", "-o", out)
    (result,) = validated("result", done.stdout)["results"]
    assert (result["unit"], result["year"], result["total"]) == ("示例区（虚构）", 2023, 94.6)
    assert done.stderr == ""
    by_id = {p["id"]: p for i in result["items"] for p in i["parts"]}
    assert len(by_id) == 46
    assert len({k for p in by_id.values() for k in p["fields"]}) == 78
    assert by_id["25"]["reason"] == "婚前医学检查率 96.05%，低于97%，不得分"
    assert by_id["25"]["fields"] == {"25.rate": 96.05}


def test_the_examples_tell_their_story(tmp_path: Path) -> None:
    vetoed = run("score", EXAMPLES / "example-vetoed-2023.xlsx", "-o", tmp_path / "v.xlsx")
    assert vetoed.returncode == 0
    assert vetoed.stdout.count("一票否决") >= 1
    assert "不具备参评资格" in vetoed.stdout
    assert "待填" in vetoed.stdout


@pytest.mark.parametrize(
    ("name", "gate", "code"),
    [
        ("district-2023", ["--fail-under", "94.6"], 0),
        ("district-2023", ["--fail-under", "94.61"], 1),
        ("district-2023", ["--require-complete"], 0),
        ("vetoed-2023", ["--require-complete"], 1),
        ("district-2023", ["--fail-on-veto"], 0),
        ("vetoed-2023", ["--fail-on-veto"], 1),
    ],
)
def test_gates(tmp_path: Path, name: str, gate: list[str], code: int) -> None:
    path = EXAMPLES / f"example-{name}.xlsx"
    done = run("score", path, "-q", "-o", tmp_path / "o.xlsx", *gate)
    assert done.returncode == code
    assert done.stdout == ""
    assert ("未通过" in done.stderr) is (code == 1)


def test_readings_change_the_score_and_are_reported(tmp_path: Path) -> None:
    path = EXAMPLES / "example-district-2022.xlsx"
    totals = {}
    for reading in ("partial_point=started", "partial_point=linear"):
        done = run("score", path, "--json", "--reading", reading, "-o", tmp_path / "o.xlsx", "-f")
        (result,) = validated("result", done.stdout)["results"]
        totals[result["readings"]["partial_point"]] = result["total"]
        assert result["range"]["low"] <= result["total"] <= result["range"]["high"]
    assert totals["linear"] > totals["started"]


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path, form: Form) -> None:
    form.save(tmp_path / "a.xlsx", {"14.registered": 7})
    (tmp_path / "b.xlsx").write_text("<html></html>")
    form.save(tmp_path / "c.xlsx", {"14.registered": 8})
    done = run("score", tmp_path, "--json")
    assert done.returncode == 3
    document = validated("result", done.stdout)
    assert [Path(r["file"]).name for r in document["results"]] == ["a.xlsx", "c.xlsx"]
    (failure,) = document["failures"]
    assert failure["problems"][0]["code"] == "file_html"
    assert "b.xlsx" in done.stderr
    made = {p.name for p in tmp_path.iterdir()}
    assert made >= {"a-评分.xlsx", "c-评分.xlsx", "评分排名.xlsx"}
    assert "b-评分.xlsx" not in made


def test_check_reports_places_and_writes_nothing(tmp_path: Path, form: Form) -> None:
    path = form.save(tmp_path / "a.xlsx", {"25.rate": 97.5, "14.registered": 1.5})
    done = run("check", path)
    assert done.returncode == 3
    assert f"填报!{form.cell('25.rate').coordinate}" in done.stderr
    assert f"填报!{form.cell('14.registered').coordinate}" in done.stderr
    assert list(tmp_path.iterdir()) == [path]
    (record,) = validated("check", run("check", path, "--json").stdout)["files"]
    assert [p["code"] for p in record["problems"]] == ["whole_expected", "percent_ambiguous"]
    good = run("check", EXAMPLES / "example-district-2023.xlsx")
    assert (good.returncode, good.stderr) == (0, "")
    assert "没有问题" in good.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["scor"],
        ["score"],
        ["score", "a.xlsx", "--nothing"],
        ["score", "a.xlsx", "--fail-under", "x"],
        ["score", "a.xlsx", "--rulebook", "nowhere"],
        ["score", "a.xlsx", "--reading", "bounds=both"],
        ["score", "a.xlsx", "b.xlsx", "-o", "c.xlsx"],
        ["score", "@none.txt"],
        ["template", "a.xls"],
        ["template", "a.xlsx", "--year", "23"],
        ["rules", "show", "36"],
    ],
)
def test_wrong_usage_is_told_in_chinese(tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert any("\u4e00" <= letter <= "\u9fff" for letter in done.stderr)
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("columns", "encoding"),
    [("40", "utf-8"), ("60", "gbk"), ("80", "gbk"), ("80", "ascii"), ("120", "utf-8")],
)
def test_any_console(tmp_path: Path, encoding: str, columns: str) -> None:
    for name in ("example-district-2022", "example-vetoed-2023"):
        done = run(
            "score",
            EXAMPLES / f"{name}.xlsx",
            "-o",
            tmp_path / f"{name}.xlsx",
            encoding=encoding,
            COLUMNS=columns,
        )
        assert done.returncode == 0
        if encoding != "ascii":
            # Folding may break a line anywhere, but nothing is cut off or lost.
            flat = "".join(c for c in done.stdout if c not in " │|\n")
            assert "…" not in flat
            assert "�" not in flat
            assert "?" not in flat
            assert "总分" in flat
    assert run("--help", encoding=encoding).returncode == 0


def test_gbk_json_is_json() -> None:
    done = run("rules", "list", "--json", encoding="gbk")
    assert validated("rules", done.stdout)["items"][0]["title"].startswith("重视")


def test_rules_can_be_listed_shown_exported_and_checked(tmp_path: Path) -> None:
    assert "35." in run("rules", "list").stdout
    shown = run("rules", "show", "14")
    assert "8家" in shown.stdout
    assert "每少1家扣2分" in shown.stdout
    validated("rule", run("rules", "show", "15", "--json").stdout)
    copy = tmp_path / "mine.toml"
    validated("export", run("rules", "export", copy, "--json").stdout)
    assert run("rules", "lint", copy).returncode == 0
    copy.write_text(copy.read_text("utf-8").replace("score = 17", "score = 18"), "utf-8")
    lint = run("rules", "lint", copy, "--json")
    assert lint.returncode == 3
    (problem,) = [p for p in validated("lint", lint.stdout)["problems"] if "18" in p["message"]]
    assert problem["cell"].startswith("第")


def test_another_rulebook_goes_the_whole_way(tmp_path: Path, form: Form) -> None:
    copy = tmp_path / "mine.toml"
    run("rules", "export", copy)
    text = copy.read_text("utf-8").replace("target = 8", "target = 10")
    copy.write_text(text.replace('id = "liunan-2023-25"', 'id = "mine"'), "utf-8")
    validated("template", run("template", tmp_path / "t.xlsx", "--rulebook", copy, "--json").stdout)
    path = form.save(tmp_path / "a.xlsx", {"14.registered": 9})
    done = run("score", path, "--rulebook", copy, "--json")
    (result,) = validated("result", done.stdout)["results"]
    assert (result["rulebook"], result["total"]) == ("mine", 2)
    assert "两者不同" in run("score", path, "--rulebook", copy, "-f").stdout


def test_nothing_heavy_is_imported_to_start() -> None:
    script = "import sys, fyscore.cli; print(*(m for m in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert not {"pandas", "openpyxl", "jinja2", "xlsxwriter", "rich", "numpy"} & set(loaded)


def test_version_and_module() -> None:
    import fyscore

    assert run("--version").stdout.strip() == f"fyscore {fyscore.__version__}"
    module = subprocess.run(
        [sys.executable, "-m", "fyscore", "--version"], capture_output=True, encoding="utf-8"
    )
    assert module.stdout == run("--version").stdout
