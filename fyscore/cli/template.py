"""``fyscore template``: a blank workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fyscore.cli import common
from fyscore.cli.messages import ChineseCommand
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

app = common.new_app()


@app.command(cls=ChineseCommand)
def template(
    out: Annotated[Path, typer.Argument(metavar="输出文件", help="模板的文件名")] = Path(
        "indicator_template.xlsx"
    ),
    unit: Annotated[str, typer.Option("--unit", metavar="名称", help="预填单位名称")] = "",
    year: Annotated[
        int | None, typer.Option("--year", metavar="年份", min=1990, max=2100, help="预填评估年度")
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

    book = common.load(rulebook, reading)
    if out.suffix.lower() != ".xlsx":
        common.fail(f"“{out}”应以 .xlsx 结尾。")
    outputs = Outputs(common.rulebook_files(rulebook), force=force)
    common.write(out, template_bytes(book, unit, year), outputs)
    if json_:
        document: TemplateDocument = {
            "schema": "fyscore.template/1",
            "file": str(out),
            "rulebook": book.id,
        }
        print_json(document)
    elif not quiet:
        print(f"已生成模板：{out}\n填好后运行：fyscore score {out}")
