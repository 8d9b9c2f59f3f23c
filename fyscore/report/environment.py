"""Where a report's templates run: a template is data somebody sent, and gets no hold of Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from fyscore.numbers import percent

TEMPLATES = Path(__file__).parent / "templates"
#: Everything Markdown or the HTML in it could take for more than text.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#!|~&$])")
_MEASURE = re.compile(r"[0-9][0-9.,]*(?:个百分点|[\u4e00-\u9fff])")
_LINE_BREAKS = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*")


class TemplateFault(Exception):
    """A template cannot be used; the message is Chinese and names the line."""

    @classmethod
    def of(cls, template: Path, error: Exception) -> TemplateFault:
        """What is wrong with a template, for the person who wrote it."""
        line = getattr(error, "lineno", None)
        where = f"第{line}行" if line else ""
        return cls(f"模板“{template}”{where}不能用：{error}")


def environment(folder: Path, *, autoescape: bool) -> SandboxedEnvironment:
    made = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = percent
    made.filters["md"] = escape_markdown
    made.filters["whole"] = whole
    return made


def whole(text: object) -> Markup:
    """Text whose numbers a page does not part from their units."""
    return Markup(_MEASURE.sub(r'<span class="whole">\g<0></span>', str(escape(text))))


def escape_markdown(text: object) -> str:
    """Text as it stands, on one line, whatever marks it holds."""
    return _MARKDOWN.sub(r"\\\1", _LINE_BREAKS.sub(" ", str(text)))


def rendered(template: Path, context: Mapping[str, Any], *, autoescape: bool) -> str:
    """The template's text.  Raises TemplateFault."""
    try:
        page = environment(template.parent, autoescape=autoescape).get_template(template.name)
        return page.render(title=_title(context), **context)
    except (TemplateError, OSError, UnicodeDecodeError) as error:
        raise TemplateFault.of(template, error) from None


def _title(context: Mapping[str, Any]) -> str:
    unit = context["unit"]
    if unit is None:
        return f"{len(context['units'])}个单位评分报告"
    year = f" {unit['year']}年度" if unit["year"] else ""
    return f"{unit['name'] or '（未填单位名称）'}{year}评分报告"
