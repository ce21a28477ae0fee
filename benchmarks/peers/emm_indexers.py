"""Entity Matching Model, untrained: the cosine of its character bigrams.

That is the best single score of its three indexers. Its classifier, which would rank
what they bring, needs labelled pairs, and stays off.
"""

import polars as pl
from emm import PandasEntityMatching


def match(queries: pl.DataFrame, listed: pl.DataFrame, setting: str) -> pl.DataFrame:
    """Return the candidates; there is no setting."""
    numbers = listed["entity"].rank("dense").cast(pl.Int64)
    names = pl.DataFrame({"id": numbers, "name": listed["name"]}).to_pandas()
    indexer = {
        "type": "cosine_similarity",
        "tokenizer": "characters",
        "ngram": 2,
        "cos_sim_lower_bound": 0.1,
        "num_candidates": 50,
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
    model.fit(names)
    asked = pl.DataFrame(
        {"id": range(queries.height), "name": queries["query"]}
    ).to_pandas()
    found = model.transform(asked).dropna(subset=["score_0", "gt_entity_id"])
    of_number = listed.select("entity", number=numbers).unique()
    return (
        pl.DataFrame(
            {
                "case": queries["case"].gather(
                    found["entity_id"].to_numpy().astype(int)
                ),
                "number": found["gt_entity_id"].to_numpy().astype(int),
                "score": found["score_0"].to_numpy().astype(float),
            }
        )
        .join(of_number, on="number")
        .select("case", "entity", "score")
    )
