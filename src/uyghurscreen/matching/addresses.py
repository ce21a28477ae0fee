"""How much of an address another address repeats."""

from __future__ import annotations

import polars as pl

from uyghurscreen.places.reading import read_addresses

__all__ = ["address_similarity"]


def address_similarity(address: pl.Series, listed: pl.Series) -> pl.Series:
    """Return the best share an address has in common with one of a list.

    The share is of the names, places and numbers of the shorter address of the two, so
    that a street without its city can still agree in full. They are read as
    `places.reading` reads them: in any script, however rooms and streets are called.

    Args:
        address: Addresses, one a row.
        listed: Lists of addresses, one list a row.

    Returns:
        Float32 in [0, 1]; null where either side has nothing to compare.

    Example:
        >>> listed = pl.Series([["50 Yongding Road, Haidian District, Beijing"]])
        >>> address_similarity(pl.Series(["北京市永定路50号"]), listed).item()
        1.0
    """
    if address.null_count() == len(address):
        return pl.Series([None], dtype=pl.Float32).new_from_index(0, len(address))
    rows = pl.DataFrame({"address": address, "listed": listed}).with_row_index("row")
    pairs = rows.explode("listed")
    pairs = pairs.select("row", _tokens(pairs["address"]), _tokens(pairs["listed"]))
    shared = pl.col("address").list.set_intersection("listed").list.len()
    shorter = pl.min_horizontal(
        pl.col("address").list.len(), pl.col("listed").list.len()
    )
    best = pairs.group_by("row").agg(
        (shared / shorter).filter(shorter > 0).max().cast(pl.Float32).alias("share")
    )
    return rows.join(best, on="row", how="left", maintain_order="left")["share"]


def _tokens(addresses: pl.Series) -> pl.Series:
    distinct = addresses.unique(maintain_order=True)
    read = read_addresses(distinct).filter(pl.col("kind") != "mark")
    tokens = read.group_by("row").agg(pl.col("token").unique())
    lists = (
        distinct.to_frame("text")
        .with_row_index("row")
        .join(tokens, on="row", how="left", maintain_order="left")
    )
    found = addresses.to_frame("text").join(
        lists, on="text", how="left", maintain_order="left", nulls_equal=True
    )
    empty = pl.lit([], dtype=pl.List(pl.String))
    return found.select(pl.col("token").fill_null(empty))["token"].alias(addresses.name)
