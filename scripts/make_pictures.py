#!/usr/bin/env python3
"""Make docs/pictures anew from the examples: the form, the screen, the scored workbook, a page.

Needs what the tests need: LibreOffice, poppler, Chromium and a Chinese font.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.browser import Browser, browser  # noqa: E402  the path comes first

PICTURES = ROOT / "docs/pictures"
EXAMPLE = ROOT / "examples/example-district-2023.xlsx"
FYSCORE = Path(sys.executable).with_name("fyscore")
#: A frame of its own, so that a white page is seen as one on a dark background too.
FRAME = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #fff; border: 1px solid #999; overflow: hidden; {size} }}
/* A terminal's Chinese is as wide as two of its letters. */
@font-face {{
  font-family: wide; src: local("Noto Sans Mono CJK SC"); size-adjust: 120.4%;
  unicode-range: U+3000-303F, U+3400-9FFF, U+FF00-FFEF;
}}
img {{ display: block; width: 100%; }}
pre {{ margin: 0; padding: 12px; font: 14px/1.35 wide, "DejaVu Sans Mono", monospace; }}
</style>{content}"""


def screen(command: Sequence[str], columns: int, rows: int, folder: Path) -> str:
    """What a terminal of that size shows at the end of a command, as a page."""
    line = f"stty columns {columns} rows {rows}; exec {' '.join(command)}"
    shown = subprocess.run(
        ["script", "--quiet", "--return", "--command", line, "/dev/null"],
        cwd=folder,
        env={**os.environ, "TERM": "xterm-256color", "PATH": f"{FYSCORE.parent}:{os.defpath}"},
        capture_output=True,
        encoding="utf-8",
        check=True,
        stdin=subprocess.DEVNULL,
    ).stdout.replace("\r", "")
    prompt = f"$ {' '.join(command)}\n"
    console = Console(record=True, width=columns, file=io.StringIO())
    console.print(Text(prompt) + Text.from_ansi(shown), soft_wrap=True)
    return console.export_html(
        theme=DEFAULT_TERMINAL_THEME, inline_styles=True, code_format="<pre>{code}</pre>"
    )


def pages(workbook: Path, folder: Path) -> list[Path]:
    """A workbook's printed pages."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(workbook)),
        ],
        check=True,
        capture_output=True,
    )
    made = folder / workbook.with_suffix(".pdf").name
    subprocess.run(["pdftoppm", "-r", "110", "-png", made, folder / workbook.stem], check=True)
    return sorted(folder.glob(f"{workbook.stem}-*.png"))


def page_with(text: str, workbook: Path, folder: Path) -> Path:
    """The first printed page that says ``text``."""
    images = pages(workbook, folder)
    for number, image in enumerate(images, 1):
        told = subprocess.run(
            ["pdftotext", "-f", str(number), "-l", str(number), image.parent / f"{workbook.stem}.pdf", "-"],
            capture_output=True, encoding="utf-8", check=True,
        ).stdout  # fmt: skip
        if text in told:
            return image
    raise SystemExit(f"no page of {workbook.name} says {text}")


def shot(chrome: Browser, content: str, target: Path, *, width: int, height: int = 0) -> None:
    """A page with that content, framed."""
    page = target.with_suffix(".html")
    size = f"height: {height}px" if height else ""
    page.write_text(FRAME.format(content=content, size=size), encoding="utf-8")
    chrome.open(page, width=width)
    chrome.picture(target)
    page.unlink()


def many_hands(folder: Path) -> list[tuple[str, Path, int]]:
    """Pages of a part, of the list to chase with, and of a form that goes back, with heights."""
    desk = folder / "分工"
    desk.mkdir()

    def fyscore(*arguments: str) -> None:
        subprocess.run(
            [FYSCORE, *arguments, "-q"], cwd=desk, check=False, stderr=subprocess.DEVNULL
        )

    whole = Path(shutil.copy(EXAMPLE, desk / "某区.xlsx"))
    fyscore("split", whole.name, "-o", "分表")
    (part,) = (desk / "分表").glob("*区卫生健康局.xlsx")
    filled = page_with("已得", part, folder)
    mistyped = ("基本落实", "约8", 97.5, "６‰", -1)
    book = openpyxl.load_workbook(part)
    sheet = book["填报"]
    (top,) = (row for row in sheet.iter_rows() if any(c.value == "填报值" for c in row))
    (column,) = (cell.column for cell in top if cell.value == "填报值")
    values = [row[column - 1] for row in sheet.iter_rows(min_row=top[0].row + 1)]
    filled_in = [c for c in values if c.value is not None and not str(c.value).startswith("=")]
    for cell, wrong in zip(filled_in[2::3], mistyped, strict=False):
        cell.value = wrong
    book.save(part)
    fyscore("merge", "分表", "--status", "-o", "催报表.xlsx")
    fyscore("check", "分表", "--annotate", "退回")
    (back,) = (desk / "退回").glob("*-退回.xlsx")
    return [
        ("part", filled, 560),
        ("chase", page_with("状态", desk / "催报表.xlsx", folder), 330),
        ("returned", page_with("怎样改", back, folder), 260),
        ("red", page_with("已得", back, folder), 560),
    ]


def rules(folder: Path) -> list[tuple[str, Path, int]]:
    """Pages of a rulebook's workbook, of a wrong sum in it, and of two rulebooks compared."""
    desk = folder / "标准"
    desk.mkdir()

    def fyscore(*arguments: str | Path) -> None:
        subprocess.run([FYSCORE, *arguments, "-q"], cwd=desk, check=True, capture_output=True)

    whole = desk / "我的标准.xlsx"
    fyscore("rules", "export", whole)
    parts = page_with("所属条目", whole, folder)
    book = openpyxl.load_workbook(whole)
    (nth,) = (row[0].row for row in book["字段"].iter_rows() if row[1].value == "23.rate")
    book["字段"].cell(nth, 10).value = 15
    (nth,) = (row[0].row for row in book["评分点"].iter_rows() if row[1].value == "14")
    book["评分点"].cell(nth, 7).value = 9
    book.save(desk / "新标准.xlsx")
    compared = desk / "对比.xlsx"
    for nth, form in enumerate(sorted(EXAMPLE.parent.glob("*.xlsx")), 1):
        shutil.copy(form, desk / f"{nth}.xlsx")
    forms = [f"{nth}.xlsx" for nth in (1, 2, 3)]
    fyscore("rules", "diff", "liunan-2023-25", "新标准.xlsx", *forms, "-o", compared)
    book["部分"]["C3"].value = 13
    book.save(desk / "错.xlsx")
    return [
        ("rules", parts, 430),
        ("rules-sum", page_with("计分上限", desk / "错.xlsx", folder), 300),
        ("rules-diff", page_with("得失", compared, folder), 330),
    ]


