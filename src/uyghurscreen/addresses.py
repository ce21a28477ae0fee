"""Screening of addresses: the listed entries that lie where an address says.

Some entries of the Entity List are an address, whoever uses it; others list addresses
beside their names. An address hit is an alert of its own kind: it never changes the
score of a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from uyghurscreen.places.evidence import in_words
from uyghurscreen.places.index import AddressIndex
from uyghurscreen.places.scoring import promising, score_pairs
from uyghurscreen.schema import ADDRESS_EVIDENCE, ADDRESS_HITS

__all__ = ["ADDRESS_THRESHOLD", "ListedAddresses", "address_hits"]

ADDRESS_THRESHOLD: Final = 0.7
"""Lowest score of an address hit, unless the caller says otherwise."""

_BANDS: Final = (("exact", 0.98), ("strong", 0.88), ("possible", ADDRESS_THRESHOLD))
_BATCH: Final = 50_000
"""Distinct addresses looked up at a time; memory depends on it, not on the input."""


class ListedAddresses:
    """The addresses of some entries, ready to be searched; immutable once built.

    Args:
        entries: Schema `ENTRIES`.
    """

    def __init__(self, entries: pl.DataFrame) -> None:
        self.owners = (
            entries.select(
                "list_id",
                "entry_id",
                "entry_name",
                matched_address="addresses",
                address_only=pl.col("names").list.len() == 0,
            )
            .explode("matched_address")
            .drop_nulls("matched_address")
        )
        self.index = AddressIndex(self.owners["matched_address"].unique().sort())


def address_hits(
    listed: ListedAddresses,
    queries: pl.DataFrame,
    *,
    threshold: float,
    limit: int,
    versions: Mapping[str, str],
) -> pl.DataFrame:
    """Return the address hits of some queries, schema `ADDRESS_HITS`.

    Args:
        listed: The addresses to look among.
        queries: Columns `row`, `query_id` and `query_address`.
        threshold: Lowest score of a hit, in [0, 1].
        limit: Best hits kept per query; hits equal to the last one are kept too.
        versions: The version of each list, by its id.
    """
    distinct = queries["query_address"].unique(maintain_order=True)
    found = [
        _alike(listed.index, distinct.slice(start, _BATCH), threshold)
        for start in range(0, len(distinct), _BATCH)
    ]
    pairs = pl.concat(found) if found else _alike(listed.index, distinct, threshold)
    best = (
        pairs.join(listed.owners, on="matched_address", maintain_order="left")
        .sort(
            "query_address",
            "list_id",
            "entry_id",
            "score",
            "matched_address",
            descending=[False, False, False, True, False],
        )
        .unique(
            ["query_address", "list_id", "entry_id"], keep="first", maintain_order=True
        )
    )
    rank = pl.col("score").rank("min", descending=True).over("row").cast(pl.Int64)
    return (
        queries.join(best, on="query_address", maintain_order="left")
        .with_columns(
            rank=rank,
            band=_band(),
            list_version=pl.col("list_id").replace_strict(
                dict(versions), return_dtype=pl.String
            ),
        )
        .filter(pl.col("rank") <= limit)
        .sort(
            ["row", "score", "address_only", "list_id", "entry_id"],
            descending=[False, True, True, False, False],
        )
        .select(ADDRESS_HITS.names())
    )


def _alike(index: AddressIndex, addresses: pl.Series, threshold: float) -> pl.DataFrame:
    tokens = index.read(addresses)
    pairs = promising(index, tokens, index.candidates(tokens), threshold)
    scored = score_pairs(index, tokens, pairs)
    scored = scored.filter(pl.col("score") >= threshold)
    return scored.select(
        "score",
        *ADDRESS_EVIDENCE,
        evidence=in_words(index, tokens, scored),
        query_address=addresses.gather(scored["row"]),
        matched_address=index.listed.gather(scored["listed"]),
    )


def _band() -> pl.Expr:
    band = pl.lit("weak")
    for name, lowest in reversed(_BANDS):
        band = pl.when(pl.col("score") >= lowest).then(pl.lit(name)).otherwise(band)
    return band
