"""The catalogue of problems: every code with its wording, what is expected, and how to fix it.

Adding a problem is adding a member here (and a test that produces it);
docs/problems.md is made from this list.  A code that is met in several ways
has a member for each, with the same ``code``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from fyscore.problems.problem import Problem

_WORKBOOK = "可以打开的 .xlsx 工作簿"
_SAVE_AS = "请用 Excel 或 WPS 打开后另存为“Excel 工作簿(*.xlsx)”，再重试。"
_REPAIR = "请用 Excel 或 WPS 打开（必要时修复），另存为新的 .xlsx 后重试。"
_NO_PASSWORD = "请在 Excel 或 WPS 里打开，取消打开密码，保存后再试。"
_COPY_AGAIN = "请重新下载或复制这个文件；原件也打不开的，请从备份恢复。"
_OR_REPAIR = "请重新下载或复制这个文件；能用 Excel 或 WPS 打开的，另存为新的 .xlsx 后重试。"
_GIVE_WORKBOOK = "请给出用模板填好的 .xlsx 工作簿。"
_SMALLER = "请把内容复制到新的模板里再试。"
_RULES = "请改正评分标准文件后重试。"
_CASES = "请改正案例表，或改正评分标准。"
_NUMBER = "数值（单位：{unit}）"
_REFILL = "请在 Excel 或 WPS 中重新填写这一格并保存。"


class Wording(NamedTuple):
    """Texts with places for what was met, named in braces; ``example`` fills them."""

    code: str
    found: str
    expected: str
    fix: str
    example: Mapping[str, str]


def _said(code: str, found: str, expected: str, fix: str, **example: str) -> Wording:
    return Wording(code, found, expected, fix, example)


def _file(code: str, found: str, fix: str = _SAVE_AS, **example: str) -> Wording:
    return Wording(code, found, _WORKBOOK, fix, example)


def _rule(code: str, found: str, expected: str, **example: str) -> Wording:
    return Wording(code, found, expected, _RULES, example)


# Laid out as a table: code, found, expected, fix, example.
# fmt: off
class Code(Enum):
    """Every problem fyscore can state."""

    # ------------------------------------------------ the file as a whole
    FILE_MISSING = _file("file_missing", "找不到这个文件", "请核对文件名和路径。")
    FILE_IS_FOLDER = _file("file_is_folder", "这是文件夹", "请给出其中的工作簿。")
    FILE_UNREADABLE = _file(
        "file_unreadable", "文件读不出来（{why}）", "请关闭正在使用它的程序，核对读取权限后重试。", why="没有权限，或正被别的程序使用",
    )
    FILE_SPECIAL = _file("file_unreadable", "这不是普通文件", "请给出保存在磁盘上的工作簿。")
    FILE_TOO_LARGE = _file("file_too_large", "{what}，不像正常填报的工作簿", _SMALLER, what="解压后超过256 MB")
    FILE_EMPTY = _file("file_empty", "文件是空的（0字节）", _COPY_AGAIN)
    FILE_CUT_SHORT = _file("file_damaged", "工作簿已损坏或没有下载、复制完整", _OR_REPAIR)
    FILE_DAMAGED = _file("file_damaged", "工作簿内容损坏，读不完整{why}", _REPAIR, why="（行重复或次序混乱）")
    FILE_HTML = _file("file_html", "这是网页（HTML），不是工作簿")
    FILE_XML = _file("file_xml", "这是 XML 文件")
    FILE_PDF = _file("file_pdf", "这是 PDF 文件，不是工作簿", _GIVE_WORKBOOK)
    FILE_CSV = _file("file_csv", "这是文本表格（CSV），不是工作簿")
    FILE_RTF = _file("file_rtf", "这是写字板或 Word 的 RTF 文档，不是工作簿", _GIVE_WORKBOOK)
    FILE_MHT = _file("file_mht", "这是单个文件网页（.mht），不是工作簿")
    FILE_JSON = _file("file_json", "这是 JSON 文件，不是工作簿", _GIVE_WORKBOOK)
    FILE_IMAGE = _file("file_image", "这是图片，不是工作簿", _GIVE_WORKBOOK)
    FILE_PACKED = _file("file_packed", "这是压缩包，不是工作簿", "请先解压，再给出其中的工作簿。")
    FILE_NUMBERS = _file("file_numbers", "这是苹果 Numbers 表格", "请在 Numbers 中“导出到 Excel”，存为 .xlsx 后重试。")
    FILE_UNKNOWN = _file("file_unknown", "不是工作簿，或已损坏")
    FILE_ENCRYPTED = _file("file_encrypted", "文件有密码保护", _NO_PASSWORD)
    FILE_WORD = _file("file_word", "这是 Word 文档，不是工作簿", _GIVE_WORKBOOK)
    FILE_SLIDES = _file("file_not_workbook", "这是演示文稿，不是工作簿", _GIVE_WORKBOOK)
    FILE_ARCHIVE = _file("file_not_workbook", "这是压缩包，不是工作簿", "请先解压，再给出其中的工作簿。")
    FILE_OLD_FORMAT = _file("file_old_format", "这是旧版 .xls 或 .et 格式的工作簿")
    FILE_OLD_DAMAGED = _file("file_old_format", "这是旧版格式（.xls、.et）的文件，且已损坏")
    FILE_XLSB = _file("file_xlsb", "这是二进制工作簿（.xlsb）")
    FILE_ODS = _file("file_ods", "这是 OpenDocument 表格（.ods）")
    INTERNAL_ERROR = _said(
        "internal_error", "程序处理这个文件时出错（{error}）", "能够读取的工作簿", "请另存为新的 .xlsx 再试；仍不行请把文件交给维护人员。",
        error="KeyError",
    )
    WORKER_DIED = _said(
        "worker_died", "处理进程意外终止（可能内存不足）", "正常处理完", "请关闭其他程序，单独再评这个文件；仍不行请把文件交给维护人员。",
    )
    SAVED_RESULT = _said(
        "saved_result", "{what}", "score --json 保存的一份结果", "请对一个工作簿运行 fyscore score 文件 --json 重新保存。",
        what="其中有2份结果",
    )
    RESULT_TWICE = _said(
        "result_twice", "{unit}{year}有不同的结果：{one}，{other}", "一个单位一个年度一份结果", "请核对哪一份是真的，去掉另一份再运行。",
        unit="某县", year=" 2023年度", one="某县.xlsx（甲市.json）91.5分", other="某县.xlsx 90分",
    )
    RESULT_RULEBOOK = _said(
        "result_rulebook", "{file} 的结果是按评分标准 {rulebook} 评的，条目和满分与 {ours} 不同", "同一评分标准的结果",
        "请用 --rulebook 给出评分时所用的评分标准。", file="某县.xlsx", rulebook="illustrative",
        ours="liunan-2023-25",
    )
    RESULT_SUM = _said(
        "result_sum", "{file} 的总分{total}分或各项得分不等于其下各评分点之和", "评分时保存的原样",
        "请对原工作簿运行 fyscore score 文件 --json 重新保存。", file="某县.xlsx", total="91.5",
    )

    # ------------------------------------------------ sheets, headings, rows
    SHEET_REPEATED = _said(
        "sheet_repeated", "名为{name}的工作表有{count}个", "一个", "请删去或改名多余的工作表。", name="“填报”", count="2",
    )
    SHEET_MISSING = _said(
        "sheet_missing", "缺少工作表“{name}”（现有：{listed}）", "名为“{name}”的工作表",
        "请用 fyscore template 生成的模板填报。", name="填报", listed="Sheet1",
    )
    SHEET_MISNAMED = _said(
        "sheet_missing", "缺少工作表“{name}”（现有：{listed}）", "名为“{name}”的工作表", "是否就是“{near}”？请改回原名。",
        name="填报", listed="填报表、基本信息", near="填报表",
    )
    TABLE_MISSING = _said(
        "sheet_missing", "缺少工作表“{name}”（现有：{listed}）", "名为“{name}”的工作表", "请核对是不是给错了文件。",
        name="整改台账", listed="Sheet1",
    )
    TABLE_UNREADABLE = _said(
        "table_unreadable", "表格读不出来（{why}）", "工作簿，或 UTF-8、GBK 编码的 CSV", "请用 Excel 或 WPS 打开后另存，再重试。",
        why="没有权限，或正被别的程序使用",
    )
    TEXT_TOO_LONG = _said(
        "text_too_long", "文字超过{most}个字，一个单元格里放不下", "不超过{most}个字", "请缩短，详细内容写进佐证材料。", most="32767",
    )
    DAY_EXPECTED = _said(
        "day_expected", "填的是{typed}，看不出是哪一天", "日期，如 2024-01-15", "请按日期填写。", typed="“45170”",
    )
    HEADINGS_MISSING = _said(
        "heading_missing", "找不到标题行", "含有“{headings}”的一行", "请用 fyscore template 生成的模板填报，不要改动标题行。",
        headings="项目”“内容",
    )
    HEADING_MISSING = _said(
        "heading_missing", "第{row}行缺少标题“{heading}”", "名为“{heading}”的一列", "{hint}请恢复这一列的标题。",
        row="1", heading="填报值", hint="是否就是“填报数值”？",
    )
    HEADING_REPEATED = _said(
        "heading_repeated", "标题“{heading}”出现{count}次（{cells}）", "一次", "请删去多余的一列。", heading="填报值",
        count="2", cells="F2、H2",
    )
    ROW_MISSING = _said("row_missing", "缺少“{name}”一行", "项目为“{name}”的一行", "请照模板补上这一行。", name="单位名称")
    ROW_REPEATED = _said("row_repeated", "“{name}”出现多次", "一次", "请删去多余的一行。", name="单位名称")
    KEY_MISSING = _said(
        "key_missing", "缺少字段编号 {key}（{label}）", "模板中的每一行", "{hint}请照模板恢复这一行{where}。",
        key="14.registered", label="备案托育机构数", hint="是否写成了“14.regisered”？",
        where="，它在第43行“托育人员职业培训补贴按规定落实”下面",
    )
    KEY_UNKNOWN = _said(
        "key_unknown", "没有字段编号 {typed}", "评分标准里的字段编号", "请照原来写出的表改回字段编号。", typed="14.regisered",
    )
    WORD_UNKNOWN = _said(
        "word_unknown", "填的是{typed}", "{words}", "请照原来写出的表改回。", typed="“自平”", words="填报值、自评",
    )
    KEY_REPEATED = _said(
        "key_repeated", "字段编号 {key} 重复，第{row}行已经有了", "每个编号只出现一次", "请删去多余的一行。", key="14.registered",
        row="44",
    )
    RULEBOOK_MISMATCH = _said(
        "rulebook_mismatch", "这份工作簿是评分标准 {stamp} 的填报表，缺少本标准的{count}个字段", "按 {wanted} 填报的工作簿",
        "请用 --rulebook 指定它自己的评分标准，或用本标准的模板重新填报。", stamp="illustrative (0123456789ab)", count="70",
        wanted="liunan-2023-25 (0123456789ab)",
    )
    PART_ITEMS = _said(
        "part_items", "“负责条目”写的第{items}项，评分标准里没有", "1到{count}的条目序号，用“、”隔开", "请照分表的原样改回。",
        items="99", count="35",
    )
    TASK_ITEM = _said(
        "task_item", "条目写的是“{item}”，评分标准里没有", "1到{count}的条目序号", "请照 fyscore split --list 写出的分工表改正。",
        item="99", count="35",
    )
    TASK_TWICE = _said("task_item", "第{item}项出现多次", "每项一行", "请删去多余的一行。", item="14")
    TASK_BODY = _said("task_body", "第{item}项没有写牵头单位", "一个牵头单位", "请补上牵头单位。", item="14")
    TASK_MISSING = _said("task_missing", "没有分工的条目：第{items}项", "每项一行", "请补上这些条目。", items="14")
    PART_FORM = _said(
        "part_form", "这是“{body}”负责的分表，不是整表", "填报整表", "请先用 fyscore merge 把各单位的分表合并。", body="区民政局",
    )
    MERGED_CELL = _said(
        "merged_cell", "填报单元格与 {cell} 合并了，看不出各行填的是什么", "没有合并的单元格", "请取消合并，逐行填写。", cell="D40",
    )
    YEAR = _said("year", "评估年度填的是{typed}", "年份，如 2023", "请只填四位年份。", typed="“去年”")

    # ------------------------------------------------ one cell
    ERROR_VALUE = _said(
        "error_value", "单元格是错误值 {shown}", "“{label}”的值", "请改正公式，或直接填写数值。", shown="#DIV/0!",
        label="备案托育机构数",
    )
    FORMULA_NOT_CALCULATED = _said(
        "formula_not_calculated", "公式还没有计算出结果", "“{label}”的值",
        "请用 Excel 或 WPS 打开，重新计算（F9）并保存，或直接填写数值。", label="备案托育机构数",
    )
    DATE_FOUND = _said(
        "date_found", "单元格是日期 {day}", "“{label}”的值", "请把单元格格式改回“常规”或“百分比”，再填写。", day="2023-05-01",
        label="备案托育机构数",
    )
    CELL_UNREADABLE = _said(
        "cell_unreadable", "单元格里存的{what}无法识别", "“{label}”的值", "请在 Excel 或 WPS 中重新填写这一格并保存。",
        what="数值“1_0”", label="备案托育机构数",
    )
    MARKED_TEXT = _said(
        "marked_text", "填的是{typed}，其中有上标、下标或删除线", "“{label}”的值，没有注码和划掉的字", "请只留下确定的值，注码和说明写到“备注”。",
        typed="“81”", label="备案托育机构数",
    )
    YES_NO_EXPECTED = _said(
        "yes_no_expected", "填的是{typed}", "“是”或“否”", "请从下拉列表中选择。", typed="“基本实现”",
    )
    NUMBER_EXPECTED = _said(
        "number_expected", "填的是{typed}", _NUMBER, "请只填一个确定的数字，说明文字写到“备注”；没有数据的请留空。", typed="“约97”",
        unit="%",
    )
    NUMBER_TOO_LONG = _said(
        "number_expected", "填的是{typed}", "最多{most}位数字", "表格软件只能准确保存{most}位数字，请按需要的位数填写。",
        typed="“97.1234567890123456%”", most="15",
    )
    DATE_TYPED = _said(
        "date_found", "填的是日期{typed}", _NUMBER, "请填写数字；日期写到“备注”。", typed="“2023-01-05”", unit="家",
    )
    NOTHING_TYPED = _said(
        "number_expected", "填的是{typed}", _NUMBER, "没有发生的请填0；没有数据的请留空。", typed="“无”", unit="起",
    )
    TOO_MANY = _said(
        "too_many", "填的是{typed}", "不超过100亿的数", "请核对是否多填了位数，或填成了电话、证件号码。", typed="“13812345678”",
    )
    TRUTH_VALUE = _said(
        "number_expected", "填的是逻辑值 {shown}", _NUMBER, "请填写数字。", shown="TRUE", unit="家",
    )
    NEGATIVE = _said(
        "negative", "填的是{typed}", "不小于0的数（单位：{unit}）", "请核对“{label}”。", typed="“-1”", unit="家",
        label="备案托育机构数",
    )
    WHOLE_EXPECTED = _said("whole_expected", "填的是{typed}", "整数", "请填写个数，不带小数。", typed="“1.5”")
    PERCENT_OVER_100 = _said(
        "percent_over_100", "填的是{value}%，超过100%", "0%到100%", "请核对分子、分母和小数点。", value="103",
    )
    MARK_PLACES = _said("mark_places", "填的是{typed}", "至多两位小数的评分", "请四舍五入。", typed="“1.333”")
    WRONG_UNIT = _said(
        "wrong_unit", "填的是{typed}，单位是“{given}”", _NUMBER, "请换算成以“{wanted}”为单位再填，或只填数字。",
        typed="“6%”", given="%", unit="‰", wanted="‰",
    )
    PERCENT_FORMAT = _said(
        "wrong_unit", "单元格是百分比格式，显示为{shown}%", _NUMBER, "请把单元格格式改为“常规”，再填写{own}的数。",
        shown="0.6", unit="‰", own="以“‰”为单位",
    )
    PERCENT_AMBIGUOUS = _said(
        "percent_ambiguous", "{why}存的数是 {stored}，可能指{low}%，也可能指{high}%", "看得出百分号的百分数，如97.5%",
        "请连百分号一起重新填写（例如97.5%）。", why="单元格不是百分比格式，", stored="0.975", low="0.975", high="97.5",
    )
    PAIR_NOT_USED = _said(
        "pair_not_used", "“{heading}”填了{typed}，而“{label}”不是率", "空白", "请清空这一格，把数填在“填报值”。",
        heading="分子", typed="“7”", label="备案托育机构数",
    )
    OWN_NOT_USED = _said(
        "own_not_used", "“{heading}”填了{typed}，而“{label}”不是酌情评分", "空白", "请清空这一格，把数填在“填报值”。",
        heading="自评", typed="“7”", label="备案托育机构数",
    )
    PAIR_INCOMPLETE = _said(
        "pair_incomplete", "只填了分子、分母中的一个，“{lone}”是空的", "分子、分母同时填写，或都不填", "请补上“{lone}”，或清空另一格。",
        lone="分子",
    )
    DENOMINATOR_ZERO = _said("denominator_zero", "分母是0", "大于0的分母", "请核对分母。")
    NUMERATOR_OVER_DENOMINATOR = _said(
        "numerator_over_denominator", "分子 {top} 大于分母 {bottom}", "不大于分母的分子", "请核对分子和分母是否填反。",
        top="9", bottom="8",
    )
    VALUE_AND_QUOTIENT_DISAGREE = _said(
        "value_and_quotient_disagree", "填报值 {value}，分子÷分母却是 {quotient}", "与分子÷分母一致的填报值",
        "请核对三个数；上报数要与来源一致，也可只填分子和分母。", value="98%", quotient="90%",
    )
    READERS_DISAGREE = _said(
        "readers_disagree", "两种程序库读出的值不同（{ours} 与 {theirs}）", "同一个值", _REFILL, ours="97",
        theirs="98",
    )

    # ------------------------------------------------ answers held against each other
    MARK_OVER_MAXIMUM = _said(
        "mark_over_maximum", "评分{mark}分，超过满分{most}分", "0到{most}分", "请核对后改正。", mark="2.5", most="2",
    )
    OVER_SAMPLE = _said(
        "contradiction", "填的是{count}，多于抽查的{most}", "0到{most}", "请核对抽查记录后改正。", count="4家", most="3家",
    )
    MET_BUT_MARKED = _said(
        "contradiction", "“{label}”为{given}，已得满分，酌情评分却是{mark}分", "空白或{most}分",
        "请核对这两格：确已达到的清空评分，未达到的改正“{label}”。", label="各项制度健全", given="是", mark="1", most="2",
        key="5a.mark",
    )
    UNMET_BUT_FULL = _said(
        "contradiction", "“{label}”为{given}，酌情评分却是满分{mark}分", "低于{most}分",
        "请核对这两格：确已达到的改正“{label}”，未达到的改低评分。", label="各项制度健全", given="否", mark="2", most="2",
        key="5a.mark",
    )

    # ------------------------------------------------ evidence
    EVIDENCE_MISSING = _said(
        "evidence_missing", "佐证材料“{name}”找不到", "工作簿所在文件夹中有内容的文件或文件夹", "请补上材料，或核对文件名（相对于工作簿所在的文件夹）。",
        name="方案.docx",
    )
    EVIDENCE_EMPTY = _said(
        "evidence_empty", "佐证材料“{name}”是空的", "工作簿所在文件夹中有内容的文件或文件夹", "请补上材料，或核对文件名（相对于工作簿所在的文件夹）。",
        name="方案.docx",
    )

    # ------------------------------------------------ rulebooks and their worked cases
    RULEBOOK_UNREADABLE = _said(
        "rulebook_unreadable", "读不到评分标准“{source}”（{error}）", "内置编号（{known}）或 UTF-8 编码的 TOML 文件",
        "请核对 --rulebook 后面的名称或路径。", source="nowhere", error="找不到", known="liunan-2023-25",
    )
    RULES_SHEET = _said(
        "rules_sheet", "缺少工作表“{name}”（现有：{listed}）", "fyscore rules export 标准.xlsx 写出的各工作表",
        "请先导出一份，在导出的工作簿上改。", name="评分点", listed="Sheet1",
    )
    RULES_HEADING = _said(
        "rules_heading", "缺少表头“{name}”", "导出时的表头", "请补上这一列（可以空着），或在新导出的工作簿上改。", name="计分方式",
    )
    RULES_CELL = _said("rules_cell", "这一格是没有算出的公式或错误值", "直接填写的内容", "请把数或文字直接填进去。")
    RULES_PERCENT = _said(
        "rules_percent", "“{heading}”填的是百分数，而它管的字段不是百分数", "字段自己的单位下的数", "请把单元格格式改为“常规”，再直接填写数字。",
        heading="目标",
    )
    RULES_LABEL = _said(
        "rules_label", "不认识的“{label}”", "{known}", "请改成其中一个；说明文字写到备注。", label="总分 上限",
        known="编号、标题、总分上限",
    )
    RULES_TWICE = _said("rules_twice", "“{what}”重复出现", "只出现一次", "请改正编号，或删去多余的一行。", what="4b")
    RULES_ORPHAN = _said(
        "rules_orphan", "{heading}“{value}”在上一级的表里没有", "上一级表里的一个编号", "请改正编号，或在上一级的表里加上它。",
        heading="所属条目", value="99",
    )
    RULEBOOK_SYNTAX = _rule(
        "rulebook_syntax", "第{column}列附近不合 TOML 语法", "合法的 TOML，如 max = 2", column="7",
    )
    RULEBOOK_UNKNOWN_NAME = _rule(
        "rulebook_unknown_name", "不认识的名称 {name}", "{known}", name="simple", known="sample",
    )
    RULEBOOK_MISSING = _rule("rulebook_missing", "缺少 {name}", "非空文字", name="label")
    RULEBOOK_EMPTY = _rule("rulebook_missing", "缺少 {name}", "至少一项", name="items")
    RULEBOOK_NUMBER = _rule(
        "rulebook_number", "{name} 为 {value}", "不小于0的数，最多8位小数", name="max", value="'2'",
    )
    RULEBOOK_SCALE = _rule(
        "rulebook_number", "scale 为 {value}", "正整数，如 1000", value="Decimal('0.5')",
    )
    RULEBOOK_TRUTH = _rule(
        "rulebook_truth", "{name} 为 {value}", "true 或 false", name="fact", value="'是'",
    )
    CLAUSES_UNREADABLE = Wording(
        "clauses_unreadable", "条款原文表读不出来（{why}）", "UTF-8 或 GBK 编码的 .clauses.csv",
        "请另存为“CSV UTF-8”，或用 fyscore rules clauses 重新生成。", {"why": "没有权限，或正被别的程序使用"},
    )
    CLAUSES_HEADINGS = _said(
        "clauses_unreadable", "条款原文表的第一行不是表头", "{headings}", "请恢复表头，或用 fyscore rules clauses 重新生成。",
        headings="条目、条款原文、评估方法",
    )
    NOTICE_UNREADABLE = _said(
        "notice_unreadable", "文件读不出来（{why}）", "Word 文档（.docx）或文本文件（.txt）", "旧版 .doc 请先另存为 .docx。",
        why="内容损坏",
    )
    RULEBOOK_BY = _rule(
        "rulebook_by", "by 为 {value}", '"unit"（单位填报）或 "assessors"（评估组填报）', value="'专家'",
    )
    RULEBOOK_NO_POINTS = _rule("rulebook_number", "max 为0，没有分值", "大于0的数")
    RULEBOOK_TOTAL = _rule(
        "rulebook_sum", "各部分分值合计 {sum}", "{stated}分（total）", sum="99", stated="100",
    )
    RULEBOOK_SINCE = _rule("rulebook_change", "from 为 {value}", "年份，一个比一个晚", value="'2025'")
    RULEBOOK_CHANGE = _rule(
        "rulebook_change", "{target} 没有 {names}", "已有的评分点或字段，和它本来就有的参数", target="23.rate",
        names="target",
    )
    RULEBOOK_CAP = _rule("rulebook_cap", "cap 为 {cap}", "大于0、小于{points}的数", cap="12", points="10")
    RULEBOOK_SECTION = _rule(
        "rulebook_sum", "本部分各项合计{sum}分", "{stated}分（score）", sum="16", stated="17",
    )
    RULEBOOK_REPEATED_ID = _rule(
        "rulebook_repeated_id", "{name} {value} 重复出现", "只出现一次", name="id", value="14",
    )
    RULEBOOK_REPEATED_KEY = _rule(
        "rulebook_repeated_key", "{name} {value} 重复出现", "只出现一次", name="key", value="25.rate",
    )
    RULEBOOK_READING_NAME = _rule(
        "rulebook_reading", "不认识的口径 {name}", "{known}", name="bound", known="bounds",
    )
    RULEBOOK_READING = _rule(
        "rulebook_reading", "{name}={value}", "{known}", name="veto", value="maybe",
        known="flag、zero",
    )
    RULEBOOK_ITEM_ID = _rule("rulebook_citation", "条目 id 为 {id}", "评选标准中的条目序号", id="十四")
    RULEBOOK_PART_ID = _rule(
        "rulebook_citation", "评分点 id 为 {id}", "以条目序号 {item} 开头", id="41", item="14",
    )
    RULEBOOK_SHAPE = _rule(
        "rulebook_shape", "不认识的计分方式 {name}", "{known}", name="shortfal", known="shortfall、all",
    )
    RULEBOOK_MISPLACED = _rule(
        "rulebook_shape", "计分方式放错了位置", "{name} {where}", name="void_if", where="只用于 gate",
    )
    RULEBOOK_PART = _rule(
        "rulebook_part", "{complaint}", "计分方式所要求的字段和参数", complaint="shortfall 应恰有一个 count 字段",
    )
    RULEBOOK_TYPE = _rule(
        "rulebook_type", "不认识的类型 {name}", "{known}", name="ratio", known="count、percent",
    )
    RULEBOOK_WORD = _rule("rulebook_word", "不认识的界限用词 {word}", "{known}", word="左右", known="以上、以下")
    RULEBOOK_PARAM_ZERO = _rule("rulebook_bound", "{name} 为0，永远不起作用", "大于0的数", name="per_unit")
    RULEBOOK_OUT_OF_REACH = _rule(
        "rulebook_bound", "{name} 为 {bound}，永远达不到", "不超过{ceiling}", name="min", bound="197",
        ceiling="100",
    )
    RULEBOOK_ALWAYS = _rule("rulebook_bound", "min 为0，永远成立", "大于0的数")
    RULEBOOK_CASE = _said(
        "rulebook_case", "{case}：{message}", "{points}分", _CASES, case="14.registered=7",
        message="得2分", points="3",
    )
    CASES_UNREADABLE = _said(
        "rulebook_case", "读不出案例表（{why}）", "UTF-8 或 GBK 编码的 CSV", _CASES, why="没有权限，或正被别的程序使用",
    )
    CASES_HEADINGS = _said("rulebook_case", "表头不对", "{headings}", _CASES, headings="评分点，填报，得分，说明")
    CASES_ROW = _said(
        "rulebook_case", "读不懂“{row}”", "四列：评分点，“编号=值”用分号隔开，得分，说明", _CASES,
        row="14，14.registered，2，没有值",
    )

    # fmt: on
    @property
    def code(self) -> str:
        """The stable name that JSON carries."""
        return self.value.code

    def problem(self, *, key: str = "", **said: object) -> Problem:
        """A problem of this kind, its texts filled in; its place is given by ``.at``.

        Raises KeyError where a text's name is not among ``said``.
        """
        wording: Wording = self.value
        names = {"key": key, **said}
        return Problem(
            wording.code,
            wording.found.format_map(names),
            wording.expected.format_map(names),
            wording.fix.format_map(names),
            key=key,
        )
