#!/usr/bin/env python3
"""Write docs/problems.md: every code of a problem or a notice, its wordings, an example of each."""

from __future__ import annotations

from pathlib import Path

from fyscore.problems import Code
from fyscore.problems.notices import Remark

PAGE = Path(__file__).parent.parent / "docs/problems.md"
HEAD = """# 问题代码

JSON 中每个问题的 `code` 都在这里；同一代码可能有几种说法，各举一例。代码不会改名，文字可能改进。
由 `scripts/write_problems.py` 从 `fyscore/problems/` 生成。

| 代码 | 说法举例 | 应为 | 怎样改 |
| --- | --- | --- | --- |
"""


NOTICES = """
## 提示代码

提示不妨碍评分。JSON 中 `notices` 里的每条都带 `code`，位置（`sheet`、`cell`、`key`）已知的也带。

| 代码 | 说法举例 |
| --- | --- |
"""


def page() -> str:
    rows = []
    for member in Code:
        example = dict(member.value.example)
        problem = member.problem(key=example.pop("key", ""), **example)
        cells = (f"`{problem.code}`", problem.found, problem.expected, problem.fix)
        rows.append(" | ".join(cell.replace("|", "\\|") for cell in cells))
    notices = [remark.notice(**remark.value.example) for remark in Remark]
    return (
        HEAD
        + "".join(f"| {row} |\n" for row in rows)
        + NOTICES
        + "".join(f"| `{notice.code}` | {notice} |\n" for notice in notices)
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
