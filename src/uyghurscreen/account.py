"""What a run took in and gave out, counted and hashed while it goes on."""

from __future__ import annotations

from collections import Counter
from typing import Final

import polars as pl

from uyghurscreen.fingerprints import ColumnDigest
from uyghurscreen.manifest import Counts
from uyghurscreen.queries import Queries

__all__ = ["Account"]

_COLUMNS: Final = ("query_id", "query_name", "country", "address")


class Account:
    """Takes note of a run while it goes on, batch by batch.

    Example:
        >>> from uyghurscreen.queries import read_queries
        >>> account = Account()
        >>> account.take(read_queries(["Acme", None], name="name"), pl.DataFrame())
        >>> account.counts().unscreened
        {'no name (null)': 1}
    """

    def __init__(self) -> None:
        self._screened = 0
        self._unscreened: Counter[str] = Counter()
        self._by_list: Counter[tuple[str, str]] = Counter()
        self._by_change: Counter[str] = Counter()
        self._hits = self._names_hit = self._suppressed = 0
        self._digests = {name: ColumnDigest() for name in _COLUMNS}
        self._left_out = {name: ColumnDigest() for name in _COLUMNS[:2]}

    def take(self, queries: Queries, hits: pl.DataFrame) -> None:
        """Take note of the rows of a batch and of their hits."""
        self._screened += queries.screened.height
        self._unscreened.update(queries.unscreened["reason"].to_list())
        for name, digest in self._digests.items():
            digest.update(queries.screened[name])
        for name, digest in self._left_out.items():
            digest.update(queries.unscreened[name])
        if hits.is_empty():
            return
        self._hits += hits.height
        self._names_hit += hits["query_id"].n_unique()
        self._by_list.update(hits.select("list_id", "band").rows())
        if "change" in hits.columns:
            self._by_change.update(hits["change"].to_list())
        if "suppressed" in hits.columns:
            self._suppressed += int(hits["suppressed"].sum())

    def columns(self) -> dict[str, str]:
        """Return the hash of each column of the rows taken in."""
        return {
            **{name: digest.hexdigest() for name, digest in self._digests.items()},
            **{
                f"unscreened_{name}": digest.hexdigest()
                for name, digest in self._left_out.items()
            },
        }

    def counts(self) -> Counts:
        """Return what was counted."""
        by_list: dict[str, dict[str, int]] = {}
        for (list_id, band), hits in sorted(self._by_list.items()):
            by_list.setdefault(list_id, {})[band] = hits
        return Counts(
            rows=self._screened + self._unscreened.total(),
            screened=self._screened,
            unscreened=dict(sorted(self._unscreened.items())),
            hits=self._hits,
            names_hit=self._names_hit,
            by_list=by_list,
            by_change=dict(sorted(self._by_change.items())),
            suppressed=self._suppressed,
        )
