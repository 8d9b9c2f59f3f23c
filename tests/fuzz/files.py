"""The life of files: random sequences of commands in a folder, after which nothing is lost.

``python -m tests.fuzz.files --count 10000``: each sequence makes forms, edits,
renames and links them, scores, resumes, forces, compares, reports, and is cut
off at a random write.  After each step every file that a person made or edited
is still there, unchanged, unless that person asked for ``--force`` on an output
that no command was reading.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from fyscore.cli import app
from tests.form import Form

NAMES = ("甲.xlsx", "乙.xlsx", "甲-评分.xlsx", "评分排名.xlsx", "z.xlsx", "z-评分.xlsx")
OUTPUTS = (*NAMES, "r.html", "r.md", "d.xlsx", "t.csv", "n.toml", "l.txt")
STEPS = 7


class Lost(AssertionError):
    """A person's file is gone or changed."""


class CutOff(BaseException):
    """The machine stops in the middle of a write."""


def forms() -> list[bytes]:
    """A few filled forms to start from."""
    form = Form()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        return [form.save(path, {"14.registered": n}, "甲区", 2023).read_bytes() for n in (6, 7, 8)]


def _inputs(arguments: list[str]) -> list[str]:
    """What a command is to read: neither its outputs nor the values of its other options."""
    if arguments[0] in ("template", "rules"):
        return [after for name, after in pairwise(arguments) if name == "--rulebook"]
    valued = ("-o", "--table", "--report", "--out-dir")
    return [a for before, a in pairwise(arguments) if a[0] != "-" and before not in valued]


class Desk:
    """One folder, what people have in it, and what they do."""

    def __init__(self, folder: Path, seed: int, made: list[bytes]) -> None:
        self.folder = folder
        self.dice = random.Random(seed)
        self.made = made
        #: What people made or edited: path → content.
        self.theirs: dict[Path, bytes] = {}
        self.told: list[str] = []
        for name in self.dice.sample(NAMES[:2] + NAMES[4:5], 2):
            self._put(self.folder / name)

    def _put(self, path: Path) -> None:
        """A person saves a form under that name."""
        content = self.dice.choice(self.made) + b""
        if path.is_symlink() or path.exists():
            path.unlink()
        path.write_bytes(content)
        self.theirs[path] = content

    def _any(self) -> Path:
        return self.folder / self.dice.choice(NAMES)

    # ------------------------------------------------ what people do

    def fill_in(self) -> None:
        self._put(self._any())

    def edit(self) -> None:
        """Work in a file as it is, whoever wrote it."""
        found = [p for p in self.folder.iterdir() if p.is_file() and p.suffix != ".jsonl"]
        if found:
            path = self.dice.choice(sorted(found))
            content = path.read_bytes() + b" " * self.dice.randint(1, 3)
            path.write_bytes(content)
            for other in self.folder.iterdir():  # by all its names
                if other.exists() and other.samefile(path):
                    self.theirs[other] = content

    def rename(self) -> None:
        found = sorted(p for p in self.theirs if p.exists())
        target = self._any()
        if found and not os.path.lexists(target):
            path = self.dice.choice(found)
            path.rename(target)
            self.theirs[target] = self.theirs.pop(path)

    def link(self) -> None:
        found = sorted(p for p in self.theirs if p.exists() and not p.is_symlink())
        target = self.folder / self.dice.choice(OUTPUTS[:-1])
        if found and not os.path.lexists(target):
            path = self.dice.choice(found)
            target.hardlink_to(path) if self.dice.random() < 0.5 else target.symlink_to(path)
            self.theirs[target] = self.theirs[path]

    def list_them(self) -> None:
        path = self.folder / "l.txt"
        text = "\n".join(self.dice.sample(NAMES, 2)).encode()
        path.write_bytes(text)
        self.theirs[path] = text

    # ------------------------------------------------ what the command does

    def command(self) -> None:
        dice, out = self.dice, self.dice.choice(OUTPUTS)
        some = [dice.choice((*NAMES, ".", "*.xlsx", "@l.txt")) for _ in range(dice.randint(1, 2))]
        arguments = dice.choice(
            [
                ["score", *some],
                ["score", *some, "--resume"],
                ["score", some[0], "-o", out],
                ["score", *some, "--summary-only", "--table", out],
                ["score", *some, "--out-dir", dice.choice((".", "out")), "--report", out],
                ["diff", dice.choice(NAMES), dice.choice(NAMES), "-o", out],
                ["report", *some, "-o", out],
                ["rules", "export", out, "--rulebook", dice.choice(("n.toml", "liunan-2023-25"))],
                ["template", out],
            ]
        )
        force = dice.random() < 0.35
        arguments += ["-q", *(["--force"] if force else [])]
        cut = dice.randint(1, 6) if dice.random() < 0.25 else 0
        self.told.append(" ".join(arguments) + (f"  [cut at write {cut}]" if cut else ""))
        read = self._read_by(arguments)
        self._run(arguments, cut)
        if force:  # asked for: but what the command reads is never its output
            asked = {p for p in self.theirs if p not in read and not self._is_theirs(p)}
            for path in asked:
                del self.theirs[path]

    def _read_by(self, arguments: list[str]) -> set[Path]:
        """The files a command reads, by all their names."""
        named: set[Path] = set()
        for argument in _inputs(arguments):
            path = self.folder / argument
            if argument in (".", "*.xlsx"):
                # A folder leaves out what is called as our outputs are.
                named |= {p for p in self.folder.glob("*.xlsx") if "评分" not in p.name}
            elif argument.startswith("@") and (self.folder / "l.txt").exists():
                named.add(self.folder / "l.txt")
                text = (self.folder / "l.txt").read_bytes().decode("utf-8", "replace")
                named |= {self.folder / line.strip() for line in text.splitlines()}
            elif path.is_file():
                named.add(path)
        return {
            p
            for p in self.theirs
            if p in named or any(p.exists() and n.exists() and p.samefile(n) for n in named)
        }

    def _run(self, arguments: list[str], cut: int) -> None:
        writes = 0
        sound = os.fsync

        def fsync(descriptor: int) -> None:
            nonlocal writes
            writes += 1
            if writes == cut:
                raise CutOff
            sound(descriptor)

        here = Path.cwd()
        os.chdir(self.folder)
        os.fsync = fsync
        try:
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                app(arguments, standalone_mode=False)
        except (Exception, SystemExit, CutOff):
            pass  # what it says is not what is asked here
        finally:
            os.fsync = sound
            os.chdir(here)

    def forget(self) -> None:
        """What people themselves moved from under a link, or wrote over by another name."""
        self.theirs = {p: p.read_bytes() for p in self.theirs if p.exists()}

    # ------------------------------------------------ what must hold

    def _is_theirs(self, path: Path) -> bool:
        return path.exists() and path.read_bytes() == self.theirs[path]

    def judge(self) -> None:
        for path in self.theirs:
            if not self._is_theirs(path):
                raise Lost(f"{path.name} after: " + "; ".join(self.told))
        scraps = [p.name for p in self.folder.rglob(".*.tmp")]
        if scraps:
            raise Lost(f"left behind {scraps} after: " + "; ".join(self.told))


