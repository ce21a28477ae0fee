"""Reading rows in batches of a fixed size, from whatever does not fit in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from uyghurscreen.errors import InputError
from uyghurscreen.frames import to_frame
from uyghurscreen.suggestions import similar_file

__all__ = ["as_lazy", "count_rows", "read_batches"]

_KINDS: Final = (".csv", ".tsv", ".parquet", ".arrow")

_READ: Final = 500_000
"""Rows of a Parquet file that are read in one go."""


def read_batches(
    source: object, rows: int, columns: Sequence[str] = ()
) -> Iterator[pl.DataFrame]:
    """Return the rows of a source, in their order, so many at a time.

    Args:
        source: A path, or a list of paths (.csv, .tsv, .parquet, .arrow; text in
            UTF-8), a polars LazyFrame, or an iterable of frames or Arrow batches.
        rows: Rows of each batch; the last one may have fewer.
        columns: All that is needed of a file; empty if everything is. What is read
            ahead stays in memory.

    Raises:
        InputError: If the source is none of these, or a file is missing or of an
            unknown kind.

    Example:
        >>> frame = pl.LazyFrame({"name": ["a", "b", "c"]})
        >>> [batch.height for batch in read_batches(frame, 2)]
        [2, 1]
    """
    lazy = as_lazy(source)
    if lazy is not None:
        # A column that is not there is told of by whoever asks for it.
        if columns and set(columns) <= set(lazy.collect_schema()):
            lazy = lazy.select(columns)
        pieces: Iterable[object] = (
            _slices(lazy)
            if _is_parquet(source)
            else lazy.collect_batches(chunk_size=rows, lazy=True)
        )
    elif isinstance(source, Iterable) and not isinstance(source, str | bytes | dict):
        pieces = source
    else:
        raise InputError(
            f"scan() takes paths, a LazyFrame, or frames, not a "
            f"{type(source).__name__}; screen() takes a frame or a list of names."
        )
    waiting: list[pl.DataFrame] = []
    held = 0
    for piece in pieces:
        frame = to_frame(piece, name="name")
        waiting.append(frame)
        held += frame.height
        while held >= rows:
            together = pl.concat(waiting)
            yield together.head(rows)
            waiting, held = [together.slice(rows)], held - rows
    if held:
        yield pl.concat(waiting)


def as_lazy(source: object) -> pl.LazyFrame | None:
    """Return a path, several paths or a LazyFrame as a LazyFrame; None for the rest."""
    if isinstance(source, pl.LazyFrame):
        return source
    if isinstance(source, str | Path):
        source = [source]
    if not isinstance(source, list | tuple) or not source:
        return None
    if not all(isinstance(path, str | Path) for path in source):
        return None
    return pl.concat([_scan_file(Path(path)) for path in source])


def count_rows(lazy: pl.LazyFrame) -> int:
    """Return how many rows there are; a Parquet file says so itself."""
    return int(lazy.select(pl.len()).collect().item())


def _scan_file(path: Path) -> pl.LazyFrame:
    kind = path.suffix.lower()
    if not path.is_file():
        raise InputError(f"{path}: there is no such file.{similar_file(path)}")
    if kind not in _KINDS:
        raise InputError(f"{path}: a scan reads {', '.join(_KINDS)}, not {kind!r}.")
    if kind in (".csv", ".tsv"):
        separator = "\t" if kind == ".tsv" else ","
        return pl.scan_csv(path, infer_schema=False, separator=separator)
    return pl.scan_parquet(path) if kind == ".parquet" else pl.scan_ipc(path)


def _is_parquet(source: object) -> bool:
    paths = source if isinstance(source, list | tuple) else [source]
    return all(
        isinstance(path, str | Path) and Path(path).suffix.lower() == ".parquet"
        for path in paths
    )


def _slices(lazy: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Return the rows of Parquet files slice by slice.

    Left to itself, polars reads as far ahead as it can, and the more the more there is.
    """
    for first in range(0, count_rows(lazy), _READ):
        yield lazy.slice(first, _READ).collect()
