"""What a command line's file arguments mean."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from fyscore.files.inputs import expand
from fyscore.files.names import scored_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", "a-评分.xlsx", "说明.txt", "子/c.xlsm"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    return tmp_path


def test_a_folder_gives_its_workbooks_sorted_without_locks_and_outputs(folder: Path) -> None:
    assert [p.name for p in expand([str(folder)]).paths] == ["a.xlsx", "b.xlsx", "c.xlsm"]


def test_a_pattern_is_expanded_where_the_shell_did_not(folder: Path) -> None:
    assert [p.name for p in expand([str(folder / "*.xlsx")]).paths] == ["a.xlsx", "b.xlsx"]


def test_two_stars_reach_into_every_folder(folder: Path) -> None:
    (folder / "子/孙").mkdir()
    (folder / "子/孙/d.xlsx").touch()
    found = expand([str(folder / "**/*.xls?")]).paths
    assert [p.name for p in found] == ["a.xlsx", "b.xlsx", "c.xlsm", "d.xlsx"]


def test_lists_standard_input_and_repeats(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = folder / "list.txt"
    listed.write_text(f"{folder / 'b.xlsx'}\n\n{folder / 'a.xlsx'}\n", encoding="utf-8-sig")
    listing = io.BytesIO(f"{folder / 'a.xlsx'}\n".encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(listing))
    assert [p.name for p in expand([f"@{listed}", "-"]).paths] == ["b.xlsx", "a.xlsx"]


def test_a_list_saved_by_notepad_in_gbk_is_read(folder: Path) -> None:
    listed = folder / "清单.txt"
    listed.write_bytes(str(folder / "子/c.xlsm").encode("gbk"))
    assert [p.name for p in expand([f"@{listed}"]).paths] == ["c.xlsm"]


def test_a_named_file_is_taken_whatever_it_is(tmp_path: Path) -> None:
    assert expand([str(tmp_path / "none.xlsx")]).paths == [tmp_path / "none.xlsx"]


def test_where_the_scored_workbook_goes() -> None:
    assert scored_path(Path("x/某区.xlsx")) == Path("x/某区-评分.xlsx")
