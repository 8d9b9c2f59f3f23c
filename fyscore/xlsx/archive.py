"""The parts of a workbook's archive: found by name, streamed through expat, within bounds."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import IO
from urllib.parse import unquote
from xml.parsers import expat

_OFFICE = ("http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml")
#: Namespaces of the parts read: the loose and the strict dialect's, and relations'.
_SPACES = frozenset(
    {
        f"{_OFFICE[0]}/spreadsheetml/2006/main",
        f"{_OFFICE[1]}/spreadsheetml/main",
        f"{_OFFICE[0]}/package/2006/relationships",
    }
)
_CHUNK = 1 << 16
#: Elements of one part: an office file with 100,000 rows of styled blanks has 1.3 million.
MAX_ELEMENTS = 3_000_000
MAX_TAG = 1024 * 1024
MAX_PART = 100 * 1024 * 1024

#: Parts that say where the others are.
_DIRECTORIES = frozenset({"[content_types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"})

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


class Refused(Exception):
    """The content is not something a spreadsheet program writes; the message is Chinese."""


class _LocalNames(dict[str, str]):
    """A name as expat gives it, its namespace before it → the local name; others' are empty."""

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        own = self[name] = local if space in _SPACES else ""
        return own


_LOCAL = _LocalNames()
#: Names of one file are not kept for the next beyond this: it could make them up.
_MOST_NAMES = 10_000


def part_name(name: str) -> str:
    """A part's name as all spellings of it agree: slashes, letters' case, escapes, ``./``."""
    slashed = unquote(name.strip()).replace("\\", "/")
    return posixpath.normpath(slashed.lower()).lstrip("/")


class Archive:
    """An open archive whose parts are looked up by any spelling of their names.

    Raises Refused where two members are one part.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            name = part_name(info.filename)
            if name in self._members and not info.is_dir():
                raise Refused(f"压缩包里有两份“{info.filename}”")
            self._members[name] = info

    def close(self) -> None:
        self._archive.close()

    def _open(self, part: str) -> IO[bytes] | None:
        info = self._members.get(part_name(part))
        if info is None:
            return None
        if info.file_size > MAX_PART:
            raise Refused(f"内容超过{MAX_PART // 1024 // 1024} MB")
        return self._archive.open(info)

    def size(self, part: str) -> int:
        """Bytes a part unpacks to; 0 where there is none."""
        info = self._members.get(part_name(part))
        return 0 if info is None else info.file_size

    def read(self, part: str) -> bytes:
        """A part as it is; empty where there is none.  Raises what reading a member raises."""
        info = self._members.get(part_name(part))
        return b"" if info is None else self._archive.read(info)

    def excerpt(self, kept: Iterable[str], replaced: Mapping[str, bytes]) -> bytes:
        """An archive of the parts ``kept``, of what says where parts are, and of ``replaced``."""
        keep, put = set(map(part_name, kept)), {part_name(n): c for n, c in replaced.items()}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as made:
            for name, info in self._members.items():
                if name in put:
                    made.writestr(info.filename, put[name])
                elif name in keep or name in _DIRECTORIES:
                    made.writestr(info.filename, self._archive.read(info))
        return buffer.getvalue()

    def parse(
        self,
        part: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> bool:
        """Stream one part through expat; False if the archive has no such part.

        ``start`` and ``end`` get the local names of the part's own elements;
        those of other namespaces are passed over, with the elements they hold
        still looked at.  Raises Refused for what no spreadsheet program writes.
        """
        stream = self._open(part)
        if stream is None:
            return False
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True

        def refuse(*_: object) -> None:
            raise Refused("DTD")

        parser.StartDoctypeDeclHandler = refuse
        left, local_names = MAX_ELEMENTS, _LOCAL

        def on_start(name: str, attributes: Attributes) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Refused("内容过多")
            own = local_names[name]
            if own:
                start(own, attributes)
            elif left == MAX_ELEMENTS - 1:
                raise Refused("不是表格内容")

        parser.StartElementHandler = on_start
        if end is not None:
            on_end = end

            def own_end(name: str) -> None:
                own = local_names[name]
                if own:
                    on_end(own)

            parser.EndElementHandler = own_end
        if text is not None:
            parser.CharacterDataHandler = text
        fed = 0
        with stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                fed += len(chunk)
                # Expat goes over an unfinished tag again with every chunk.
                if fed - parser.CurrentByteIndex > MAX_TAG:
                    raise Refused("标记过长")
            parser.Parse(b"", True)
        if len(local_names) > _MOST_NAMES:
            local_names.clear()
        return True

    def relations(self, part: str) -> list[Attributes]:
        """The attributes of each relation of ``part``, or of the package where it is empty."""
        folder, name = posixpath.split(part)
        found: list[Attributes] = []

        def start(name: str, attributes: Attributes) -> None:
            if name == "Relationship":
                found.append(attributes)

        self.parse(posixpath.join(folder, "_rels", f"{name}.rels"), start)
        return found
