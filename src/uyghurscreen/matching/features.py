"""One function per kind of evidence; its docstring is what an analyst reads.

Every function takes the frame of pairs, in which the canonical columns of the query are
prefixed `q_` and those of the listed name `l_`, and returns one column of numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

__all__ = ["FEATURES", "features"]

Column = NDArray[np.float32]
Text = TypeVar("Text", pl.Series, pl.Expr)


def same_name(pairs: pl.DataFrame) -> Column:
    """Both names are the same letters and digits (1), or are not (0)."""
    return _numbers(pairs, pl.col("q_key") == pl.col("l_key"))


def name_similarity(pairs: pl.DataFrame) -> Column:
    """How alike the two names are without legal form, whatever the word order (0-1)."""
    return np.maximum(
        _ratio(pairs["q_core"], pairs["l_core"], fuzz.ratio),
        _ratio(pairs["q_core"], pairs["l_core"], fuzz.token_sort_ratio),
    )


def brand_similarity(pairs: pl.DataFrame) -> Column:
    """How alike the distinctive words are, spaces and order ignored (0-1).

    Chinese brands are compared in their own characters, where one changed character is
    another company. A name without a distinctive word is compared as a whole.
    """
    bare = pl.col("q_brand").eq("") | pl.col("l_brand").eq("")
    sides = pairs.select(
        q=pl.when(bare).then("q_core").otherwise("q_brand"),
        l=pl.when(bare).then("l_core").otherwise("l_brand"),
    )
    spaced = _ratio(sides["q"], sides["l"], fuzz.token_sort_ratio)
    joined = _ratio(_joined(sides["q"]), _joined(sides["l"]), fuzz.ratio)
    latin = np.maximum(spaced, joined)
    both_han = _flags(
        pairs, (pl.col("q_han_brand") != "") & (pl.col("l_han_brand") != "")
    )
    if not both_han.any():
        return latin
    han = np.zeros_like(latin)
    chinese = pairs.filter(both_han)
    han[both_han] = _ratio(chinese["q_han_brand"], chinese["l_han_brand"], fuzz.ratio)
    return np.where(both_han, han**3, latin).astype(np.float32)


def brand_containment(pairs: pl.DataFrame) -> Column:
    """How well the shorter of the two brands is found inside the longer one (0-1)."""
    shorter = _ratio(pairs["q_brand"], pairs["l_brand"], fuzz.token_set_ratio)
    named = _flags(pairs, (pl.col("q_brand") != "") & (pl.col("l_brand") != ""))
    return np.where(named, shorter, 0).astype(np.float32)


def brand_length(pairs: pl.DataFrame) -> Column:
    """Letters in the shorter brand, up to twelve, as a share of twelve (0-1)."""
    letters = pl.min_horizontal(
        _joined(pl.col("q_brand")).str.len_chars(),
        _joined(pl.col("l_brand")).str.len_chars(),
    )
    return _numbers(pairs, letters.clip(0, 12) / 12)


def rare_letters(pairs: pl.DataFrame) -> Column:
    """How many letter groups are shared, rare ones on the lists counting more (0-1)."""
    return _numbers(pairs, pl.col("cosine").clip(0, 1))


def word_agreement(pairs: pl.DataFrame) -> Column:
    """Company words agree (1), differ (-1), or are missing on a side (0)."""
    return _set_agreement(pairs, "words")


def place_agreement(pairs: pl.DataFrame) -> Column:
    """Places in the names agree (1), differ (-1), or are missing on a side (0)."""
    return _set_agreement(pairs, "places")


def number_agreement(pairs: pl.DataFrame) -> Column:
    """Numbers agree (1), differ (-1), stand on one side only (-0.5), or none (0)."""
    return _numbers(
        pairs,
        pl.when(pl.col("q_numbers") == pl.col("l_numbers"))
        .then(pl.when(pl.col("q_numbers") == "").then(0.0).otherwise(1.0))
        .when((pl.col("q_numbers") == "") | (pl.col("l_numbers") == ""))
        .then(-0.5)
        .otherwise(-1.0),
    )


def legal_form_agreement(pairs: pl.DataFrame) -> Column:
    """Legal forms agree (1), differ (-1), or are missing on a side (0)."""
    return _set_agreement(pairs, "legal_forms")


FEATURES: Final[tuple[Callable[[pl.DataFrame], Column], ...]] = (
    same_name,
    name_similarity,
    brand_similarity,
    brand_containment,
    brand_length,
    rare_letters,
    word_agreement,
    place_agreement,
    number_agreement,
    legal_form_agreement,
)
"""Every feature, in the order of the columns of `HITS`."""


def features(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return one Float32 column per feature, one row per pair."""
    return pl.DataFrame({f.__name__: f(pairs) for f in FEATURES}).cast(pl.Float32)


def _ratio(left: pl.Series, right: pl.Series, scorer: Callable[..., float]) -> Column:
    scores = process.cpdist(
        left.to_list(), right.to_list(), scorer=scorer, dtype=np.float32
    )
    return np.asarray(scores, np.float32) / np.float32(100)


def _set_agreement(pairs: pl.DataFrame, role: str) -> Column:
    left = pl.col(f"q_{role}").str.split(" ")
    right = pl.col(f"l_{role}").str.split(" ")
    shared = left.list.set_intersection(right).list.len()
    total = left.list.set_union(right).list.len()
    known = (pl.col(f"q_{role}") != "") & (pl.col(f"l_{role}") != "")
    return _numbers(pairs, pl.when(known).then(2 * shared / total - 1).otherwise(0.0))


def _joined(text: Text) -> Text:
    return text.str.replace_all(" ", "", literal=True)


def _numbers(pairs: pl.DataFrame, expression: pl.Expr) -> Column:
    values = pairs.select(expression.cast(pl.Float32).fill_nan(0).fill_null(0))
    return values.to_series().to_numpy()


def _flags(pairs: pl.DataFrame, expression: pl.Expr) -> NDArray[np.bool_]:
    return pairs.select(expression).to_series().to_numpy()
