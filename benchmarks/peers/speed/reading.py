"""Reading names in batches, and the form of an answer."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

FOUND = np.dtype([("query", "<u4"), ("listed", "<i4"), ("score", "<f8")])
"""A row of an answer: the number of a query, of its best listed name, and the score."""


def batches(queries: Path, rows: int) -> Iterator[tuple[int, pl.Series]]:
    """Yield so many names at a time, with the number of the first."""
    start = 0
    lazy = pl.scan_parquet(queries).select("name")
    for frame in lazy.collect_batches(chunk_size=rows, maintain_order=True, lazy=True):
        for some in frame.iter_slices(rows):
            yield start, some["name"]
            start += some.height


def found(query: object, listed: object, score: object) -> np.ndarray:
    """Return an answer."""
    query = np.asarray(query)
    rows = np.empty(len(query), FOUND)
    rows["query"], rows["listed"], rows["score"] = query, listed, score
    return rows
