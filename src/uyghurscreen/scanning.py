"""Screening batch by batch: each batch is one thread's, and none waits for another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeAlias

import polars as pl

from uyghurscreen.account import Account
from uyghurscreen.batches import as_lazy, count_rows
from uyghurscreen.matching.pairs import THREADS
from uyghurscreen.parts import Parts
from uyghurscreen.progress import progress_bar
from uyghurscreen.queries import Queries, read_queries
from uyghurscreen.unscreened import account_for

__all__ = ["SCANNED", "rows_of", "scan_batches", "source_told"]

SCANNED: Final = 100_000
"""Rows of a batch, unless the caller says otherwise."""

_Begun: TypeAlias = tuple[int, Queries, "Future[pl.DataFrame] | pl.DataFrame"]
"""The number of a batch, its rows, and its hits, or what will give them."""

_Hits: TypeAlias = Callable[[pl.DataFrame], pl.DataFrame]


def scan_batches(
    batches: Iterator[pl.DataFrame],
    columns: Mapping[str, Any],
    hits_of: _Hits,
    parts: Parts | None,
    progress: bool,
    total: int | None,
    account: Account | None,
) -> Generator[pl.DataFrame, None, None]:
    """Yield the hits of each batch, in their order.

    Args:
        batches: The rows.
        columns: Which columns hold what, as `read_queries` takes them.
        hits_of: Returns the hits of rows that can be screened; called by threads.
        parts: Takes the hits of each batch, and has those of finished ones.
        progress: Show a progress bar.
        total: The number of rows, where it is known.
        account: Takes note of every batch.
    """
    done, left_out = 0, []
    with progress_bar(progress) as step, ThreadPoolExecutor(THREADS) as pool:
        begun = _begun(batches, columns, hits_of, parts, pool)
        for number, queries, found in _ahead(begun):
            left_out.append(queries.unscreened)
            hits = found.result() if isinstance(found, Future) else found
            if parts is not None and found is not hits:
                parts.write(number, hits)
            if account is not None:
                account.take(queries, hits)
            done += queries.screened.height + queries.unscreened.height
            step(done, total)
            yield hits
    if left_out:
        account_for(pl.concat(left_out), "report")


def _begun(
    batches: Iterator[pl.DataFrame],
    columns: Mapping[str, Any],
    hits_of: _Hits,
    parts: Parts | None,
    pool: ThreadPoolExecutor,
) -> Iterator[_Begun]:
    """Begin batches one after the other; those finished before are read."""
    first = 0
    for number, batch in enumerate(batches):
        queries = read_queries(batch, **columns, first=first)
        first += batch.height
        finished = None if parts is None else parts.read(number)
        if finished is not None:
            yield number, queries, finished
        else:
            yield number, queries, pool.submit(hits_of, queries.screened)


def _ahead(begun: Iterator[_Begun]) -> Iterator[_Begun]:
    """Return what is begun in its order, with as many more begun as there are threads.

    What was begun before a batch that cannot be read is returned before the error.
    """
    waiting: deque[_Begun] = deque()
    while True:
        try:
            waiting.append(next(begun))
        except StopIteration:
            break
        except Exception:
            yield from waiting
            raise
        if len(waiting) > THREADS:
            yield waiting.popleft()
    yield from waiting


def rows_of(source: object) -> int | None:
    """Return how many rows a source has, where it can be asked."""
    lazy = as_lazy(source)
    return None if lazy is None else count_rows(lazy)


def source_told(source: object) -> list[str]:
    """Return what tells one source from another, as far as it can be told."""
    paths = source if isinstance(source, list | tuple) else [source]
    return [
        f"{Path(path).resolve()} {Path(path).stat().st_size}"
        if isinstance(path, str | Path) and Path(path).is_file()
        else type(path).__name__
        for path in paths
    ]
