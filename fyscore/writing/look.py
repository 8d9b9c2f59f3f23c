"""Colours and looks of every workbook fyscore writes, told without the library that writes them."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

Property: TypeAlias = str | int | float | bool

BODY_FONT, HEAD_FONT = "宋体", "黑体"
INPUT_FILL, UNUSED_FILL, HEAD_FILL = "#FFF9DB", "#F2F2F2", "#1F4E79"
#: What the assessors fill in, and an item's line.
ASSESSOR_FILL, ITEM_FILL = "#DEEBF7", "#F2F6FA"
SECTION_FILL, VETO_FILL, CHART_FILL = "#DCE6F1", "#C00000", "#2E75B6"
GREY, NOTICE_INK, BORDER = "#808080", "#7F6000", "#A6A6A6"
#: State of a score → its fill and ink, told by colour besides the words.
STATE_COLOURS = {
    "full": ("#E2F0D9", "#375623"),
    "partial": ("#FFF2CC", "#7F6000"),
    "lost": ("#F8CBAD", "#9C0006"),
    "pending": ("#EDEDED", "#595959"),
}
UP_FILL, DOWN_FILL = STATE_COLOURS["full"][0], STATE_COLOURS["lost"][0]
#: Differences in points: a sign, and no needless decimals.
CHANGE_FORMAT = "+0.##;-0.##;0"
#: From nothing to everything, in a heat map.
HEAT_COLOURS = ("#F8696B", "#FFEB84", "#63BE7B")
HEADING_COLOURS = {"bg_color": HEAD_FILL, "font_color": "white"}
VETO_COLOURS = {"bg_color": VETO_FILL, "font_color": "white"}
SMALL, NORMAL, LARGE = 9, 10, 11

_PLAIN_CELL: dict[str, Property] = {}
_SMALL: dict[str, Property] = {"font_size": SMALL}
_GREY: dict[str, Property] = {"font_color": GREY}
_MIDDLE: dict[str, Property] = {"align": "center"}
_INPUT: dict[str, Property] = {"bg_color": INPUT_FILL}


class Look(Enum):
    """How the cells of a column look: the properties of their format."""

    TEXT = _PLAIN_CELL
    MIDDLE = _MIDDLE
    SMALL = _SMALL
    #: For people to look at, not to change.
    GREY = _GREY
    ASIDE = _SMALL | _GREY
    #: To be filled in, on a locked sheet too, and to be decided.
    INPUT = _INPUT
    OPEN = _INPUT | {"locked": False}
    DECISION = _INPUT | {"bold": True}
    SHARE = _MIDDLE | {"num_format": "0.0%"}
    #: One of many scores in a row.
    SCORE = _MIDDLE | _SMALL
    #: A difference in points, with its sign.
    CHANGE = _MIDDLE | {"num_format": CHANGE_FORMAT}
