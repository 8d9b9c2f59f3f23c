"""Outputs are whole or absent, and never overwrite unasked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fyscore.output import OutputError, write_whole


def test_a_new_file_is_written_with_the_usual_rights(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.bin"
    write_whole(target, b"1")
    other = tmp_path / "b"
    other.write_bytes(b"")
    assert target.read_bytes() == b"1"
    assert target.stat().st_mode == other.stat().st_mode


def test_an_existing_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(OutputError, match="--force"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    write_whole(target, b"new", force=True)
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("step", ["fsync", "link", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "a"
    force = step != "link"
    if force:
        target.write_bytes(b"old")
    if step == "link":
        monkeypatch.setattr(os, "link", fail)
    if step in ("link", "replace"):
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="磁盘空间"):
        write_whole(target, b"new", force=force)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == ({"a": b"old"} if force else {})


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="文件夹"):
        write_whole(tmp_path, b"", force=True)
