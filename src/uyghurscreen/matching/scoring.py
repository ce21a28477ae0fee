"""From features to a score, its parts, and a band.

The model is one table, `data/weights.csv`: a feature that reaches a value adds a
weight. The sum is made a score between 0 and 1 by the logistic function. The weights
are fitted by `benchmarks/fit_weights.py`; more of a feature never lowers a score.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from uyghurscreen.schema import FEATURE_NAMES

__all__ = [
    "BANDS",
    "BASE",
    "DEFAULT_THRESHOLD",
    "SAME",
    "SCORING_VERSION",
    "Weight",
    "band",
    "contributions",
    "score",
    "weights",
]

SCORING_VERSION: Final = "6"
"""Raised whenever the same pair of names would get another score."""

BASE: Final = "base"
"""The row of the table that every sum starts with."""

SAME: Final = (
    (pl.col("same_name").eq(1) | pl.col("same_words").eq(1))
    & pl.col("by_part").eq(0)
    & pl.col("misspelled").eq(0)
)
"""The whole query has every word of the listed name, and no other, as it is spelled."""

DEFAULT_THRESHOLD: Final = 0.7
"""Pairs scored lower are not hits, unless the caller says otherwise."""

BANDS: Final[dict[str, float]] = {"strong": 0.9, "possible": 0.7}
"""Lowest score of each band, best first; what is below all of them is `weak`. A strong
pair of names in which every word has its counterpart is `exact`."""

_SLACK: Final = 1e-4
"""Features are Float32; 0.9 may be held as a little less."""


class Weight(BaseModel):
    """One row of the table.

    Attributes:
        feature: A column of `HITS`, or `base`.
        at_least: The value the feature has to reach.
        weight: What reaching it adds to the sum, in log-odds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    feature: str
    at_least: float = Field(ge=-1, le=1)
    weight: float


@cache
def weights() -> tuple[Weight, ...]:
    """Return the rows of the table.

    Raises:
        pydantic.ValidationError: If the table is not in order.
    """
    raw = files("uyghurscreen.data").joinpath("weights.csv").read_bytes()
    return tuple(Weight(**row) for row in pl.read_csv(raw).to_dicts())


def score(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the score of each pair, in [0, 1], rounded to six places.

    Args:
        features: A row per feature, in the order of `FEATURE_NAMES`, a column per pair.
    """
    total = _base() + _added(features).sum(axis=1)
    # Rounding before any comparison keeps ties and thresholds the same everywhere.
    scores: NDArray[np.float64] = np.round(1 / (1 + np.exp(-total)), 6)
    return scores


def contributions(features: pl.DataFrame) -> pl.DataFrame:
    """Return the part each feature has in the score; the parts of a row add up to it.

    A feature's part is the score times the feature's share of all that was added. What
    says nothing of a pair, such as a place that only one of the names has, has no part.

    Args:
        features: A row per pair, with a column per feature, such as `HITS`.
    """
    of_pairs = features.select(FEATURE_NAMES).to_numpy().T
    added = _added(of_pairs)
    told = added - _untold()
    added = np.where(told.sum(axis=1, keepdims=True) > _SLACK, told, added)
    # Nothing speaks for such a pair: what the base leaves of a score is everyone's.
    heard = np.abs(added.sum(axis=1, keepdims=True)) > _SLACK
    added = np.where(heard, added, 1.0)
    total = added.sum(axis=1)
    share = score(of_pairs) / total
    return pl.DataFrame(added * share[:, None], schema=list(FEATURE_NAMES))


def band(score: pl.Expr, same: pl.Expr) -> pl.Expr:
    """Return the band of a score.

    Args:
        score: The score.
        same: If every word of either name is in the other: only such a pair is `exact`.

    Example:
        >>> frame = pl.DataFrame({"score": [1.0, 1.0, 0.8], "same": [1, 0, 1]})
        >>> frame = frame.cast({"same": pl.Boolean})
        >>> frame.select(band(pl.col("score"), pl.col("same"))).to_series().to_list()
        ['exact', 'strong', 'possible']
    """
    expression = pl.lit("weak")
    for name, lowest in sorted(BANDS.items(), key=lambda item: item[1]):
        expression = pl.when(score >= lowest).then(pl.lit(name)).otherwise(expression)
    exact = same & (score >= BANDS["strong"])
    return pl.when(exact).then(pl.lit("exact")).otherwise(expression).alias("band")


@cache
def _base() -> float:
    return sum(row.weight for row in weights() if row.feature == BASE)


@cache
def _steps() -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return, per feature, its values in order and the sum of weights up to each."""
    steps = []
    for name in FEATURE_NAMES:
        rows = sorted((r.at_least, r.weight) for r in weights() if r.feature == name)
        values = np.array([value for value, _ in rows]) - _SLACK
        sums = np.concatenate([[0.0], np.cumsum([weight for _, weight in rows])])
        steps.append((values, sums))
    return steps


@cache
def _untold() -> NDArray[np.float64]:
    """Return what each feature adds where it says nothing: only where 0 is amid it."""
    return _added(np.zeros((len(FEATURE_NAMES), 1), np.float32))


def _added(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return what each feature adds to the sum of each pair, a row per pair."""
    return np.stack(
        [
            sums[values.searchsorted(of_pairs, side="right")]
            for (values, sums), of_pairs in zip(_steps(), features, strict=True)
        ],
        axis=1,
    )
