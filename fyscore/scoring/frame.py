"""Results as a pandas table, a row for each part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fyscore.scoring.result import Result

if TYPE_CHECKING:
    import pandas as pd


def to_frame(results: Result | Iterable[Result]) -> pd.DataFrame:
    """One row for each part of each result, in the order of the standard.

    Columns: ``file``, ``unit``, ``year``, ``section``, ``item``, ``part``,
    ``name`` (第3项第2小点), ``title``, ``score`` and ``max`` (points as floats),
    ``status``, ``self`` (scored by the unit's own mark), ``reason``, ``remedy``.
    """
    import pandas as pd

    several = [results] if isinstance(results, Result) else results
    rows = [record for result in several for record in result.records()]
    frame = pd.DataFrame.from_records(rows)
    if "year" in frame:
        frame["year"] = frame["year"].astype("Int64")
    return frame
