"""The changes shown in docs/extending.md work as they stand there, and keep what they promise."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.command import run
from tests.form import Form

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
CHANGES = ("item", "shape", "format", "problem", "sheet", "command")
SHOWN = dict(
    zip(
        CHANGES,
        re.findall(
            r"```diff\n(.*?)```", (ROOT / "docs/extending.md").read_text("utf-8"), re.DOTALL
        ),
        strict=True,
    )
)
#: What each of them touches.
TOUCHED = {
    "item": {"my.toml", "my.cases.csv"},
    "shape": {
        "my.toml",
        "my.cases.csv",
        "fyscore/rules/shapes/excess.py",
        "fyscore/rules/shapes/__init__.py",
        "examples/rulebooks/shapes.toml",
        "examples/rulebooks/shapes.cases.csv",
        "tests/fuzz/independent.py",
        "tests/rules/test_excess.py",
    },
    "format": {"fyscore/report/text.py", "fyscore/report/formats.py"},
    "problem": {"fyscore/problems/codes.py"},
    "sheet": {
        "fyscore/forms/sheets/evidence.py",
        "fyscore/forms/writer.py",
        "fyscore/tables/headings.py",
    },
    "command": {
        "fyscore/cli/blanks.py",
        "fyscore/cli/__init__.py",
        "fyscore/documents/blanks.py",
        "tests/cli/test_blanks.py",
    },
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_touches_few_places(change: str) -> None:
    named = re.findall(r"^\+\+\+ b/(.*)$", SHOWN[change], re.MULTILINE)
    assert set(named) == TOUCHED[change]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newcomer's copy of the project, with an exported rulebook and every change made."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("fyscore", "tests", "examples", "scripts", "docs", "templates"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    assert run("rules", "export", copy / "my.toml").returncode == 0
    for diff in SHOWN.values():
        subprocess.run(
            ["git", "apply", "-"], cwd=copy, input=diff.encode(), check=True, capture_output=True
        )
    return copy


def tried(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the copy, which comes first on Python's path."""
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=project, capture_output=True, encoding="utf-8",
        env={"PYTHONPATH": str(project), "PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def here(project: Path, *arguments: str) -> str:
    """What it prints."""
    done = tried(project, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


STANDARD = ("--rulebook", "my.toml")


def test_item_and_shape_are_sound_and_explained(project: Path) -> None:
    assert "6个案例都对" in here(project, "fyscore", "rules", "lint", "my.toml")
    told = here(project, "fyscore", "rules", "show", "37", *STANDARD)
    assert "不超过1次，得2分，每多1次扣0.4分" in told
    assert "自2027年起（补充通知）：迟报：不超过2次，得2分" in told


def test_a_parameter_never_seen_before_goes_through_a_workbook_and_back(project: Path) -> None:
    here(project, "fyscore", "rules", "export", "there.xlsx", *STANDARD)
    here(project, "fyscore", "rules", "export", "back.toml", "--rulebook", "there.xlsx")
    assert (project / "back.toml").read_text("utf-8") == (project / "my.toml").read_text("utf-8")
    book = openpyxl.load_workbook(project / "there.xlsx")
    parts, changes = book["评分点"], book["年度变化"]
    for sheet, shown in ((parts, 1), (changes, 2)):
        (column,) = (c for c in sheet.iter_cols() if any(x.value == "免扣数" for x in c))
        assert shown in [cell.value for cell in column]


@pytest.mark.parametrize(("year", "score"), [(2026, 1.2), (2027, 1.6)])
def test_it_is_asked_for_scored_and_dated(project: Path, year: int, score: float) -> None:
    name = f"{year}.xlsx"
    here(project, "fyscore", "template", name, "--year", str(year), *STANDARD)
    form = Form(template=project / name)
    form.cell("36.rate").value, form.cell("37.late").value = 0.85, 3
    form.book.save(project / name)
    scored = json.loads(here(project, "fyscore", "score", name, "--json", "-f", *STANDARD))
    parts = {p["id"]: p for i in scored["results"][0]["items"] for p in i["parts"]}
    assert (parts["36"]["score"], parts["37"]["score"]) == (2, score)
    assert f"即可再得{2 - score:.1f}分" in parts["37"]["remedy"]


def test_the_tests_that_such_a_change_must_pass(project: Path) -> None:
    here(
        project, "pytest", "-q", "-p", "no:cacheprovider", "tests/rules/test_excess.py",
        "tests/rules/test_shapes.py", "tests/rules/test_rules_workbook.py",
        "tests/prove/test_owed.py", "tests/cli/test_blanks.py",
        "-k", "not round_trip_of_any and not office",
    )  # fmt: skip


def test_every_boundary_and_all_numbers_are_proved(project: Path) -> None:
    program = (
        "from tests.prove import items\n"
        "rows = [*items.boundaries_of(items.using('excess')), *items.proofs_of(items.using('excess'))]\n"
        "assert all(count for _, count, _ in rows), rows\n"
        "print([wrong for _, _, wrong in rows if wrong])\n"
    )
    (project / "proved.py").write_text(program, encoding="utf-8")
    assert here(project, "proved").strip() == "[]"


def test_what_a_shape_owes_is_said_by_name(project: Path, tmp_path: Path) -> None:
    lazy = tmp_path / "lazy"
    shutil.copytree(project, lazy, ignore=shutil.ignore_patterns("__pycache__", "*.xlsx"))
    shutil.copytree(ROOT / "examples/rulebooks", lazy / "examples/rulebooks", dirs_exist_ok=True)
    shutil.copy(ROOT / "tests/fuzz/independent.py", lazy / "tests/fuzz")
    told = tried(lazy, "pytest", "-q", "-p", "no:cacheprovider", "tests/prove/test_owed.py").stdout
    assert "no rulebook of the proofs uses the shape 'excess'" in told
    assert "tests/fuzz/independent.py: SHAPES lacks 'excess'" in told


def test_a_parameter_that_nobody_declared_is_named(project: Path, tmp_path: Path) -> None:
    lazy = tmp_path / "lazy"
    shutil.copytree(project, lazy, ignore=shutil.ignore_patterns("__pycache__", "*.xlsx"))
    shape = lazy / "fyscore/rules/shapes/excess.py"
    declared = "part_params = (ALLOWED, PER_UNIT)"
    text = shape.read_text("utf-8")
    assert declared in text
    shape.write_text(text.replace(declared, "part_params = (PER_UNIT,)"), encoding="utf-8")
    done = tried(lazy, "fyscore", "rules", "lint", "my.toml")
    assert (done.returncode, "allowed" in done.stderr) == (3, True)


def test_a_format_is_asked_for_by_its_name(project: Path) -> None:
    here(project, "fyscore", "report", "examples/example-district-2023.xlsx", "-o", "r.txt")
    assert (project / "r.txt").read_text("utf-8-sig").startswith("示例区（虚构）：94.6 分")


def test_a_problem_that_no_test_produces_is_named(project: Path) -> None:
    here(project, "scripts.write_problems")
    assert "file_quattro" in (project / "docs/problems.md").read_text("utf-8")
    done = tried(
        project, "pytest", "-q", "-p", "no:cacheprovider", "tests/problems", "-k", "produced"
    )
    assert done.returncode == 1
    assert "no test produces these: ['FILE_QUATTRO']" in done.stdout


def test_a_sheet_is_written_and_read_over_as_our_own(project: Path) -> None:
    example = "examples/example-district-2023.xlsx"
    here(project, "fyscore", "score", example, "-o", "scored.xlsx", "-f")
    rows = list(openpyxl.load_workbook(project / "scored.xlsx")["佐证清单"].values)
    assert rows[0] == ("条款", "填报内容", "佐证材料")
    assert len(rows) > 10
    again = json.loads(
        here(project, "fyscore", "score", "scored.xlsx", "--json", "-o", "again.xlsx", "-f")
    )
    assert "sheets_left_out" not in [n["code"] for n in again["results"][0]["notices"]]


def test_a_command_is_listed_and_its_document_has_a_schema(project: Path) -> None:
    assert "blanks" in here(project, "fyscore", "--help")
    told = json.loads(
        here(project, "fyscore", "blanks", "templates/indicator_template.xlsx", "--json")
    )
    assert (told["schema"], len(told["blanks"]) > 30) == ("fyscore.blanks/1", True)
    here(project, "scripts.write_schemas")
    schema = json.loads(
        (project / "fyscore/documents/schemas/blanks.schema.json").read_text("utf-8")
    )
    assert set(schema["required"]) == set(told)
