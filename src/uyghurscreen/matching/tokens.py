"""What two names share, word by word, weighted by how rare each word is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix

from uyghurscreen.matching.rarity import word_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["TokenSpace", "TokenVectors"]


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """Names as sets of words.

    Attributes:
        known: Names times the words of the lists, square roots of weights.
        total: Weight of all words of each name, those unknown to the lists included.
    """

    known: csr_matrix
    total: NDArray[np.float32]


class TokenSpace:
    """The words of the listed names, weighted by rarity; immutable once built.

    A word weighs what its rarity on the lists says, or less where it is common in
    names at large or in English.

    Args:
        names: Canonical listed names, words parted by single blanks.
    """

    def __init__(self, names: pl.Series) -> None:
        counts = _tokens(names).group_by("token").len("names").sort("token")
        share = (len(names) + 1) / (pl.col("names") + 0.5)
        self._rarest = float(np.log((len(names) + 1) / 0.5))
        common = word_weights().rename({"word": "token", "weight": "common"})
        self._vocabulary = (
            counts.join(common, on="token", how="left")
            .select(
                "token",
                weight=pl.min_horizontal(share.log(), "common").cast(pl.Float32),
            )
            .sort("token")
            .with_row_index("column")
        )
        self._common = common

    def encode(self, names: pl.Series) -> TokenVectors:
        """Return names as vectors of words."""
        found = (
            _tokens(names)
            .join(self._vocabulary, on="token", how="left")
            .join(self._common, on="token", how="left")
            .with_columns(pl.coalesce("weight", "common", pl.lit(self._rarest)))
            .sort("row", "token")
        )
        total = np.bincount(
            found["row"].to_numpy(), found["weight"].to_numpy(), minlength=len(names)
        )
        known = found.drop_nulls("column")
        pointers = np.zeros(len(names) + 1, np.int32)
        counts = np.bincount(known["row"].to_numpy(), minlength=len(names))
        np.cumsum(counts, out=pointers[1:])
        values = np.sqrt(known["weight"].to_numpy().astype(np.float32))
        columns = known["column"].to_numpy().astype(np.int32)
        shape = (len(names), self._vocabulary.height)
        return TokenVectors(
            csr_matrix((values, columns, pointers), shape=shape),
            total.astype(np.float32),
        )


def _tokens(names: pl.Series) -> pl.DataFrame:
    return (
        names.alias("token")
        .str.split(" ")
        .to_frame()
        .with_row_index("row")
        .explode("token")
        .filter(pl.col("token") != "")
        .unique(["row", "token"])
    )
