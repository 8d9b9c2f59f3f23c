#!/usr/bin/env python3
"""Write docs/licences.md: every package fyscore needs to run, with its licence."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

PAGE = Path(__file__).parent.parent / "docs/licences.md"


def needed(name: str = "fyscore") -> dict[str, Distribution]:
    """The packages that ``name`` needs on this system, by name, itself left out."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        for line in distribution(waiting.pop()).requires or ():
            requirement = Requirement(line)
            if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
                continue
            plain = re.sub(r"[-_.]+", "-", requirement.name).lower()
            if plain not in found:
                found[plain] = distribution(plain)
                waiting.append(plain)
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """As the package itself states it: an expression, a classifier, or its first line."""
    about = package.metadata
    stated = about.get("License-Expression")
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in about.get_all("Classifier") or ()
        if text.startswith("License ::") and not text.endswith("OSI Approved")
    ]
    first = (about.get("License") or "").strip().splitlines()[:1]
    told = stated or "、".join(classifiers) or (first[0] if first else "未注明")
    return re.sub(r"\s+", " ", told)[:60]


def page() -> str:
    rows = [f"| {p.metadata['Name']} | {licence(p)} |" for p in needed().values()]
    return (
        "# 所用程序库的许可证\n\n"
        "由 `scripts/write_licences.py` 按已安装的程序库自己的说明生成（运行所需，含间接依赖）。\n"
        "fyscore 自己用 MIT 许可证。各库的版本见 `requirements.lock`。\n\n"
        "| 程序库 | 许可证 |\n| --- | --- |\n" + "\n".join(rows) + "\n\n"
        "网页版（`make page`）里另有 Pyodide（MPL-2.0）和它带的 CPython（PSF-2.0），原样取自 npm 包，未作修改；\n"
        "版本和校验值见 `scripts/make_page.py`。\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
