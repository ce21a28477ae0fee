"""The listed addresses, ready to be looked up by the rare words they are made of."""

from __future__ import annotations

import math
from typing import Final

import polars as pl

from uyghurscreen.names.known_words import place_ancestors
from uyghurscreen.places.reading import read_addresses
from uyghurscreen.places.vocabulary import Vocabulary
from uyghurscreen.places.words import CITIES, CITY_STATES, place_kinds

__all__ = ["NUMBERED", "AddressIndex", "places_of"]

NUMBERED: Final = ("room", "house", "building")
"""Kinds of numbers that one writer takes for another's."""

_LEAST: Final = 5_000
"""As if there were so many addresses at least: of a short list every word is rare."""
_COMMON: Final = 200
"""A name that more listed addresses share leads to none of them."""
_NAMES, _RARE = 3, 5
"""An address without a number needs so many names, of which one is listed no more often
than this: Tsim Sha Tsui, Kowloon by itself is nobody's address."""
_PROMISE: Final = 0.45
"""Share of the rarer address's names that must agree for a pair to be looked at."""


class AddressIndex:
    """Listed addresses and their words; immutable once built.

    Args:
        listed: Distinct addresses as listed.
    """

    def __init__(self, listed: pl.Series) -> None:
        self.listed = listed
        self.vocabulary = Vocabulary(read_addresses(listed))
        tokens = weighable(self.vocabulary.listed)
        counts = tokens.filter(named()).group_by("token").agg(pl.len())
        self._size = max(len(listed), _LEAST)
        weight = ((self._size + 1) / (pl.col("len") + 0.5)).log()
        self._rarity = counts.sort("token").select("token", "len", weight=weight)
        self.tokens = self.weighed(tokens)
        self.places = places_of(self.tokens)
        told = pl.col("weight") > 0
        strength = (
            self.tokens.filter(told)
            .group_by("row")
            .agg(listed_weight=pl.col("weight").sum())
        )
        numbers = self.tokens.filter(
            pl.col("kind").is_in(["room", "house", "building", "box"])
        )
        names = self.tokens.filter(kind="name").join(self._rarity, on="token")
        telling = names.group_by("row").agg(
            words=pl.len(), rare=pl.col("len").min() <= _RARE
        )
        # Without a number, an address is told by several names, one of them rare.
        several = telling.filter(pl.col("words") >= _NAMES, "rare")["row"]
        self.strength = strength.filter(
            pl.col("row").is_in(numbers["row"].unique().implode())
            | pl.col("row").is_in(several.implode())
        ).sort("row")
        self._postings = (
            self.tokens.filter(named())
            .join(self._rarity.filter(pl.col("len") <= _COMMON), on="token", how="semi")
            .join(self.strength, on="row")
            .select("token", listed="row", listed_weight="listed_weight")
        )

    def weighed(self, tokens: pl.DataFrame) -> pl.DataFrame:
        """Return tokens with their `weight`: that of names by how rare they are."""
        unknown = math.log((self._size + 1) / 1.5)
        return tokens.join(
            self._rarity.select("token", "weight"),
            on="token",
            how="left",
            maintain_order="left",
        ).with_columns(
            weight=pl.when(named())
            .then(pl.col("weight").fill_null(unknown))
            .otherwise(0.0)
        )

    def read(self, addresses: pl.Series) -> pl.DataFrame:
        """Return the tokens of addresses, spelled as listed ones are, with weights."""
        spelled = self.vocabulary.spelled(read_addresses(addresses))
        return self.weighed(weighable(spelled))

    def candidates(self, tokens: pl.DataFrame) -> pl.DataFrame:
        """Return the pairs of addresses worth a look.

        Args:
            tokens: The tokens of the queries, from `read`.

        Returns:
            Columns `row` and `listed`, row numbers of the query and listed address,
            `query_weight` and `listed_weight` of all their names, and `most`, what both
            may share of it; sorted.
        """
        named_tokens = tokens.filter(named())
        total = named_tokens.group_by("row").agg(query_weight=pl.col("weight").sum())
        known = named_tokens.join(self._rarity.select("token", "len"), on="token")
        common = known.filter(pl.col("len") > _COMMON)
        common = common.group_by("row").agg(common=pl.col("weight").sum())
        pairs = (
            known.lazy()
            .join(self._postings.lazy(), on="token")
            .group_by("row", "listed", "listed_weight")
            .agg(shared=pl.col("weight").sum())
            .join(total.lazy(), on="row")
            .join(common.lazy(), on="row", how="left")
            .with_columns(
                fewer=pl.min_horizontal("query_weight", "listed_weight"),
                most=pl.col("shared") + pl.col("common").fill_null(0),
            )
            .filter(pl.col("most") >= _PROMISE * pl.col("fewer"))
            .with_columns(most=pl.min_horizontal("most", "fewer"))
        )
        columns = ("row", "listed", "query_weight", "listed_weight", "most")
        return pairs.select(columns).sort("row", "listed").collect()


def named() -> pl.Expr:
    """Say of a token if its rarity tells addresses apart."""
    return pl.col("kind").is_in(["name", "box"])


def weighable(tokens: pl.DataFrame) -> pl.DataFrame:
    """Return the tokens that are compared, each once per address, with a `key`.

    Tokens are the same if their keys are: a number is the same whatever it is said to
    count, but the number of a post office box, a floor or a postcode is another.
    """
    numbered = pl.col("kind").is_in(NUMBERED)
    family = pl.when(numbered).then(pl.lit("number")).otherwise("kind")
    return (
        tokens.filter(pl.col("kind") != "mark")
        .with_columns(
            token=pl.when(kind="box").then("box " + pl.col("token")).otherwise("token")
        )
        .with_columns(key=pl.concat_str(family, "token", separator=" ").hash())
        # Room 803 rather than house 803, where one number is said to be both.
        .sort("row", "kind", "position", descending=[False, True, False])
        .unique(["row", "key"], keep="first", maintain_order=True)
        .sort("row", "position", "key")
    )


def places_of(tokens: pl.DataFrame) -> pl.DataFrame:
    """Return the `cities` and `provinces` of each row, with those they lie in.

    A city that is a province by itself is both.
    """
    kinds = place_kinds()
    own = tokens.filter(kind="place").select("row", place="token")
    above = own.join(place_ancestors(), on="place").select("row", place="inside")
    kind = pl.col("place").replace_strict(kinds, default="", return_dtype=pl.String)
    named = pl.concat([own, above]).with_columns(kind=kind)
    both = pl.col("place").is_in(CITY_STATES)
    return named.group_by("row").agg(
        cities=pl.col("place").filter(pl.col("kind").is_in(CITIES) | both).unique(),
        provinces=pl.col("place")
        .filter((pl.col("kind") == "province") | both)
        .unique(),
    )
