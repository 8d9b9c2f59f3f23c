"""The rule shapes by name: a file each, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fyscore.rules.shapes.above_average import AboveAverage
from fyscore.rules.shapes.all import All
from fyscore.rules.shapes.bonus import Bonus
from fyscore.rules.shapes.checklist import Checklist
from fyscore.rules.shapes.complete_or_discretion import CompleteOrDiscretion
from fyscore.rules.shapes.count_or_discretion import CountOrDiscretion
from fyscore.rules.shapes.deduct import Deduct
from fyscore.rules.shapes.discretion import Discretion
from fyscore.rules.shapes.exempt_if import ExemptIf
from fyscore.rules.shapes.full_if import FullIf
from fyscore.rules.shapes.levels import Levels
from fyscore.rules.shapes.points_below import PointsBelow
from fyscore.rules.shapes.proportion import Proportion
from fyscore.rules.shapes.shape import Shape
from fyscore.rules.shapes.shortfall import Shortfall
from fyscore.rules.shapes.tiers import Tiers
from fyscore.rules.shapes.veto import Veto
from fyscore.rules.shapes.void_if import VoidIf

SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        shape.name: shape
        for shape in (
            Discretion(),
            All(),
            CompleteOrDiscretion(),
            CountOrDiscretion(),
            Shortfall(),
            AboveAverage(),
            Deduct(),
            PointsBelow(),
            VoidIf(),
            Veto(),
            Tiers(),
            Levels(),
            Checklist(),
            Proportion(),
            Bonus(),
            FullIf(),
            ExemptIf(),
        )
    }
)


__all__ = ["SHAPES", "Shape"]
