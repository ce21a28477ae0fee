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

from uyghurscreen.matching.rarity import RAREST

__all__ = ["FEATURES", "features"]

Column = NDArray[np.float32]
Text = TypeVar("Text", pl.Series, pl.Expr)


def same_name(pairs: pl.DataFrame) -> Column:
    """Both names are the same letters and digits (1), or are not (0)."""
    same = (pl.col("q_key") == pl.col("l_key")) & ~pl.col("l_variant")
    return _numbers(pairs, same)


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


def rare_brand_match(pairs: pl.DataFrame) -> Column:
    """Like brand_similarity, but a common word counts less than a rare one (0-1)."""
    return brand_similarity(pairs) ** 4 * brand_rarity(pairs)


def rare_brand_containment(pairs: pl.DataFrame) -> Column:
    """Like brand_containment, but a common word counts less than a rare one (0-1)."""
    return brand_containment(pairs) ** 4 * brand_rarity(pairs)


def brand_rarity(pairs: pl.DataFrame) -> Column:
    """How rare the listed name's most distinctive word is (0-1)."""
    return _numbers(pairs, pl.col("l_rarity") / RAREST)


def brand_length(pairs: pl.DataFrame) -> Column:
    """Letters in the shorter brand, up to twelve, as a share of twelve (0-1)."""
    letters = pl.min_horizontal(
        _joined(pl.col("q_brand")).str.len_chars(),
        _joined(pl.col("l_brand")).str.len_chars(),
    )
    return _numbers(pairs, letters.clip(0, 12) / 12)


def sound_similarity(pairs: pl.DataFrame) -> Column:
    """How alike the distinctive words sound, whatever their romanisation (0-1).

    A name in a script that leaves vowels out is compared by the consonants of the
    whole name.
    """
    bare = pl.col("q_vowelless") | pl.col("l_vowelless")
    sides = pairs.select(
        q=pl.when(bare).then("q_skeleton").otherwise("q_sound"),
        l=pl.when(bare).then("l_skeleton").otherwise("l_sound"),
    )
    heard = _flags(sides, (pl.col("q") != "") & (pl.col("l") != ""))
    alike = _ratio(sides["q"], sides["l"], fuzz.ratio)
    return np.where(heard, alike, 0).astype(np.float32)


def start_similarity(pairs: pl.DataFrame) -> Column:
    """How alike the query is to as many letters of the listed name's start (0-1)."""
    query = _joined(pairs["q_core"])
    lengths = query.str.len_chars()
    start = pairs.select(_joined(pl.col("l_core")).str.slice(0, lengths)).to_series()
    return _ratio(query, start, fuzz.ratio)


def rare_letters(pairs: pl.DataFrame) -> Column:
    """How many letter groups are shared, rare ones on the lists counting more (0-1)."""
    return _numbers(pairs, pl.col("cosine").clip(0, 1))


def query_coverage(pairs: pl.DataFrame) -> Column:
    """Share of the query's words, by rarity, that the listed name has (0-1)."""
    return _numbers(pairs, pl.col("shared_weight") / pl.col("q_weight"))


def listed_coverage(pairs: pl.DataFrame) -> Column:
    """Share of the listed name's words, by rarity, that the query has (0-1)."""
    return _numbers(pairs, pl.col("shared_weight") / pl.col("l_weight"))


def shared_coverage(pairs: pl.DataFrame) -> Column:
    """Share of either name's words, by rarity, that the other has (0-1)."""
    return query_coverage(pairs) * listed_coverage(pairs)


def word_agreement(pairs: pl.DataFrame) -> Column:
    """Company words agree (1), differ (-1), or are missing on a side (0)."""
    return _set_agreement(pairs, "words")


def place_agreement(pairs: pl.DataFrame) -> Column:
    """Places in the names agree (1), differ (-1), or are missing on a side (0)."""
    return _set_agreement(pairs, "places")


def by_initials(pairs: pl.DataFrame) -> Column:
    """The query equals the initials of the listed name (1), or does not (0)."""
    return _numbers(pairs, pl.col("l_initials"))


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
    rare_brand_match,
    rare_brand_containment,
    brand_rarity,
    brand_length,
    sound_similarity,
    start_similarity,
    rare_letters,
    query_coverage,
    listed_coverage,
    shared_coverage,
    word_agreement,
    place_agreement,
    number_agreement,
    legal_form_agreement,
    by_initials,
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
