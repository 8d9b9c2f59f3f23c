"""The page in Chromium: its size, how long until it can be used, time for a form, and memory.

    python -m benchmarks.page [PAGE]

The same forms are scored by the program itself in the same run, for a ratio.
"""

from __future__ import annotations

import base64
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.processes import make_forms
from fyscore.forms.pipeline import score_file
from fyscore.rules.load import load_rulebook
from tests.browser import Browser, browser

FORMS = 100


def ready(used: Browser, page: Path) -> float:
    """Seconds until a form can be dropped."""
    start = time.perf_counter()
    used.open(page)
    while not used.evaluate("Boolean(document.body.dataset.ready)"):
        time.sleep(0.02)
    return time.perf_counter() - start


def renderer_mib(profile: Path) -> float:
    """What the page's own process holds, its worker's memory among it."""
    most = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if b"--type=renderer" in command and str(profile).encode() in command:
                lines = (folder / "status").read_text().splitlines()
                (held,) = (line for line in lines if line.startswith("VmHWM"))
                most = max(most, int(held.split()[1]))
        except OSError:
            continue
    return most / 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        page = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "fyscore.html"
        if len(sys.argv) < 2:
            subprocess.run([sys.executable, "scripts/make_page.py", page], check=True)
        (folder / "forms").mkdir()
        make_forms(folder / "forms", FORMS)
        forms = sorted((folder / "forms").glob("*.xlsx"))
        profile = folder / "profile"
        with browser(profile) as used:
            begun = ready(used, page)
            each = []
            for nth, form in enumerate(forms):
                content = base64.b64encode(form.read_bytes()).decode()
                put = (
                    f"ask('put', {{name: '{nth}.xlsx', bytes: bytesOf('{content}')}}).then(() => 1)"
                )
                used.evaluate(put)
                start = time.perf_counter()
                used.evaluate(f"ask('look', {{names: ['{nth}.xlsx'], readings}}).then(() => 1)")
                each.append(time.perf_counter() - start)
            start = time.perf_counter()
            used.evaluate("ask('scored', {names: ['1.xlsx'], readings}).then(() => 1)")
            used.evaluate("ask('scored', {names: ['2.xlsx'], readings}).then(() => 1)")
            written = (time.perf_counter() - start) / 2
            memory = renderer_mib(profile)
        rulebook = load_rulebook()
        native = []
        for form in forms:
            start = time.perf_counter()
            score_file(form, rulebook)
            native.append(time.perf_counter() - start)
        form, ours = statistics.median(each[1:]), statistics.median(native[1:])
        print(f"size: {page.stat().st_size / 1e6:.1f} MB")
        print(f"ready: {begun:.1f} s; first form: {each[0]:.2f} s; in all {begun + each[0]:.1f} s")
        print(
            f"a form: {form * 1000:.0f} ms, {form / ours:.1f} times the program itself ({ours * 1000:.0f} ms)"
        )
        print(f"a scored workbook: {written * 1000:.0f} ms")
        print(f"memory after {FORMS} forms: {memory:.0f} MiB")


if __name__ == "__main__":
    main()
