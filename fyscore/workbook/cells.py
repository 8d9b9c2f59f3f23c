"""Read an .xlsx as a stream of cells with what scoring needs to know of each.

Why not openpyxl or calamine: scoring needs each cell's value *and* whether its
format is a percentage or a date *and* whether a formula was ever calculated.
openpyxl gives these in two loads at several times the cost, and reads strict
OOXML as no sheets at all; calamine gives no formats, and a cell at the far
corner of a sheet makes it abort the process.  Expat streams: memory is bounded
by the cells that hold something, whatever dimensions the file claims.
``fyscore check`` reads once more through openpyxl and compares.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.parsers import expat

from fyscore.problem import Problem, ProblemsError
from fyscore.workbook.container import open_archive

# Cell kinds.
NUMBER, TEXT, BOOLEAN, ERROR, DATE, UNCALCULATED = [
    "number",
    "text",
    "boolean",
    "error",
    "date",
    "uncalc",
]

_OFFICE = ("http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml")
#: Namespaces of the parts read: the loose and the strict dialect's, and relations'.
_SPACES = frozenset(
    {
        f"{_OFFICE[0]}/spreadsheetml/2006/main",
        f"{_OFFICE[1]}/spreadsheetml/main",
        f"{_OFFICE[0]}/package/2006/relationships",
    }
)
_PERCENT_FORMATS = frozenset({9, 10})
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_FORMAT_NOISE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_CELL_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BOOLEANS = {"0": False, "1": True, "false": False, "true": True}
_CHUNK = 1 << 16
#: More than any form has; past them the file is refused, not the machine.
MAX_CELLS = 500_000
MAX_STRINGS = 500_000
MAX_MERGES = 100_000
MAX_SHEETS = 1_000
#: Elements of one part: an office file with 100,000 rows of styled blanks has 1.3 million.
MAX_ELEMENTS = 3_000_000
MAX_TAG = 1024 * 1024
MAX_PART = 100 * 1024 * 1024
#: How spreadsheets store a character that XML cannot, a carriage return above all.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell.  ``value`` is Decimal, str or bool after ``kind``."""

    row: int
    column: int
    kind: str
    value: Decimal | str | bool
    percent: bool = False


@dataclass(slots=True)
class Sheet:
    """A sheet's filled cells by (row, column), and its merged ranges."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    #: (first row, first column, last row, last column), all counted from 0.
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class _Refused(Exception):
    """The XML is not something a spreadsheet program writes."""


class _Names:
    """A part's own element names, told from those of extensions by their prefix."""

    def __init__(self) -> None:
        self.left = MAX_ELEMENTS
        self.prefix: str | None = None
        self.declared = ""
        self.space = ""

    def own(self, name: str, attributes: dict[str, str]) -> str:
        """The name without its prefix; empty for another namespace's.

        Raises _Refused for a part of another kind, or of too many elements.
        """
        self.left -= 1
        if self.left < 0:
            raise _Refused("内容过多")
        if self.prefix is None:
            prefix = name.rpartition(":")[0]
            self.prefix = f"{prefix}:" if prefix else ""
            self.declared = f"xmlns:{prefix}" if prefix else "xmlns"
            self.space = attributes.get(self.declared, "")
            if self.space not in _SPACES:
                raise _Refused("不是表格内容")
        elif self.declared in attributes and attributes[self.declared] != self.space:
            raise _Refused("命名空间混用")
        return self.stripped(name)

    def stripped(self, name: str) -> str:
        if not self.prefix:
            return "" if ":" in name else name
        return name.removeprefix(self.prefix) if name.startswith(self.prefix) else ""


