"""Put bytes on disk whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class OutputError(Exception):
    """An output could not be written; the message is Chinese and says what to do."""


def write_whole(target: Path, content: bytes, *, force: bool = False) -> None:
    """Write ``content`` beside ``target`` and rename it into place.

    Raises OutputError if the target exists (unless ``force``) or cannot be
    written.  Either the old file or the whole new one is left, never a part.
    """
    if target.is_dir():
        raise OutputError(f"“{target}”是文件夹，请另外指定文件名。")
    refuse_existing(target, force)
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=".tmp"
        )
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(_usual_mode())
        if force:
            Path(temporary).replace(target)
        else:
            _place_new(temporary, target)
        temporary = ""
    except FileExistsError:
        raise OutputError(f"“{target}”已存在，没有覆盖。要替换请加 --force。") from None
    except OSError as error:
        raise OutputError(
            f"写不了“{target}”（{error.strerror or error}）。"
            "请关闭正在打开它的 Excel/WPS，核对文件夹权限和磁盘空间后重试。"
        ) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def refuse_existing(target: Path, force: bool, instead: str = "或用 -o 另存") -> None:
    """Raise OutputError if ``target`` is there and may not be replaced."""
    if target.exists() and not force:
        raise OutputError(f"“{target}”已存在，没有覆盖。要替换请加 --force，{instead}。")


def _place_new(temporary: str, target: Path) -> None:
    """Rename without replacing a file that came up in the meantime, where the system can."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # no hard links here (FAT, some network drives)
        Path(temporary).replace(target)
    else:
        Path(temporary).unlink()


def _usual_mode() -> int:
    """mkstemp makes private files; outputs get what the umask allows."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
