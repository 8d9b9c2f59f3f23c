"""What became of a part, in the words a person reads."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The state of a part or an item; its value is what JSON carries."""

    FULL = "full"
    PARTIAL = "partial"
    ZERO = "zero"
    PENDING = "pending"
    VOID = "void"
    VETO = "veto"
    CLEAR = "clear"
    EXEMPT = "exempt"

    @property
    def words(self) -> str:
        """The state in Chinese."""
        return _WORDS[self]

    @property
    def is_scored(self) -> bool:
        """Whether the part's own shape gave it points."""
        return self in (Status.FULL, Status.PARTIAL, Status.ZERO)

    @property
    def replaces_points(self) -> bool:
        """Whether its words stand in a sheet where points would."""
        return self in (Status.PENDING, Status.VETO, Status.CLEAR, Status.EXEMPT)


_WORDS = {
    Status.FULL: "满分",
    Status.PARTIAL: "部分得分",
    Status.ZERO: "不得分",
    Status.PENDING: "待填",
    Status.VOID: "作废",
    Status.VETO: "一票否决",
    Status.CLEAR: "无事故",
    Status.EXEMPT: "不涉及",
}
