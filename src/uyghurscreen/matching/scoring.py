"""From features to a score, its parts, and a band.

The score is a logistic function of a weighted sum: it starts at `BASE`, and each
feature adds its value times its weight. These few numbers are the whole model.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

__all__ = [
    "BANDS",
    "DEFAULT_THRESHOLD",
    "SCORING_VERSION",
    "WEIGHTS",
    "band",
    "contributions",
    "score",
]

SCORING_VERSION: Final = "1"
"""Raised whenever the same pair of names would get another score."""

BASE: Final = -9.5

WEIGHTS: Final[dict[str, float]] = {
    "same_name": 7.0,
    "name_similarity": 3.0,
    "brand_similarity": 0.5,
    "brand_containment": 3.5,
    "brand_length": 1.0,
    "rare_letters": 7.0,
    "word_agreement": 0.3,
    "place_agreement": 0.5,
    "number_agreement": 5.0,
    "legal_form_agreement": 0.2,
}

DEFAULT_THRESHOLD: Final = 0.75
"""Pairs scored lower are not hits, unless the caller says otherwise."""

BANDS: Final[dict[str, float]] = {"exact": 0.995, "strong": 0.9, "possible": 0.75}
"""Lowest score of each band, best first; what is below all of them is `weak`."""


def score(features: pl.DataFrame) -> pl.Series:
    """Return the score of each pair, in [0, 1], rounded to six places."""
    # Rounding before any comparison keeps ties and thresholds the same everywhere.
    return pl.Series("score", 1 / (1 + np.exp(-_logit(features)))).round(6)


def contributions(features: pl.DataFrame) -> pl.DataFrame:
    """Return the part each feature has in the score; the parts of a row add up to it.

    A part is the score times the feature's share of what was added to `BASE`, so that
    evidence against a pair has a negative part.
    """
    added = _logit(features) - BASE
    scores = score(features).to_numpy()
    share = np.divide(scores, added, out=np.zeros_like(scores), where=added != 0)
    return pl.DataFrame(
        {
            name: weight * features[name].to_numpy().astype(np.float64) * share
            for name, weight in WEIGHTS.items()
        }
    )


def band(score: pl.Expr) -> pl.Expr:
    """Return the band of a score.

    Example:
        >>> pl.DataFrame({"score": [1.0, 0.8]}).select(band(pl.col("score"))).rows()
        [('exact',), ('possible',)]
    """
    expression = pl.lit("weak")
    for name, lowest in sorted(BANDS.items(), key=lambda item: item[1]):
        expression = pl.when(score >= lowest).then(pl.lit(name)).otherwise(expression)
    return expression.alias("band")


def _logit(features: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    total = np.full(features.height, BASE)
    for name, weight in WEIGHTS.items():
        total += weight * features[name].to_numpy()
    return total