def in_browser(chrome: Browser, folder: Path) -> None:
    """The page that needs no Python, with a sound form and a faulty one on its desk."""
    made = folder / "fyscore.html"
    subprocess.run([sys.executable, ROOT / "scripts/make_page.py", made], check=True)
    good = Path(shutil.copy(EXAMPLE, folder / "某区2023.xlsx"))
    book = openpyxl.load_workbook(good)
    for row in book["填报"].iter_rows():
        for cell in row:
            if cell.value == "否":
                cell.value = "基本落实"
    book.save(folder / "某县2023.xlsx")
    chrome.open(made, width=1000, height=1150)
    while not chrome.run("return document.body.dataset.ready"):
        time.sleep(0.2)
    for name, files, height in (
        ("page", [good], 1150),
        ("page-faults", [folder / "某县2023.xlsx"], 950),
    ):
        before = chrome.run("return document.body.dataset.turn")
        chrome.choose("#files", files)
        while chrome.run("return document.body.dataset.turn") == before:
            time.sleep(0.2)
        time.sleep(1)
        chrome.picture(PICTURES / f"{name}.webp", height=height)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made, browser(Path(made, "chrome")) as chrome:
        folder = Path(made)
        form = Path(shutil.copy(EXAMPLE, folder / "某区.xlsx"))
        shown = screen(["fyscore", "score", form.name], 80, 24, folder)
        report = folder / "报告.html"
        subprocess.run([FYSCORE, "report", form, "-o", report, "-q"], check=True)
        filled = page_with("已得", form, folder)
        scored = page_with("得分率", folder / "某区-评分.xlsx", folder)
        shot(chrome, shown, PICTURES / "screen.webp", width=700)
        shot(
            chrome, f'<img src="{filled.as_uri()}">', PICTURES / "form.webp", width=900, height=560
        )
        shot(
            chrome,
            f'<img src="{scored.as_uri()}">',
            PICTURES / "scored.webp",
            width=900,
            height=900,
        )
        for name, page, height in (*many_hands(folder), *rules(folder)):
            shot(
                chrome,
                # Of a wide sheet the left part, large enough to read.
                f'<img src="{page.as_uri()}" style="width: {170 if name == "rules" else 100}%">',
                PICTURES / f"{name}.webp",
                width=900,
                height=height,
            )
        in_browser(chrome, folder)
        chrome.open(report, width=1000)
        chrome.picture(PICTURES / "report.webp", height=1100)


if __name__ == "__main__":
    main()
