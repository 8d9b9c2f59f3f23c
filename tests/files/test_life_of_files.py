"""People's files: what a person made or edited is still there, whatever the command."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from fyscore.files.fingerprint import Found, found_at
from fyscore.files.names import scored_path
from tests.command import run, validated
from tests.form import Form

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path, form: Form) -> Path:
    """Two forms of a clerk's."""
    for name, count in (("甲区", 7), ("乙区", 8)):
        form.save(tmp_path / f"{name}.xlsx", {"14.registered": count}, name, 2023)
    return tmp_path


def edit(path: Path, text: str = "改过") -> bytes:
    """Work in a workbook as a spreadsheet program does: everything is saved anew."""
    book = openpyxl.load_workbook(path)
    book["填报"]["I5"] = text
    book.save(path)
    return path.read_bytes()


def test_fix_the_form_and_score_again(desk: Path, form: Form) -> None:
    """The everyday loop needs no --force; with a report neither."""
    source, report = desk / "甲区.xlsx", desk / "报告.html"
    for count, total in ((7, "总分 2/"), (8, "总分 4/")):
        form.save(source, {"14.registered": count}, "甲区", 2023)
        done = run("score", source, "--report", report)
        assert (done.returncode, total in done.stdout) == (0, True), done.stderr
        assert found_at(desk / "甲区-评分.xlsx") is Found.OURS
        assert found_at(report) is Found.OURS


@pytest.mark.parametrize("options", [[], ["--resume"], ["--json"]])
@pytest.mark.parametrize("what", [".", "甲区.xlsx"])
def test_an_edited_scored_workbook_is_kept_and_said_so(
    desk: Path, what: str, options: list[str]
) -> None:
    assert run("score", ".", cwd=desk).returncode == 0
    content = edit(desk / "甲区-评分.xlsx")
    assert found_at(desk / "甲区-评分.xlsx") is Found.EDITED
    form = Form()
    form.save(desk / "甲区.xlsx", {"14.registered": 6}, "甲区", 2023)
    done = run("score", what, *options, cwd=desk)
    assert "甲区-评分.xlsx”已存在，而且写出后有人改过" in done.stderr
    assert (desk / "甲区-评分.xlsx").read_bytes() == content
    assert done.returncode == (0 if "--json" in options else 2)


@pytest.mark.parametrize("options", [["--resume"], ["-f"], ["--resume", "-f"]])
def test_an_output_that_is_an_input_is_never_written(desk: Path, options: list[str]) -> None:
    assert run("score", "甲区.xlsx", cwd=desk).returncode == 0
    kept = {path: path.read_bytes() for path in desk.iterdir()}
    done = run("score", "甲区.xlsx", "甲区-评分.xlsx", *options, "--out-dir", ".", cwd=desk)
    assert "就是输入文件" in done.stderr
    assert {path: path.read_bytes() for path in kept} == kept


def test_scoring_a_scored_workbook_never_doubles_the_suffix(desk: Path) -> None:
    run("score", "甲区.xlsx", cwd=desk)
    for source, target in (("甲区-评分", "甲区-评分-2"), ("甲区-评分-2", "甲区-评分-3")):
        done = run("score", f"{source}.xlsx", cwd=desk)
        assert done.returncode == 0, done.stderr
        assert (desk / f"{target}.xlsx").exists()
    names = {path.name for path in desk.glob("*评分*")}
    assert names == {"甲区-评分.xlsx", "甲区-评分-2.xlsx", "甲区-评分-3.xlsx"}
    again = run("score", ".", "--summary-only", "--json", cwd=desk)
    files = [result["file"] for result in validated("result", again.stdout)["results"]]
    assert files == ["乙区.xlsx", "甲区.xlsx"]  # none of them is an input
    assert scored_path(Path("a-评分-评分.xlsx")) == Path("a-评分-评分-2.xlsx")


def spellings(desk: Path) -> list[Path]:
    """Other ways to the form 甲区.xlsx."""
    form, inside = desk / "甲区.xlsx", desk / "in"
    inside.mkdir()
    (inside / "hard.xlsx").hardlink_to(form)
    (inside / "soft.xlsx").symlink_to(form)
    (desk / "there").symlink_to(desk, target_is_directory=True)
    return [
        form,
        inside / "hard.xlsx",
        inside / "soft.xlsx",
        desk / "in/../甲区.xlsx",
        desk / "there/甲区.xlsx",
        Path("..", desk.name, "甲区.xlsx"),
    ]


