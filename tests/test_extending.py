"""The changes shown in docs/extending.md work as they stand there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import run
from tests.form import Form

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
ITEM, SHAPE, FORMAT, PROBLEM = re.findall(
    r"```diff\n(.*?)```", (ROOT / "docs/extending.md").read_text("utf-8"), re.DOTALL
)


def touched(diff: str) -> set[str]:
    return set(re.findall(r"^\+\+\+ b/(.*)$", diff, re.MULTILINE))


def test_each_touches_few_places() -> None:
    rulebook = {"my.toml", "my.cases.csv"}
    assert touched(ITEM) == rulebook
    assert touched(SHAPE) == rulebook | {
        "fyscore/rules/shapes/excess.py",
        "fyscore/rules/shapes/__init__.py",
        "tests/rules/test_excess.py",
    }
    assert touched(FORMAT) == {"fyscore/report/text.py", "fyscore/report/formats.py"}
    assert touched(PROBLEM) == {"fyscore/problems/codes.py"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A newcomer's copy of the project, with an exported rulebook and both changes made."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("fyscore", "tests", "examples", "scripts"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    assert run("rules", "export", copy / "my.toml").returncode == 0
    for diff in (ITEM, SHAPE, FORMAT, PROBLEM):
        subprocess.run(
            ["git", "apply", "-"], cwd=copy, input=diff.encode(), check=True, capture_output=True
        )
    return copy


def here(project: Path, *arguments: str) -> str:
    """What the copy's own code prints; the copy comes first on Python's path."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=project, capture_output=True, encoding="utf-8",
        env={"PYTHONPATH": str(project), "PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_they_go_the_whole_way(project: Path) -> None:
    standard = ("--rulebook", "my.toml")
    assert "6个案例都对" in here(project, "fyscore", "rules", "lint", "my.toml")
    assert "不超过1次得2分，每多1次扣0.4分" in here(
        project, "fyscore", "rules", "show", "37", *standard
    )
    here(project, "pytest", "-q", "-p", "no:cacheprovider", "tests/rules/test_excess.py",
         "tests/rules/test_shapes.py")  # fmt: skip
    here(project, "fyscore", "template", "t.xlsx", *standard)
    form = Form(template=project / "t.xlsx")
    form.cell("36.rate").value, form.cell("37.late").value = 0.85, 3
    form.book.save(project / "filled.xlsx")
    scored = json.loads(here(project, "fyscore", "score", "filled.xlsx", "--json", *standard))
    parts = {p["id"]: p for i in scored["results"][0]["items"] for p in i["parts"]}
    assert (parts["36"]["score"], parts["37"]["score"]) == (2, 1.2)
    assert "减少2次，即可再得0.8分" in parts["37"]["remedy"]


def test_a_format_is_asked_for_by_its_name(project: Path) -> None:
    here(project, "fyscore", "report", "examples/example-district-2023.xlsx", "-o", "r.txt")
    assert (project / "r.txt").read_text("utf-8-sig").startswith("示例区（虚构）：94.6 分")


def test_a_problem_that_no_test_produces_is_named(project: Path) -> None:
    (project / "docs").mkdir()
    here(project, "scripts.write_problems")
    assert "file_quattro" in (project / "docs/problems.md").read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/problems",
         "-k", "produced"],
        cwd=project, capture_output=True, encoding="utf-8",
        env={"PYTHONPATH": str(project), "PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "no test produces these: ['FILE_QUATTRO']" in done.stdout
