"""Fit `src/uyghurscreen/data/weights.csv` on the fitting half of the cases.

    python benchmarks/fit_weights.py

A logistic regression over steps ("the feature reaches this value"), every step's weight
held at zero or above, so that more of a feature never lowers a score. A positive case
gives the pair with the best cosine among its own entity's names, and every pair with
another entity that is not related; a clean case gives all its pairs.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl
from cases import entities, index, load_cases
from numpy.typing import NDArray
from scipy.optimize import minimize

from uyghurscreen.matching.pairs import score_texts
from uyghurscreen.matching.scoring import DEFAULT_THRESHOLD
from uyghurscreen.schema import FEATURE_NAMES

TABLE = Path(__file__).parents[1] / "src" / "uyghurscreen" / "data" / "weights.csv"
STEPS = [0.3, 0.45, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99]
AGREEMENT = [-0.9, -0.4, 0.1, 0.4, 0.9]
SIGNED = (
    "chinese_agreement",
    "word_agreement",
    "place_agreement",
    "number_agreement",
    "legal_form_agreement",
    "plain_name_agreement",
)
WEIGHTS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9]
MISSPELLED = [0.005, 0.13, 0.16, 0.2]
"""Steps of `misspelled`; the first is any slip at all."""
COUNTED = (
    "brand_shared",
    "brand_left",
    "listed_brand_left",
    "words_shared",
    "words_left",
    "listed_words_left",
    "brand_conflict",
    "words_conflict",
    "other_business",
)
BY_HAND = {("same_name", 1.0): 12.0}
"""Equal names are hits whatever else; no case is needed to learn that."""
AT_LEAST = {
    ("number_agreement", -0.4): 3.0,
    ("chinese_agreement", -0.4): 4.0,
    ("covered_by_scope", 1.0): 5.5,
    ("only_places_besides", 1.0): 2.25,
}
"""Another number, or another character in a Chinese brand, is another company: these
weigh no less than this, however few cases of them there are; what the law covers is
covered, whatever else its name says; and a rare brand abroad is its owner's office."""
AT_MOST = {
    "by_initials": (None, -4.0),
    "by_other_form": (None, 0.0),
    "by_part": (None, 0.0),
}
"""A form that nobody wrote may only lower a score."""
FLAGS = ("covered_by_scope", "cut_off", "same_words", "only_places_besides")
LEFT = (
    "brand_left",
    "listed_brand_left",
    "brand_conflict",
    "words_left",
    "listed_words_left",
    "words_conflict",
    "other_business",
    "misspelled",
)
"""Words without a counterpart may only lower a score, and so may slips."""
RIDGE = 3.0
ROUNDS = 8
"""Fits in a row, each on the pairs the one before found hardest."""
CLEAN_PAIRS = 5
"""Pairs of each clean name that are learnt from."""
ALERTED = 0.009
"""Share of the clean names that reach the default threshold: less than the 1 % that is
aimed at, for names the weights were not fitted on fare a little worse."""
TAIL = 40
"""Clean names with the highest values, that the threshold is told from."""


