"""name_matching with its defaults, its best match of each name."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from name_matching.name_matcher import NameMatcher

from peers.speed.reading import batches, found


def prepare(listed: pl.Series) -> NameMatcher:
    """Return a matcher that has seen the listed names."""
    matcher = NameMatcher(number_of_matches=1, verbose=False)
    matcher.load_and_process_master_data(
        "name", listed.alias("name").to_frame().to_pandas()
    )
    return matcher


def find(prepared: NameMatcher, queries: Path) -> Iterator[np.ndarray]:
    """Yield the best of each name."""
    for start, names in batches(queries, 10_000):
        best = prepared.match_names(names.alias("name").to_frame().to_pandas(), "name")
        rows = np.arange(start, start + len(names))
        yield found(rows, best["match_index"].to_numpy().astype(int), best["score"])
