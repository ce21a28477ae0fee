"""How much one address is another: evidence in columns, and a score from it.

The score is the share of names (streets, buildings, districts, post office boxes; the
rarer the heavier) that both have, lowered by what speaks against one place: another
house or room number, another city, another side of the road, too little to go by.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from uyghurscreen.places.index import NUMBERED, AddressIndex, places_of
from uyghurscreen.schema import ADDRESS_EVIDENCE

__all__ = ["promising", "score_pairs", "side_by_side"]

_BOTH: Final = 0.2
"""Weight of the names that only the longer address has."""
_ENOUGH: Final = 7.0
"""Weight of names (about one that no other address has) that is enough to go by."""
_FACTORS: Final = {
    "other_room": 0.62,
    "other_number": 0.66,
    "no_number": 0.62,
    "number_apart": 0.4,
    "neither_number": 0.8,
    "number_missing": 0.92,
    "more_numbers": 0.97,
    "other_floor": 0.8,
    "other_side": 0.7,
    "other_city": 0.45,
}
"""What the score is multiplied by, for each thing that speaks against one place."""
_COUNTED: Final = ("room", "house", "building", "floor", "postcode", "direction", "box")


def promising(
    index: AddressIndex, tokens: pl.DataFrame, pairs: pl.DataFrame, lowest: float
) -> pl.DataFrame:
    """Return the pairs that may reach a score: the others need no closer look.

    Args:
        index: The listed addresses.
        tokens: The queries' tokens, from `index.read`.
        pairs: From `index.candidates`.
        lowest: The score, in [0, 1].
    """
    # A hair less, for sums of weights differ in their last digit.
    pairs = pairs.filter(_by_names(pl.col("most")) >= lowest - 1e-6)
    if lowest <= max(_FACTORS["no_number"], _FACTORS["number_apart"]):
        return pairs
    # Without a number in common only two addresses without any get so far.
    numbered = pl.col("kind").is_in([*NUMBERED, "box"])
    given = tokens.filter(numbered).select("row", "key")
    listed = index.tokens.filter(numbered).select("key", listed="row")
    keys = ["row", "listed"]
    shared = (
        pairs.select(keys)
        .join(given, on="row")
        .join(listed, on=["listed", "key"], how="semi")
        .select(keys)
        .unique()
    )
    without = pairs.join(given, on="row", how="anti").join(
        listed, on="listed", how="anti"
    )
    kept = pl.concat([shared, without.select(keys)])
    return pairs.join(kept, on=keys, how="semi", maintain_order="left")


def score_pairs(
    index: AddressIndex, tokens: pl.DataFrame, pairs: pl.DataFrame
) -> pl.DataFrame:
    """Score pairs of addresses.

    Args:
        index: The listed addresses.
        tokens: The queries' tokens, from `index.read`.
        pairs: From `index.candidates`.

    Returns:
        Columns `row`, `listed`, `score` in [0, 1] and `schema.ADDRESS_EVIDENCE`.
    """
    pairs = pairs.with_row_index("pair")
    laid = side_by_side(index, tokens, pairs)
    shared = pl.col("given").is_not_null() & pl.col("kind").is_not_null()
    missing, further = pl.col("given").is_null(), pl.col("kind").is_null()
    counts = {
        f"{name}_{kind}": (where & (side == kind)).sum()
        for name, where, side in (
            ("shared", shared, pl.col("kind")),
            ("missing", missing, pl.col("kind")),
            ("further", further, pl.col("given")),
        )
        for kind in _COUNTED
    }
    facts = laid.group_by("pair").agg(
        weight=pl.col("weight").filter(shared).sum(),
        same_house=(
            shared & pl.col("kind").eq("house") & pl.col("given").eq("house")
        ).any(),
        **counts,
    )
    there = index.places.select(
        listed="row", listed_cities="cities", listed_provinces="provinces"
    )
    return _scored(
        pairs.join(facts, on="pair", how="left", maintain_order="left")
        .join(places_of(tokens), on="row", how="left", maintain_order="left")
        .join(there, on="listed", how="left", maintain_order="left")
    )


def side_by_side(
    index: AddressIndex, tokens: pl.DataFrame, pairs: pl.DataFrame
) -> pl.DataFrame:
    """Return the tokens of pairs, each key of a pair in one row.

    Args:
        index: The listed addresses.
        tokens: The queries' tokens, from `index.read`.
        pairs: Columns `pair`, `row` and `listed`.

    Returns:
        Columns `pair`, `token`, `weight`, `given` (the kind in the query), `kind` (that
        in the listed address), null where one has it not, and both positions.
    """
    left = (
        pairs.lazy()
        .select("pair", "row")
        .join(
            tokens.lazy().select(
                "row", "key", "weight", "token", given="kind", given_position="position"
            ),
            on="row",
        )
    )
    right = (
        pairs.lazy()
        .select("pair", row="listed")
        .join(
            index.tokens.lazy().select(
                "row",
                "key",
                "kind",
                "position",
                listed_token="token",
                listed_weight="weight",
            ),
            on="row",
        )
    )
    return (
        left.drop("row")
        .join(right.drop("row"), on=["pair", "key"], how="full", coalesce=True)
        .select(
            "pair",
            "given",
            "kind",
            "position",
            "given_position",
            token=pl.coalesce("listed_token", "token"),
            weight=pl.coalesce("listed_weight", "weight"),
        )
        .collect()
    )


def _agreement(*kinds: str) -> pl.Expr:
    return (
        pl.when(_count("shared", *kinds) > 0)
        .then(1.0)
        .when((_count("missing", *kinds) > 0) & (_count("further", *kinds) > 0))
        .then(-1.0)
        .otherwise(0.0)
    )


def _count(name: str, *kinds: str) -> pl.Expr:
    return pl.sum_horizontal(f"{name}_{kind}" for kind in kinds)


def _number_factor() -> pl.Expr:
    missing, further = _count("missing", *NUMBERED), _count("further", *NUMBERED)
    # House 3 is not building 3 of another house.
    elsewhere = (
        (_count("further", "house") > 0)
        & (_count("shared", "house") > 0)
        & ~pl.col("same_house")
        & (_count("shared", "room") == 0)
    )
    rooms = (_count("missing", "room") > 0) & (_count("further", "room") > 0)
    f = _FACTORS
    return (
        pl.when(elsewhere)
        .then(f["number_apart"])
        .when(_count("shared", *NUMBERED, "box") > 0)
        .then(
            pl.when((missing > 0) & (further > 0))
            .then(pl.when(rooms).then(f["other_room"]).otherwise(f["other_number"]))
            .when(missing > 0)
            .then(f["number_missing"])
            .when(further > 0)
            .then(f["more_numbers"])
            .otherwise(1.0)
        )
        .when((missing > 0) & (further > 0))
        .then(f["number_apart"])
        .when((missing > 0) | (further > 0))
        .then(f["no_number"])
        .otherwise(f["neither_number"])
    )


def _by_names(weight: pl.Expr) -> pl.Expr:
    """Return the score of two addresses by the weight of the names they share."""
    fewer = pl.min_horizontal("query_weight", "listed_weight")
    more = pl.max_horizontal("query_weight", "listed_weight")
    share = (1 - _BOTH) * weight / fewer + _BOTH * weight / more
    return share * (0.5 + 0.5 * (weight / _ENOUGH).clip(0, 1))


def _same(places: str) -> tuple[pl.Expr, pl.Expr]:
    """Say if both addresses name such a place and one is the same, or none is."""
    listed = f"listed_{places}"
    named = (pl.col(places).list.len() > 0) & (pl.col(listed).list.len() > 0)
    common = pl.col(places).list.set_intersection(listed).list.len() > 0
    return (named & common).fill_null(False), (named & ~common).fill_null(False)


def _scored(facts: pl.DataFrame) -> pl.DataFrame:
    fewer = pl.min_horizontal("query_weight", "listed_weight")
    same_city, other_city = _same("cities")
    _, other_province = _same("provinces")
    facts = facts.with_columns(
        names_shared=(pl.col("weight") / fewer).round(6),
        number_agreement=_agreement("house", "building"),
        room_agreement=_agreement("room"),
        floor_agreement=_agreement("floor"),
        postcode_agreement=_agreement("postcode"),
        place_agreement=pl.when(other_city | other_province)
        .then(-1.0)
        .when(same_city)
        .then(1.0)
        .otherwise(0.0),
    )

    def against(what: str, agreement: pl.Expr) -> pl.Expr:
        return pl.when(agreement == -1).then(_FACTORS[what]).otherwise(1.0)

    score = (
        _by_names(pl.col("weight"))
        * _number_factor()
        * against("other_floor", pl.col("floor_agreement"))
        * against("other_side", _agreement("direction"))
        * against("other_city", pl.col("place_agreement"))
    )
    return facts.select(
        "row",
        "listed",
        score=score.clip(0, 1).round(6),
        **{name: pl.col(name).cast(pl.Float32) for name in ADDRESS_EVIDENCE},
    )
