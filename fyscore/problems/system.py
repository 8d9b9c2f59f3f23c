"""What the operating system says of a file it does not give, in Chinese."""

from __future__ import annotations

import errno

_WHY = {
    errno.ENOENT: "找不到",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有权限，或正被别的程序使用",
    errno.EPERM: "没有权限，或正被别的程序使用",
    errno.EISDIR: "这是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EINVAL: "文件名不合要求",
    errno.EBUSY: "正被别的程序使用",
    errno.EMFILE: "打开的文件太多",
    errno.ELOOP: "链接绕成了圈",
    errno.EIO: "磁盘读写出错",
}


def why(error: Exception) -> str:
    """Why a file cannot be read or written; in the system's own words where none are known."""
    if isinstance(error, UnicodeError):
        return "不是 UTF-8、GBK 编码的文字"
    known = _WHY.get(getattr(error, "errno", None) or 0)
    return known or str(getattr(error, "strerror", None) or error)