class _Book:
    """The archive with its relations, strings and formats resolved."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.lower(): name for name in archive.namelist()}
        self.sheet_parts: dict[str, str] = {}
        self.never_calculated = False
        root = self._target("_rels/.rels", "/officeDocument", "xl/workbook.xml")
        self._read_workbook(root)

    def _open(self, part: str) -> IO[bytes] | None:
        name = self.names.get(part.lstrip("/").lower())
        if name is None:
            return None
        if self.archive.getinfo(name).file_size > MAX_PART:
            raise _Refused(f"内容超过 {MAX_PART // 1024 // 1024} MB")
        return self.archive.open(name)

    def _relations(self, part: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                found.append(attributes)

        self._parse(part, start)
        return found

    def _target(self, rels: str, kind: str, default: str) -> str:
        base = posixpath.dirname(posixpath.dirname(rels))
        for relation in self._relations(rels):
            if relation.get("Type", "").endswith(kind):
                return posixpath.normpath(posixpath.join("/" + base, relation["Target"]))
        return default

    def _read_workbook(self, part: str) -> None:
        rels = posixpath.join(
            posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels"
        ).lstrip("/")
        base = "/" + posixpath.dirname(part.lstrip("/"))
        targets = {r.get("Id", ""): r.get("Target", "") for r in self._relations(rels)}
        sheets: list[tuple[str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet":
                if len(sheets) >= MAX_SHEETS:
                    raise _Refused("工作表过多")
                related = next((v for k, v in attributes.items() if k.endswith(":id")), "")
                sheets.append((attributes.get("name", ""), related))
            elif name == "calcPr":
                # Written by libraries that store formulas without computing them.
                self.never_calculated = attributes.get("fullCalcOnLoad") in ("1", "true")

        self._parse(part, start)
        for title, relation in sheets:
            target = targets.get(relation, "")
            self.sheet_parts[title] = posixpath.normpath(posixpath.join(base, target))
        self._strings_part = self._target(rels, "/sharedStrings", "xl/sharedStrings.xml")
        self._styles_part = self._target(rels, "/styles", "xl/styles.xml")
        self._strings: list[str] | None = None
        self._styles: list[str] | None = None

    def _parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> bool:
        """Stream one part through expat; False if the archive has no such part."""
        stream = self._open(part)
        if stream is None:
            return False
        # The root says which prefix the part's own names have; resolving every name of
        # every cell would take as long as all the rest.
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def refuse(*_: object) -> None:
            raise _Refused("DTD")

        parser.StartDoctypeDeclHandler = refuse

        names = _Names()

        def on_start(name: str, attributes: dict[str, str]) -> None:
            own = names.own(name, attributes)
            if own:
                start(own, attributes)

        def on_end(name: str) -> None:
            own = names.stripped(name)
            if end is not None and own:
                end(own)

        parser.StartElementHandler = on_start
        if end is not None:
            parser.EndElementHandler = on_end
        if text is not None:
            parser.CharacterDataHandler = text
        fed = 0
        with stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                fed += len(chunk)
                # Expat goes over an unfinished tag again with every chunk.
                if fed - parser.CurrentByteIndex > MAX_TAG:
                    raise _Refused("标记过长")
            parser.Parse(b"", True)
        return True

    def strings(self) -> list[str]:
        """The shared strings, phonetic runs left out."""
        if self._strings is None:
            found: list[str] = []
            self._strings = found
            pieces: list[str] = []
            depth = {"t": 0, "rPh": 0}

            def start(name: str, attributes: dict[str, str]) -> None:
                if name == "si":
                    pieces.clear()
                elif name in depth:
                    depth[name] += 1

            def end(name: str) -> None:
                if name == "si":
                    if len(found) >= MAX_STRINGS:
                        raise _Refused("文字过多")
                    found.append(_text("".join(pieces)))
                elif name in depth:
                    depth[name] -= 1

            def text(data: str) -> None:
                if depth["t"] and not depth["rPh"]:
                    pieces.append(data)

            self._parse(self._strings_part, start, end, text)
        return self._strings

    def styles(self) -> list[str]:
        """For each cell style: ``percent``, ``date`` or nothing."""
        if self._styles is None:
            codes: dict[int, str] = {}
            ids: list[int] = []
            inside = [False]

            def start(name: str, attributes: dict[str, str]) -> None:
                if name == "numFmt" and attributes.get("numFmtId", "").isdigit():
                    codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
                elif name == "cellXfs":
                    inside[0] = True
                elif name == "xf" and inside[0]:
                    text = attributes.get("numFmtId", "0")
                    ids.append(int(text) if text.isdigit() else 0)

            def end(name: str) -> None:
                if name == "cellXfs":
                    inside[0] = False

            self._parse(self._styles_part, start, end)
            self._styles = [_format_kind(number, codes.get(number)) for number in ids]
        return self._styles

    def sheet(self, title: str) -> Sheet:
        sheet = Sheet(title)
        reader = _SheetReader(self, sheet)
        if not self._parse(self.sheet_parts[title], reader.start, reader.end, reader.text):
            raise _Refused(f"工作表“{title}”的内容缺失")
        return sheet


def _format_kind(number: int, code: str | None) -> str:
    if code is None:
        if number in _PERCENT_FORMATS:
            return "percent"
        return "date" if number in _DATE_FORMATS else ""
    bare = _FORMAT_NOISE.sub("", code.split(";")[0]).lower()
    if "%" in bare:
        return "percent"
    if bare in ("general", "g/通用格式", "@"):
        return ""
    return "date" if re.search(r"[ymdhs年月日]", bare) else ""


class _SheetReader:
    """Expat handlers for one sheet."""

    def __init__(self, book: _Book, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        self.row = self.column = -1
        self.kind = self.style = ""
        self.has_formula = False
        self.value: list[str] | None = None
        self.inline: list[str] | None = None
        self.sink: list[str] | None = None
        self.phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._locate(attributes.get("r"))
            self.kind = attributes.get("t", "n")
            self.style = attributes.get("s", "")
            self.has_formula = False
            self.value = self.inline = None
        elif name == "row":
            row = attributes.get("r", "")
            above = self.row
            self.row = int(row) - 1 if row.isdigit() else above + 1
            self.column = -1
            if self.row <= above:
                raise _Refused("行重复或次序混乱")
        elif name == "v":
            self.value = self.sink = []
        elif name == "f":
            self.has_formula = True
        elif name == "is":
            self.inline = []
        elif name == "rPh":
            self.phonetic = True
        elif name == "t" and self.inline is not None and not self.phonetic:
            self.sink = self.inline
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _locate(self, ref: str | None) -> None:
        before = (self.row, self.column)
        if ref is None:  # optional in the standard: the next column
            self.column += 1
        else:
            self.row, self.column = _position(ref)
        # Which of two cells at one place counts, every program would answer otherwise.
        if (self.row, self.column) <= before:
            raise _Refused("单元格重复或次序混乱")

    def _merge(self, ref: str) -> None:
        if len(self.sheet.merged) >= MAX_MERGES:
            raise _Refused("合并单元格过多")
        first, _, last = ref.partition(":")
        (top, left), (bottom, right) = _position(first), _position(last or first)
        self.sheet.merged.append((top, left, bottom, right))

    def text(self, data: str) -> None:
        if self.sink is not None:
            self.sink.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.sink = None
        elif name == "rPh":
            self.phonetic = False
        elif name == "c":
            cell = self._cell()
            if cell is not None:
                if len(self.sheet.cells) >= MAX_CELLS:
                    raise _Refused("单元格过多")
                self.sheet.cells[self.row, self.column] = cell

    def _cell(self) -> Cell | None:
        text = "".join(self.value) if self.value is not None else ""
        if self.inline is not None and self.kind == "inlineStr":
            return self._make(TEXT, _text("".join(self.inline)))
        if self.has_formula and self._uncalculated(text):
            return self._make(UNCALCULATED, text)
        if self.value is None or (not text and self.kind != "str"):
            return None
        if self.kind == "s":
            strings = self.book.strings()
            if not text.isdigit() or int(text) >= len(strings):
                raise _Refused("共享字符串编号超出范围")
            return self._make(TEXT, strings[int(text)])
        if self.kind == "str":
            return self._make(TEXT, _text(text))
        if self.kind == "b":
            if text.strip() not in _BOOLEANS:
                raise _Refused(f"逻辑值“{text[:20]}”无法识别")
            return self._make(BOOLEAN, _BOOLEANS[text.strip()])
        if self.kind == "e":
            return self._make(ERROR, text)
        if self.kind == "d":
            return self._make(DATE, text)
        return self._number(text)

    def _uncalculated(self, text: str) -> bool:
        if self.kind == "str":
            return self.value is None
        if not text:
            return True
        # A library's placeholder, not a result.
        return self.book.never_calculated and self.kind == "n" and text.strip() in ("0", "0.0")

    def _number(self, text: str) -> Cell:
        try:
            value = float(text)
        except ValueError:
            raise _Refused(f"数值“{text[:20]}”无法识别") from None
        # What a person typed, not the binary neighbour: at most 15 digits count.
        exact = Decimal(format(value, ".15g"))
        if not exact.is_finite():
            raise _Refused(f"数值“{text[:20]}”无法识别")
        kind = ""
        styles = self.book.styles()
        if self.style.isdigit() and int(self.style) < len(styles):
            kind = styles[int(self.style)]
        if kind == "date":
            return self._make(DATE, text)
        return self._make(NUMBER, exact, kind == "percent")

    def _make(self, kind: str, value: Decimal | str | bool, percent: bool = False) -> Cell:
        return Cell(self.row, self.column, kind, value, percent)


def _text(stored: str) -> str:
    """Stored text as a person sees it: escapes undone, control characters left out."""
    if "_x" in stored:
        stored = _ESCAPED.sub(_unescaped, stored)
    if _CONTROL.search(stored):
        stored = _CONTROL.sub("", stored.replace("\r\n", "\n").replace("\r", "\n"))
    return stored


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    # Half of a surrogate pair is no character.
    return match[0] if 0xD800 <= code < 0xE000 else chr(code)


def _position(ref: str) -> tuple[int, int]:
    match = _CELL_REF.fullmatch(ref.replace("$", ""))
    if match is None:
        raise _Refused(f"单元格位置“{ref[:20]}”无法识别")
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


class Workbook:
    """An open workbook: its sheet names, and sheets read on demand."""

    def __init__(self, file: Path, book: _Book) -> None:
        self.file = file
        self._book = book

    @property
    def sheet_names(self) -> list[str]:
        return list(self._book.sheet_parts)

    def sheet(self, name: str) -> Sheet:
        """Read one sheet.  Raises ProblemsError if its content is damaged."""
        try:
            return self._book.sheet(name)
        except _FAULTS as error:
            raise _damaged(self.file, error) from None

    def close(self) -> None:
        self._book.archive.close()

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_FAULTS = (
    _Refused,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    LookupError,  # a part or an encoding that is not there
    NotImplementedError,  # a compression method zipfile lacks
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
)


def _damaged(file: Path, error: Exception) -> ProblemsError:
    why = f"（{error}）" if isinstance(error, _Refused) else ""
    return ProblemsError(
        str(file),
        [
            Problem(
                code="file_damaged",
                found=f"工作簿内容损坏，读不完整{why}",
                expected="可以打开的 .xlsx 工作簿",
                mend="请用 Excel 或 WPS 打开（必要时修复），另存为新的 .xlsx 后重试。",
            )
        ],
    )


def open_workbook(file: str | Path) -> Workbook:
    """Open an .xlsx or .xlsm by content, whatever its name.

    Raises ProblemsError if it is something else, protected or damaged.
    """
    path = Path(file)
    archive = open_archive(path)
    try:
        return Workbook(path, _Book(archive))
    except _FAULTS as error:
        archive.close()
        raise _damaged(path, error) from None


def filled(sheet: Sheet) -> Iterator[Cell]:
    """The sheet's cells from top to bottom, left to right."""
    return (sheet.cells[at] for at in sorted(sheet.cells))
