"""Ways to change a workbook: cell by cell, in its XML, and in the archive around it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from fyscore.forms.writer import template_bytes
from fyscore.rules.model import Rulebook
from tests.form import Form, full_answers, places

Parts = dict[str, bytes]
EXAMPLES = Path(__file__).parents[2] / "examples"
ENTRY, INFO = "填报", "基本信息"

NUMBERS = (
    "0", "1", "2", "3", "8", "0.97", "0.975", "97", "97.5", "1e2", "9.7E-1", "-0", "-1", "007", " 5 ", "5.0",
    "16.5", "16.500000000000001", "0.1", "0.30000000000000004", "1.7976931348623157e308", "1e999",
    "nan", "inf", "-inf", "0x10", "1_000", "٣", "12345678901234567890", "45000", "0.5", "1.005", "",
)  # fmt: skip
TEXTS = (
    "97%", "97.5%", "９７．５％", "97 ％", "≥97%", "约97", "1,234", "1,23", "12,34,567", "8家", "８家", "8 家",
    "16.5/10万", "16.5/十万", "6.0‰", "6‰", "6.0%", "0.3/万", "0.3/10000", "是", "否", "有", "无", "√", "×",
    "✓", "✗", "Y", "n", "yes", "NO", "TRUE", "FALSE", "是 ", "是\u200b", "一", "½", "—", "/", "", "  ", "-", "0",
    "00", "1", "+5", "5.", ".5", "1e3", "1/2", "97%%", "９７", "0.97", "=1+1", "<x>&amp;", "_x000D_是",
    "_x662F_", "\n是", "2分", "1.999", "2.50", "101%", "-1", "97\u00a0", "\u3000", "零", "1个", "3,900",
)  # fmt: skip
ERRORS = ("#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#SPILL!", "x")
STYLES = ("", "0", "1", "2", "9", "10", "14", "999", "-1", "x")
#: Pieces thrown into XML.
SHARDS = (
    b"<", b">", b"&", b"&#49;", b"&#x662f;", b"&lt;", b"&nope;", b"]]>", b"<![CDATA[1]]>", b"<!-- 1 -->", b"<?x y?>",
    b"<v>1</v>", b"<v/>", b"<f>1+1</f>", b"<is><t>1</t></is>", b"<c/>", b'<c r="D5"><v>3</v></c>', b"<row/>",
    b'<row r="5">', b"</row>", b"</c>", b"</sheetData>", b'<mergeCell ref="A1:Z99"/>', b"<rPh><t>x</t></rPh>",
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"1", b"-", b".", b'"', b"'", b" ", b'<!DOCTYPE x [<!ENTITY e "1">]>',
)  # fmt: skip


class Mutant(bytes):
    """A workbook's bytes, told briefly in hypothesis's reports."""

    def __repr__(self) -> str:
        return f"<workbook of {len(self)} bytes>"


@dataclass(frozen=True)
class Base:
    """A sound workbook's parts, and where its entries lie."""

    name: str
    parts: Parts
    entry: str
    info: str
    #: Field key → its row, counted from 1.
    rows: dict[str, int]
    #: Field key → its type.
    kinds: dict[str, str]
    #: Columns of 填报值, 分子, 分母, 字段编号.
    columns: tuple[str, ...]

    @property
    def parts_read(self) -> list[str]:
        """The parts that matter, the entry sheet several times since it matters most."""
        others = [
            name
            for name in self.parts
            if name.endswith(
                ("workbook.xml", "workbook.xml.rels", "styles.xml", "sharedStrings.xml", ".rels")
            )
        ]
        return [self.entry] * 6 + [self.info] * 2 + others + ["[Content_Types].xml"]


def base(name: str, content: bytes, rulebook: Rulebook) -> Base:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[ENTRY]
    _, columns, rows = places(sheet)
    letters = {heading: get_column_letter(at) for heading, at in columns.items()}
    # Sheets are numbered in their order, by XlsxWriter, openpyxl and LibreOffice alike.
    entry, info = (f"xl/worksheets/sheet{book.sheetnames.index(n) + 1}.xml" for n in (ENTRY, INFO))
    columns = tuple(letters[h] for h in ("填报值", "分子", "分母", "字段编号"))
    kinds = {key: rulebook.fields[key].type.name for key in rows}
    return Base(name, parts, entry, info, rows, kinds, columns)


def bases(rulebook: Rulebook) -> list[Base]:
    """A blank form, the examples, and full forms, by XlsxWriter and by openpyxl."""
    made = [("blank", template_bytes(rulebook))]
    made += [(p.stem, p.read_bytes()) for p in sorted(EXAMPLES.glob("*.xlsx"))]
    form, buffer = Form(rulebook), io.BytesIO()
    for key, typed in full_answers(rulebook).items():
        form.type_in(key, typed)
    form.book.save(buffer)
    made.append(("openpyxl", buffer.getvalue()))
    return [base(name, content, rulebook) for name, content in made]


