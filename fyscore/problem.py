"""One kind of complaint for everything fyscore reads.

A :class:`Problem` says where, what was found, what is expected and how to
mend it.  The reader, the rulebook's lint and the command line all use it, so
a clerk meets one form of message and an analyst one set of codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps an input from being used.

    ``code`` is stable and meant for programs; every text is Chinese and meant
    for people.  ``sheet``, ``cell`` and ``key`` are empty where the problem
    lies with the file as a whole.
    """

    code: str
    found: str
    expected: str
    mend: str
    sheet: str = ""
    cell: str = ""
    key: str = ""

    @property
    def place(self) -> str:
        """``填报!F12`` or as much of it as is known."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    @property
    def message(self) -> str:
        """The whole complaint as one Chinese sentence group."""
        where = self.place + (f"（{self.key}）" if self.key else "")
        lead = f"{where}：" if where else ""
        return f"{lead}{self.found}；应为{self.expected}。{self.mend}"

    def as_json(self) -> dict[str, str]:
        """The problem under the names of the contract's failure record."""
        return {
            "code": self.code,
            "sheet": self.sheet,
            "cell": self.cell,
            "key": self.key,
            "found": self.found,
            "expected": self.expected,
            "message": self.message,
        }


class ProblemsError(Exception):
    """Raised when an input cannot be used; carries every problem found."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__(f"{file}: " + " ".join(p.message for p in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[str, tuple[Problem, ...]]]:
        # Crosses process borders in a batch.
        return (type(self), (self.file, self.problems))
