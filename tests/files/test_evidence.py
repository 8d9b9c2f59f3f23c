"""Which evidence is there, missing, empty, or named twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from fyscore.answers import Answers, Entry
from fyscore.files.evidence import evidence_notices, evidence_problems, find_evidence
from fyscore.rules.model import Rulebook
from tests.command import run, validated
from tests.form import Form


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder as a clerk keeps it."""
    (tmp_path / "材料").mkdir()
    (tmp_path / "材料/纪要，第1次.pdf").write_bytes(b"x")
    (tmp_path / "材料/空.docx").write_bytes(b"")
    (tmp_path / "照片").mkdir()
    (tmp_path / "空夹").mkdir()
    (tmp_path / "台账/第一季度").mkdir(parents=True)
    (tmp_path / "台账/第一季度/1.pdf").write_bytes(b"x")
    (tmp_path / "照片/1.jpg").write_bytes(b"x")
    return tmp_path


def found(desk: Path, rulebook: Rulebook, **texts: str) -> list[tuple[str, str]]:
    entries = {key.replace("_", "."): Entry(evidence=text) for key, text in texts.items()}
    answers = Answers(entries, file=str(desk / "a.xlsx"))
    return [(e.name, e.status) for e in find_evidence(answers, rulebook)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("材料/纪要，第1次.pdf", [("材料/纪要，第1次.pdf", "file")]),  # a comma of its own
        ("材料\\空.docx", [("材料\\空.docx", "empty")]),  # as Windows writes it
        ("照片；空夹", [("照片", "folder"), ("空夹", "empty")]),
        ("照片\n方案.docx", [("照片", "folder"), ("方案.docx", "missing")]),
        ("台账", [("台账", "folder")]),  # what is in it lies further down
        ("照片，空夹", [("照片", "folder"), ("空夹", "empty")]),  # folders look like no file
        ("方案.docx、照片", [("方案.docx", "missing"), ("照片", "folder")]),
        ("《方案.docx》", [("方案.docx", "missing")]),
        ("某政办〔2023〕25号，第三条", [("某政办〔2023〕25号，第三条", "note")]),
        ("https://example.org/a.pdf", [("https://example.org/a.pdf", "note")]),
        ("长" * 5000, [("长" * 5000, "note")]),
        ("a\0b.pdf", [("a\0b.pdf", "missing")]),
        ("  ；； ", []),
    ],
)
def test_what_an_entry_names(
    desk: Path, rulebook: Rulebook, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(desk, rulebook, **{"7_joint": text}) == expected


def test_a_file_named_twice_is_noticed_and_a_note_is_not(desk: Path, rulebook: Rulebook) -> None:
    evidence = {
        "2a.document": "照片/1.jpg；25号",
        "7.joint": "照片\\1.jpg；25号",
        "14.registered": "照片；照片",
    }
    entries = {key: Entry(evidence=text) for key, text in evidence.items()}
    answers = Answers(entries, file=str(desk / "a.xlsx"))
    entries = find_evidence(answers, rulebook)
    assert [(e.key, e.also) for e in entries if e.also] == [
        ("2a.document", ("7.joint",)),
        ("7.joint", ("2a.document",)),
        ("14.registered", ("14.registered",)),
        ("14.registered", ("14.registered",)),
    ]
    assert "佐证材料“照片”在 14.registered 重复使用" in evidence_notices(entries)


def test_the_command_names_cells_and_exits_by_what_is_missing(desk: Path, form: Form) -> None:
    cell = form.cell("7.joint", "佐证材料")
    path = form.save(desk / "a.xlsx", {"7.joint": "是"}, "某区", 2023)
    form.cell("7.joint", "佐证材料").value = "照片；没有.pdf"
    form.book.save(path)
    done = run("check", path, "--evidence")
    assert done.returncode == 1
    assert f"填报!{cell.coordinate}（7.joint）：佐证材料“没有.pdf”找不到" in done.stderr
    assert run("check", path).returncode == 0
    document = validated("check", run("check", path, "--evidence", "--json").stdout)
    statuses = [e["status"] for e in document["files"][0]["evidence"]]
    assert statuses == ["folder", "missing"]
    (desk / "没有.pdf").write_bytes(b"x")
    mended = run("check", path, "--evidence")
    assert (mended.returncode, "2条，没有缺失" in mended.stdout) == (0, True)


def test_a_file_that_cannot_be_read_says_nothing_of_its_evidence(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    done = run("check", tmp_path / "a.xlsx", "--evidence")
    assert done.returncode == 3
    assert "佐证材料" not in done.stdout + done.stderr


def test_problems_say_where_and_how_to_fix_it(desk: Path, rulebook: Rulebook) -> None:
    entry = Entry(evidence="空夹", evidence_cell="填报!H20")
    answers = Answers({"7.joint": entry}, file=str(desk / "a.xlsx"))
    (problem,) = evidence_problems(find_evidence(answers, rulebook))
    assert (problem.code, problem.place) == ("evidence_empty", "填报!H20")
    assert "相对于工作簿所在的文件夹" in problem.fix
