"""What later years change in a standard: its tables as each dated change leaves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fyscore.problems import Code
from fyscore.rules import names
from fyscore.rules.faults import Faults, Placed

_NOTHING = "（没有写）"


def dated_data(
    data: Mapping[str, Any], faults: Faults
) -> Iterator[tuple[int, str, dict[str, Any], frozenset[str]]]:
    """Each change: its first year, its document, the tables from then on, what it touches.

    All changes before it are included in the tables.
    """
    if "changes" not in data:
        return
    now, last = dict(data), 0
    for table in faults.tables(data, "changes", 1):
        line = faults.line_of(table, "source")
        faults.unknown(table, names.CHANGE.known, line)
        source, since = faults.text(table, "source", line), table.get("from")
        if not isinstance(since, int) or isinstance(since, bool) or since <= last:
            faults.add(Code.RULEBOOK_SINCE, line, value=repr(since))
            continue
        last, touched = since, set[str]()
        for entry in faults.tables(table, "set", line):
            now = _changed(now, entry, faults, touched)
        yield since, source, now, frozenset(touched)


def _changed(
    data: Mapping[str, Any], entry: Mapping[str, Any], faults: Faults, touched: set[str]
) -> dict[str, Any]:
    """The rulebook's tables with one entry's parameters in the place of the old ones."""
    kind = "part" if "part" in entry else "key"
    line = faults.line_of(entry, kind)
    target = faults.text(entry, kind, line)
    new = {name: value for name, value in entry.items() if name != kind}
    again = [name for name in new if f"{target} {name}" in touched]
    if not new or again:
        listed = "、".join(again) or _NOTHING
        faults.add(Code.RULEBOOK_CHANGE, line, target, target=target, names=listed)
        return dict(data)
    faults.unknown(new, {name.name for name in names.TARGETS[kind].changing}, line)
    found = []

    def replaced(table: Any) -> Any:
        if isinstance(table, list):
            return [replaced(each) for each in table]
        if not isinstance(table, dict):
            return table
        made = {name: replaced(value) for name, value in table.items()}
        own = made.get("key") if kind == "key" else made.get("id") if "shape" in made else None
        if own == target and all(name in made for name in new):
            found.append(target)
            made |= new
        return table.changed(made) if isinstance(table, Placed) else made

    changed = {**data, "sections": replaced(data.get("sections"))}
    if not found and target:
        listed = "、".join(new) or _NOTHING
        faults.add(Code.RULEBOOK_CHANGE, line, target, target=target, names=listed)
    # What is touched twice is named by its parameter; who asks for a rule asks by its name.
    touched.update((target, *(f"{target} {name}" for name in new)))
    return changed
