"""How much a word says about who is meant: rare words much, common ones little."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.compiled.table import Table
from uyghurscreen.names.tables import frequencies

__all__ = ["RAREST", "rarity", "weight_table", "word_weights"]

RAREST: Final = 10.0
"""Weight of a word that no table holds."""

_ENGLISH_FLOOR: Final = 4.0
"""Decimal logarithm of a count at which an English word is as good as unknown."""

_PER_DECADE: Final = 1.5
_PER_DOUBLING: Final = 0.6
"""What a word loses per power of ten in English, per doubling on the lists: less, for a
listed group of many companies is no less distinctive for it."""


@cache
def word_weights() -> pl.DataFrame:
    """Return known words with a weight between 1 and `RAREST`.

    A word is common if many names of all embedded lists bear it, or if English text is
    full of it: `prime` and `hope` say little, whatever the lists hold.
    """
    names = frequencies("names").select(
        "word",
        names=RAREST - _PER_DOUBLING * (pl.col("count").cast(pl.Float32) + 1).log(2),
    )
    english = frequencies("english").select(
        "word",
        english=RAREST
        - _PER_DECADE * (pl.col("frequency").cast(pl.Float32) - _ENGLISH_FLOOR),
    )
    return (
        names.join(english, on="word", how="full", coalesce=True)
        .select(
            "word",
            weight=pl.min_horizontal("names", "english")
            .clip(1, RAREST)
            .cast(pl.Float32),
        )
        .sort("word")
    )


@cache
def weight_table() -> Table:
    """Return known words with their weight in thousandths of `RAREST`."""
    weights = word_weights().filter(pl.col("weight") < RAREST)
    thousandths = (weights["weight"] * (1000 / RAREST)).round().cast(pl.UInt16)
    return Table(Texts.of(weights["word"]), np.ascontiguousarray(thousandths))


def rarity(words: pl.Series) -> pl.Series:
    """Return the weight of the rarest word of each text, 0 for an empty text.

    Example:
        >>> weights = rarity(pl.Series(["hikvision", "prime", ""]))
        >>> weights[0] > weights[1] > weights[2]
        True
    """
    tokens = (
        words.alias("word")
        .str.split(" ")
        .to_frame()
        .with_row_index("row")
        .explode("word")
    )
    weighed = tokens.join(word_weights(), on="word", how="left").with_columns(
        weight=pl.when(pl.col("word") == "")
        .then(0.0)
        .otherwise(pl.col("weight").fill_null(RAREST))
    )
    best = weighed.group_by("row").agg(pl.col("weight").max()).sort("row")
    return best["weight"].cast(pl.Float32)
