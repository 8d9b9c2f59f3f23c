"""Read back what ``score --json`` saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fyscore.problem import Problem, ProblemsError

_SCHEMA = "fyscore.result/1"
_NEEDED = frozenset(
    [
        "file",
        "unit",
        "year",
        "rulebook",
        "readings",
        "total",
        "complete",
        "vetoed",
        "sections",
        "items",
    ]
)


def is_saved_result(path: Path) -> bool:
    """Whether a file is JSON rather than a workbook, told by its content."""
    try:
        with path.open("rb") as stream:
            return stream.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
    except OSError:
        return False


def load_saved_result(path: Path) -> dict[str, Any]:
    """The one result a saved document holds.

    Raises ProblemsError if the document is another, or does not hold just one.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        results = document["results"] if document.get("schema") == _SCHEMA else None
    except (OSError, ValueError, KeyError, AttributeError):
        results = None
    if (
        isinstance(results, list)
        and len(results) == 1
        and isinstance(results[0], dict)
        and results[0].keys() >= _NEEDED
    ):
        return dict(results[0])
    found = "不是 score --json 保存的结果" if results is None else f"其中有 {len(results)} 份结果"
    problem = Problem(
        code="saved_result",
        found=found,
        expected="score --json 保存的一份结果",
        mend="请对一个工作簿运行 fyscore score 文件 --json 重新保存。",
    )
    raise ProblemsError(str(path), [problem])
