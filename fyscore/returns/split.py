"""A form in parts: one workbook for each leading body, with its items alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from fyscore.answers import Answers, Subform
from fyscore.forms.parts import items_text
from fyscore.forms.pipeline import score_file
from fyscore.forms.writer import template_bytes
from fyscore.rules.load import load_rulebook
from fyscore.rules.model import Rulebook
from fyscore.rules.tasks import Task, by_lead, proposed
from fyscore.tables import headings

#: What Windows allows in no file's name.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def split_form(answers: Answers, tasks: Sequence[Task], rulebook: Rulebook) -> Iterator[Subform]:
    """A part for each leading body, in the order of the standard.

    What ``answers`` hold already comes along; the rest is blank.
    """
    for body, own in by_lead(tasks).items():
        items = tuple(task.item for task in own)
        rules = rulebook.only(items)
        info = {
            name: text
            for name, text in answers.info.items()
            if name not in (headings.INFO_PERSON, headings.INFO_DATE)
        }
        info |= {
            headings.INFO_BODY: body,
            headings.INFO_HELPERS: "、".join(
                dict.fromkeys(h for task in own for h in task.helpers)
            ),
            headings.INFO_ITEMS: items_text(items),
            headings.INFO_DEADLINE: "、".join(
                dict.fromkeys(filter(None, (t.deadline for t in own)))
            ),
            headings.INFO_PERSON: "、".join(dict.fromkeys(filter(None, (t.person for t in own)))),
        }
        entries = {key: answers.entry(key) for key in rules.fields}
        content = template_bytes(rules, answers.unit, answers.year, entries, info)
        yield Subform(subform_name(answers.unit, body), body, items, content)


def split(
    file: str | Path, rulebook: Rulebook | None = None, tasks: Sequence[Task] | None = None
) -> list[Subform]:
    """A form's parts, by the bodies that the standard names unless ``tasks`` says otherwise.

    Raises ProblemsError if the form cannot be read.
    """
    rules = rulebook or load_rulebook()
    scored = score_file(file, rules)
    answers, rules = scored.answers, scored.rulebook
    return list(split_form(answers, proposed(rules) if tasks is None else tasks, rules))


def subform_name(unit: str, body: str) -> str:
    """What a body's part is called."""
    return _FORBIDDEN.sub("", "-".join(filter(None, (unit, body)))) + ".xlsx"
