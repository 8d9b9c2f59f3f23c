"""Tell what a file really is, by content, and open it only if that is safe."""

from __future__ import annotations

import zipfile
from pathlib import Path

from fyscore.problem import Problem, ProblemsError

#: Uncompressed size past which an archive is not a workbook somebody filled in.
MAX_UNPACKED = 256 * 1024 * 1024
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
    try:
        with file.open("rb") as stream:
            head = stream.read(4096)
    except FileNotFoundError:
        raise _refuse(file, "file_missing", "找不到这个文件", "请核对文件名和路径。") from None
    except IsADirectoryError:
        raise _refuse(file, "file_is_folder", "这是文件夹", "请给出其中的工作簿。") from None
    except OSError as error:
        why = f"文件读不出来（{error.strerror}）"
        mend = "请关闭正在使用它的程序，核对读取权限后重试。"
        raise _refuse(file, "file_unreadable", why, mend) from None
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError):
        raise _refuse(file, *_identify(head)) from None
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
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        wide = "EncryptedPackage".encode("utf-16-le")
        if wide in head or b"E\x00n\x00c\x00r\x00y\x00p\x00t" in head:
            return "file_encrypted", "文件有密码保护"
        return "file_old_format", "这是有密码保护的工作簿，或旧版 .xls/.et 格式"
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        return "file_html", "这是网页（HTML），只是扩展名改成了 .xlsx"
    if text.startswith(b"<?xml"):
        return "file_xml", "这是 XML 文件"
    if text.startswith(b"%pdf"):
        return "file_pdf", "这是 PDF 文件"
    if b"\x00" not in head and (b"," in head or b"\t" in head) and b"\n" in head:
        return "file_csv", "这是文本表格（CSV），只是扩展名改成了 .xlsx"
    return "file_unknown", "不是工作簿，或已损坏"


def _inspect(file: Path, archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
        found = f"解压后超过 {MAX_UNPACKED // 1024 // 1024} MB，不像正常填报的工作簿"
        mend = "请把内容复制到新的模板里再试。"
        raise _refuse(file, "file_too_large", found, mend)
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise _refuse(file, "file_encrypted", "文件有密码保护", "请取消密码后重新保存再试。")
    if "xl/workbook.bin" in names:
        raise _refuse(file, "file_xlsb", "这是二进制工作簿（.xlsb）")
    if any(name.startswith("word/") for name in names):
        raise _refuse(file, "file_word", "这是 Word 文档")
    if "content.xml" in names and "mimetype" in names:
        raise _refuse(file, "file_ods", "这是 OpenDocument 表格（.ods）")
    if "[Content_Types].xml" not in names:
        raise _refuse(file, "file_not_workbook", "这是压缩包，不是工作簿")
