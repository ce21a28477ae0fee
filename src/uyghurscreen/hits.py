"""From pairs of a query and an entry to hits: whom a name means, country and band."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from uyghurscreen.lists.countries import iso2_expr
from uyghurscreen.matching.addresses import address_similarity
from uyghurscreen.matching.firsts import as_rows
from uyghurscreen.matching.scoring import SAME, band
from uyghurscreen.schema import HITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ORDER", "entry_facts", "put_together"]

ORDER: Final = pl.struct("list_id", "entry_id").rank("dense").cast(pl.UInt32)
"""Where an entry stands among others, for hits of equal scores."""

_ONE_COUNTRY: Final = {"HK": "CN", "MO": "CN"}
"""Company files rarely tell these from China."""

_WHOLE: Final = 0.97
"""Share of a name's words from which on the name is all there."""

_SAME_ADDRESS: Final = 0.75
"""Share of names and numbers that addresses have in common if they are one place."""

_SIMILARITY: Final = "address_similarity"
_RANKED: Final = ("row", "score", "order")
"""What pairs are ranked by."""


def entry_facts(entries: pl.DataFrame, versions: Mapping[str, str]) -> pl.DataFrame:
    """Return what hits tell of entries, a row for each.

    Args:
        entries: Schema `ENTRIES`.
        versions: The version of every list, by list id.
    """
    version = pl.col("list_id").replace_strict(versions, return_dtype=pl.String)
    return entries.select(
        "list_id",
        "entry_id",
        "entry_name",
        "countries",
        "addresses",
        "scope",
        relation=pl.col("relation").replace({"listed": "same"}),
        list_version=version,
        order=ORDER,
    )


def put_together(
    screened: pl.DataFrame, pairs: pl.DataFrame, limit: int
) -> pl.DataFrame:
    """Return the hits of rows, best first.

    Args:
        screened: The rows, see `queries.Queries`.
        pairs: Per distinct name and entry the score, the features, the listed name that
            fits best, and the `entry_facts`.
        limit: Best hits kept per row; hits equal to the last one are kept too.

    Returns:
        Schema `HITS`, sorted by the order of the rows, then score, then entry id.
    """
    if pairs.is_empty():
        kind = screened.schema["query_id"]
        return pl.DataFrame(schema={**HITS, "query_id": kind})
    hits = screened.join(pairs, on="query_name", maintain_order="left")
    first, rank = _ranked(*(hits[name].to_numpy() for name in _RANKED))
    shown = rank <= limit
    hits = hits[as_rows(first[shown])]
    hits = hits.with_columns_seq(
        pl.Series("rank", rank[shown], dtype=pl.Int64),
        address_similarity(hits["address"], hits["addresses"]).alias(_SIMILARITY),
        _RELATION,
        _country_evidence(hits["country"]),
    )
    band = _BAND
    if hits["address"].null_count() == hits["country"].null_count() == hits.height:
        band = _BAND_BY_NAME
    return hits.with_columns_seq(band)[HITS.names()]


def _ranked(
    row: NDArray[np.int64], score: NDArray[np.float64], order: NDArray[np.uint32]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs by row, best first, then in order; and the rank of each in its row.

    Equal scores share a rank.
    """
    sorted_by = np.lexsort((order, -score, row))
    row, score = row[sorted_by], score[sorted_by]
    place = np.arange(len(row))
    other_row = np.append(True, row[1:] != row[:-1])
    other = other_row | np.append(True, score[1:] != score[:-1])
    of_row, of_score = (
        np.maximum.accumulate(np.where(new, place, 0)) for new in (other_row, other)
    )
    return sorted_by, of_score - of_row + 1


def _relation() -> pl.Expr:
    """Say whom a name is meant by: the entry itself, or one of the same group."""
    own = pl.col("brand_similarity") == 1
    elsewhere = (pl.col("place_agreement") == -1) & own
    whole = pl.col("query_coverage") >= _WHOLE
    member = pl.col("covered_by_scope") == 1
    return (
        pl.when(pl.col("relation") != "same")
        .then("relation")
        .when(member & pl.col("scope").is_not_null())
        .then(pl.lit("covered_by_scope"))
        # The Corps stands on two lists, and only one of them covers its bodies.
        .when(member | (pl.col("number_agreement") == -1) | elsewhere)
        .then(pl.lit("sister"))
        .when((pl.col("number_agreement") == -0.5) & whole)
        .then(pl.lit("parent"))
        .otherwise("relation")
    )


_RELATION: Final = _relation()


def _country_evidence(countries: pl.Series) -> pl.Expr:
    if countries.null_count() == len(countries):
        return pl.lit("unknown").alias("country_evidence")
    given = iso2_expr(pl.col("country")).replace(_ONE_COUNTRY)
    listed = pl.col("countries").list.eval(pl.element().replace(_ONE_COUNTRY))
    return (
        pl.when(given.is_null() | (pl.col("countries").list.len() == 0))
        .then(pl.lit("unknown"))
        .when(listed.list.contains(given))
        .then(pl.lit("agrees"))
        .otherwise(pl.lit("differs"))
        .alias("country_evidence")
    )


_BAND_BY_NAME: Final = band(pl.col("score"), SAME)


def _band_with_evidence() -> pl.Expr:
    plain = _BAND_BY_NAME
    # A district is shared with too many; without a number it is no address.
    precise = pl.col("address").str.contains(r"\d")
    there = precise & (pl.col(_SIMILARITY) >= _SAME_ADDRESS)
    there = there.fill_null(False)
    abroad = pl.col("country_evidence") == "differs"
    return (
        pl.when(there)
        .then(plain.replace({"possible": "strong", "weak": "possible"}))
        .when(abroad)
        .then(plain.replace({"strong": "possible", "possible": "weak"}))
        .otherwise(plain)
    )


_BAND: Final = _band_with_evidence().alias("band")
