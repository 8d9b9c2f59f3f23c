"""Conditions a script may set on scores: exit code 1 where one fails."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fyscore.rank import Row


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates asked for on the command line."""

    floor: Fraction | None
    complete: bool
    veto: bool

    @classmethod
    def of(cls, fail_under: float | None, require_complete: bool, fail_on_veto: bool) -> Gates:
        floor = None if fail_under is None else Fraction(Decimal(repr(fail_under)))
        return cls(floor, require_complete, fail_on_veto)

    def failed(self, row: Row) -> bool:
        """Whether any gate fails for this unit; says which on standard error."""
        why = []
        if self.floor is not None and row.total < self.floor:
            why.append(f"总分低于 {float(self.floor):g}")
        if self.complete and not row.complete:
            why.append("有待填项")
        if self.veto and row.vetoed:
            why.append("一票否决")
        if why:
            print(f"未通过：{row.file}：{'、'.join(why)}", file=sys.stderr)
        return bool(why)
