"""No English sentence of Typer's is left in any help page or usage error.

When an upgrade of Typer words a message anew, this fails and names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from fyscore.cli import COMMANDS, app, rules
from fyscore.cli.messages import usage_message

#: What is no sentence: names of options, files, formats and the like.
ALLOWED = re.compile(
    r"--?[a-z][a-z-]*|[\w./@*-]+\.(?:md|txt|toml|xlsx|csv|jsonl|html|docx|parquet|cases\.csv)"
    r"|\.(?:md|html|docx|csv|jsonl|parquet)|liunan-2023-25|fyscore(?: [a-z]+)*|TOML|JSON|Word|JUnit"
    r"|[0-9.]+rate=97%|what-if|score --json"
)
PAGES = [
    (),
    *((name,) for name in COMMANDS),
    *(("rules", c.name) for c in rules.app.registered_commands),
]


def english(text: str) -> list[str]:
    """Two Latin words in a row, or one that no user needs to know."""
    return re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]+)+|\b[A-Z][a-z]{3,}\b", ALLOWED.sub("·", text))


@pytest.mark.parametrize("path", PAGES, ids=" ".join)
def test_help_pages(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    app([*path, "--help"], prog_name="fyscore", standalone_mode=False)
    page = capsys.readouterr().out
    assert "用法：" in page
    assert english(page) == []


def every_usage_error() -> Iterator[tuple[str, ...]]:
    yield ("scor",)
    yield ("nothing-like-it",)
    yield ("rules", "shw")
    yield ("--nothing",)
    for path in PAGES[1:]:
        yield (*path, "--nothing")
        yield (*path, "--quie")
        yield (*path, "-ä")
        if path != ("rules",):
            yield (*path, "--quiet=1", "a")
            yield (*path, "--rulebook") if path[-1] != "lint" else (*path, "a", "b")
            yield (*path, *(["a"] * 9), "--json=x")
    for command in ("score", "check", "report", "gaps", "diff"):
        yield (command,)
    yield ("report", "a.xlsx")
    yield ("rules", "show")
    yield ("template", "a.xlsx", "b.xlsx")
    for value in ("x", "", "1.5", "0", "-1"):
        yield ("score", "a.xlsx", "--jobs", value)
    for value in ("x", "", "1989", "2101"):
        yield ("template", "--year", value)
    for value in ("x", ""):
        yield ("score", "a.xlsx", "--fail-under", value)
        yield ("gaps", "a.xlsx", "--target", value)


@pytest.mark.parametrize("arguments", list(every_usage_error()), ids=" ".join)
def test_usage_errors(arguments: tuple[str, ...]) -> None:
    with pytest.raises((Exception, typer.Exit)) as caught:
        app(list(arguments), prog_name="fyscore", standalone_mode=False)
    message: Any = usage_message(caught.value)
    assert message, f"no usage error: {caught.value!r}"
    assert message.startswith("用法错误：")
    assert "--help 查看用法" in message
    assert english(message) == []


def test_groups_alone_show_their_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exception) as caught:
        app(["rules"], prog_name="fyscore", standalone_mode=False)
    told = usage_message(caught.value) or capsys.readouterr().out
    assert "用法：" in told
    assert english(told) == []