def zipped(parts: Parts, compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# ---------------------------------------------------------------- cells


def with_cell(sheet: bytes, at: str, xml: str) -> bytes:
    """The sheet with one cell replaced; it must be there, as a form's entries are."""
    pattern = rf'<c r="{at}"(?:\s[^>]*)?(?:/>|>.*?</c>)'.encode()
    return re.sub(pattern, lambda _: xml.encode(), sheet, count=1, flags=re.DOTALL)


def style_of(sheet: bytes, at: str) -> str:
    found = re.search(rf'<c r="{at}"[^>]*?\ss="(\d+)"'.encode(), sheet)
    return found[1].decode() if found else ""


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def cell_xml(draw: st.DrawFn, at: str, own_style: str) -> str:
    """What a cell may hold: mostly what programs write, sometimes what none does."""
    style = draw(st.one_of(st.just(own_style), st.just(own_style), st.sampled_from(STYLES)))
    lead = f'<c r="{at}"' + (f' s="{style}"' if style else "")
    formula = draw(st.sampled_from(["", "", "", "", "<f>1+1</f>", "<f/>"]))
    free = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
    kind = draw(
        st.sampled_from(["n", "n", "n", "text", "text", "text", "b", "e", "d", "s", "odd", "none"])
    )
    if kind == "n":
        whole = st.decimals(0, 130, places=2).map(str)
        return f"{lead}>{formula}<v>{draw(st.one_of(st.sampled_from(NUMBERS), whole))}</v></c>"
    if kind == "text":
        words = escaped(draw(st.one_of(st.sampled_from(TEXTS), st.sampled_from(TEXTS), free)))
        if formula:
            return f'{lead} t="str">{formula}<v>{words}</v></c>'
        return f'{lead} t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
    if kind == "none":
        return f"{lead}/>" if not formula else f"{lead}>{formula}</c>"
    if kind == "odd":
        odd = draw(st.sampled_from(["n", "s", "str", "b", "e", "d", "inlineStr", "x", ""]))
        return f'{lead} t="{odd}">{formula}<v>{escaped(draw(st.sampled_from(TEXTS)))}</v></c>'
    value = {
        "b": st.sampled_from(["0", "1", "true", "2", ""]),
        "e": st.sampled_from(ERRORS),
        "d": st.sampled_from(["2023-05-01", "x", "45000"]),
        "s": st.sampled_from(["0", "5", "40", "99999", "-1", "1.5"]),
    }[kind]
    return f'{lead} t="{kind}">{formula}<v>{draw(value)}</v></c>'


@st.composite
def sound_cell(draw: st.DrawFn, at: str, style: str, kind: str) -> str:
    """What a careful clerk types into a field of that type."""
    lead = f'<c r="{at}"' + (f' s="{style}"' if style else "")
    if kind == "yes_no":
        word = draw(st.sampled_from(["是", "否", "有", "无", "√", "×", "Y", "n", " 是 ", "TRUE"]))
        return f'{lead} t="inlineStr"><is><t>{word}</t></is></c>'
    high, places = {"count": (12, 0), "mark": (2, 2), "percent": (1, 4)}.get(kind, (30, 2))
    value = draw(st.decimals(0, high, places=places))
    if kind == "percent" and draw(st.booleans()):
        return f'{lead} t="inlineStr"><is><t>{value * 100:f}%</t></is></c>'
    return f"{lead}><v>{value:f}</v></c>"


@st.composite
def cells_changed(draw: st.DrawFn, sources: Sequence[Base]) -> bytes:
    """A workbook with some entries typed otherwise."""
    source = draw(st.sampled_from(sources))
    sheet = source.parts[source.entry]
    keys = sorted(source.rows)
    for _ in range(draw(st.integers(1, 3))):
        key = draw(st.sampled_from(keys))
        column = draw(st.sampled_from([0, 0, 0, 0, 1, 2, 1, 2, 3]))
        at = f"{source.columns[column]}{source.rows[key]}"
        style = style_of(sheet, at)
        sound = column == 0 and draw(st.integers(0, 3)) > 0
        new = sound_cell(at, style, source.kinds[key]) if sound else cell_xml(at, style)
        sheet = with_cell(sheet, at, draw(new))
    return zipped({**source.parts, source.entry: sheet})


# ---------------------------------------------------------------- XML


def _spans(content: bytes, pattern: bytes) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, content)]


def _cut(draw: st.DrawFn, content: bytes) -> bytes:
    start, end = draw(st.sampled_from(_spans(content, rb"<[^>]*>") or [(0, 0)]))
    return content[:start] + content[end:]


