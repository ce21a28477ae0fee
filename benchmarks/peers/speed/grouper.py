"""string_grouper's own search for the best match of each name, on two threads.

The setting is the least similarity it returns; its default is 0.8. All names go in at
once, as it is made for: it learns its grams from queries and listed names together.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
from string_grouper import match_strings

from peers.speed.reading import found


def prepare(listed: pl.Series, setting: str) -> tuple[float, list[str]]:
    """Return the setting and the listed names."""
    return float(setting), listed.to_list()


def find(prepared: tuple[float, list[str]], queries: Path) -> Iterator[np.ndarray]:
    """Yield the best of each name."""
    least, listed = prepared
    best = match_strings(
        pd.Series(pl.read_parquet(queries, columns=["name"])["name"].to_list()),
        pd.Series(listed),
        max_n_matches=1,
        min_similarity=least,
        number_of_processes=2,
    )
    yield found(best["left_index"], best["right_index"], best["similarity"])
