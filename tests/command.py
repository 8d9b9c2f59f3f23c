"""Run the installed ``fyscore`` command, and hold its JSON to the shipped schemas."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema

COMMAND = Path(sys.executable).with_name("fyscore")
EXAMPLES = Path(__file__).parent.parent / "examples"


def run(
    *arguments: str | Path, encoding: str = "utf-8", cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "100", **more}
    return subprocess.run(
        [str(COMMAND), *map(str, arguments)],
        capture_output=True,
        encoding=encoding,
        errors="strict",
        env=env,
        cwd=cwd,
        timeout=120,
    )


def heed_ctrl_c() -> None:
    """Before a process starts: a shell's background jobs, and what they start, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def validated(name: str, text: str) -> Any:
    schema = json.loads(
        (files("fyscore") / f"documents/schemas/{name}.schema.json").read_text("utf-8")
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(text)
    jsonschema.validate(document, schema)
    return document
