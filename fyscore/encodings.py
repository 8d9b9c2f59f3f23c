"""Text as people's programs save it: UTF-8, UTF-16, or GBK."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 where its mark says so, else GBK.

    Raises UnicodeDecodeError for what is none of these.
    """
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