def live(seed: int, made: list[bytes]) -> int:
    """One sequence: how many commands it ran.  Raises Lost."""
    folder = Path(tempfile.mkdtemp(prefix="fyscore-life-"))
    try:
        desk = Desk(folder, seed, made)
        people: list[Callable[[], None]] = [
            desk.fill_in, desk.edit, desk.edit, desk.rename, desk.link, desk.list_them,
        ]  # fmt: skip
        for _ in range(STEPS):
            if desk.dice.random() < 0.6:
                desk.command()
            else:
                desk.dice.choice(people)()
                desk.forget()
            desk.judge()
        return len(desk.told)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def attempt(seeds: range) -> tuple[int, list[str]]:
    """Sequences of those seeds: commands run, and what was lost."""
    made, commands, lost = forms(), 0, []
    for seed in seeds:
        try:
            commands += live(seed, made)
        except Lost as error:
            lost.append(f"seed {seed}: {error}")
    return commands, lost


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.files")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    chosen = parser.parse_args()
    started, commands, lost = time.monotonic(), 0, []
    chunks = [
        range(start, min(start + 50, chosen.seed + chosen.count))
        for start in range(chosen.seed, chosen.seed + chosen.count, 50)
    ]
    with get_context("spawn").Pool(chosen.jobs) as pool:
        for ran, found in pool.imap_unordered(attempt, chunks):
            commands += ran
            lost += found
            for line in found:
                print(line, file=sys.stderr, flush=True)
    took = time.monotonic() - started
    print(f"{chosen.count} sequences, {commands} commands, {took:.0f} s, {len(lost)} losses")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
