"""The ranking as CSV, Parquet or JSON Lines, through pandas."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fyscore.display import printable
from fyscore.rules.model import Rulebook
from fyscore.scoring.ranking import Ranked


def _csv(frame: Any) -> bytes:
    # With a byte order mark, Excel opens it as Chinese rather than noise.
    text: str = frame.to_csv(index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode()


def _jsonl(frame: Any) -> bytes:
    return str(frame.to_json(orient="records", lines=True, force_ascii=False)).encode()


def _parquet(frame: Any) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, engine="pyarrow")
    return buffer.getvalue()


_WRITERS: Mapping[str, Callable[[Any], bytes]] = {
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".parquet": _parquet,
}
SUFFIXES = tuple(_WRITERS)


def table_bytes(target: Path, ranked: Sequence[Ranked], rulebook: Rulebook) -> bytes:
    """One row per unit with totals, sections and items, in the format ``target`` is named for.

    Raises KeyError for another suffix, ImportError where pyarrow is missing for Parquet.
    """
    import pandas as pd

    writer = _WRITERS[target.suffix.lower()]
    records = []
    for entry in ranked:
        row = entry.row
        record: dict[str, Any] = {
            "rank": entry.rank,
            "file": printable(row.file),
            "unit": row.unit,
            "year": row.year,
            "total": float(row.total),
            "attainable": float(row.attainable),
            "complete": row.complete,
            "vetoed": row.vetoed,
            "rank_best": entry.best,
            "rank_worst": entry.worst,
            "rank_items": "、".join(entry.deciding),
        }
        for section, score in zip(rulebook.sections, row.sections, strict=True):
            record[f"section_{section.id}"] = float(score)
        for item, own in zip(rulebook.items, row.items, strict=True):
            record[f"item_{item.id}"] = None if own is None else float(own)
        records.append(record)
    frame = pd.DataFrame.from_records(records)
    if "year" in frame:
        frame["year"] = frame["year"].astype("Int64")
    frame = frame.map(_safe) if target.suffix.lower() == ".csv" else frame
    return writer(frame)


def _safe(value: Any) -> Any:
    """Text a spreadsheet would take for a formula is kept text by a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value
