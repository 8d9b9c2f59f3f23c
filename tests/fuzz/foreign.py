"""Workbooks as other programs write them, each legal or nearly so: the kinds public files showed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from tests.fuzz.mutations import Base, Parts, sound_cell, style_of, with_cell, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FORMATS = (
    "General", "0", "0.00", "0.00%", "0%", '0.00"%"', r"0.00\%", '[=0]"";0.00%', '0.00%;-0.00%;"无"',
    "[<=1]0.00%;0.00", "[>1]0.00;0.00%", '0.00";%"', "0人/年", "Standard", "0.0 m", "#,##0_)", "@",
    "yyyy-mm-dd", "yyyy年m月d日", "h:mm", "[h]:mm", "mm:ss.0", "[Red]0.0%", "[$-804]0%", "0_%", "0*%",
)  # fmt: skip
VALUES = ("0", "1", "2", "8", "0.97", "0.98", "97", "97.5", "45000", "1e2", "-1", "100", "0.005")


def _entry(draw: st.DrawFn, source: Base, columns: int = 3) -> tuple[str, str]:
    """A field and one of its input cells."""
    key = draw(st.sampled_from(sorted(source.rows)))
    return key, f"{source.columns[draw(st.integers(0, columns - 1))]}{source.rows[key]}"


def _with_style(parts: Parts, code: str, font: str = "") -> tuple[Parts, int]:
    """The parts with one more cell style, and its number."""
    text = parts["xl/styles.xml"].decode()
    quoted = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    made = f'<numFmt numFmtId="777" formatCode="{quoted}"/>'
    if "</numFmts>" in text:
        text = text.replace("</numFmts>", f"{made}</numFmts>")
    else:
        text = re.sub(r"<numFmts[^>]*/>", "", text)
        text = text.replace("<fonts", f"<numFmts>{made}</numFmts><fonts", 1)
    fonts = 0
    if font:
        fonts = len(re.findall(r"<font>|<font ", text.split("</fonts>")[0]))
        text = text.replace("</fonts>", f"<font>{font}</font></fonts>")
    inside = text.split("<cellXfs")[1].split("</cellXfs>")[0]
    count = len(re.findall(r"<xf[ >]", inside))
    new = f'<xf numFmtId="777" fontId="{fonts}" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    text = re.sub(r"(<(?:numFmts|fonts|cellXfs)) count=\"\d+\"", r"\1", text)
    return {**parts, "xl/styles.xml": text.replace("</cellXfs>", new).encode()}, count


def number_format(draw: st.DrawFn, source: Base, parts: Parts) -> Parts:
    _, at = _entry(draw, source)
    parts, style = _with_style(parts, draw(st.sampled_from(FORMATS)))
    value = draw(st.sampled_from(VALUES))
    sheet = with_cell(parts[source.entry], at, f'<c r="{at}" s="{style}"><v>{value}</v></c>')
    return {**parts, source.entry: sheet}


def differential_format(draw: st.DrawFn, source: Base, parts: Parts) -> Parts:
    number = draw(st.sampled_from([0, 1, 2, 9, 10, 14, 164, 165]))
    code = draw(st.sampled_from(["0.00%", "0", "yyyy-mm-dd", "General"]))
    made = f'<dxf><numFmt numFmtId="{number}" formatCode="{code}"/></dxf>'
    text = parts["xl/styles.xml"].decode()
    if "<dxfs" not in text:
        return parts
    text = re.sub(r"<dxfs[^>]*/>", "<dxfs></dxfs>", text)
    text = re.sub(r"<dxfs[^>]*>", lambda m: f"<dxfs>{made}", text, count=1)
    return {**parts, "xl/styles.xml": text.encode()}


def prefixed(draw: st.DrawFn, source: Base, parts: Parts) -> Parts:
    """A cell, or a whole row, by a prefix bound to the same namespace."""
    key, _ = _entry(draw, source)
    sheet = parts[source.entry].decode()
    row = source.rows[key]
    found = re.search(rf'<row r="{row}".*?</row>', sheet, re.DOTALL)
    if found is None:
        return parts
    piece = found[0]
    if draw(st.booleans()):
        cell = re.search(rf'<c r="{source.columns[0]}{row}"[^>]*?(?:/>|>.*?</c>)', piece, re.DOTALL)
        piece = cell[0] if cell else piece
    changed = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1q:", piece)
    space = draw(st.sampled_from([MAIN, MAIN, MAIN, "urn:other"]))
    sheet = sheet.replace(piece, changed, 1).replace(
        "<worksheet", f'<worksheet xmlns:q="{space}"', 1
    )
    return {**parts, source.entry: sheet.encode()}


def rich_text(draw: st.DrawFn, source: Base, parts: Parts) -> Parts:
    _, at = _entry(draw, source)
    runs = []
    for _ in range(draw(st.integers(1, 3))):
        mark = draw(
            st.sampled_from(
                ["", "", "<b/>", "<strike/>", '<strike val="0"/>', '<vertAlign val="superscript"/>']
            )
        )
        word = draw(st.sampled_from(["8", "1", "97%", "是", "①", "²", " ", "家", ""]))
        runs.append(f"<r><rPr>{mark}</rPr><t>{word}</t></r>")
    phonetic = draw(st.sampled_from(["", '<rPh sb="0" eb="1"><t>9</t></rPh>']))
    cell = f'<c r="{at}" t="inlineStr"><is>{"".join(runs)}{phonetic}</is></c>'
    return {**parts, source.entry: with_cell(parts[source.entry], at, cell)}


def struck_font(draw: st.DrawFn, source: Base, parts: Parts) -> Parts:
    key, at = _entry(draw, source, 1)
    font = draw(
        st.sampled_from(
            ["<strike/>", '<strike val="0"/>', "<b/>", '<vertAlign val="superscript"/>']
        )
    )
    own = style_of(parts[source.entry], at)
    code = "0.00%" if source.kinds[key] == "percent" else "General"
    parts, style = _with_style(parts, code, font)
    sheet = parts[source.entry]
    if own:
        xml = draw(sound_cell(at, str(style), source.kinds[key]))
        sheet = with_cell(sheet, at, xml)
    return {**parts, source.entry: sheet}


def merged(draw: st.DrawFn, source: Base, parts: Parts) -> Parts:
    _, at = _entry(draw, source)
    column, row = re.fullmatch(r"([A-Z]+)(\d+)", at).groups()  # type: ignore[union-attr]
    last = int(row) + draw(st.integers(0, 3))
    end = draw(st.sampled_from([column, "G", "K"]))
    ranges = f'<mergeCell ref="{column}{row}:{max(column, end)}{last}"/>' * draw(st.integers(1, 3))
    sheet = parts[source.entry].decode()
    if "</mergeCells>" in sheet:
        sheet = sheet.replace("</mergeCells>", f"{ranges}</mergeCells>")
    else:
        sheet = sheet.replace("</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>")
    return {**parts, source.entry: sheet.encode()}


def sheets_renamed(draw: st.DrawFn, source: Base, parts: Parts) -> Parts:
    text = parts["xl/workbook.xml"].decode()
    names = re.findall(r'<sheet [^>]*?name="([^"]*)"', text)
    one, other = draw(st.sampled_from(names)), draw(st.sampled_from(names))
    space = draw(st.sampled_from(["", "", " "]))
    text = text.replace(f'name="{one}"', f'name="{space}{other}"', 1)
    return {**parts, "xl/workbook.xml": text.encode()}


def from_1904(draw: st.DrawFn, source: Base, parts: Parts) -> Parts:
    text = parts["xl/workbook.xml"].decode()
    value = draw(st.sampled_from(["1", "true", "0"]))
    return {
        **parts,
        "xl/workbook.xml": text.replace(
            "<workbookPr", f'<workbookPr date1904="{value}"', 1
        ).encode(),
    }


def relation_spelled(draw: st.DrawFn, source: Base, parts: Parts) -> Parts:
    name = "xl/_rels/workbook.xml.rels"
    text = parts[name].decode()
    how = draw(st.sampled_from(["/xl/", "./", "..\\xl\\", "../xl/", "%2e/"]))
    return {**parts, name: re.sub(r'Target="(?:/xl/)?', lambda _: f'Target="{how}', text).encode()}


_KINDS: tuple[Callable[[st.DrawFn, Base, Parts], Parts], ...] = (
    number_format, number_format, differential_format, prefixed, rich_text, struck_font, merged,
    sheets_renamed, from_1904, relation_spelled,
)  # fmt: skip


@st.composite
def foreign(draw: st.DrawFn, sources: Sequence[Base]) -> bytes:
    """A workbook with one or two of these kinds; sometimes a member is stored twice."""
    source = draw(st.sampled_from(sources))
    parts = dict(source.parts)
    for _ in range(draw(st.integers(1, 2))):
        parts = draw(st.sampled_from(_KINDS))(draw, source, parts)
    content = zipped(parts)
    if draw(st.integers(0, 19)):
        return content
    buffer = io.BytesIO(content)
    name = draw(st.sampled_from([source.entry, "xl/styles.xml", "xl/workbook.xml"]))
    spelled = draw(st.sampled_from([name, name.upper(), name.replace("/", "\\")]))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.NameToInfo.pop(spelled, None)  # or it warns of the name
        archive.writestr(spelled, parts[name].replace(b"<v>8</v>", b"<v>1</v>"))
    return buffer.getvalue()