def _twice(draw: st.DrawFn, content: bytes) -> bytes:
    start, end = draw(
        st.sampled_from(
            _spans(content, rb"<(c|row|si|xf|sheet|v|f)\b[^>]*?(/>|>.*?</\1>)") or [(0, 0)]
        )
    )
    return content[:end] + content[start:end] + content[end:]


def _swap(draw: st.DrawFn, content: bytes) -> bytes:
    spans = _spans(content, rb'"[^"]*"') or [(0, 0)]
    (a, b), (c, d) = sorted((draw(st.sampled_from(spans)), draw(st.sampled_from(spans))))
    return (
        content if b > c else content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]
    )


def _digit(draw: st.DrawFn, content: bytes) -> bytes:
    start, end = draw(st.sampled_from(_spans(content, rb"\d+") or [(0, 0)]))
    new = draw(
        st.sampled_from(
            [b"0", b"1", b"7", b"14", b"99", b"1048577", b"99999999999", b"-3", b"1.5", b""]
        )
    )
    return content[:start] + new + content[end:]


def _value(draw: st.DrawFn, content: bytes) -> bytes:
    start, end = draw(st.sampled_from(_spans(content, rb">[^<]+<") or [(0, 0)]))
    new = draw(st.one_of(st.sampled_from(NUMBERS + TEXTS), st.text(max_size=5)))
    return content[: start + 1] + escaped(new).encode("utf-8", "replace") + content[end - 1 :]


def _shard(draw: st.DrawFn, content: bytes) -> bytes:
    at = draw(st.integers(0, len(content)))
    gone = draw(st.sampled_from([0, 0, 1, 7]))
    return content[:at] + draw(st.sampled_from(SHARDS)) + content[at + gone :]


def _whole(draw: st.DrawFn, content: bytes) -> bytes:
    how = draw(st.sampled_from(["utf-16", "gbk", "prefix", "empty", "half", "bom", "standalone"]))
    if how in ("utf-16", "gbk"):
        text = content.decode("utf-8", "replace").replace("UTF-8", how)
        return text.encode(how, "replace")
    if how == "prefix":
        content = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)
        return content.replace(b" xmlns=", b" xmlns:x=", 1)
    if how == "half":
        return content[: len(content) // 2]
    if how == "bom":
        return b"\xef\xbb\xbf" + content
    return b"" if how == "empty" else content.replace(b'standalone="yes"', b"")


_XML: tuple[Callable[[st.DrawFn, bytes], bytes], ...] = (
    _cut, _twice, _swap, _digit, _value, _value, _shard, _whole,
)  # fmt: skip


@st.composite
def xml_changed(draw: st.DrawFn, sources: Sequence[Base]) -> bytes:
    """A workbook with one or a few parts changed as text."""
    source = draw(st.sampled_from(sources))
    parts = dict(source.parts)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(source.parts_read))
        parts[name] = draw(st.sampled_from(_XML))(draw, parts[name])
    return zipped(parts)


# ---------------------------------------------------------------- archive


@st.composite
def archive_changed(draw: st.DrawFn, sources: Sequence[Base]) -> bytes:
    """A workbook whose archive is damaged, rearranged or surrounded."""
    source = draw(st.sampled_from(sources))
    parts = dict(source.parts)
    how = draw(
        st.sampled_from(
            ["bytes", "bytes", "bytes", "cut", "members", "members", "around", "method"]
        )
    )
    if how == "members":
        for _ in range(draw(st.integers(1, 4))):
            names = sorted(parts)
            one, other = draw(st.sampled_from(names)), draw(st.sampled_from(names))
            act = draw(st.sampled_from(["drop", "swap", "rename", "copy"]))
            if act == "drop":
                parts.pop(one)
            elif act == "swap":
                parts[one], parts[other] = parts[other], parts[one]
            elif act == "rename":
                new = draw(
                    st.sampled_from(
                        [one.upper(), f"../{one}", f"/{one}", one.replace("/", "\\"), "x"]
                    )
                )
                parts[new] = parts.pop(one)
            else:
                parts[f"{one}.bak"] = parts[one]
        return zipped(parts)
    if how == "method":
        method = draw(st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))
        return zipped(parts, method)
    content = zipped(parts, zipfile.ZIP_DEFLATED)
    if how == "cut":
        return content[: draw(st.integers(0, len(content)))]
    if how == "around":
        junk = draw(st.binary(max_size=40))
        return draw(st.sampled_from([junk + content, content + junk, content + content]))
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 12))):
        # The directory at the end decides most, and is small.
        near_end = draw(st.booleans())
        low = max(0, len(changed) - 2500) if near_end else 0
        changed[draw(st.integers(low, len(changed) - 1))] = draw(st.integers(0, 255))
    return bytes(changed)
