"""Headless Chromium, as far as the tests of pages need it."""

from __future__ import annotations

import base64
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

AXE = Path(sys.prefix) / "node_modules/axe-core/axe.min.js"
_QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--disable-dev-shm-usage",
)  # fmt: skip


class Browser:
    """One page at a time: what it logs, asks for, shows, and whether anybody could use it."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome

    def open(
        self, page: Path | str, *, width: int = 1280, height: int = 900, dark: bool = False
    ) -> None:
        self.chrome.get_log("performance")  # what came before does not count
        self.chrome.get_log("browser")
        self._devtools(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._devtools("Emulation.setEmulatedMedia", features=[scheme])
        self.chrome.get(page if isinstance(page, str) else page.resolve().as_uri())

    def _devtools(self, command: str, **parameters: Any) -> Any:
        return self.chrome.execute_cdp_cmd(command, parameters)

    def evaluate(self, expression: str) -> Any:
        """What an expression, or the promise that it is, comes to."""
        told = self._devtools(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def choose(self, selector: str, files: Sequence[Path]) -> None:
        """Give files to a file input."""
        element = self.chrome.find_element("css selector", selector)
        element.send_keys("\n".join(map(str, files)))

    def cut_off(self) -> None:
        """From now on there is no network."""
        self._devtools(
            "Network.emulateNetworkConditions",
            offline=True, latency=0, downloadThroughput=0, uploadThroughput=0,
        )  # fmt: skip

    def run(self, script: str) -> Any:
        return self.chrome.execute_script(script)

    def complaints(self) -> list[str]:
        """Errors and warnings on the console."""
        return [entry["message"] for entry in self.chrome.get_log("browser")]

    def requests(self) -> list[str]:
        """Every address the page asked for, itself among them; not the browser's own start page's."""
        events = [json.loads(e["message"])["message"] for e in self.chrome.get_log("performance")]
        sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
        here = self.chrome.current_url
        return [params["request"]["url"] for params in sent if params["documentURL"] == here]

    def violations(self) -> list[str]:
        """What axe-core finds, each with the first place it was found at."""
        self.run(AXE.read_text("utf-8"))
        found = self.chrome.execute_async_script(
            "const done = arguments[0]; axe.run(document).then(r => done(r.violations));"
        )
        return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found]

    def picture(self, target: Path, *, height: float = 0) -> None:
        """The whole page, or its top, as a PNG or, at a quarter of the size, WebP."""
        kind = target.suffix.lstrip(".")
        size = self._devtools("Page.getLayoutMetrics")["cssContentSize"]
        clip = {**size, "height": min(size["height"], height or size["height"]), "scale": 1}
        shot = self._devtools(
            "Page.captureScreenshot", format=kind, clip=clip, captureBeyondViewport=True,
            **({"quality": 85} if kind == "webp" else {}),
        )  # fmt: skip
        target.write_bytes(base64.b64decode(shot["data"]))

    def print_to(self, target: Path) -> None:
        """The page as printed, by its own page rules."""
        made = self._devtools("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        target.write_bytes(base64.b64decode(made["data"]))


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser that asks nobody for anything."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for argument in (*_QUIET, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = ChromeService(executable_path=shutil.which("chromedriver") or "chromedriver")
    chrome = Chrome(options=options, service=service)
    try:
        yield Browser(chrome)
    finally:
        chrome.quit()
