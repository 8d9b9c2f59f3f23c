"""What a file really is, told by its content, and damage that is a problem, not a crash."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import fyscore
from tests.form import GOOD, Form
from tests.forms.test_reader import problems_of
from tests.ole import container


def _zip(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"<html><table></table></html>", "file_html"),
        ("项目,内容\n单位名称,某区\n".encode("gbk"), "file_csv"),
        ("项目,内容\n单位名称,某区\n".encode("utf-16"), "file_csv"),
        (b"%PDF-1.7 ...", "file_pdf"),
        (b'<?xml version="1.0"?><office:document/>', "file_xml"),
        (b"{\\rtf1\\ansi ...}", "file_rtf"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "file_mht"),
        (b'{"schema": "fyscore.result/1"}', "file_json"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "file_image"),
        (b"Rar!\x1a\x07\x01\x00", "file_packed"),
        (_zip(("Index/Document.iwa", b"x"), ("Metadata/Properties.plist", b"x")), "file_numbers"),
        (container("Workbook"), "file_old_format"),
        (container("Workbook") + _zip(("[Content_Types].xml", b"<T/>")), "file_old_format"),
        (container("WordDocument"), "file_word"),
        (container("PowerPoint Document"), "file_not_workbook"),
        (container("EncryptedPackage"), "file_encrypted"),
        (bytes(range(256)) * 8, "file_unknown"),
        (GOOD[: len(GOOD) // 2], "file_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "file_old_format"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
            "file_encrypted",
        ),
        (_zip(("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<T/>")), "file_word"),
        (_zip(("mimetype", b"x"), ("content.xml", b"<x/>")), "file_ods"),
        (_zip(("readme.txt", b"x")), "file_not_workbook"),
        (_zip(("[Content_Types].xml", b"<T/>"), ("xl/workbook.bin", b"x")), "file_xlsb"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_file_really_is(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert [p.code for p in problems_of(path)] == [code]


def _mutate(target: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[:-40],
        lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY e "e">]><worksheet', 1),
        lambda xml: xml.replace(b'<c r="A1" ', b'<c r="??" ', 1),
        lambda xml: xml.replace(b'encoding="UTF-8"', b'encoding="UTF-0"', 1),
        lambda xml: xml.replace(b"spreadsheetml/2006/main", b"1", 1),
        lambda xml: re.sub(rb'(<c r="D3" s="\d+"/>)', rb"\1\1", xml),
        lambda xml: re.sub(rb'<row r="4"', rb'<row r="3"', xml),
    ],
    ids=[
        *("cut short", "entities", "bad reference"),
        *("unknown encoding", "another namespace", "a cell twice", "a row twice"),
    ],
)
def test_damage_inside_is_a_problem_not_a_crash(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.xlsx"
    _mutate(path, "xl/worksheets/sheet3.xml", change)
    assert [p.code for p in problems_of(path)] == ["file_damaged"]


@pytest.mark.slow
def test_an_archive_that_unpacks_to_hundreds_of_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(_zip(("[Content_Types].xml", b"<T/>"), ("xl/x.xml", bytes(300 * 1024**2))))
    assert [p.code for p in problems_of(path)] == ["file_too_large"]


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "none.xlsx")[0].code == "file_missing"
    assert problems_of(tmp_path)[0].code == "file_is_folder"


def test_the_name_does_not_matter_and_the_input_is_untouched(form: Form, tmp_path: Path) -> None:
    source = form.save(tmp_path / "a.xlsx", {"14.registered": 8})
    other = tmp_path / "a.et"
    shutil.copy(source, other)
    before = other.read_bytes()
    assert fyscore.read_workbook(other).values["14.registered"].value == 8
    assert other.read_bytes() == before
