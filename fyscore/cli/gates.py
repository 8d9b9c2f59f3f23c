"""Conditions a script may set on scores: exit code 1 where one fails."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from fyscore.cli.streams import print_message
from fyscore.scoring.ranking import Row


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates asked for on the command line."""

    floor: Fraction | None = None
    complete: bool = False
    veto: bool = False

    def fail(self, row: Row) -> bool:
        """Whether any gate fails for this unit; says which."""
        why = []
        if self.floor is not None and row.total < self.floor:
            why.append(f"总分低于 {float(self.floor):g}")
        if self.complete and not row.complete:
            why.append("有待填项")
        if self.veto and row.vetoed:
            why.append("一票否决")
        if why:
            print_message(f"未通过：{row.file}：{'、'.join(why)}")
        return bool(why)
