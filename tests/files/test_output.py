"""Outputs are whole or absent, and never overwrite unasked."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from fyscore.cli.batch import Batch
from fyscore.cli.gates import Gates
from fyscore.cli.options import Running, Show, Wanted
from fyscore.files.inputs import Inputs
from fyscore.files.output import OutputError, Outputs
from fyscore.rules.load import load_rulebook
from tests.command import COMMAND, PATIENCE, run
from tests.form import Form


def test_a_new_file_is_written_with_the_usual_rights(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.bin"
    Outputs().write(target, b"1")
    other = tmp_path / "b"
    other.write_bytes(b"")
    assert target.read_bytes() == b"1"
    assert target.stat().st_mode == other.stat().st_mode


def test_an_existing_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(OutputError, match="--force"):
        Outputs().write(target, b"new")
    assert target.read_bytes() == b"old"
    Outputs(force=True).write(target, b"new")
    assert target.read_bytes() == b"new"


def full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


class FullDisk:
    """A stream that takes nothing."""

    def __init__(self, descriptor: int, *_: object) -> None:
        self.descriptor = descriptor

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)

    write = full_disk


STEPS: dict[str, list[tuple[object, str, object]]] = {
    "make the folder": [(Path, "mkdir", full_disk)],
    "make a temporary file": [(tempfile, "mkstemp", full_disk)],
    "write": [(os, "fdopen", FullDisk)],
    "fsync": [(os, "fsync", full_disk)],
    "set rights": [(Path, "chmod", full_disk)],
    "rename": [(Path, "replace", full_disk), (os, "link", full_disk)],
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("existing", [True, False])
def test_a_failure_at_any_step_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, existing: bool
) -> None:
    target = tmp_path / "a"
    if existing:
        target.write_bytes(b"old")
    for home, name, failing in STEPS[step]:
        monkeypatch.setattr(home, name, failing)
    with pytest.raises(OutputError, match="磁盘空间"):
        Outputs(force=existing).write(target, b"new")
    monkeypatch.undo()
    left = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert left == ({"a": b"old"} if existing else {})


@pytest.mark.slow
def test_a_batch_whose_nth_write_fails_leaves_whole_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three scored workbooks, a table and the ranking: each in turn is the one that fails."""
    form, folder = Form(), tmp_path / "in"
    folder.mkdir()
    paths = [form.save(folder / f"{n}.xlsx", {"14.registered": n}, f"{n}县") for n in (6, 7, 8)]
    sound = os.fsync
    for failing in range(5):
        out = tmp_path / f"out{failing}"
        calls = iter(range(99))

        def sometimes(descriptor: int, calls: Iterator[int] = calls, nth: int = failing) -> None:
            full_disk() if next(calls) == nth else sound(descriptor)

        monkeypatch.setattr(os, "fsync", sometimes)
        wanted = Wanted(folder=out, tables=[out / "t.csv"])
        inputs = Inputs(paths)
        command = Batch(inputs, wanted, Running(jobs=1), load_rulebook(), Gates(), Show(quiet=True))
        assert command.run() == 2
        monkeypatch.undo()
        assert "磁盘空间" in capsys.readouterr().err
        books = sorted(p.name for p in out.glob("*.xlsx"))
        written = {*books, *(p.name for p in out.glob("*.csv"))}
        # The ranking fails before the table is tried.
        assert len(written) == {3: 3}.get(failing, 4)
        for name in books:
            openpyxl.load_workbook(out / name).close()
        assert not list(out.glob("*.tmp")) + list(out.glob(".*.tmp"))


@pytest.mark.slow
def test_two_runs_at_once_do_no_harm(tmp_path: Path) -> None:
    form, folder, out = Form(), tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for n in range(12):
        form.save(folder / f"{n:02}.xlsx", {"14.registered": n % 9}, f"{n}县")
    command = [str(COMMAND), "score", str(folder), "--out-dir", str(out), "--force", "-q"]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in runs:
        told = process.communicate(timeout=PATIENCE)[1]
        assert (process.returncode, told) == (0, "")
    assert len(list(out.glob("*-评分.xlsx"))) == 12
    for path in out.glob("*.xlsx"):
        openpyxl.load_workbook(path).close()
    assert not list(out.glob(".*.tmp"))
    assert run("score", folder, "--out-dir", out, "--resume", "-q").returncode == 0


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="文件夹"):
        Outputs(force=True).write(tmp_path, b"")
