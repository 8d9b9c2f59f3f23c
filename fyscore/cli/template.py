"""``fyscore template``: a blank workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fyscore.cli import common, options, writing
from fyscore.rules import DEFAULT

if TYPE_CHECKING:
    from fyscore.answers import Entry

app = common.new_app()


@common.command(
    app,
    ("fyscore template 某区.xlsx --unit 某区 --year 2026", "生成空白填报表"),
    ("fyscore template 某区2026.xlsx --from 某区2025.xlsx", "带上年的数值作对照"),
)
def template(
    out: options.Template = Path("indicator_template.xlsx"),
    unit: options.Unit = "",
    year: options.Year = None,
    last: options.LastYear = None,
    rulebook: options.RulebookName = DEFAULT,
    reading: options.Readings = None,
    force: options.Force = False,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """生成空白填报模板。"""
    from fyscore.documents.made import template_document
    from fyscore.forms.writer import template_bytes
    from fyscore.scoring.last_year import proposals

    book = common.load(rulebook, reading)
    writing.need_xlsx(out)
    outputs = writing.outputs_of([last], rulebook, force=force, instead=writing.OTHER_NAME)
    entries: Mapping[str, Entry] = {}
    results = []
    if last is not None:
        earlier = common.scored(last, book)
        results.append(earlier.result)
        entries = proposals(earlier.answers, earlier.result, book)
        unit = unit or earlier.result.unit
    writing.write(out, template_bytes(book.in_year(year), unit, year, entries), outputs)
    options.Show(json_, quiet).present(
        lambda: template_document(out, book, results),
        lambda: print(f"已生成模板：{out}\n填好后运行：fyscore score {out}"),
    )
