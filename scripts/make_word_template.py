#!/usr/bin/env python3
"""Make the Word report's template, laid out after GB/T 9704-2012.

A4; margins 37 mm at the top, 28 mm at the left; a text block of 156 × 225 mm
holding 22 lines of 三号 仿宋; headings in 黑体, 楷体, 仿宋; page numbers in
四号 between dashes, outside.  The jinja tags in it are docxtpl's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree

TARGET = Path(__file__).parent.parent / "fyscore/report/templates/report.docx"
BODY, SONG, HEI, KAI, TITLE = "仿宋_GB2312", "宋体", "黑体", "楷体_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
#: What stands in where a font is not installed.
FALL_BACKS = {BODY: "仿宋", KAI: "楷体", TITLE: "宋体", HEI: "SimHei", SONG: "SimSun"}
#: 225 mm over 22 lines.
LINE = Pt(28.95)
SMALL = Pt(10.5)


def font(style: Any, east: str, size: Pt, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = LATIN, size, bold
    style.font.italic = False
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), east)


def spacing(style: Any, line: Pt, indent: int = 0) -> None:
    """Exact lines, no space between paragraphs, an indent in characters."""
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    ind = style.element.get_or_add_pPr().get_or_add_ind()
    ind.set(qn("w:firstLineChars"), str(indent * 100))
    ind.set(qn("w:firstLine"), str(int(indent * style.font.size.pt * 20)))


def styles(document: Any) -> None:
    normal = document.styles["Normal"]
    font(normal, BODY, Pt(16))
    spacing(normal, LINE, 2)
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for name, east, bold in (
        ("Heading 1", HEI, False),
        ("Heading 2", KAI, False),
        ("Heading 3", BODY, True),
    ):
        style = document.styles[name]
        font(style, east, Pt(16), bold)
        spacing(style, LINE, 2)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    title = document.styles["Title"]
    font(title, TITLE, Pt(22))
    spacing(title, Pt(35))
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    borders = title.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        title.element.pPr.remove(borders)
    for name, east, line, align in (
        ("表头", HEI, Pt(16), WD_ALIGN_PARAGRAPH.CENTER),
        ("表格文字", BODY, Pt(15), WD_ALIGN_PARAGRAPH.LEFT),
        ("表格数字", BODY, Pt(15), WD_ALIGN_PARAGRAPH.CENTER),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        font(style, east, SMALL)
        spacing(style, line)
        style.paragraph_format.alignment = align
        # The grid of 22 lines is the text's; a table keeps its own, closer lines.
        snap = OxmlElement("w:snapToGrid")
        snap.set(qn("w:val"), "0")
        style.element.get_or_add_pPr().insert_element_before(
            snap, *("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
        )
    page = document.styles.add_style("页码", WD_STYLE_TYPE.PARAGRAPH)
    page.base_style = normal
    font(page, SONG, Pt(14))
    spacing(page, Pt(16))
    mark = document.styles.add_style("待补充", WD_STYLE_TYPE.CHARACTER)
    # Shading, since a style cannot hold a highlight.
    mark.element.get_or_add_rPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FFF200"/>')
    )


def page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(210 - 28 - 156), Mm(297 - 37 - 225)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(LINE.pt * 20)))
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, outside in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["页码"]
        paragraph.alignment = outside
        # One character in from the edge of the text block.
        side = "right" if outside == WD_ALIGN_PARAGRAPH.RIGHT else "left"
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn(f"w:{side}Chars"), "100")
        paragraph.add_run("— ")
        run = paragraph.add_run()
        for kind, text in (
            ("begin", ""),
            ("", "PAGE"),
            ("separate", ""),
            ("text", "1"),
            ("end", ""),
        ):
            if kind == "text":
                run.add_text(text)
            elif kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)
            else:
                code = OxmlElement("w:instrText")
                code.text = text
                run._r.append(code)
        paragraph.add_run(" —")


def fall_backs(document: Any) -> None:
    """Name what stands in for each font, in the font table."""
    part = next(
        r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable")
    )
    table = etree.fromstring(part.blob)
    for name, other in FALL_BACKS.items():
        entry = parse_xml(
            f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{other}"/>'
            '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        )
        for old in table.findall(qn("w:font")):
            if old.get(qn("w:name")) == name:
                table.remove(old)
        table.append(entry)
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


class Writer:
    def __init__(self, document: Any) -> None:
        self.document = document

    def line(self, text: str, style: str = "Normal") -> Any:
        """A paragraph; ``【…】`` in it is marked for the writer to fill in."""
        paragraph = self.document.add_paragraph(style=style)
        self.runs(paragraph, text)
        return paragraph

    @staticmethod
    def runs(paragraph: Any, text: str) -> None:
        rest = text
        while rest:
            before, mark, rest = rest.partition("【")
            if before:
                paragraph.add_run(before)
            if mark:
                inside, _, rest = rest.partition("】")
                paragraph.add_run(f"【{inside}】", style="待补充")

    def control(self, tag: str) -> None:
        """A paragraph that docxtpl takes out: ``{%p … %}``."""
        self.document.add_paragraph(f"{{%p {tag} %}}")

    def table(
        self,
        headings: list[tuple[str, int]],
        loops: list[str],
        cells: list[str],
        last: list[str] | None = None,
    ) -> None:
        """A table of headings with widths in mm, a repeated row, and a closing row."""
        table = self.document.add_table(rows=1, cols=len(headings), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, (_, width) in zip(table.columns, headings, strict=True):
            column.width = Mm(width)
        self._row(table.rows[0], [heading for heading, _ in headings], "表头", headings)
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)
        for loop in loops:
            self._row(table.add_row(), [f"{{%tr {loop} %}}"], "表格文字", headings)
        self._row(table.add_row(), cells, "表格文字", headings)
        for _ in loops:
            self._row(table.add_row(), ["{%tr endfor %}"], "表格文字", headings)
        if last:
            self._row(table.add_row(), last, "表头", headings)

    def _row(self, row: Any, texts: list[str], style: str, headings: list[tuple[str, int]]) -> None:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
        for nth, (_, width) in enumerate(headings):
            cell = row.cells[nth]
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            text = texts[nth] if nth < len(texts) else ""
            short = text.startswith("#")
            paragraph.style = self.document.styles[
                "表格数字" if short and style == "表格文字" else style
            ]
            self.runs(paragraph, text.removeprefix("#"))


def content(document: Any) -> None:
    w = Writer(document)
    w.line(
        "{% if unit.name %}{{ unit.name }}{% else %}【单位名称】{% endif %}"
        "{% if unit.year %}{{ unit.year }}年度{% else %}【评估年度】{% endif %}",
        "Title",
    )
    w.line("创建生育友好工作先进单位自评报告", "Title")
    w.line("")
    w.line(
        "根据《{{ rulebook.title }}》（{{ rulebook.document }}），"
        "{% if unit.name %}{{ unit.name }}{% else %}【单位名称】{% endif %}"
        "对{% if unit.year %}{{ unit.year }}年度{% else %}【评估年度】{% endif %}"
        "工作逐项进行了自评，现将有关情况报告如下。"
    )
    w.control("if rulebook.note")
    w.line("{{ rulebook.note }}")
    w.control("endif")
    w.line("一、自评结论", "Heading 1")
    w.line(
        "本次自评总分{{ unit.total }}分（满分{{ unit.max_total }}分），{{ unit.verdict }}。"
        "{% if not unit.complete %}填齐后最高可达{{ unit.attainable }}分。{% endif %}"
        "{% for veto in unit.veto %}{{ veto.reason }}（第{{ veto.item }}项）。{% endfor %}"
    )
    w.line(
        "各部分得分：{% for section in unit.sections %}{{ section.title }}{{ section.score }}分"
        "（满分{{ section.max }}分）{% if not loop.last %}，{% endif %}{% endfor %}。"
    )
    w.line(
        "采用的口径：{{ readings_plain }}。各种口径下总分为{{ unit.range.low }}至{{ unit.range.high }}分"
        "{% if unit.range['items'] %}，第{{ unit.range['items'] | join('、') }}项随口径变动{% endif %}。"
    )
    w.control("for notice in unit.notices")
    w.line("说明：{{ notice }}。")
    w.control("endfor")
    w.line("【待补充：自评工作的组织方式、参加部门和起止时间。】")
    w.control("if years")
    w.control("for step in years.steps")
    w.line(
        "{{ step.new }}年度与{{ step.old }}年度相比，总分变化{{ step.change }}分。"
        "{% for part in step.parts %}{{ part.name }}{{ part.title }}：{{ part.text }}；{% endfor %}"
    )
    w.control("endfor")
    w.control("endif")
    w.line("二、各部分自评情况", "Heading 1")
    w.control("for section in unit.sections")
    w.line(
        "（{{ section.numeral }}）{{ section.title }}（满分{{ section.max }}分，得{{ section.score }}分）",
        "Heading 2",
    )
    w.control("for item in section['items']")
    w.line(
        "{{ item.id }}．{{ item.title }}"
        "{% if item.carries_points %}（满分{{ item.max }}分，得{{ item.score }}分）{% else %}（{{ item.status_text }}）{% endif %}",
        "Heading 3",
    )
    w.line(
        "{% for value in item['values'] %}{% if value.sentence %}{{ value.sentence }}{% else %}{{ value.label }}【待填】{% endif %}"
        "{% if value.remark %}（{{ value.remark }}）{% endif %}{% if loop.last %}。{% else %}，{% endif %}{% endfor %}"
        "{% if item.reasons and item.status not in ('pending', 'veto') %}失分原因：{{ item.reasons | join('；') }}。{% endif %}"
        "{% if item.evidence %}佐证材料：{{ item.evidence | map(attribute='name') | unique | join('、') }}。{% endif %}"
    )
    w.control("endfor")
    w.line("【待补充：本部分的主要做法和成效；尚未注明的佐证材料。】")
    w.control("endfor")
    w.line("三、失分情况与整改计划", "Heading 1")
    w.control("if unit.lost")
    w.line(
        "共失分{{ unit.lost_points }}分，涉及{{ unit.lost | length }}处，按失分多少排列如下，整改计划见附件2。"
    )
    w.control("for part in unit.lost")
    w.line(
        "{{ loop.index }}．{{ part.name }}“{{ part.title }}”失{{ part.lost }}分：{{ part.reason }}。整改：{{ part.remedy }}。责任单位：{{ part.responsible }}。"
    )
    w.control("endfor")
    w.control("else")
    w.line("{% if unit.complete %}没有失分。{% else %}已填部分没有失分。{% endif %}")
    w.control("endif")
    w.control("if unit.pending")
    w.line(
        "尚有{{ unit.pending | length }}个评分点待填：{% for part in unit.pending %}{{ part.name }}“{{ part.title }}”{% if not loop.last %}、{% endif %}{% endfor %}。【待填：补齐后重新评分。】"
    )
    w.control("endif")
    w.line("四、下一步工作打算", "Heading 1")
    w.line("【待补充：下一步工作打算。】")
    w.line("")
    w.line("附件：1．评分结果表")
    w.line("　　　2．失分清单与整改计划表")
    w.line("　　　3．佐证材料台账目录")
    w.line("")
    for text in (
        "{% if unit.name %}{{ unit.name }}{% else %}【单位名称】{% endif %}　　",
        "【成文日期】　　",
    ):
        w.line(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    annexes(w)


def annex(w: Writer, number: int, title: str) -> None:
    label = w.line(f"附件{number}", "Heading 1")
    label.paragraph_format.page_break_before = True
    label.paragraph_format.first_line_indent = Pt(0)
    w.line(title, "Title")


def annexes(w: Writer) -> None:
    annex(w, 1, "评分结果表")
    w.table(
        [("项目", 22), ("分值", 12), ("评选标准及评分细则", 54), ("评估方法", 22), ("评估情况", 34), ("得分", 12)],
        ["for section in unit.sections", "for item in section['items']"],
        [
            "#{% vm %}（{{ section.numeral }}）{{ section.title }}{{ section.max }}分",
            "#{% if item.carries_points %}{{ item.max }}{% else %}-{% endif %}",
            "{{ item.id }}.{% for rule in item.criteria %}{{ rule }}{% endfor %}",
            "{{ item.method }}",
            "{% if item.reasons %}{{ item.reasons | join('；') }}{% elif item.carries_points %}达到满分要求{% else %}{{ item.status_text }}{% endif %}",
            "#{% if item.status in ('pending', 'veto', 'clear') %}{{ item.status_text }}{% else %}{{ item.score }}{% endif %}",
        ],
        ["合计", "{{ unit.max_total }}", "{{ unit.verdict }}", "", "", "{{ unit.total }}"],
    )  # fmt: skip
    annex(w, 2, "失分清单与整改计划表")
    w.table(
        [("序号", 10), ("评分点", 28), ("失分", 12), ("原因", 40), ("整改措施", 32), ("责任单位", 19), ("完成时限", 15)],
        ["for part in unit.lost"],
        [
            "#{{ loop.index }}", "{{ part.name }} {{ part.title }}", "#{{ part.lost }}", "{{ part.reason }}",
            "{{ part.remedy }}", "{{ part.responsible }}", "【待定】",
        ],
    )  # fmt: skip
    annex(w, 3, "佐证材料台账目录")
    w.table(
        [("序号", 12), ("条目", 12), ("佐证材料", 66), ("用于", 44), ("核对", 22)],
        ["for entry in unit.evidence"],
        [
            "#{{ loop.index }}", "#{{ entry.item }}", "{{ entry.name }}", "{{ entry.label }}",
            "{{ entry.status_text }}{% if entry.also %}（另见{{ entry.also | join('、') }}）{% endif %}",
        ],
    )  # fmt: skip


def main() -> None:
    document = Document()
    for element in list(document.element.body):
        if element.tag != qn("w:sectPr"):
            document.element.body.remove(element)
    styles(document)
    page(document)
    content(document)
    fall_backs(document)
    document.core_properties.title = "自评报告"
    document.core_properties.author = "fyscore"
    document.save(TARGET)


if __name__ == "__main__":
    main()
