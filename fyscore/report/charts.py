"""Charts as SVG that stands inside a page: no script, colours from the page's own style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pygal
from markupsafe import Markup
from pygal.etree import etree
from pygal.style import Style

from fyscore.display import display_width
from fyscore.numbers import percent

#: Names of the page's colours, so that charts follow light, dark and print.
_SERIES = ("var(--bar)", "var(--bar2)", "var(--bar3)")
_FONT = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif'
_BAR_HEIGHT = 26
#: Pixels of one column of a label's display width.
_COLUMN = 8


def _style(series: int) -> Style:
    colors = tuple(_SERIES[nth % len(_SERIES)] for nth in range(series))
    return Style(
        font_family=_FONT,
        background="transparent",
        plot_background="transparent",
        foreground="var(--ink)",
        foreground_strong="var(--ink)",
        foreground_subtle="var(--line)",
        guide_stroke_color="var(--line)",
        major_guide_stroke_color="var(--line)",
        colors=colors,
        value_colors=tuple("var(--ink)" for _ in range(series)),
        opacity="1",
        transition="0s",
        label_font_size=14,
        major_label_font_size=14,
        value_font_size=13,
        legend_font_size=14,
    )


def _svg(chart: Any, name: str) -> Markup:
    """The chart as an element; the same data always give the same text."""
    chart.uuid = name  # pygal's own is random
    root = chart.render_tree()
    for parent in list(root.iter()):
        for child in list(parent):
            # Scripts are for tooltips; comments hold a date; titles would show "Pygal".
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _DROPPED:
                parent.remove(child)
    root.set("aria-hidden", "true")  # the figure around it speaks
    root.set("focusable", "false")
    return Markup(etree.tostring(root, encoding="unicode"))  # our own markup, texts escaped by it


_DROPPED = frozenset({"script", "title", "desc"})


def _bars(labels: Sequence[str], series: int, **more: Any) -> Any:
    """An empty chart of horizontal bars, the first label at the top."""
    chart = pygal.HorizontalBar(
        style=_style(series),
        width=800,
        show_y_guides=False,
        show_x_guides=True,
        spacing=12,
        margin=8,
        # pygal takes Chinese for half as wide as it is.
        margin_left=8 + max(map(display_width, labels)) * _COLUMN // 2,
        js=[],
        **more,
    )
    chart.x_labels = list(reversed(labels))
    return chart


def rates(
    name: str, labels: Sequence[str], values: Sequence[float], notes: Sequence[str]
) -> Markup:
    """Horizontal bars of rates from 0 to 1, first at the top, each named with its note."""
    named = [f"{label} {note}" for label, note in zip(labels, notes, strict=True)]
    chart = _bars(
        named,
        series=1,
        height=60 + _BAR_HEIGHT * len(labels),
        range=(0, 1),
        show_legend=False,
        value_formatter=percent,
    )
    chart.y_labels = [0, 0.25, 0.5, 0.75, 1]
    chart.add("", list(reversed(values)))
    return _svg(chart, name)


def years(
    name: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]
) -> Markup:
    """Horizontal bars by section, one series for each year, the first year at the top."""
    chart = _bars(
        labels,
        series=len(series),
        height=90 + len(labels) * (12 + 18 * len(series)),
        legend_at_bottom=True,
        legend_at_bottom_columns=len(series),
        value_formatter=lambda value: f"{value:g}",
    )
    for title, values in series:
        chart.add(title, list(reversed(values)))
    return _svg(chart, name)