@pytest.mark.parametrize(
    "command",
    [
        ["score", "甲区.xlsx", "-f", "-o"],
        ["score", "甲区.xlsx", "乙区.xlsx", "-f", "--out-dir", "out", "--table"],
        ["score", "甲区.xlsx", "-f", "-o", "neu.xlsx", "--report"],
        ["diff", "甲区.xlsx", "乙区.xlsx", "-f", "-o"],
        ["report", "甲区.xlsx", "-f", "-o"],
    ],
)
def test_no_output_of_any_command_replaces_an_input(desk: Path, command: list[str]) -> None:
    before = (desk / "甲区.xlsx").read_bytes()
    for target in spellings(desk):
        done = run(*command, target, cwd=desk)
        assert done.returncode == 2, (command, target, done.stdout)
        assert "Traceback" not in done.stderr
        assert (desk / "甲区.xlsx").read_bytes() == before


def test_rulebooks_templates_and_lists_are_inputs_too(desk: Path) -> None:
    run("rules", "export", "own.toml", cwd=desk)
    shutil.copy(desk / "own.toml", desk / "kept.toml")
    (desk / "list.md").write_text("甲区.xlsx\n乙区.xlsx\n", encoding="utf-8")
    (desk / "own.html").write_text("{{ rulebook.id }}", encoding="utf-8")
    for command in (
        ["rules", "export", "own.toml", "--rulebook", "own.toml", "-f"],
        ["report", "@list.md", "-o", "list.md", "-f"],
        ["report", "甲区.xlsx", "-o", "own.html", "--template", "own.html", "-f"],
    ):
        done = run(*command, cwd=desk)
        assert (done.returncode, "就是输入文件" in done.stderr) == (2, True), done.stderr
    assert (desk / "own.toml").read_bytes() == (desk / "kept.toml").read_bytes()


def test_a_form_called_as_the_ranking_is(desk: Path) -> None:
    shutil.copy(desk / "甲区.xlsx", desk / "评分排名.xlsx")
    before = (desk / "评分排名.xlsx").read_bytes()
    done = run("score", "评分排名.xlsx", "乙区.xlsx", "-f", cwd=desk)
    assert done.returncode == 2
    assert (desk / "评分排名.xlsx").read_bytes() == before


def test_two_outputs_of_one_run_do_not_replace_each_other(desk: Path) -> None:
    done = run("score", "甲区.xlsx", "-o", "x.xlsx", "--report", "y.html", cwd=desk)
    assert done.returncode == 0
    done = run("score", ".", "--table", "r.csv", "--table", "./r.csv", "-f", cwd=desk)
    assert done.returncode == 2
    assert "已经写过" in done.stderr


@pytest.mark.parametrize("name", ["x.txt", "x", "x.csv"])
def test_a_workbook_is_called_one(desk: Path, name: str) -> None:
    for command in (["score", "甲区.xlsx"], ["diff", "甲区.xlsx", "乙区.xlsx"]):
        done = run(*command, "-o", name, cwd=desk)
        assert (done.returncode, ".xlsx" in done.stderr) == (2, True)
        assert not (desk / name).exists()


def test_a_table_is_replaced_only_where_the_journal_wrote_it(desk: Path) -> None:
    options = ["--summary-only", "--table", "r.csv"]
    assert run("score", ".", *options, cwd=desk).returncode == 0
    assert run("score", ".", *options, "--resume", cwd=desk).returncode == 0
    (desk / "r.csv").write_text("mine")
    done = run("score", ".", *options, "--resume", cwd=desk)
    assert done.returncode == 2
    assert (desk / "r.csv").read_text() == "mine"


def test_a_folder_of_one_file_is_a_batch(desk: Path) -> None:
    (desk / "乙区.xlsx").unlink()
    done = run("score", ".", "--summary-only", "--table", "r.csv", cwd=desk)
    assert done.returncode == 0
    names = {path.name for path in desk.iterdir()}
    assert names == {"甲区.xlsx", "r.csv", "评分排名.xlsx", ".fyscore-journal.jsonl"}
    assert run("score", "*.xlsx", "-o", "x.xlsx", cwd=desk).returncode == 2


def test_the_same_unit_and_year_twice_is_told(desk: Path) -> None:
    shutil.copy(desk / "甲区.xlsx", desk / "甲区（改）.xlsx")
    done = run("score", ".", "--summary-only", cwd=desk)
    assert "甲区 2023年度有2份" in done.stderr
    assert "乙区 2023" not in done.stderr
