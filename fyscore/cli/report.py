"""``fyscore report``: a report for the meeting, as a page, a Word document or Markdown."""

from __future__ import annotations

from fyscore.cli import common, options, writing
from fyscore.rules import DEFAULT

app = common.new_app()


@common.command(
    app,
    ("fyscore report 某区.xlsx -o 自评报告.docx", "给上级的自评报告"),
    ("fyscore report 各县/ -o 排名.html", "各单位的排名、热力表和失分"),
)
def report(
    files: options.Files,
    output: options.ReportFile,
    template: options.ReportTemplate = None,
    rulebook: options.RulebookName = DEFAULT,
    reading: options.Readings = None,
    force: options.Force = False,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """写报告：一个单位，同一单位的各年度对比，或多个单位的排名。"""
    from fyscore.collect.files import collect, read_form, read_whole_form
    from fyscore.documents.made import report_document

    found = common.inputs(files)
    outputs = writing.outputs_of([*found.all, template], rulebook, force=force)
    writing.refuse_report(output, outputs, template)
    book = common.load(rulebook, reading)
    read = read_whole_form if len(found.paths) > 1 else read_form
    collected = collect(found.paths, book, read, found.failures, common.show_failure)
    scored, failures = collected.forms, collected.failures
    written = writing.write_report(output, scored, failures, book, outputs, template)
    options.Show(json_, quiet).present(
        lambda: report_document(output, collected.results, failures),
        lambda: print(f"已写报告：{output}") if written else None,
    )
    common.exit_with(failures)
