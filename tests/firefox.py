"""Headless Firefox through WebDriver BiDi, which it speaks itself: no driver beside it is needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

from tests.command import PATIENCE

#: It asks nobody for anything while it starts.
_QUIET = """
user_pref("app.update.enabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.telemetry.enabled", false);
"""


class Firefox:
    """One page: what it evaluates, takes, and complains of."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(
            f"{address}/session", timeout=PATIENCE, suppress_origin=True
        )
        self._asked = 0
        self._logged: list[str] = []
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["log.entryAdded"])
        (context,) = self._call("browsingContext.getTree")["contexts"]
        self._context = context["context"]

    def _call(self, method: str, **parameters: Any) -> Any:
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            told = json.loads(self._socket.recv())
            if told.get("method") == "log.entryAdded":
                self._logged.append(f"{told['params']['level']}: {told['params']['text']}")
            elif told.get("id") == self._asked:
                assert told["type"] == "success", told
                return told["result"]

    def open(self, address: str) -> None:
        self._call("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """What an expression, or the promise that it is, comes to; as JSON carries it."""
        wrapped = f"(async () => JSON.stringify((await ({expression})) ?? null))()"
        told = self._call(
            "script.evaluate",
            expression=wrapped,
            target={"context": self._context},
            awaitPromise=True,
        )
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"])

    def choose(self, selector: str, files: Sequence[Path]) -> None:
        """Give files to a file input."""
        found = self._call(
            "script.evaluate",
            expression=f"document.querySelector({json.dumps(selector)})",
            target={"context": self._context},
            awaitPromise=False,
        )
        element = {"sharedId": found["result"]["sharedId"]}
        names = [str(file) for file in files]
        self._call("input.setFiles", context=self._context, element=element, files=names)

    def close(self) -> None:
        self._call("session.end")
        self._socket.close()

    def complaints(self) -> list[str]:
        """Errors and warnings on the console."""
        self.evaluate("1")  # what was logged before comes first
        return [line for line in self._logged if line.startswith(("error", "warn"))]


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """A browser of its own, in a fresh profile."""
    profile.mkdir()
    (profile / "user.js").write_text(_QUIET)
    program = shutil.which("firefox-esr") or shutil.which("firefox") or "firefox"
    command = [program, "--headless", "--no-remote", "--profile", profile]
    process = subprocess.Popen(
        [*command, "--remote-debugging-port", "0"], stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL, text=True, env={**os.environ, "HOME": str(profile)},
    )  # fmt: skip
    try:
        assert process.stderr is not None
        listening = next(line for line in process.stderr if "WebDriver BiDi listening on" in line)
        used = Firefox(listening.split()[-1])
        try:
            yield used
        finally:
            used.close()
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr is not None:
            process.stderr.close()
