#!/usr/bin/env python3
"""Write docs/problems.md: every problem code with its wordings and an example of each."""

from __future__ import annotations

from pathlib import Path

from fyscore.problems import Code

PAGE = Path(__file__).parent.parent / "docs/problems.md"
HEAD = """# 问题代码

JSON 中每个问题的 `code` 都在这里；同一代码可能有几种说法，各举一例。代码不会改名，文字可能改进。
由 `scripts/write_problems.py` 从 `fyscore/problems/codes.py` 生成。

| 代码 | 说法举例 | 应为 | 怎样改 |
| --- | --- | --- | --- |
"""


def page() -> str:
    rows = []
    for member in Code:
        example = dict(member.value.example)
        problem = member.problem(key=example.pop("key", ""), **example)
        cells = (f"`{problem.code}`", problem.found, problem.expected, problem.fix)
        rows.append(" | ".join(cell.replace("|", "\\|") for cell in cells))
    return HEAD + "".join(f"| {row} |\n" for row in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
