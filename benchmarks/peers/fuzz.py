"""Scorers of rapidfuzz over all pairs, lower-cased as its documentation advises."""

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process, utils

TOP = 200
BATCH = 500


def match(queries: pl.DataFrame, listed: pl.DataFrame, setting: str) -> pl.DataFrame:
    """Return the best `TOP` names by the scorer that `setting` names."""
    return nearest(queries, listed, setting, TOP)


def nearest(
    queries: pl.DataFrame, listed: pl.DataFrame, scorer: str, top: int
) -> pl.DataFrame:
    """Return the best names by a scorer."""
    names = [utils.default_process(name) for name in listed["name"]]
    top = min(top, len(names))
    parts = []
    for part in queries.iter_slices(BATCH):
        texts = [utils.default_process(query) for query in part["query"]]
        scores = process.cdist(
            texts, names, scorer=getattr(fuzz, scorer), workers=-1, dtype=np.float32
        )
        # Equal scores go to the earlier name, so that every run finds the same.
        best = np.argsort(-scores, axis=1, kind="stable")[:, :top]
        parts.append(
            pl.DataFrame(
                {
                    "case": part["case"].gather(np.repeat(np.arange(len(texts)), top)),
                    "entity": listed["entity"].gather(best.ravel()),
                    "score": np.take_along_axis(scores, best, 1).ravel() / 100.0,
                }
            )
        )
    return pl.concat(parts).with_columns(pl.col("score").cast(pl.Float64))
