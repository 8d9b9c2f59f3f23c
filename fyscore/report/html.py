"""A report as one self-contained page, by a jinja2 template that a user can replace."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from fyscore.report import charts
from fyscore.report.environment import TEMPLATES, rendered


def render(context: Mapping[str, Any], template: Path | None = None) -> bytes:
    """The page's bytes.  Raises TemplateFault."""
    css = (TEMPLATES / "report.css").read_text("utf-8")
    more = {"style": Markup(css), "charts": _charts(context)}  # our own files, not a person's words
    source = template or TEMPLATES / "report.html.j2"
    return rendered(source, {**context, **more}, autoescape=True).encode()


def _charts(context: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    unit, years, ranking = context["unit"], context["years"], context["ranking"]
    if unit:
        sections = unit["sections"]
        notes = [f"{s['score']}／{s['max']}" for s in sections]
        made["sections"] = charts.rates(
            "sections", [s["title"] for s in sections], [s["rate"] for s in sections], notes
        )
        made["sections_text"] = "，".join(
            f"{s['title']} {note}分" for s, note in zip(sections, notes, strict=True)
        )
    if years:
        lines = years["sections"]
        series = [
            (label, [line["numbers"][nth] for line in lines])
            for nth, label in enumerate(years["labels"])
        ]
        made["years"] = charts.years("years", [line["title"] for line in lines], series)
        totals = zip(years["labels"], years["total"]["scores"], strict=True)
        made["years_text"] = "，".join(f"{label}年度总分 {score}分" for label, score in totals)
    if ranking:
        means = sorted(ranking["averages"], key=lambda mean: mean["rate"])
        made["averages"] = charts.rates(
            "averages",
            [f"{m['id']}. {m['title']}" for m in means],
            [m["rate"] for m in means],
            [f"{m['mean']}／{m['max']}" for m in means],
        )
        worst = "、".join(f"{m['id']}. {m['title']}" for m in means[:3])
        made["averages_text"] = f"各条目平均得分率，最低的是 {worst}"
    return made
