"""Screening with Ray Data: batches of rows, on all workers of a cluster.

    python examples/ray_recipe.py suppliers.parquet supplier vendor_no hits/

Needs `pip install "uyghurscreen[ray]"`. Each actor builds the index once, when it is
made, and then screens one batch after the other. One core must be left for reading:
with all taken by actors, Ray waits for ever.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import polars as pl

from uyghurscreen import Screener

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset

ROWS = 200_000
"""Rows of a batch."""


class ScreenBatch:
    """An actor that screens batches.

    Args:
        screener: Travels as its settings.
        name: The column of names.
        id: A column that tells rows apart over all batches.
    """

    def __init__(self, screener: Screener, name: str, id: str) -> None:
        self._screener, self._name, self._id = screener, name, id

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Return the hits of a batch; `query_id` is text, as it is of any type."""
        columns = batch.select(list(dict.fromkeys([self._name, self._id])))
        hits = self._screener.screen(columns, name=self._name, id=self._id)
        return hits.with_columns(pl.col("query_id").cast(pl.String)).to_arrow(
            compat_level=pl.CompatLevel.oldest()
        )


def screen(
    rows: Dataset,
    screener: Screener,
    *,
    name: str,
    id: str,
    actors: int = 1,
    batch: int = ROWS,
) -> Dataset:
    """Return the hits of a Ray dataset, as a Ray dataset."""
    import ray.data

    return rows.map_batches(
        ScreenBatch,
        fn_constructor_args=(screener, name, id),
        batch_format="pyarrow",
        batch_size=batch,
        compute=ray.data.ActorPoolStrategy(size=actors),
        num_cpus=1,
    )


def main(source: str, name: str, id: str, to: str) -> None:
    """Screen Parquet files and write the hits as Parquet files."""
    import ray

    ray.init(ignore_reinit_error=True)
    actors = max(int(ray.cluster_resources()["CPU"]) - 1, 1)
    rows = ray.data.read_parquet(source, columns=[name, id])
    screen(rows, Screener(), name=name, id=id, actors=actors).write_parquet(to)


if __name__ == "__main__":
    main(*sys.argv[1:])
