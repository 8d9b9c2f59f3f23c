"""An open workbook: its sheet names, and its sheets read on demand."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from lzma import LZMAError
from pathlib import Path
from xml.parsers import expat

from fyscore.problems import Code, ProblemsError
from fyscore.xlsx.archive import Archive, Attributes, Refused
from fyscore.xlsx.container import open_archive
from fyscore.xlsx.sheet import Sheet, SheetReader
from fyscore.xlsx.strings import Text, shared_strings
from fyscore.xlsx.styles import CellStyle, cell_styles

MAX_SHEETS = 1_000
#: Bytes of a sheet with the texts it may refer to; a form has a twentieth of it.
_SMALL = 4 * 1024 * 1024
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_NEAR_CELL = re.compile(rb'<c r="A?[A-Z][0-9]{1,4}"')
_EMPTY_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)


class _Book:
    """The archive with its relations resolved; strings and formats are read when asked for."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        #: Titles with the parts they lead to, in the order of the workbook; titles may repeat.
        self.sheets: list[tuple[str, str]] = []
        self.never_calculated = self.from_1904 = False
        self._strings: list[Text] | None = None
        self._styles: list[CellStyle] | None = None
        package = archive.relations("")
        self.part = self._target(package, "", "/officeDocument", "xl/workbook.xml")
        self.relations = archive.relations(self.part)
        self._read_workbook()

    def _target(self, relations: list[Attributes], part: str, kind: str, default: str) -> str:
        for relation in relations:
            if relation.get("Type", "").endswith(kind) and "Target" in relation:
                return self._resolved(part, relation["Target"])
        return default

    @staticmethod
    def _resolved(part: str, target: str) -> str:
        """The part that a relation of ``part`` leads to."""
        base = "/" + posixpath.dirname(part.lstrip("/"))
        return posixpath.normpath(posixpath.join(base, target.strip().replace("\\", "/")))

    def _read_workbook(self) -> None:
        targets = {r.get("Id", ""): r.get("Target", "") for r in self.relations}

        def start(name: str, attributes: Attributes) -> None:
            if name == "sheet":
                if len(self.sheets) >= MAX_SHEETS:
                    raise Refused("工作表过多")
                related = next((v for k, v in attributes.items() if k.endswith(" id")), "")
                target = self._resolved(self.part, targets.get(related, ""))
                self.sheets.append((attributes.get("name", ""), target))
            elif name == "calcPr":
                # Written by libraries that store formulas without computing them.
                self.never_calculated = attributes.get("fullCalcOnLoad") in ("1", "true")
            elif name == "workbookPr":
                self.from_1904 = attributes.get("date1904") in ("1", "true")

        self.archive.parse(self.part, start)

    @property
    def strings_part(self) -> str:
        return self._target(self.relations, self.part, "/sharedStrings", "xl/sharedStrings.xml")

    @property
    def strings(self) -> list[Text]:
        if self._strings is None:
            self._strings = shared_strings(self.archive, self.strings_part)
        return self._strings

    @property
    def styles_part(self) -> str:
        return self._target(self.relations, self.part, "/styles", "xl/styles.xml")

    @property
    def styles(self) -> list[CellStyle]:
        if self._styles is None:
            self._styles = cell_styles(self.archive, self.styles_part)
        return self._styles

    def sheet(self, title: str) -> Sheet:
        sheet = Sheet(title, from_1904=self.from_1904)
        reader = SheetReader(sheet, self.strings, self.styles, self.never_calculated)
        part = next(part for name, part in self.sheets if name == title)
        if not self.archive.parse(part, reader.start, reader.end, reader.text):
            raise Refused(f"工作表“{title}”的内容缺失")
        return sheet


class Workbook:
    """An open workbook: its sheet names, and sheets read on demand."""

    def __init__(self, file: Path, book: _Book) -> None:
        self.file = file
        self._book = book

    @property
    def sheet_names(self) -> list[str]:
        """The sheets' names in order; a damaged file may repeat one."""
        return [name for name, _ in self._book.sheets]

    def sheet(self, name: str) -> Sheet:
        """Read one sheet.  Raises ProblemsError if its content is damaged."""
        try:
            return self._book.sheet(name)
        except _FAULTS as error:
            raise _damaged(self.file, error) from None

    def is_small(self, name: str) -> bool:
        """Whether another library may be asked for the sheet too, whatever it makes of it."""
        archive, parts = self._book.archive, [p for n, p in self._book.sheets if n == name]
        sizes = map(archive.size, (self._book.strings_part, *parts))
        return sum(sizes) <= _SMALL

    def is_compact(self, name: str) -> bool:
        """Whether a small sheet's cells all say where they are, and all lie near its first.

        A library that allocates the whole used range may then be asked for it
        though we have not gone through its cells.
        """
        if not self.is_small(name):
            return False
        try:
            parts = [self._book.archive.read(p) for n, p in self._book.sheets if n == name]
        except _FAULTS:
            return False
        return all(len(_CELL.findall(part)) == len(_NEAR_CELL.findall(part)) for part in parts)

    def excerpt(self, name: str) -> bytes:
        """The workbook with that sheet alone, for a library that would go through all of it.

        Raises ProblemsError if there is too much of it.
        """
        if not self.is_small(name):
            raise ProblemsError(str(self.file), [Code.FILE_TOO_LARGE.problem(what="工作表过大")])
        wanted = {part for title, part in self._book.sheets if title == name}
        others = {part for title, part in self._book.sheets if title != name}
        kept = {self._book.strings_part, self._book.styles_part, self._book.part, *wanted}
        return self._book.archive.excerpt(kept, dict.fromkeys(others, _EMPTY_SHEET))

    def close(self) -> None:
        self._book.archive.close()

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_FAULTS = (
    Refused,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    LookupError,  # a part or an encoding that is not there
    NotImplementedError,  # a compression method zipfile lacks
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
)


def _damaged(file: Path, error: Exception) -> ProblemsError:
    why = f"（{error}）" if isinstance(error, Refused) else ""
    return ProblemsError(str(file), [Code.FILE_DAMAGED.problem(why=why)])


def open_workbook(file: str | Path) -> Workbook:
    """Open an .xlsx or .xlsm by content, whatever its name.

    Raises ProblemsError if it is something else, protected or damaged.
    """
    path = Path(file)
    archive = open_archive(path)
    try:
        return Workbook(path, _Book(Archive(archive)))
    except _FAULTS as error:
        archive.close()
        raise _damaged(path, error) from None