def pairs(cases: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of cases with their features and `own` (same entity)."""
    names = index()
    # Every text of a name: which one is best is for the weights to say.
    scored = score_texts(cases["query"], names).frame()
    groups = entities().select("entry_id", "entity")
    of_form = (
        names.listings.select("form", "entry_id")
        .join(groups, on="entry_id")
        .group_by("form")
        .agg(pl.col("entity").unique().alias("entities"))
    )
    return (
        scored.join(of_form, on="form", maintain_order="left")
        .join(
            cases.select(
                "case", "entity", "positive", "phenomenon", "half"
            ).with_row_index("query"),
            on="query",
            maintain_order="left",
        )
        .with_columns(
            own=pl.col("positive") & pl.col("entities").list.contains(pl.col("entity"))
        )
    )


def steps() -> list[tuple[str, float]]:
    """Return every step there may be, as feature and value."""
    rows = []
    for name in FEATURE_NAMES:
        if name == "same_name":
            continue
        values = AGREEMENT if name in SIGNED else WEIGHTS if name in COUNTED else STEPS
        if name in AT_MOST or name in FLAGS:
            values = [1.0]
        if name == "misspelled":
            values = MISSPELLED
        rows += [(name, value) for value in values]
    return rows


def reached(table: pl.DataFrame) -> NDArray[np.float64]:
    """Return pairs times steps: 1 where the pair's feature reaches the step."""
    return np.stack(
        [(table[n].to_numpy() >= v - 1e-4).astype(float) for n, v in steps()], axis=1
    )


def fit(table: pl.DataFrame) -> tuple[NDArray[np.float64], float]:
    """Return the weights of the steps and the base."""
    x = reached(table)
    sign = table["own"].to_numpy() * 2.0 - 1

    def loss(b: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (x @ b[:-1] + b[-1])
        total = np.logaddexp(0, -margin).sum() + RIDGE * (b[:-1] ** 2).sum()
        slope = -sign / (1 + np.exp(margin))
        return total, np.append(x.T @ slope + 2 * RIDGE * b[:-1], slope.sum())

    start = np.append(np.full(x.shape[1], 0.05), -5.0)
    bounds = [
        (None, 0.0)
        if name in LEFT
        else AT_MOST.get(name) or (AT_LEAST.get((name, value), 0), None)
        for name, value in steps()
    ] + [(None, None)]
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 2000},
    )
    return found.x[:-1], float(found.x[-1])


def value(
    table: pl.DataFrame, found: NDArray[np.float64], base: float
) -> NDArray[np.float64]:
    """Return the sum of weights of pairs."""
    same = table["same_name"].to_numpy() > 0.5
    return reached(table) @ found + base + BY_HAND[("same_name", 1.0)] * same


def hardest(table: pl.DataFrame, values: NDArray[np.float64]) -> pl.DataFrame:
    """Return the pairs to learn from: the best own one, the worst of clean names."""
    ordered = table.with_columns(value=pl.Series(values)).sort(
        "query", "value", "form", descending=[False, True, False]
    )
    rank = pl.col("form").cum_count().over("query")
    own = ordered.filter("own").filter(rank == 1)
    clean = ordered.filter(~pl.col("positive")).filter(rank <= CLEAN_PAIRS)
    return pl.concat([own, clean])


def calibrated(
    table: pl.DataFrame, found: NDArray[np.float64], base: float, names: int
) -> float:
    """Return the base that lets `ALERTED` of the clean names reach the threshold.

    `names` counts them all; those that are like no listed name are not in the table.
    """
    worst = (
        table.filter(~pl.col("positive"))
        .with_columns(
            value=pl.Series(value(table.filter(~pl.col("positive")), found, base))
        )
        .group_by("query")
        .agg(pl.col("value").max())["value"]
        .sort(descending=True)
    )
    # One name more or less moves a single rank far; a line through many does not.
    rank = np.arange(1, TAIL + 1)
    slope, first = np.polyfit(np.log(rank), worst[rank.tolist()].to_numpy(), 1)
    lowest = float(first + slope * np.log(names * ALERTED))
    return base - lowest + float(np.log(DEFAULT_THRESHOLD / (1 - DEFAULT_THRESHOLD)))


def main() -> None:
    """Fit, and write the table."""
    cases = load_cases().filter(pl.col("half") == "fit")
    # A sister of a listed company is neither the one nor the other.
    table = pairs(cases).filter(pl.col("phenomenon") != "near_sister")
    unequal = table.filter(pl.col("same_name") == 0)
    values = unequal["rare_letters"].to_numpy().astype(float)
    for _ in range(ROUNDS):
        found, base = fit(hardest(unequal, values))
        values = value(unequal, found, base)
    clean = cases.filter(~pl.col("positive"), pl.col("phenomenon") != "near_sister")
    base = calibrated(table, found, base, clean.height)
    rows = [("base", 0.0, round(base, 2))]
    rows += [(n, v, w) for (n, v), w in BY_HAND.items()]
    rows += [
        (name, value, round(float(weight), 2))
        for (name, value), weight in zip(steps(), found, strict=True)
        if abs(weight) >= 0.01
    ]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "at_least", "weight"])
        writer.writerows(rows)
    print(f"{len(rows)} rows from {cases.height:,} cases: {TABLE}")


if __name__ == "__main__":
    main()
