"""How much of an address another address repeats."""

from __future__ import annotations

import polars as pl

__all__ = ["address_similarity"]


def address_similarity(address: pl.Series, listed: pl.Series) -> pl.Series:
    """Return the best share of words an address has in common with one of a list.

    The share is of the words of the shorter address of the two, so that a street
    without its city can still agree in full. Case, accents and punctuation are ignored.

    Args:
        address: Addresses, one a row.
        listed: Lists of addresses, one list a row.

    Returns:
        Float32 in [0, 1]; null where either side has no words.

    Example:
        >>> listed = pl.Series([["5th Floor, Main Street, Kabul"]])
        >>> address_similarity(pl.Series(["Main Street, KABUL"]), listed).item()
        1.0
    """
    rows = pl.DataFrame({"address": address, "listed": listed}).with_row_index("row")
    pairs = rows.explode("listed").with_columns(_words("address"), _words("listed"))
    shared = pl.col("address").list.set_intersection("listed").list.len()
    shorter = pl.min_horizontal(
        pl.col("address").list.len(), pl.col("listed").list.len()
    )
    best = pairs.group_by("row").agg(
        (shared / shorter).filter(shorter > 0).max().cast(pl.Float32).alias("share")
    )
    return rows.join(best, on="row", how="left", maintain_order="left")["share"]


def _words(column: str) -> pl.Expr:
    return (
        pl.col(column)
        .str.normalize("NFKD")
        .str.to_lowercase()
        .str.replace_all(r"\p{M}", "")
        .str.extract_all(r"[\p{L}\p{N}]+")
        .list.unique()
    )
