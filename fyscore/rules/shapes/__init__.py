"""The rule shapes by name.  A new shape is one class and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fyscore.rules.part import Shape
from fyscore.rules.shapes.deductions import Deduct, PointsBelow, Shortfall
from fyscore.rules.shapes.earned import Bonus, Proportion
from fyscore.rules.shapes.gates import ExemptIf, FullIf, Veto, VoidIf
from fyscore.rules.shapes.lists import Checklist, Levels
from fyscore.rules.shapes.marks import CompleteOrDiscretion, CountOrDiscretion, Discretion
from fyscore.rules.shapes.thresholds import AboveAverage, All
from fyscore.rules.shapes.tiers import Tiers

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
