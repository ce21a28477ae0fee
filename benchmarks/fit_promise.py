"""Fit what the parts of a pair promise: the constants of the gate and of retrieval.

    python benchmarks/fit_promise.py FOLDER

Names of a seed that no board reports, and the fitting half of the cases, are screened
with nothing held back; two logistic regressions then tell, from the cheap parts, the
pairs (and for the gate the texts) that reach a score of `REACHED` from the others. It
prints their weights, and the sums that lose `LOST` of what reaches `WANTED`; copy them
to `matching/gate.py` and `matching/retrieval.py`. FOLDER takes the names.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
import polars as pl
from cases import index as default_index
from cases import load_cases
from numpy.typing import NDArray
from scipy.optimize import minimize
from workload.sets import volume_set

from uyghurscreen import Screener
from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching import gate, pairs, retrieval
from uyghurscreen.matching.first_look import LOOK_CLOSER
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.promise import parts_of, worth
from uyghurscreen.names.normalize import fold, key

SEED, LISTED, QUERIES, CLEAN = 12, 10_000, 1_000_000, 200_000
REACHED, KEPT = 0.05, 0.2
WANTED = 0.5
LOST = 0.006
RIDGE = 1e-3
NOTHING_HELD_BACK = -1e9


@dataclass
class Sample:
    """Pairs with their parts, what they scored, and how many names each stands for."""

    parts: NDArray[np.float32]
    score: NDArray[np.float32]
    text: NDArray[np.int64]
    stands_for: NDArray[np.float32]


def names(folder: Path) -> Iterator[tuple[NameIndex, pl.DataFrame]]:
    """Return indexes, and names for each with `stands_for`."""
    work = volume_set(LISTED, QUERIES, SEED, folder)
    listed = pl.read_parquet(work.listed)["name"].alias("name").to_frame()
    queries = pl.read_parquet(work.queries).unique("name", maintain_order=True)
    clean = queries.filter(pl.col("entity").is_null())
    share = clean.height / CLEAN
    some = clean.head(CLEAN).select("name", stands_for=pl.lit(share, pl.Float32))
    own = queries.filter(pl.col("entity").is_not_null())
    variants = own.select("name", stands_for=pl.lit(1.0, pl.Float32))
    screener = Screener(lists=[], extra_lists=[listed])
    yield screener._load()[1], pl.concat([variants, some])
    cases = load_cases().filter(half="fit").select(name="query")
    cases = cases.with_columns(stands_for=pl.lit(1.0, pl.Float32))
    yield default_index(), pl.concat([cases, some])


def at_the_gate(index: NameIndex, queries: pl.DataFrame) -> Sample:
    """Return pairs that the gate looks at, with the best score of their text."""
    scored = pairs.score_names(queries["name"], index, lambda done, total: None)
    best = scored.group_by("query").agg(pl.col("score").max()).sort("query")
    scores = np.zeros(queries.height, np.float32)
    scores[best["query"].to_numpy()] = best["score"].to_numpy()
    own = index.gate
    # A name that is looked at closer has other ways to be read, and an equal key is let
    # through whatever else.
    every = gate.bare(fold(queries["name"]))
    plain = own.first_look(queries["name"])[0] != LOOK_CLOSER
    plain = np.flatnonzero(plain & ~own._is_key(key(every)).to_numpy())
    text = every.gather(plain)
    found = own.space.nearest([key(text)], gate.LEAST)
    kept, made = parts_of(found, Texts.of(text), own._listed, gate._promise())
    of = plain[found[0][kept]]
    return Sample(made, scores[of], of, queries["stands_for"].to_numpy()[of])


def at_retrieval(index: NameIndex, queries: pl.DataFrame) -> Sample:
    """Return pairs that retrieval looks at, with their score."""
    kept: list[NDArray[np.float32]] = []

    def noting(made: NDArray[np.float32], counts: NDArray[np.float32]):  # noqa: ANN202
        kept.append(made)
        return np.full(len(made), np.inf, np.float32)

    shown = pairs.readings(queries["name"])
    let_in = pl.Series(index.gate.admits(shown["folded"])[0])
    texts = shown.filter(let_in)
    read = pairs._numbered(texts, pairs.canonical(texts["text"], texts["folded"]))
    every = np.ones(read.height, np.bool_)
    views, letters = retrieval.letter_views, index.letters
    near = retrieval._near(read, every, views, letters, retrieval.MIN_COSINE)
    with patch.object(retrieval, "worth", noting):
        found = retrieval._promising(read, retrieval._of_forms(near, index), index)
    scored = pairs.score_candidates(found, read, index)
    row = texts["row"].to_numpy()[found[0]]
    stands_for = queries["stands_for"].to_numpy()[row]
    return Sample(kept[0], scored.score, np.arange(len(row)), stands_for)


def together(samples: list[Sample]) -> Sample:
    """Return samples as one; no text of one is a text of another."""
    texts, before = [], 0
    for sample in samples:
        texts.append(sample.text + before)
        before += int(sample.text.max(initial=-1)) + 1
    return Sample(
        np.concatenate([s.parts for s in samples]),
        np.concatenate([s.score for s in samples]),
        np.concatenate(texts),
        np.concatenate([s.stands_for for s in samples]),
    )


def fit(sample: Sample) -> NDArray[np.float32]:
    """Return what each part counts."""
    x = np.hstack([sample.parts, np.ones((len(sample.parts), 1))]).astype(np.float64)
    sign = np.where(sample.score >= REACHED, 1.0, -1.0)
    weight = sample.stands_for * np.where(sample.score >= KEPT, 3, 1)
    weight /= weight.mean()

    def loss(b: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (x @ b)
        total = (weight * np.logaddexp(0, -margin)).mean() + RIDGE * (
            b[:-1] ** 2
        ).mean()
        slope = x.T @ (-sign * weight / (1 + np.exp(margin))) / len(x)
        slope[:-1] += 2 * RIDGE * b[:-1] / (len(b) - 1)
        return total, slope

    found = minimize(
        loss,
        np.zeros(x.shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 2000},
    )
    return np.asarray(found.x[:-1].round(2), np.float32)


def report(title: str, sample: Sample, counts: NDArray[np.float32]) -> None:
    """Print what parts count, and what sums keep and lose."""
    print(f"{title}: [{', '.join(f'{c:.2f}' for c in counts)}]")
    every = pl.DataFrame(
        {
            "text": sample.text,
            "sum": worth(sample.parts, counts),
            "score": sample.score,
            "stands_for": sample.stands_for,
        }
    )
    texts = every.group_by("text").agg(
        pl.col("sum").max(), pl.col("score").max(), pl.col("stands_for").first()
    )
    reached = texts.filter(pl.col("score") >= WANTED)["sum"].sort()
    for lost in (LOST / 2, LOST, 2 * LOST):
        least = float(reached[int(lost * len(reached))])
        kept = texts.filter(pl.col("sum") >= least)["stands_for"].sum()
        share = kept / texts["stands_for"].sum()
        print(f"  loses {lost:.1%} below {least:.2f}, which keeps {share:.1%} of all")


def main(folder: str) -> None:
    """Fit both, and print."""
    gates, pairs_ = [], []
    with (
        patch.object(gate, "_WORTH", NOTHING_HELD_BACK),
        patch.object(retrieval, "WORTH", NOTHING_HELD_BACK),
    ):
        for index, queries in names(Path(folder)):
            gates.append(at_the_gate(index, queries))
            pairs_.append(at_retrieval(index, queries))
    for title, samples in (("gate", gates), ("retrieval", pairs_)):
        sample = together(samples)
        report(title, sample, fit(sample))


if __name__ == "__main__":
    main(*sys.argv[1:])
