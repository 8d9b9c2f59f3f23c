"""A minimal OLE container: the form of .xls, .doc and .ppt, with streams of given names."""

from __future__ import annotations

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _entry(name: str, kind: int, child: int, sibling: int, size: int = 0) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + struct.pack("<III", FREE, sibling, child)
        + bytes(36)
        + struct.pack("<IQ", END, size)
    )


def container(*names: str) -> bytes:
    """Empty streams of those names, at most three."""
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
        + struct.pack("<I", 0)
        + struct.pack("<I", FREE) * 108
    )
    table = struct.pack("<II", FAT, END) + struct.pack("<I", FREE) * 126
    entries = [_entry("Root Entry", 5, 1 if names else FREE, FREE)]
    for nth, name in enumerate(names, 1):
        entries.append(_entry(name, 2, FREE, nth + 1 if nth < len(names) else FREE))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    return header + table + directory
