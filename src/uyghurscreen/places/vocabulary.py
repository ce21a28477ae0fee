"""The names in the listed addresses, and every name brought to their spelling.

`Fa Yuen`, `Fayuen` and 花园 are one street. A name of a query is put as the listed
addresses have it: two words that are one there are joined, one that is two is parted,
a street word stuck to its name goes, and a word with a slip or another romanisation
is replaced, if no listed name is spelled like it.
"""

from __future__ import annotations

import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

__all__ = ["Vocabulary"]

_JOINED = 5
"""Letters of a word that two or three shorter ones may be read as."""
_SLIP = 6
"""Letters of a word in which one slip still leaves it telling; with three more, two."""
_STUCK = (
    r"(?:street|road|lu|jie|dadao|cun|zhen|xiang|qu|shi|xian|dong|caddesi|sokak|a)$"
)
"""What is written at the end of a name: a word for a street or town, or, in Russian,
the genitive: ulitsa Karla Marksa is Karl Marks Street."""


class Vocabulary:
    """The spellings of names in listed addresses; immutable once built.

    Args:
        tokens: The tokens of the listed addresses, schema `reading.TOKENS`.
    """

    def __init__(self, tokens: pl.DataFrame) -> None:
        names = tokens.filter(kind="name")["token"]
        self._single = names.unique().sort()
        self._long = self._single.filter(self._single.str.len_chars() >= _JOINED)
        joined = self._join(tokens)
        self._words = joined.filter(kind="name")["token"].unique().sort()
        self._parted = (
            _runs(joined)
            .filter(
                pl.col("token").str.len_chars() >= _JOINED,
                ~pl.col("token").is_in(self._words.implode()),
            )
            .sort("token", "parted")
            .unique("token", keep="first", maintain_order=True)
        )
        self._misspelled = _without_one_letter(self._words)
        self.listed = joined

    def spelled(self, tokens: pl.DataFrame) -> pl.DataFrame:
        """Return tokens with their names spelled as in the listed addresses.

        Returns:
            Schema `reading.TOKENS`; two words of one keep the position of the one.
        """
        joined = self._join(tokens)
        names = joined.filter(kind="name")["token"].unique().sort()
        unknown = names.filter(~names.is_in(self._words.implode()))
        changed = self._respelled(unknown)
        if changed.is_empty():
            return joined
        named = pl.col("kind") == "name"
        return (
            joined.join(changed, on="token", how="left", maintain_order="left")
            .with_columns(
                token=pl.when(named).then(pl.coalesce("as", "token")).otherwise("token")
            )
            .drop("as")
            .with_columns(pl.col("token").str.split(" "))
            .explode("token")
        )

    def _join(self, tokens: pl.DataFrame) -> pl.DataFrame:
        """Return tokens with neighbours joined that are one word in some address."""
        for _ in range(2):
            near = _neighbours(tokens)
            near = near.filter(pl.col("joined").is_in(self._long.implode()))
            # Of three that overlap the first two are joined.
            near = near.filter(
                ~(
                    (pl.col("row") == pl.col("row").shift())
                    & (pl.col("position") == pl.col("next").shift())
                ).fill_null(False)
            )
            if near.is_empty():
                break
            second = near.select("row", position="next")
            tokens = (
                tokens.join(
                    second, on=["row", "position"], how="anti", maintain_order="left"
                )
                .join(
                    near.select("row", "position", "joined"),
                    on=["row", "position"],
                    how="left",
                    maintain_order="left",
                )
                .with_columns(token=pl.coalesce("joined", "token"))
                .drop("joined")
            )
        return tokens

    def _respelled(self, unknown: pl.Series) -> pl.DataFrame:
        """Return unknown names, `token`, with what they are listed `as`."""
        frame = unknown.alias("token").to_frame()
        parted = frame.join(self._parted.rename({"parted": "as"}), on="token")
        stem = pl.col("token").str.replace(_STUCK, "")
        stuck = frame.with_columns(**{"as": stem}).filter(
            pl.col("as") != pl.col("token"),
            pl.col("as").is_in(self._words.implode()),
            pl.col("as").str.len_chars() >= 3,
        )
        slips = self._slips(unknown)
        return pl.concat([parted, stuck, slips]).unique(
            "token", keep="first", maintain_order=True
        )

    def _slips(self, unknown: pl.Series) -> pl.DataFrame:
        long = unknown.filter(
            (unknown.str.len_chars() >= _SLIP) & ~unknown.str.contains(r"\d")
        )
        pairs = (
            _without_one_letter(long)
            .join(self._misspelled.rename({"token": "as"}), on="shorter")
            .select("token", "as")
            .unique()
        )
        if pairs.is_empty():
            return pairs
        edits = cpdist(
            pairs["token"].to_list(), pairs["as"].to_list(), scorer=OSA.distance
        )
        allowed = (
            pl.when(pl.col("token").str.len_chars() < _SLIP + 3).then(1).otherwise(2)
        )
        return (
            pairs.with_columns(edits=pl.Series(edits))
            .filter(pl.col("edits") <= allowed)
            .sort("token", "edits", "as")
            .unique("token", keep="first", maintain_order=True)
            .select("token", "as")
        )


def _neighbours(tokens: pl.DataFrame) -> pl.DataFrame:
    """Return names that follow one another, with what they are joined."""
    return (
        tokens.with_columns(
            second=pl.col("token").shift(-1),
            next=pl.col("position").shift(-1),
            follows=(pl.col("row") == pl.col("row").shift(-1))
            & (pl.col("kind") == "name")
            & (pl.col("kind").shift(-1) == "name"),
        )
        .filter("follows")
        .with_columns(joined=pl.col("token") + pl.col("second"))
    )


def _runs(tokens: pl.DataFrame) -> pl.DataFrame:
    """Return two and three names that follow one another, joined and `parted`."""
    two = _neighbours(tokens)
    ends = two.select("row", "position", third="second")
    three = two.join(ends, left_on=["row", "next"], right_on=["row", "position"])
    pairs = pl.concat_str("token", "second", separator=" ")
    triples = pl.concat_str("token", "second", "third", separator=" ")
    runs = pl.concat([two.select(parted=pairs), three.select(parted=triples)])
    return runs.with_columns(token=pl.col("parted").str.replace_all(" ", ""))


def _without_one_letter(words: pl.Series) -> pl.DataFrame:
    """Return words, `token`, with each `shorter` form they have by a letter less."""
    frame = words.alias("token").to_frame().filter(pl.col("token").str.len_chars() >= 5)
    letters = pl.int_ranges(pl.col("token").str.len_chars())
    cut = (
        frame.with_columns(at=letters)
        .explode("at")
        .select(
            "token",
            shorter=pl.col("token").str.slice(0, pl.col("at"))
            + pl.col("token").str.slice(pl.col("at") + 1),
        )
    )
    return pl.concat([frame.with_columns(shorter="token"), cut]).unique(
        maintain_order=True
    )
