"""Tell what a file really is, by content, and open it only if that is safe."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

from fyscore.problems import Code, ProblemsError, why
from fyscore.xlsx.archive import part_name

#: Size of a file, and of what it unpacks to, past which it is not a form somebody filled in.
MAX_FILE = 64 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_MEMBERS = 20_000
_OLE = b"\xd0\xcf\x11\xe0"
#: How files that are no workbooks begin, in lower case, blanks before it left out.
_BEGINNINGS: tuple[tuple[tuple[bytes, ...], Code], ...] = (
    ((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta"), Code.FILE_HTML),
    ((b"<?xml",), Code.FILE_XML),
    ((b"%pdf",), Code.FILE_PDF),
    ((b"{\\rtf",), Code.FILE_RTF),
    ((b"mime-version:", b"from: <saved by"), Code.FILE_MHT),
    ((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm"), Code.FILE_IMAGE),
    ((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b"), Code.FILE_PACKED),
    ((b'{"', b"{\n", b"{\r", b"{ ", b"[{", b"[\n", b"[["), Code.FILE_JSON),
)


def _refuse(file: Path, code: Code, **said: str) -> ProblemsError:
    return ProblemsError(str(file), [code.problem(**said)])


def open_archive(file: Path) -> zipfile.ZipFile:
    """Open an .xlsx archive.

    Raises ProblemsError, naming what the file is instead, if it is none or
    unpacks to more than :data:`MAX_UNPACKED` bytes.
    """
    head, size = _beginning(file)
    if head.startswith(_OLE):  # before zipfile looks for an archive inside it
        raise _refuse(file, _identify_ole(file))
    if size > MAX_FILE:
        raise _too_large(file, f"文件超过{MAX_FILE // 1024 // 1024} MB")
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, struct.error):
        raise _refuse(file, _identify(head)) from None
    try:
        _inspect(file, archive)
    except BaseException:
        archive.close()
        raise
    return archive


def _beginning(file: Path) -> tuple[bytes, int]:
    """The first bytes of a file and its size."""
    try:
        if file.exists() and not file.is_file() and not file.is_dir():
            raise _refuse(file, Code.FILE_SPECIAL)
        with file.open("rb") as stream:
            return stream.read(4096), stream.seek(0, os.SEEK_END)
    except FileNotFoundError:
        raise _refuse(file, Code.FILE_MISSING) from None
    except IsADirectoryError:
        raise _refuse(file, Code.FILE_IS_FOLDER) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL, or letters no file system has
        raise _refuse(file, Code.FILE_UNREADABLE, why=why(error)) from None


def _identify(head: bytes) -> Code:
    """What something is that is no zip archive."""
    if not head:
        return Code.FILE_EMPTY
    if head.startswith(b"PK\x03\x04"):
        return Code.FILE_CUT_SHORT
    plain = head
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    text = plain.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for beginnings, code in _BEGINNINGS:
        if text.startswith(beginnings):
            return code
    if b"\x00" not in plain and (b"," in plain or b"\t" in plain) and b"\n" in plain:
        return Code.FILE_CSV
    return Code.FILE_UNKNOWN


def _identify_ole(file: Path) -> Code:
    """What an OLE container holds: the form of passwords, of .xls, .et and .doc."""
    import olefile

    try:
        with olefile.OleFileIO(file) as container:
            names = {entry[0] for entry in container.listdir()}
            if "EncryptedPackage" in names:
                return Code.FILE_ENCRYPTED
            if "WordDocument" in names:
                return Code.FILE_WORD
            if "PowerPoint Document" in names:
                return Code.FILE_SLIDES
            for name in names & {"Workbook", "Book"}:
                if _xls_has_password(container.openstream(name).read(1024)):
                    return Code.FILE_ENCRYPTED
    except Exception:  # olefile raises whatever a damaged container makes it meet
        with file.open("rb") as stream:
            if "EncryptedPackage".encode("utf-16-le") in stream.read(1024 * 1024):
                return Code.FILE_ENCRYPTED
        return Code.FILE_OLD_DAMAGED
    return Code.FILE_OLD_FORMAT


def _xls_has_password(head: bytes) -> bool:
    """Whether the record after the first says how the rest is encrypted."""
    if len(head) < 4:
        return False
    (length,) = struct.unpack_from("<H", head, 2)
    return head[4 + length : 6 + length] == b"\x2f\x00"


def _too_large(file: Path, what: str) -> ProblemsError:
    return _refuse(file, Code.FILE_TOO_LARGE, what=what)


def _inspect(file: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {part_name(info.filename) for info in members}
    if sum(info.file_size for info in members) > MAX_UNPACKED:
        raise _too_large(file, f"解压后超过{MAX_UNPACKED // 1024 // 1024} MB")
    if len(members) > MAX_MEMBERS:
        raise _too_large(file, f"压缩包里有{len(members)}个文件")
    if any(info.flag_bits & 1 for info in members):
        raise _refuse(file, Code.FILE_ENCRYPTED)
    if "xl/workbook.bin" in names:
        raise _refuse(file, Code.FILE_XLSB)
    if any(name.startswith("word/") for name in names):
        raise _refuse(file, Code.FILE_WORD)
    if "content.xml" in names and "mimetype" in names:
        raise _refuse(file, Code.FILE_ODS)
    if "index/document.iwa" in names or "index.zip" in names:
        raise _refuse(file, Code.FILE_NUMBERS)
    if "[content_types].xml" not in names:
        raise _refuse(file, Code.FILE_ARCHIVE)
