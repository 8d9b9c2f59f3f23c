"""The example scripts do what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import fyscore
from tests.command import COMMAND, EXAMPLES, run, validated

pytestmark = pytest.mark.slow


def batch(folder: Path, out: Path, floor: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "PATH": f"{COMMAND.parent}:{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        ["bash", str(EXAMPLES / "batch.sh"), str(folder), str(out), floor],
        env=env, capture_output=True, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("names", "floor", "code", "said"),
    [
        (["example-district-2022", "example-district-2023"], "60", 0, "都达到60分"),
        (["example-district-2022", "example-district-2023"], "80", 1, "未通过"),
        (["example-district-2023", "example-vetoed-2023"], "60", 1, "一票否决"),
        (["example-district-2023", "example-district-2022", ""], "60", 3, "不能评分"),
    ],
)
def test_the_shell_script(
    tmp_path: Path, names: list[str], floor: str, code: int, said: str
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in names:
        if name:
            shutil.copy(EXAMPLES / f"{name}.xlsx", folder)
        else:
            (folder / "bad.xlsx").write_text("x")
    done = batch(folder, out, floor)
    assert (done.returncode, said in done.stdout) == (code, True), done.stdout
    assert (out / "评分排名.xlsx").exists()
    assert (out / "排名.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    document = validated("result", (out / "结果.json").read_text("utf-8"))
    assert len(document["results"]) == sum(1 for name in names if name)
    assert batch(folder, out, floor).returncode == code  # a second run resumes


def test_the_whole_life_of_an_application(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "PATH": f"{COMMAND.parent}:{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        ["bash", str(EXAMPLES / "workflow.sh"), str(tmp_path / "desk")],
        env=env, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "14份分表：填齐0份" in done.stdout
    assert "14份分表合成：某区-合并.xlsx" in done.stdout
    assert {p.name for p in (tmp_path / "desk").iterdir()} >= {
        *("某区.xlsx", "分工表.xlsx", "分表", "催报表.xlsx"),
        *("某区-合并.xlsx", "某区-合并-评分.xlsx", "整改台账.xlsx", "排名"),
    }


def test_many_counties_of_many_bodies(tmp_path: Path) -> None:
    script = [sys.executable, str(EXAMPLES / "many_hands.py"), str(tmp_path), "2"]
    done = subprocess.run(script, capture_output=True, encoding="utf-8", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2个县、每县12份分表" in done.stdout
    assert len(list((tmp_path / "分表/第001县").glob("*.xlsx"))) == 12
    assert (tmp_path / "评分/评分排名.xlsx").exists()
    rulebook = fyscore.load_rulebook()
    results = [
        fyscore.score_file(path, rulebook).result for path in (tmp_path / "整表").glob("*.xlsx")
    ]
    assert {result.unit for result in results} == {"第000县", "第001县"}
    assert all(result.total > 20 for result in results)


def test_the_powershell_twin_uses_options_that_exist() -> None:
    script = (EXAMPLES / "batch.ps1").read_text("utf-8")
    known = set(re.findall(r"--[a-z-]+", run("score", "--help").stdout))
    used = set(re.findall(r'"(--[a-z-]+)"', script))
    assert used
    assert used <= known
    shell = (EXAMPLES / "batch.sh").read_text("utf-8")
    assert used <= set(re.findall(r"--[a-z-]+", shell))
