"""The one guard of every write: outputs are whole or absent, and never replace a person's file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from glob import escape
from pathlib import Path

from fyscore.files.fingerprint import Found, content_hash, found_at, marked
from fyscore.problems import why

_Identity = tuple[int, int] | str


class OutputError(Exception):
    """An output could not be written; the message is Chinese and says what to do."""


def _name(path: Path) -> str:
    """A file's one name, whatever links and spellings lead to it."""
    return os.path.normcase(os.path.realpath(path))


def _identities(path: Path) -> set[_Identity]:
    """What tells a file from every other, by whatever name, link or spelling it is reached."""
    try:
        found: set[_Identity] = {_name(path)}
        status = path.stat()
    except (OSError, ValueError):
        return set()  # what is not there cannot be replaced
    if status.st_ino:  # some network drives number no files
        found.add((status.st_dev, status.st_ino))
    return found


class Outputs:
    """What one command writes, held against all that it reads.

    No output replaces an input, or another output of the same run.  An
    existing file is replaced if it is an output of ours that nobody has changed
    since, if ``written`` (real path → content hash) says that an earlier part of
    this run wrote it, or if ``force``.
    """

    def __init__(
        self,
        inputs: Iterable[Path] = (),
        *,
        force: bool = False,
        written: Mapping[str, str] | None = None,
        instead: str = "或用 -o 另存",
    ) -> None:
        """``instead`` says what else a person may do where a file may not be replaced."""
        self.force = force
        self.instead = instead
        self._written = dict(written or {})
        self._inputs: set[_Identity] = set()
        #: By name alone: the number of a file that another run replaces may come up again.
        self._outputs: set[str] = set()
        for path in inputs:
            self._inputs |= _identities(path)

    def refuse(self, target: Path, instead: str = "") -> None:
        """Raise OutputError if ``target`` is there and may not be replaced."""
        try:
            is_folder = target.is_dir()
        except (OSError, ValueError) as error:
            raise OutputError(f"“{target}”不能用作文件名（{why(error)}）。") from None
        if is_folder:
            raise OutputError(f"“{target}”是文件夹，请另外指定文件名。")
        if _identities(target) & self._inputs:
            raise OutputError(f"“{target}”就是输入文件，不能写在它上面，请换一个文件名。")
        if _name(target) in self._outputs:
            raise OutputError(f"“{target}”在这次运行中已经写过，请给各个输出起不同的名称。")
        if self.force or not os.path.lexists(target):
            return
        found = found_at(target)
        if found is Found.OURS or found is Found.NOTHING:
            return
        known = self._written.get(os.path.realpath(target))
        if known and known == content_hash(target):
            return
        edited = "，而且写出后有人改过" if found is Found.EDITED else ""
        what = f"已存在{edited}"
        raise OutputError(
            f"“{target}”{what}，没有覆盖。要替换请加 --force，{instead or self.instead}。"
        )

    def write(self, target: Path, content: bytes) -> None:
        """Write ``content``, with our mark, beside ``target`` and rename it into place.

        Raises OutputError where it may not replace what is there or cannot be
        written.  Either the old file or the whole new one is left, never a part.
        """
        self.refuse(target)
        temporary = ""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(
                dir=target.parent, prefix=f"{_scrap_prefix(target)}{os.getpid()}-", suffix=".tmp"
            )
            with os.fdopen(handle, "wb") as stream:
                stream.write(marked(content, target.suffix))
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(_usual_mode())
            self.refuse(target)  # again: somebody may have saved it in the meantime
            if self.force or os.path.lexists(target):
                Path(temporary).replace(target)
            else:
                _place_new(temporary, target)
            temporary = ""
        except FileExistsError:
            raise OutputError(f"“{target}”已存在，没有覆盖。要替换请加 --force。") from None
        except (OSError, ValueError) as error:
            raise OutputError(
                f"写不了“{target}”（{why(error)}）。"
                "请关闭正在打开它的 Excel/WPS，核对文件夹权限和磁盘空间后重试。"
            ) from None
        finally:
            if temporary:
                Path(temporary).unlink(missing_ok=True)
        self._outputs.add(_name(target))


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


def sweep(target: Path) -> None:
    """Take away what a process that was killed left of its work on ``target``."""
    for scrap in target.parent.glob(f"{escape(_scrap_prefix(target))}*.tmp"):
        writer = scrap.name.removeprefix(_scrap_prefix(target)).partition("-")[0]
        if writer.isdigit() and not _is_at_work(int(writer)):
            with suppress(OSError):
                scrap.unlink()


def _scrap_prefix(target: Path) -> str:
    return f".{target.stem[:20]}-"


def _is_at_work(process: int) -> bool:
    if os.name != "posix":
        return False  # where a file that is being written cannot be taken away
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _usual_mode() -> int:
    """mkstemp makes private files; outputs get what the umask allows."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
