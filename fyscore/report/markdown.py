"""A report as GitHub-flavoured Markdown, by a jinja2 template that a user can replace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fyscore.report.environment import TEMPLATES, rendered


def render(context: Mapping[str, Any], template: Path | None = None) -> bytes:
    """The document's bytes.  Raises TemplateFault."""
    text = rendered(template or TEMPLATES / "report.md.j2", context, autoescape=False)
    return (re.sub(r"\n{3,}", "\n\n", text).strip() + "\n").encode()
