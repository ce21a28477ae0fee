"""What two addresses have in common, and what not, in words."""

from __future__ import annotations

from typing import Final

import polars as pl

from uyghurscreen.places.index import AddressIndex
from uyghurscreen.places.scoring import side_by_side

__all__ = ["in_words"]

_NUMBERS: Final = {
    "number": ("house", "building"),
    "room": ("room",),
    "floor": ("floor",),
    "postcode": ("postcode",),
}


def in_words(
    index: AddressIndex, tokens: pl.DataFrame, scored: pl.DataFrame
) -> pl.Series:
    """Return one sentence for each pair of addresses.

    It names what both have, then numbers that differ or that one leaves out, then the
    names that only one of them has.

    Args:
        index: The listed addresses.
        tokens: The queries' tokens, from `index.read`.
        scored: From `scoring.score_pairs`.
    """
    pairs = scored.with_row_index("pair")
    laid = side_by_side(index, tokens, pairs).sort("pair", "position", "given_position")
    shared = pl.col("given").is_not_null() & pl.col("kind").is_not_null()
    missing, further = pl.col("given").is_null(), pl.col("kind").is_null()
    sides = (("shared", shared, "kind"), ("missing", missing, "kind"))
    found = laid.group_by("pair", maintain_order=True).agg(
        **{
            f"{name}_{what}": pl.col("token")
            .filter(where & pl.col(side).is_in(kinds))
            .str.join(", ")
            for name, where, side in (*sides, ("further", further, "given"))
            for what, kinds in {
                "name": ("name", "direction"),
                "box": ("box",),
                "place": ("place",),
                **_NUMBERS,
            }.items()
        }
    )
    return pairs.join(found, on="pair", how="left", maintain_order="left").select(
        _sentence()
    )["evidence"]


def _sentence() -> pl.Expr:
    parts = [_part("both name ", "shared_name"), _part("same ", "shared_box")]
    parts += [_part(f"same {what} ", f"shared_{what}") for what in _NUMBERS]
    parts.append(_part("same place ", "shared_place"))
    for what in _NUMBERS:
        given, listed = pl.col(f"further_{what}"), pl.col(f"missing_{what}")
        parts.append(
            pl.when((given != "") & (listed != ""))
            .then(pl.format(f"{what} {{}}, listed {{}}", given, listed))
            .when(listed != "")
            .then(pl.format(f"listed {what} {{}} not given", listed))
            .when(given != "")
            .then(pl.format(f"{what} {{}} not listed", given))
        )
    elsewhere = pl.col("place_agreement") == -1
    parts.append(pl.when(elsewhere).then(pl.lit("another city")))
    for words, name in (("only listed: ", "missing"), ("only given: ", "further")):
        parts += [_part(words, f"{name}_name"), _part(words, f"{name}_box")]
    return pl.concat_str(parts, separator="; ", ignore_nulls=True).alias("evidence")


def _part(words: str, tokens: str) -> pl.Expr:
    return pl.when(pl.col(tokens) != "").then(pl.lit(words) + pl.col(tokens))
