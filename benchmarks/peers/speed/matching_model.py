"""Entity Matching Model, untrained: the cosine of character bigrams, its best score."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
from emm import PandasEntityMatching

from peers.speed.reading import batches, found


def prepare(listed: pl.Series) -> PandasEntityMatching:
    """Return a model that has seen the listed names."""
    indexer = {
        "type": "cosine_similarity",
        "tokenizer": "characters",
        "ngram": 2,
        "cos_sim_lower_bound": 0.2,
        "num_candidates": 5,
    }
    model = PandasEntityMatching(
        {
            "name_only": True,
            "entity_id_col": "id",
            "name_col": "name",
            "indexers": [indexer],
            "supervised_on": False,
        }
    )
    names = listed.to_list()
    model.fit(pd.DataFrame({"id": range(len(names)), "name": names}))
    return model


def find(prepared: PandasEntityMatching, queries: Path) -> Iterator[np.ndarray]:
    """Yield the best of each name."""
    for start, names in batches(queries, 100_000):
        asked = pd.DataFrame({"id": range(len(names)), "name": names.to_list()})
        best = prepared.transform(asked).dropna(subset=["score_0", "gt_entity_id"])
        best = best.sort_values("score_0", ascending=False).drop_duplicates("entity_id")
        yield found(
            start + best["entity_id"].to_numpy().astype(int),
            best["gt_entity_id"].to_numpy().astype(int),
            best["score_0"],
        )
