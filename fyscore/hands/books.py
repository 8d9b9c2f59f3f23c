"""What merging parts writes beside the form: a list to chase with, and what is to be decided."""

from __future__ import annotations

from collections.abc import Sequence

from fyscore.forms import layout
from fyscore.forms.books.conflicts import conflicts_bytes
from fyscore.forms.books.status import status_bytes
from fyscore.hands.merge import Conflict
from fyscore.hands.status import Returned
from fyscore.rules.model import Rulebook


def status_book(parts: Sequence[Returned]) -> bytes:
    """催报表: each part's progress, state and problems."""
    rows = [
        (
            *(part.body, "、".join(part.items), part.person, part.deadline),
            *(part.filled, part.missing, part.words, "\n".join(part.problems), part.file),
        )
        for part in parts
    ]
    return status_bytes(rows, [part.is_whole for part in parts])


def conflicts_book(conflicts: Sequence[Conflict], rulebook: Rulebook) -> bytes:
    """答案不同: each field with what every part says, to be decided and given back."""
    return conflicts_bytes([_row(conflict, rulebook) for conflict in conflicts])


def _row(conflict: Conflict, rulebook: Rulebook) -> tuple[str, str, str, str]:
    field = rulebook.fields[conflict.key]
    given = (f"{field.shown(each.answer.value)}（{each.source.file}）" for each in conflict.given)
    which = layout.COL_OWN if conflict.own else layout.COL_VALUE
    return conflict.key, rulebook.label_of(conflict.key), which, "\n".join(given)
