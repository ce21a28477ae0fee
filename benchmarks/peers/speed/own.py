"""This package in full, by `Screener.scan`: index, evidence, and hits as a frame."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from peers.speed.reading import found
from uyghurscreen import Screener

THRESHOLD = 0.05
"""Far below the default: so that the board sees scores, all pairs are made hits."""


def prepare(listed: pl.Series) -> tuple[Screener, pl.DataFrame]:
    """Return a Screener of one list with its index built, and its rows by name."""
    listed = listed.alias("name")
    screener = Screener(lists=[], extra_lists=[listed.to_frame()], threshold=THRESHOLD)
    screener.screen_name("Acme")
    rows = listed.str.strip_chars().alias("entry_name").to_frame().with_row_index("row")
    return screener, rows.unique("entry_name", keep="first")


def find(
    prepared: tuple[Screener, pl.DataFrame], queries: Path
) -> Iterator[np.ndarray]:
    """Yield the best hit of each name."""
    screener, rows = prepared
    for hits in screener.scan(queries, limit=1):
        best = hits.unique("query_id", keep="first").join(rows, on="entry_name")
        yield found(best["query_id"], best["row"], best["score"])
