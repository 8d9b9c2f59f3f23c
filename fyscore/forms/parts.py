"""The part of a form that one body fills in: which items it is, as its 基本信息 says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fyscore.forms import layout
from fyscore.rules.model import Rulebook

_BETWEEN = "、"
_SEPARATORS = re.compile(r"[、，,;；\s]+")


def items_named(info: Mapping[str, str]) -> tuple[str, ...]:
    """The items of a part; none of a whole form."""
    return tuple(filter(None, _SEPARATORS.split(info.get(layout.INFO_ITEMS, ""))))


def rules_of(info: Mapping[str, str], rulebook: Rulebook) -> Rulebook:
    """What of the standard a form is about: all of it, or a part's items."""
    items = items_named(info)
    return rulebook.only(items) if items else rulebook


def items_text(items: tuple[str, ...]) -> str:
    """As :func:`items_named` reads it."""
    return _BETWEEN.join(items)
