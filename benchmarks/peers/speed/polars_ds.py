"""polars-ds: the Indel ratio of every pair (`str_fuzz`), over a parallel cross join."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import polars_ds as pds

from peers.speed.reading import batches, found

CELLS = 3_000_000
"""Pairs of one cross join."""


def prepare(listed: pl.Series) -> pl.DataFrame:
    """Return the listed names as a frame."""
    return pl.DataFrame({"right": listed.str.to_lowercase()}).with_row_index("listed")


def find(prepared: pl.DataFrame, queries: Path) -> Iterator[np.ndarray]:
    """Yield the best of each name."""
    for start, names in batches(queries, max(CELLS // prepared.height, 1)):
        left = pl.DataFrame({"left": names.str.to_lowercase()}).with_row_index("query")
        best = (
            left.join(prepared, how="cross")
            .with_columns(score=pds.str_fuzz("left", "right", parallel=True))
            .group_by("query")
            .agg(pl.col("listed").get(pl.col("score").arg_max()), pl.col("score").max())
        )
        yield found(start + best["query"].to_numpy(), best["listed"], best["score"])
