"""``fyscore check``: what keeps workbooks from being scored; nothing is written."""

from __future__ import annotations

import typer

from fyscore.cli import common, options, writing
from fyscore.cli.exit_codes import EXIT_GATE
from fyscore.rules import DEFAULT

app = common.new_app()


@common.command(
    app,
    ("fyscore check 某区.xlsx", "报送前核对填报问题、待填的和疑似填错列的"),
    ("fyscore check 各县/ --annotate 退回", "有问题的各写一份退回件，错处标红、加批注"),
)
def check(
    files: options.Files,
    evidence: options.Evidence = False,
    annotate: options.SentBackFolder = None,
    force: options.Force = False,
    rulebook: options.RulebookName = DEFAULT,
    json_: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """只检查填报问题，不写文件。每个文件用两种程序库各读一遍，互相核对。"""
    from fyscore.documents.check import check_document
    from fyscore.forms.check import check_form
    from fyscore.terminal.check import show_checked, show_totals

    book, show = common.load(rulebook), options.Show(json_, quiet)
    found = common.inputs(files)
    for error in found.failures:
        common.show_failure(error)
    checked = []
    for path in found.paths:
        checked.append(check_form(path, book, evidence=evidence))
        show_checked(checked[-1], alone=len(found.paths) == 1, only_problems=not show.people)
    faulty = [each.failure for each in checked if each.failure is not None]
    for failure in faulty:  # last, where they are seen
        common.show_failure(failure)
    sent = []
    if annotate is not None:
        from fyscore.returns.send_back import all_sent_back

        outputs = writing.outputs_of(found.all, rulebook, force=force)
        unseen = found.failures if found.is_batch else None
        for target, content in all_sent_back(found.paths, faulty, annotate, unseen):
            writing.write(target, content, outputs)
            sent.append(target)
    show.present(
        lambda: check_document(found.failures, checked),
        lambda: show_totals(checked, len(found.failures), sent),
    )
    common.exit_with([*found.failures, *faulty])
    if any(each.lacks_evidence for each in checked):
        raise typer.Exit(EXIT_GATE)
