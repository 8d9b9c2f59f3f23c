"""Formats met in offices, made by the programs that write them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

import fyscore
from fyscore.problems import ProblemsError
from tests.command import EXAMPLES, PATIENCE, run

pytestmark = pytest.mark.slow

SOURCE = EXAMPLES / "example-district-2023.xlsx"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as LibreOffice saves it in other formats."""
    folder = tmp_path_factory.mktemp("office")
    for kind in ("xls", "ods", "fods", "csv", "html", "xlsx"):
        subprocess.run(
            [shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{folder}/profile",
             "--headless", "--convert-to", kind, "--outdir", str(folder), str(SOURCE)],
            check=True, capture_output=True, timeout=PATIENCE,
        )  # fmt: skip
    return folder


def test_what_libreoffice_saves_reads_the_same(office: Path) -> None:
    ours, theirs = (fyscore.read_workbook(p) for p in (SOURCE, office / SOURCE.name))
    assert theirs.values == ours.values
    assert (theirs.unit, theirs.year) == (ours.unit, ours.year)
    assert {k: (e.evidence, e.remark) for k, e in theirs.entries.items()} == {
        k: (e.evidence, e.remark) for k, e in ours.entries.items()
    }


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("xls", "file_old_format", "旧版 .xls 或 .et"),
        ("ods", "file_ods", "OpenDocument"),
        ("fods", "file_xml", "XML"),
        ("csv", "file_csv", "CSV"),
        ("html", "file_html", "网页"),
    ],
)
@pytest.mark.parametrize("named", ["own", ".xlsx"])
def test_another_format_is_told_by_content_and_how_to_save_it(
    office: Path, tmp_path: Path, kind: str, code: str, said: str, named: str
) -> None:
    source = office / f"{SOURCE.stem}.{kind}"
    path = tmp_path / (source.name if named == "own" else "a.xlsx")
    shutil.copy(source, path)
    with pytest.raises(ProblemsError) as caught:
        fyscore.read_workbook(path)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert said in problem.found
    assert "另存为“Excel 工作簿(*.xlsx)”" in problem.fix


def test_a_password_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with SOURCE.open("rb") as plain, path.open("wb") as locked:
        OOXMLFile(plain).encrypt("secret", locked)
    done = run("score", path)
    assert done.returncode == 3
    assert "文件有密码保护" in done.stderr
    assert "取消打开密码" in done.stderr


def test_an_old_workbook_with_a_password_is_told_from_one_without() -> None:
    from fyscore.xlsx.container import _xls_has_password

    first = b"\x09\x08\x04\x00\x00\x06\x05\x00"
    assert _xls_has_password(first + b"\x2f\x00\x36\x00")
    assert not _xls_has_password(first + b"\xe1\x00\x02\x00")
    assert not _xls_has_password(b"")


def test_a_folder_tells_of_what_it_cannot_read_and_passes_over_lock_files(
    office: Path, tmp_path: Path
) -> None:
    for name in ("a.xls", "b.ods", "c.xlsx"):
        shutil.copy(office / f"{SOURCE.stem}{Path(name).suffix}", tmp_path / name)
    (tmp_path / "~$c.xlsx").write_bytes(b"x")
    done = run("score", tmp_path, "--summary-only", "--json")
    assert done.returncode == 3
    assert "a.xls：不能评分" in done.stderr
    assert "b.ods：不能评分" in done.stderr
    assert "~$" not in done.stderr
    assert "评分1个" in run("score", tmp_path, "--summary-only", "-f").stdout


def test_macros_are_never_run_only_read_past(tmp_path: Path) -> None:
    """A .xlsm is read for its cells; the project inside it is not even looked at."""
    import zipfile

    path = tmp_path / "a.xlsm"
    with zipfile.ZipFile(SOURCE) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            new.writestr(name, content)
        new.writestr("xl/vbaProject.bin", b"not a project at all")
    assert fyscore.read_workbook(path).values == fyscore.read_workbook(SOURCE).values
