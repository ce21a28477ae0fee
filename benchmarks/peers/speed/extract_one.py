"""rapidfuzz: `process.extractOne` by WRatio, its default, a name at a time."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process, utils

from peers.speed.reading import batches, found


def prepare(listed: pl.Series) -> list[str]:
    """Return the listed names, processed as its documentation advises."""
    return [utils.default_process(name) for name in listed]


def find(prepared: list[str], queries: Path) -> Iterator[np.ndarray]:
    """Yield the best of each name."""
    for start, names in batches(queries, 1_000):
        best = [
            process.extractOne(
                utils.default_process(name),
                prepared,
                scorer=fuzz.WRatio,
                score_cutoff=60,
            )
            or ("", 0, -1)
            for name in names
        ]
        rows = np.arange(start, start + len(names))
        yield found(rows, [b[2] for b in best], [b[1] for b in best])
