"""Tell what a file really is, by content, and open it only if that is safe."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

from fyscore.problem import Problem, ProblemsError

#: Size of a file, and of what it unpacks to, past which it is not a form somebody filled in.
MAX_FILE = 64 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_MEMBERS = 20_000
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = ("file_encrypted", "文件有密码保护", "请取消密码后重新保存再试。")
_SAVE_AS = "请用 Excel 或 WPS 打开后另存为“Excel 工作簿(*.xlsx)”，再重试。"


def _refuse(file: Path, code: str, found: str, mend: str = _SAVE_AS) -> ProblemsError:
    return ProblemsError(
        str(file), [Problem(code=code, found=found, expected="可以打开的 .xlsx 工作簿", mend=mend)]
    )


def open_archive(file: Path) -> zipfile.ZipFile:
    """Open an .xlsx archive.

    Raises ProblemsError, naming what the file is instead, if it is none or
    unpacks to more than :data:`MAX_UNPACKED` bytes.
    """
    if file.exists() and not file.is_file() and not file.is_dir():
        raise _refuse(file, "file_unreadable", "这不是普通文件", "请给出保存在磁盘上的工作簿。")
    try:
        with file.open("rb") as stream:
            head = stream.read(4096)
            size = stream.seek(0, os.SEEK_END)
    except FileNotFoundError:
        raise _refuse(file, "file_missing", "找不到这个文件", "请核对文件名和路径。") from None
    except IsADirectoryError:
        raise _refuse(file, "file_is_folder", "这是文件夹", "请给出其中的工作簿。") from None
    except OSError as error:
        why = f"文件读不出来（{error.strerror}）"
        mend = "请关闭正在使用它的程序，核对读取权限后重试。"
        raise _refuse(file, "file_unreadable", why, mend) from None
    if size > MAX_FILE and not head.startswith(_OLE):
        raise _too_large(file, f"文件超过 {MAX_FILE // 1024 // 1024} MB")
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, struct.error):
        told: tuple[str, ...] = _identify_ole(file) if head.startswith(_OLE) else _identify(head)
        raise _refuse(file, *told) from None
    try:
        _inspect(file, archive)
    except BaseException:
        archive.close()
        raise
    return archive


def _identify(head: bytes) -> tuple[str, str]:
    """Problem code and Chinese description of something that is no zip archive."""
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not head:
        return "file_empty", "文件是空的（0 字节）"
    if head.startswith(b"PK\x03\x04"):
        return "file_damaged", "工作簿已损坏或没有下载、复制完整"
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        return "file_html", "这是网页（HTML），不是工作簿"
    if text.startswith(b"<?xml"):
        return "file_xml", "这是 XML 文件"
    if text.startswith(b"%pdf"):
        return "file_pdf", "这是 PDF 文件"
    if b"\x00" not in head and (b"," in head or b"\t" in head) and b"\n" in head:
        return "file_csv", "这是文本表格（CSV），不是工作簿"
    return "file_unknown", "不是工作簿，或已损坏"


def _identify_ole(file: Path) -> tuple[str, ...]:
    """What an OLE container holds: the form of passwords, of .xls, .et and .doc."""
    import olefile

    try:
        with olefile.OleFileIO(file) as container:
            names = {entry[0] for entry in container.listdir()}
            if "EncryptedPackage" in names:
                return _ENCRYPTED
            if "WordDocument" in names:
                return "file_word", "这是 Word 文档"
            if "PowerPoint Document" in names:
                return "file_not_workbook", "这是演示文稿"
            for name in names & {"Workbook", "Book"}:
                if _xls_has_password(container.openstream(name).read(1024)):
                    return _ENCRYPTED
    except Exception:  # olefile raises whatever a damaged container makes it meet
        with file.open("rb") as stream:
            if "EncryptedPackage".encode("utf-16-le") in stream.read(1024 * 1024):
                return _ENCRYPTED
        return "file_old_format", "这是旧版格式（.xls、.et）的文件，且已损坏"
    return "file_old_format", "这是旧版 .xls 或 .et 格式的工作簿"


def _xls_has_password(head: bytes) -> bool:
    """Whether the record after the first says how the rest is encrypted."""
    if len(head) < 4:
        return False
    (length,) = struct.unpack_from("<H", head, 2)
    return head[4 + length : 6 + length] == b"\x2f\x00"


def _too_large(file: Path, found: str) -> ProblemsError:
    mend = "请把内容复制到新的模板里再试。"
    return _refuse(file, "file_too_large", f"{found}，不像正常填报的工作簿", mend)


def _inspect(file: Path, archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
        raise _too_large(file, f"解压后超过 {MAX_UNPACKED // 1024 // 1024} MB")
    if len(names) > MAX_MEMBERS:
        raise _too_large(file, f"压缩包里有 {len(names)} 个文件")
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise _refuse(file, *_ENCRYPTED)
    if "xl/workbook.bin" in names:
        raise _refuse(file, "file_xlsb", "这是二进制工作簿（.xlsb）")
    if any(name.startswith("word/") for name in names):
        raise _refuse(file, "file_word", "这是 Word 文档")
    if "content.xml" in names and "mimetype" in names:
        raise _refuse(file, "file_ods", "这是 OpenDocument 表格（.ods）")
    if "[Content_Types].xml" not in names:
        raise _refuse(file, "file_not_workbook", "这是压缩包，不是工作簿")
