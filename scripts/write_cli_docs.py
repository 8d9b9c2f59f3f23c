#!/usr/bin/env python3
"""Write docs/cli.md from the program's own help; a test keeps it current."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from fyscore import cli
from fyscore.cli import rules

COMMANDS = ("", *cli.COMMANDS, *(f"rules {each.name}" for each in rules.app.registered_commands))
PAGE = Path(__file__).parent.parent / "docs/cli.md"


def help_markdown() -> str:
    """Every command's help page under its own heading."""
    program = Path(sys.executable).with_name("fyscore")
    env = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    pages = ["# 命令行\n\n由 `scripts/write_cli_docs.py` 按程序自己的帮助生成。\n"]
    for command in COMMANDS:
        text = subprocess.run(
            [program, *command.split(), "--help"],
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
        pages.append(f"## fyscore {command}".rstrip() + f"\n\n```text\n{lines}\n```\n")
    return "\n".join(pages)


if __name__ == "__main__":
    PAGE.write_text(help_markdown(), encoding="utf-8")
