"""The HTML report in a real browser: quiet, self-contained, accessible, fit for phone and paper.

``FYSCORE_PICTURES=FOLDER`` keeps pictures of every page, to be looked at.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import fyscore
from fyscore.problems import Code, ProblemsError
from fyscore.report import html
from fyscore.report.context import gather
from tests.browser import Browser, browser
from tests.form import Form
from tests.report.test_report import NEW, OLD, VETOED, hostile, scored

pytestmark = pytest.mark.slow

PICTURES = os.environ.get("FYSCORE_PICTURES")
__all__ = ["hostile"]  # a fixture, used below


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, hostile: Path) -> dict[str, Path]:
    """A page of each kind and state."""
    folder, rulebook = tmp_path_factory.mktemp("pages"), fyscore.load_rulebook()
    blank = Form().save(folder / "blank.xlsx", {"14.registered": 7}, "某区", 2023)
    failure = ProblemsError("坏.xlsx", [Code.FILE_EMPTY.problem()])
    made = {
        "unit": ([NEW], []),
        "vetoed": ([VETOED], []),
        "blank": ([blank], [failure]),
        "years": ([OLD, NEW], []),
        "ranking": ([OLD, VETOED, blank], [failure]),
        "hostile": ([hostile], []),
    }
    for name, (paths, failures) in made.items():
        context = gather([scored(path, rulebook) for path in paths], failures, rulebook)
        (folder / f"{name}.html").write_bytes(html.render(context))
    return {name: folder / f"{name}.html" for name in made}


KINDS = ["unit", "vetoed", "blank", "years", "ranking", "hostile"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, False), (1280, True)])
def test_anybody_can_use_it(
    chromium: Browser, pages: dict[str, Path], kind: str, width: int, dark: bool
) -> None:
    chromium.open(pages[kind], width=width, dark=dark)
    assert chromium.complaints() == []
    assert {url.split(":")[0] for url in chromium.requests()} == {"file"}
    assert chromium.run("return document.documentElement.scrollWidth") <= width
    assert chromium.run("return document.scripts.length") == 0
    if PICTURES:
        chromium.picture(Path(PICTURES) / f"{kind}-{width}{'-dark' if dark else ''}.png")
    assert chromium.violations() == []


@pytest.mark.parametrize("kind", KINDS)
def test_it_prints_on_a4(
    chromium: Browser, pages: dict[str, Path], kind: str, tmp_path: Path
) -> None:
    target = Path(PICTURES or tmp_path) / f"{kind}.pdf"
    chromium.open(pages[kind])
    chromium.print_to(target)
    told = subprocess.run(["pdfinfo", target], check=True, capture_output=True, text=True).stdout
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told)
    assert size
    across = kind == "ranking"  # a row of 35 items wants the width
    wanted = (842, 595) if across else (595, 842)
    assert (round(float(size[1])), round(float(size[2]))) == wanted


def test_it_is_usable_by_keyboard(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.open(pages["ranking"], width=390)
    reachable = chromium.run(
        "return [...document.querySelectorAll('a, summary, [tabindex]')]"
        ".filter(e => e.tabIndex >= 0).map(e => e.className || e.tagName)"
    )
    assert reachable[0] == "skip"
    assert {"scroll", "SUMMARY"} <= set(reachable)


def test_every_chart_has_a_text_alternative(chromium: Browser, pages: dict[str, Path]) -> None:
    for kind in ("unit", "years", "ranking"):
        chromium.open(pages[kind])
        charts = chromium.run(
            "return [...document.querySelectorAll('svg')]"
            ".map(s => s.closest('[role=img]').getAttribute('aria-label'))"
        )
        assert charts
        assert all(len(text) > 10 for text in charts)
