"""Screening inside Spark: functions for `DataFrame.mapInArrow`.

Spark hands a worker Arrow batches of its partition; they are gathered into batches
large enough to be screened fast, and the hits go back as Arrow. Nothing here imports
Spark, and nothing is turned into pandas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import polars as pl

from uyghurscreen.batches import read_batches
from uyghurscreen.schema import HITS, UNSCREENED

if TYPE_CHECKING:
    import pyarrow as pa

    from uyghurscreen.screener import Screener

    MapInArrow = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]

__all__ = ["HITS_DDL", "UNSCREENED_DDL", "map_in_arrow", "unscreened_in_arrow"]

ROWS: Final = 200_000
"""Rows gathered before they are screened: Spark's batches of 10,000 are too small to be
fast, and a partition has as many as it likes (`benchmarks/throughput.md`).
"""

_BUILT: Final[dict[str, Screener]] = {}
"""Screeners of this process by the call that sent them. Spark reads a function anew for
each partition, and without this each would build its index anew.
"""

_KEPT: Final = 2
"""Screeners kept in a process."""

_TYPES: Final[dict[pl.DataType, str]] = {
    pl.String(): "string",
    pl.Int64(): "bigint",
    pl.Float32(): "float",
    pl.Float64(): "double",
    pl.Boolean(): "boolean",
}


def _ddl(schema: pl.Schema) -> str:
    return ", ".join(
        f"`{name}` {'string' if name == 'query_id' else _TYPES[dtype]}"
        for name, dtype in schema.items()
    )


HITS_DDL: Final = _ddl(HITS)
"""Schema of the hits, in Spark's words; `query_id` is text."""

UNSCREENED_DDL: Final = _ddl(UNSCREENED)
"""Schema of the rows that cannot be screened; `query_id` is text."""


def map_in_arrow(
    screener: Screener,
    *,
    name: str,
    id: str,
    country: str | None = None,
    address: str | None = None,
    threshold: float | None = None,
    limit: int = 5,
) -> MapInArrow:
    """Return a function that screens the Arrow batches of one partition.

    Rows without a usable name have no hits, and Spark shows the warning about them to
    nobody but the worker's log: list them with `unscreened_in_arrow`.

    Args:
        screener: Sent to the workers as its settings; each worker process builds the
            index once, for its first partition that has rows.
        name: The column of names.
        id: A column that tells rows apart over all partitions: row numbers would
            begin anew in each. Ids are held to be distinct within a batch alone.
        country: A column of countries.
        address: A column of addresses.
        threshold: Lowest score of a hit, in [0, 1]; the Screener's if not given.
        limit: Best hits kept per query.

    Example:
        `frame.mapInArrow(map_in_arrow(Screener(), name="supplier", id="no"), HITS_DDL)`
    """
    columns = [name, id, *(c for c in (country, address) if c is not None)]
    call = uuid4().hex

    def screen(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in read_batches(_only(batches, columns), ROWS):
            hits = _built(call, screener).screen(
                batch,
                name=name,
                id=id,
                country=country,
                address=address,
                threshold=threshold,
                limit=limit,
            )
            yield from _to_spark(hits)

    return screen


def unscreened_in_arrow(screener: Screener, *, name: str, id: str) -> MapInArrow:
    """Return a function that lists the rows of a partition that cannot be screened.

    Args:
        screener: As for `map_in_arrow`; no index is built for this.
        name: The column of names.
        id: The column that tells rows apart.

    Example:
        `frame.mapInArrow(unscreened_in_arrow(screener, name="supplier", id="no"),
        UNSCREENED_DDL)`
    """

    def list_rows(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in read_batches(_only(batches, [name, id]), ROWS):
            yield from _to_spark(screener.unscreened(batch, name=name, id=id))

    return list_rows


def _built(call: str, screener: Screener) -> Screener:
    """Return the Screener of a call that this process has, or else the one given."""
    if call not in _BUILT:
        while len(_BUILT) >= _KEPT:
            del _BUILT[next(iter(_BUILT))]
        _BUILT[call] = screener
    return _BUILT[call]


def _only(
    batches: Iterable[pa.RecordBatch], columns: list[str]
) -> Iterator[pa.RecordBatch]:
    """Return batches with the columns asked for: others may be of any type."""
    for batch in batches:
        there = dict.fromkeys(c for c in columns if c in batch.schema.names)
        yield batch.select(list(there))


def _to_spark(frame: pl.DataFrame) -> list[pa.RecordBatch]:
    """Return a frame as batches with Spark's strings instead of large ones."""
    import pyarrow as pa

    table = frame.with_columns(pl.col("query_id").cast(pl.String)).to_arrow(
        compat_level=pl.CompatLevel.oldest()
    )
    plain = [
        pa.field(f.name, pa.string() if pa.types.is_large_string(f.type) else f.type)
        for f in table.schema
    ]
    batches: list[pa.RecordBatch] = table.cast(pa.schema(plain)).to_batches()
    return batches
