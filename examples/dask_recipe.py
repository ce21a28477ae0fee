"""Screening with Dask: a partition at a time, on all workers of a cluster.

    python examples/dask_recipe.py suppliers.parquet supplier vendor_no hits/

Needs `pip install "uyghurscreen[dask]"`. The Screener travels as its settings, and each
worker process builds the index once. Make partitions of 100,000 rows or more: what one
costs besides its names is then nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import polars as pl

from uyghurscreen import Screener
from uyghurscreen.schema import HITS

if TYPE_CHECKING:
    import dask.dataframe as dd
    import pandas as pd

_BUILT: dict[tuple[object, ...], Screener] = {}
"""Screeners of this process, so that a second partition builds no index anew."""


def screen_partition(
    rows: pd.DataFrame, screener: Screener, name: str, id: str
) -> pd.DataFrame:
    """Return the hits of one partition; `query_id` is text, as it is of any type."""
    if rows.empty:
        return no_hits()
    settings = (*screener.versions.items(), screener.threshold)
    screener = _BUILT.setdefault(settings, screener)
    hits = screener.screen(rows[[name, id]], name=name, id=id)
    return hits.with_columns(pl.col("query_id").cast(pl.String)).to_pandas()


def screen(
    frame: dd.DataFrame, screener: Screener, *, name: str, id: str
) -> dd.DataFrame:
    """Return the hits of a Dask frame, as a Dask frame with as many partitions."""
    return frame.map_partitions(screen_partition, screener, name, id, meta=no_hits())


def no_hits() -> pd.DataFrame:
    """Return a frame of hits without rows, with the types that Dask is told."""
    schema = HITS | {"query_id": pl.String()}
    return pl.DataFrame(schema=schema).to_pandas()


def main(source: str, name: str, id: str, to: str) -> None:
    """Screen Parquet files and write the hits as Parquet files."""
    import dask.dataframe as dd

    rows = dd.read_parquet(source, columns=[name, id])
    screen(rows, Screener(), name=name, id=id).to_parquet(to)


if __name__ == "__main__":
    main(*sys.argv[1:])
