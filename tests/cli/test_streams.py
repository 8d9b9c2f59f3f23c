"""Standard streams and odd arguments: closed, full, cut off, not text; never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.command import COMMAND, EXAMPLES, PATIENCE, run, validated
from tests.form import Form

pytestmark = pytest.mark.slow
SOURCE = EXAMPLES / "example-district-2023.xlsx"


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        ["bash", "-c", line], cwd=cwd, env=env, capture_output=True, timeout=PATIENCE
    )


def fyscore(arguments: str) -> str:
    return f"'{COMMAND}' {arguments}"


def test_head_ends_it_quietly_and_the_workbook_is_written(tmp_path: Path) -> None:
    line = fyscore(f"score '{SOURCE}' -o o.xlsx") + " | head -1; exit ${PIPESTATUS[0]}"
    done = shell(line, tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "o.xlsx").exists()


@pytest.mark.parametrize(
    ("redirection", "code"), [(">&-", 0), ("2>&-", 0), (">/dev/full", 74), (">&- 2>&-", 0)]
)
@pytest.mark.parametrize(
    "command", ["score {} -o o.xlsx", "check {}", "rules list", "gaps {} --json"]
)
def test_streams_that_take_nothing(
    tmp_path: Path, command: str, redirection: str, code: int
) -> None:
    done = shell(fyscore(command.format(f"'{SOURCE}'")) + f" {redirection}", tmp_path)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "o.xlsx").exists() is command.startswith("score")


def test_a_workbook_on_standard_input(tmp_path: Path) -> None:
    done = shell(f"cat '{SOURCE}' | " + fyscore("score - --json"), tmp_path)
    (result,) = validated("result", done.stdout.decode())["results"]
    assert result["total"] == 94.6
    assert [path.name for path in tmp_path.iterdir()] == ["标准输入-评分.xlsx"]
    assert shell(f"cat '{SOURCE}' | " + fyscore("check -"), tmp_path).returncode == 0
    listed = shell(f"echo '{SOURCE}' | " + fyscore("check - --json"), tmp_path)
    assert json.loads(listed.stdout)["files"][0]["file"] == str(SOURCE)


LONG = "长" * 200 + ".xlsx"


@pytest.mark.parametrize(
    "name",
    [LONG.encode(), "某区.xlsx".encode("gbk"), b"no/such/folder.xlsx"],
    ids=["long", "GBK", "no folder"],
)
@pytest.mark.parametrize("command", ["score", "check", "report -o r.html", "gaps", "diff"])
def test_a_name_that_is_none_is_one_files_problem(
    tmp_path: Path, form: Form, name: bytes, command: str
) -> None:
    form.save(tmp_path / "a.xlsx", {"14.registered": 8}, "某区", 2023)
    second = [] if command == "gaps" else [b"a.xlsx"]
    arguments = [str(COMMAND).encode(), *command.encode().split(), name, *second]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(arguments, cwd=tmp_path, env=env, capture_output=True, timeout=PATIENCE)
    assert b"Traceback" not in done.stderr
    assert "程序出错".encode() not in done.stderr
    assert done.returncode == 3
    if command == "score":
        assert (tmp_path / "a-评分.xlsx").exists()
        assert (tmp_path / "评分排名.xlsx").exists()


def test_a_file_whose_name_is_gbk_is_scored(tmp_path: Path, form: Form) -> None:
    """As a zip made on a Chinese Windows is unpacked on Linux."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "某区.xlsx".encode("gbk")))
    form.save(path, {"14.registered": 8}, "某区", 2023)
    done = run("score", tmp_path, "--table", tmp_path / "r.csv", "--report", tmp_path / "r.html")
    assert done.returncode == 0, done.stderr
    assert "某区.xlsx" in (tmp_path / "r.csv").read_text("utf-8-sig")
    assert run("score", tmp_path, "--resume").returncode == 0
    one = run("score", tmp_path, "--json", "--summary-only")
    assert validated("result", one.stdout)["results"][0]["unit"] == "某区"


def test_a_nul_in_a_list_is_one_files_problem(tmp_path: Path, form: Form) -> None:
    form.save(tmp_path / "a.xlsx", {"14.registered": 8}, "某区", 2023)
    (tmp_path / "l.txt").write_bytes(b"a.xlsx\nb\0.xlsx\n")
    done = run("score", "@l.txt", "--json", cwd=tmp_path)
    assert done.returncode == 3
    document = validated("result", done.stdout)
    assert (len(document["results"]), len(document["failures"])) == (1, 1)


def test_an_unreadable_folder_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fyscore.files import inputs

    def walk(top: Path, onerror: object) -> list[object]:
        onerror(PermissionError(13, "Permission denied", str(top / "锁着")))  # type: ignore[operator]
        return []

    monkeypatch.setattr(inputs.os, "walk", walk)
    found = inputs.expand([str(tmp_path)])
    (failure,) = found.failures
    assert failure.file.endswith("锁着")
    assert failure.problems[0].code == "file_unreadable"


@pytest.mark.parametrize(
    "arguments",
    [
        ["score", SOURCE, "--fail-under", "nan"],
        ["score", SOURCE, "--fail-under", "inf"],
        ["gaps", SOURCE, "--target", "nan"],
        ["gaps", SOURCE, "--target", "-inf"],
        ["gaps", SOURCE, "--what-if", "25.rate"],
        ["gaps", SOURCE, "--what-if", "25.rate=፩/፪"],
        ["gaps", SOURCE, "--what-if", "25.rate=²"],
        ["score", SOURCE, "--reading", "bounds"],
        ["score", SOURCE, "—json"],
        ["score", SOURCE, "–quiet"],
        ["score", SOURCE, "--rulebook", "a\nb"],
    ],
)
def test_wrong_usage_is_said(tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert "程序出错" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", ["inf", "nan", "-inf", "1e999999999"])
def test_a_number_no_standard_has_is_a_fault_of_the_rulebook(tmp_path: Path, number: str) -> None:
    copy = tmp_path / "mine.toml"
    run("rules", "export", copy)
    copy.write_text(
        copy.read_text("utf-8").replace("per_unit = 2,", f"per_unit = {number},"), "utf-8"
    )
    done = run("rules", "lint", copy)
    assert (done.returncode, "不小于0的数" in done.stderr) == (3, True)


def test_a_crash_has_a_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from fyscore import cli

    def fails(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(cli, "app", fails)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 70
