"""A desk where people type and commands run: what is seen and written is kept, as text.

One folder of ``tests/golden/desks`` a scenario: ``screen.txt`` has every command with its exit
code, what it printed and which files it wrote; each of those, and each JSON document, has a file
of its own.  ``make golden`` writes them anew; look at the difference before committing it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from tests.command import Done, run, validated
from tests.form import ENTRY, places
from tests.golden.readable import json_lines, readable, without_fingerprints

KEPT = Path(__file__).parent / "desks"
#: The schema of a command's JSON, where it is not called like the command.
_SCHEMAS = {"score": "result", "rank": "ranking"}


class Desk:
    """A folder of this scenario's own, and what has to be kept of it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self.screen: list[str] = []
        self.documents: dict[str, str] = {}

    # ------------------------------------------------ what people do

    def type_in(
        self, file: str, typed: Mapping[tuple[str, str], object], head: Mapping[str, object] = {}
    ) -> None:
        """Type into a form: key and column's heading → value; into 基本信息 by label."""
        book = openpyxl.load_workbook(self.folder / file)
        _, columns, rows = places(book[ENTRY])
        for (key, heading), value in typed.items():
            book[ENTRY].cell(rows[key], columns[heading]).value = value  # type: ignore[assignment]
        for row in book["基本信息"].iter_rows():
            if row[0].value in head:
                row[1].value = head[str(row[0].value)]  # type: ignore[assignment]
        book.save(self.folder / file)

    def open(self, file: str) -> Workbook:
        return openpyxl.load_workbook(self.folder / file)

    def write(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text, "utf-8")

    # ------------------------------------------------ what commands do

    def run(self, line: str, schema: str = "") -> Done:
        """Run a command line, and keep all that it says and writes."""
        arguments = line.split(" ")
        before = self._files()
        done = run(*arguments, cwd=self.folder, COLUMNS="80")
        self.screen.append(f"$ fyscore {line}")
        if "--json" in arguments and done.stdout:
            name = self._keep(f"{arguments[0]}.json", "\n".join(json_lines(done.stdout)) + "\n")
            validated(schema or _SCHEMAS.get(arguments[0], arguments[0]), done.stdout)
            self.screen.append(f"(standard output: {name})")
        else:
            self.screen += done.stdout.splitlines()
        if done.stderr:
            self.screen += ["(standard error)", *done.stderr.splitlines()]
        after = self._files()
        for path, content in after.items():
            if before.get(path) != content:
                self.screen.append(f"(written: {path})")
                if not self._is_scored_form(path):
                    self._keep(path, readable(self.folder / path))
        self.screen += [f"(gone: {path})" for path in sorted(before.keys() - after.keys())]
        self.screen += [f"(exit code {done.returncode})", ""]
        return done

    def save(self, line: str, file: str) -> None:
        """Run a command whose standard output is redirected into a file."""
        self.write(file, self.run(line).stdout)

    def _files(self) -> dict[str, bytes]:
        found = (p for p in self.folder.rglob("*") if p.is_file() and p.name[0] != ".")
        return {p.relative_to(self.folder).as_posix(): p.read_bytes() for p in sorted(found)}

    def _is_scored_form(self, path: str) -> bool:
        """Scored workbooks are kept whole for the three examples; here their names tell enough."""
        return path.endswith("-评分.xlsx")

    def _keep(self, path: str, text: str) -> str:
        """Keep a document under its path, or with a number where there was one before."""
        plain = path.replace("/", "／")
        name, nth = plain, 1
        while name in self.documents:
            nth += 1
            name = f"{nth}. {plain}"
        self.documents[name] = without_fingerprints(text)
        return name

    # ------------------------------------------------ what is kept

    def hold(self) -> None:
        """Everything is as it was kept; kept anew instead by ``make golden``."""
        found = {"screen.txt": without_fingerprints("\n".join(self.screen) + "\n")}
        found |= {f"{name}.txt": text for name, text in self.documents.items()}
        folder = KEPT / self.name
        if os.environ.get("FYSCORE_GOLDEN"):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for name, text in found.items():
                (folder / name).write_text(text, "utf-8")
        kept = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
        for name in found.keys() & kept.keys():
            assert found[name].splitlines() == kept[name].splitlines(), name
        assert found.keys() == kept.keys()
