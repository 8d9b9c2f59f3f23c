"""A report as a Word self-assessment, by a docxtpl template that a user can replace."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml.etree import LxmlError

from fyscore.report.environment import TEMPLATES, TemplateFault, environment


def render(context: Mapping[str, Any], template: Path | None = None) -> bytes:
    """The document's bytes.  Raises TemplateFault."""
    source = template or TEMPLATES / "report.docx"
    try:
        document = DocxTemplate(source)
        document.render(dict(context), environment(source.parent, autoescape=True))
        buffer = io.BytesIO()
        document.save(buffer)
    except (TemplateError, LxmlError, OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise TemplateFault.of(source, error) from None
    return buffer.getvalue()
