"""Run ``fyscore``, in this process or as the installed command, and hold its JSON to the schemas."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from unittest import mock

import jsonschema

from fyscore.cli import main

COMMAND = Path(sys.executable).with_name("fyscore")
EXAMPLES = Path(__file__).parent.parent / "examples"
#: Seconds until a process counts as hung: far beyond what the slowest machine needs for anything.
PATIENCE = 3600
#: What the interpreter holds for all of a process, and a command sets.
_HELD = ("argv", "stdin", "stdout", "stderr", "unraisablehook")

Done = subprocess.CompletedProcess[str]


def run(
    *arguments: str | Path,
    encoding: str = "utf-8",
    cwd: Path | None = None,
    stdin: bytes = b"",
    **more: str,
) -> Done:
    """The command's whole way, arguments to exit code, without a process of its own."""
    out, err = (_stream(encoding) for _ in range(2))
    argv = ["fyscore", *map(str, arguments)]
    with _as_it_was(), mock.patch.dict(os.environ, {"COLUMNS": "100", **more}):
        sys.argv, sys.stdout, sys.stderr = argv, out, err
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding)
        if cwd is not None:
            os.chdir(cwd)
        try:
            main()
        except SystemExit as stop:
            code = stop.code
    told = (each.buffer.getvalue().decode(encoding) for each in (out, err))  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(argv, code, *told)  # type: ignore[arg-type]


def _stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding, newline="\n", write_through=True)


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """Afterwards the process is as before: its streams, signals and folder."""
    held = {name: getattr(sys, name) for name in _HELD}
    signals = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    here = Path.cwd()
    try:
        yield
    finally:
        for name, value in held.items():
            setattr(sys, name, value)
        for each, handler in signals.items():
            signal.signal(each, handler)
        os.chdir(here)


def wait_until(happened: Callable[[], object]) -> None:
    """Wait for what another process does, however long it takes there."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


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
