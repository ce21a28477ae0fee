"""rapidfuzz: a scorer of every pair by `process.cdist` on all cores, lower case."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from peers.speed.reading import batches, found

CELLS = 10_000_000
"""Size of a table of scores, of four bytes each: whole numbers would make ties."""


def prepare(listed: pl.Series, setting: str) -> tuple[str, list[str]]:
    """Return the scorer's name and the listed names."""
    return setting, listed.str.to_lowercase().to_list()


def find(prepared: tuple[str, list[str]], queries: Path) -> Iterator[np.ndarray]:
    """Yield the best of each row of the table."""
    scorer, listed = prepared
    for start, names in batches(queries, max(CELLS // len(listed), 1)):
        table = process.cdist(
            names.str.to_lowercase().to_list(),
            listed,
            scorer=getattr(fuzz, scorer),
            workers=-1,
            dtype=np.float32,
            score_cutoff=60,
        )
        rows = np.arange(start, start + len(names))
        yield found(rows, table.argmax(1), table.max(1))
