"""Candidate pairs with both names side by side, scored."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from uyghurscreen.matching.features import compare, features, ratio
from uyghurscreen.matching.retrieval import candidates, similarity
from uyghurscreen.matching.scoring import score
from uyghurscreen.names.structure import CANONICAL, canonical

if TYPE_CHECKING:
    from uyghurscreen.matching.index import NameIndex

__all__ = ["BATCH", "score_against", "score_candidates", "score_names"]

BATCH: Final = 50_000
"""Names handled at a time: memory is bounded by this, not by the input."""


def score_names(
    names: pl.Series, index: NameIndex, step: Callable[[int, int], None]
) -> pl.DataFrame:
    """Return the scored candidate pairs of distinct names.

    Args:
        names: The names, without nulls.
        index: The listed names.
        step: Told, after each batch, how many names are done, and of how many.

    Returns:
        Columns `query` (position in `names`), `form`, `score`, and one per feature,
        sorted by `query` and `form`.
    """
    parts = []
    for start in range(0, max(len(names), 1), BATCH):
        queries = canonical(names.slice(start, BATCH)).with_row_index("query")
        scored = score_candidates(candidates(queries, index), queries, index)
        parts.append(scored.with_columns(pl.col("query") + start))
        step(min(start + BATCH, len(names)), len(names))
    return pl.concat(parts)


def score_against(name: str, forms: pl.Series, index: NameIndex) -> pl.DataFrame:
    """Return one name scored against given forms, with both canonical sides.

    The path is that of `score_names`, but for retrieval: a pair it would not have
    brought up can be looked at as well.
    """
    queries = canonical(pl.Series([name])).with_row_index("query")
    pairs = pl.DataFrame(
        {"form": forms, "cosine": similarity(queries, forms, index)}
    ).select(pl.lit(0, pl.UInt32).alias("query"), "form", "cosine")
    return pl.concat(
        [
            score_candidates(pairs, queries, index),
            _gather(queries, pairs["query"], "q_"),
            _gather(index.forms, pairs["form"], "l_"),
        ],
        how="horizontal",
    )


def score_candidates(
    pairs: pl.DataFrame, queries: pl.DataFrame, index: NameIndex
) -> pl.DataFrame:
    """Return candidate pairs with their score and features.

    Args:
        pairs: Columns `query`, `form` and `cosine`.
        queries: Schema `CANONICAL` plus `query`, the row number.
        index: The listed names.
    """
    both = pl.concat(
        [
            pairs,
            _gather(queries, pairs["query"], "q_"),
            _gather(index.forms, pairs["form"], "l_"),
            index.forms.select(
                pl.col("rarity", "variant", "initials")
                .gather(pairs["form"])
                .name.prefix("l_")
            ),
            _shared_words(pairs, queries, index),
            _chinese_brands(pairs, queries, index),
        ],
        how="horizontal",
    )
    evidence = features(both)
    return pl.concat(
        [pairs.select("query", "form"), score(evidence).to_frame(), evidence],
        how="horizontal",
    )


def _shared_words(
    pairs: pl.DataFrame, queries: pl.DataFrame, index: NameIndex
) -> pl.DataFrame:
    left = pairs["query"].to_numpy()
    right = pairs["form"].to_numpy()
    words = index.tokens.encode(queries["core"])
    listed = index.form_tokens
    shared = words.known[left].multiply(listed.known[right]).sum(axis=1)
    return pl.DataFrame(
        {
            "q_weight": words.total[left],
            "l_weight": listed.total[right],
            "shared_weight": np.asarray(shared, np.float32).ravel(),
        }
    )


def _chinese_brands(
    pairs: pl.DataFrame, queries: pl.DataFrame, index: NameIndex
) -> pl.DataFrame:
    """Return how alike the query's Chinese brand and the entry's are, null if unknown.

    The best of the entry's known brands counts. One whose characters all stand in the
    other, in order, is as good as equal: names are shortened and lengthened freely. A
    changed character is what makes another company.
    """
    rows = pl.DataFrame(
        {
            "query": queries["han_brand"].gather(pairs["query"]),
            "listed": index.forms["han_brands"].gather(pairs["form"]),
        }
    ).with_row_index("row")
    both = (
        rows.filter(pl.col("query") != "", pl.col("listed").list.len() > 0)
        .explode("listed")
        .select("row", "query", "listed")
    )
    if both.is_empty():
        return rows.with_columns(han_alike=pl.lit(None, pl.Float32)).select("han_alike")
    shorter = pl.min_horizontal(
        pl.col("query").str.len_chars(), pl.col("listed").str.len_chars()
    )
    inside = (shorter > 1) & (pl.col("common") == shorter)
    best = (
        both.with_columns(
            alike=ratio(both["query"], both["listed"], fuzz.ratio),
            common=compare(both["query"], both["listed"], LCSseq.similarity),
        )
        .group_by("row")
        .agg(pl.when(inside).then(1.0).otherwise("alike").max().alias("han_alike"))
    )
    joined = rows.join(best, on="row", how="left", maintain_order="left")
    return joined.select(pl.col("han_alike").cast(pl.Float32))


def _gather(frame: pl.DataFrame, rows: pl.Series, prefix: str) -> pl.DataFrame:
    return frame.select(
        pl.col(name).gather(rows).alias(prefix + name) for name in CANONICAL
    )
