"""Facts → HTML or Markdown, by jinja2 templates that a user can replace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
#: Everything Markdown or the HTML in it could take for more than text.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#!|~&$])")
_LINE_BREAKS = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*")


class TemplateFault(Exception):
    """A template cannot be used; the message is Chinese and names the line."""


def html(facts: Mapping[str, Any], template: Path | None = None) -> str:
    """One self-contained page.  Raises TemplateFault."""
    css = (TEMPLATES / "report.css").read_text("utf-8")
    more = {"style": Markup(css), "charts": _charts(facts)}  # our own files, not a person's words
    return _rendered(template or TEMPLATES / "report.html.j2", {**facts, **more}, autoescape=True)


def markdown(facts: Mapping[str, Any], template: Path | None = None) -> str:
    """GitHub-flavoured Markdown.  Raises TemplateFault."""
    text = _rendered(template or TEMPLATES / "report.md.j2", facts, autoescape=False)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def title_of(facts: Mapping[str, Any]) -> str:
    unit = facts["unit"]
    if unit is None:
        return f"{len(facts['units'])} 个单位评分报告"
    year = f" {unit['year']} 年度" if unit["year"] else ""
    return f"{unit['name'] or '（未填单位名称）'}{year}评分报告"


def environment(folder: Path, *, autoescape: bool) -> SandboxedEnvironment:
    """Where templates run: a template is data somebody sent, and gets no hold of Python."""
    made = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = lambda rate: f"{rate:.1%}"
    made.filters["md"] = escape_markdown
    return made


def escape_markdown(text: object) -> str:
    """Text as it stands, on one line, whatever marks it holds."""
    return _MARKDOWN.sub(r"\\\1", _LINE_BREAKS.sub(" ", str(text)))


def _rendered(template: Path, facts: Mapping[str, Any], *, autoescape: bool) -> str:
    try:
        page = environment(template.parent, autoescape=autoescape).get_template(template.name)
        return page.render(title=title_of(facts), **facts)
    except (TemplateError, OSError, UnicodeDecodeError) as error:
        raise template_fault(template, error) from None


def template_fault(template: Path, error: Exception) -> TemplateFault:
    """What is wrong with a template, for the person who wrote it."""
    line = getattr(error, "lineno", None)
    where = f"第 {line} 行" if line else ""
    return TemplateFault(f"模板“{template}”{where}不能用（{type(error).__name__}：{error}）。")


def _charts(facts: Mapping[str, Any]) -> dict[str, Any]:
    from fyscore.report import charts

    made: dict[str, Any] = {}
    unit, years, ranking = facts["unit"], facts["years"], facts["ranking"]
    if unit:
        sections = unit["sections"]
        notes = [f"{s['score']}／{s['max']}" for s in sections]
        made["sections"] = charts.rates(
            "sections", [s["title"] for s in sections], [s["rate"] for s in sections], notes
        )
        made["sections_text"] = "，".join(
            f"{s['title']} {note} 分" for s, note in zip(sections, notes, strict=True)
        )
    if years:
        lines = years["sections"]
        series = [
            (label, [line["numbers"][nth] for line in lines])
            for nth, label in enumerate(years["labels"])
        ]
        made["years"] = charts.years("years", [line["title"] for line in lines], series)
        totals = zip(years["labels"], years["total"]["scores"], strict=True)
        made["years_text"] = "，".join(f"{label} 年度总分 {score} 分" for label, score in totals)
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
