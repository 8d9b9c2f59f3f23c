"""``fyscore template``: a blank workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fyscore.cli import common
from fyscore.cli.messages import ChineseCommand, examples
from fyscore.cli.options import (
    ForceOption,
    JsonOption,
    QuietOption,
    ReadingOption,
    RulebookOption,
)
from fyscore.cli.streams import print_json
from fyscore.files.output import Outputs
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.answers import Entry

app = common.new_app()


@app.command(
    cls=ChineseCommand,
    epilog=examples(
        ("fyscore template 某区.xlsx --unit 某区 --year 2026", "生成空白填报表"),
        ("fyscore template 某区2026.xlsx --from 某区2025.xlsx", "带上年的数值作对照"),
    ),
)
def template(
    out: Annotated[Path, typer.Argument(metavar="输出文件", help="模板的文件名")] = Path(
        "indicator_template.xlsx"
    ),
    unit: Annotated[str, typer.Option("--unit", metavar="名称", help="预填单位名称")] = "",
    year: Annotated[
        int | None, typer.Option("--year", metavar="年份", min=1990, max=2100, help="预填评估年度")
    ] = None,
    last: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="文件",
            help="上一年填好的工作簿：上年值和得分写在旁边备比，佐证材料和备注作为待确认的建议带入",
        ),
    ] = None,
    rulebook: RulebookOption = DEFAULT,
    reading: ReadingOption = None,
    force: ForceOption = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """生成空白填报模板。"""
    from fyscore.documents.made import TemplateDocument
    from fyscore.forms.writer import template_bytes
    from fyscore.scoring.last_year import proposals

    book = common.load(rulebook, reading)
    common.need_xlsx(out)
    read = [*([last] if last else []), *common.rulebook_files(rulebook)]
    outputs = Outputs(read, force=force, instead="或换一个文件名")
    entries: Mapping[str, Entry] = {}
    if last is not None:
        earlier = common.scored(last, book)
        entries = proposals(earlier.answers, earlier.result, book)
        unit = unit or earlier.result.unit
    book = book.in_year(year)
    common.write(out, template_bytes(book, unit, year, entries), outputs)
    if json_:
        document: TemplateDocument = {
            "schema": "fyscore.template/1",
            "file": str(out),
            "rulebook": book.id,
        }
        print_json(document)
    elif not quiet:
        print(f"已生成模板：{out}\n填好后运行：fyscore score {out}")
