"""A :class:`Problem` says where, what was found, what is expected and how to fix it.

The reader, scoring, the rulebook's lint and batches all use it, so a clerk
meets one form of message and an analyst one set of codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from fyscore.problems.notices import Notice


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps an input from being used.

    ``code`` is stable and meant for programs (:class:`~fyscore.problems.Code`);
    every text is Chinese and meant for people.  ``sheet``, ``cell`` and ``key``
    are empty where the problem lies with the file as a whole.
    """

    code: str
    found: str
    expected: str
    fix: str
    sheet: str = ""
    cell: str = ""
    key: str = ""
    #: What the key stands for, as people say it: ``第14项 已备案托育机构数``.
    name: str = ""

    def at(self, sheet: str, cell: str = "", key: str = "") -> Problem:
        """The same problem at its place; ``key`` is kept where none is given."""
        return replace(self, sheet=sheet, cell=cell, key=key or self.key)

    @property
    def place(self) -> str:
        """``填报!F12`` or as much of it as is known."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    @property
    def message(self) -> str:
        """The whole complaint as one Chinese sentence group."""
        named = " ".join(part for part in (self.place, self.name) if part)
        where = named + (f"（{self.key}）" if self.key else "")
        lead = f"{where}：" if where else ""
        return lead + self.words

    @property
    def words(self) -> str:
        """The same without its place."""
        return f"{self.found}；应为{self.expected}。{self.fix}"


class ProblemsError(Exception):
    """Raised when an input cannot be used; carries every problem found.

    ``info`` is what the form says of itself (基本信息), where that could be read, and
    ``notices`` what else is worth a look in it.
    """

    def __init__(
        self,
        file: str,
        problems: Iterable[Problem],
        info: Mapping[str, str] | None = None,
        notices: Iterable[Notice] = (),
    ) -> None:
        self.file = file
        self.problems = tuple(problems)
        self.info = dict(info or {})
        self.notices = tuple(notices)
        super().__init__(f"{file}: " + " ".join(p.message for p in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[object, ...]]:
        # Crosses process borders in a batch.
        return (type(self), (self.file, self.problems, self.info, self.notices))
