"""Screening inside Spark: a function for `DataFrame.mapInArrow`.

Spark hands a worker Arrow batches of its partition; they are gathered into batches
large enough to be screened fast, and the hits go back as Arrow. Nothing imports Spark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

import polars as pl

from uyghurscreen.batches import read_batches
from uyghurscreen.schema import HITS

if TYPE_CHECKING:
    import pyarrow as pa

    from uyghurscreen.screener import Screener

__all__ = ["HITS_DDL", "map_in_arrow"]

_ROWS: Final = 200_000

_TYPES: Final[dict[pl.DataType, str]] = {
    pl.String(): "string",
    pl.Int64(): "bigint",
    pl.Float32(): "float",
    pl.Float64(): "double",
    pl.Boolean(): "boolean",
}

HITS_DDL: Final = ", ".join(
    f"`{name}` {'string' if name == 'query_id' else _TYPES[dtype]}"
    for name, dtype in HITS.items()
)
"""Schema of the result, in Spark's words; `query_id` is text."""


def map_in_arrow(
    screener: Screener,
    *,
    name: str,
    id: str,
    country: str | None = None,
    address: str | None = None,
    limit: int = 5,
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return a function that screens the Arrow batches of one partition.

    Args:
        screener: Sent to the workers as its settings; each builds its own index once.
        name: The column of names.
        id: A column that tells rows apart over all partitions: row numbers would
            begin anew in each.
        country: A column of countries.
        address: A column of addresses.
        limit: Best hits kept per query.

    Example:
        `frame.mapInArrow(map_in_arrow(Screener(), name="supplier", id="no"), HITS_DDL)`
    """

    def screen(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in read_batches(batches, _ROWS):
            hits = screener.screen(
                batch, name=name, id=id, country=country, address=address, limit=limit
            )
            table = hits.with_columns(pl.col("query_id").cast(pl.String)).to_arrow(
                compat_level=pl.CompatLevel.oldest()
            )
            yield from table.cast(_plain_strings(table.schema)).to_batches()

    return screen


def _plain_strings(schema: pa.Schema) -> pa.Schema:
    """Return a schema with Spark's strings instead of large ones."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(
                f.name, pa.string() if pa.types.is_large_string(f.type) else f.type
            )
            for f in schema
        ]
    )
