"""The accuracy board: recall against alerts on clean names, beside other matchers.

    python benchmarks/accuracy.py            # the testing half; writes accuracy.md
    python benchmarks/accuracy.py --all      # both halves

For every matcher the threshold is set where 1 % (and 5 %) of the clean names alert;
recall is the share of positive cases whose own entity comes first, above it. Ties are
broken against the matcher: a tie with another entity is a miss. The peers get the same
names; rapidfuzz's scorers get them lower-cased, as its documentation advises.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from cases import entities, listed_names, load_cases
from rapidfuzz import fuzz, process, utils

from uyghurscreen import Screener
from uyghurscreen.matching.scoring import DEFAULT_THRESHOLD, SCORING_VERSION

BOARD = Path(__file__).parent / "accuracy.md"
RELATED = "near_sister"
PLAIN = ("plain_cn", "plain_zh", "plain_world")

Scores = pl.DataFrame
"""Per case: `case`, `entity` (the best), `score`, `next` (best of another entity)."""


def ours(cases: pl.DataFrame) -> Scores:
    """Return the scores of this package."""
    hits = Screener(threshold=0.0).screen(cases, name="query", id="case", limit=50)
    return _best(
        hits.join(entities().select("entry_id", "entity"), on="entry_id").select(
            case="query_id", entity="entity", score="score"
        )
    )


def rapidfuzz(scorer: Callable[..., float]) -> Callable[[pl.DataFrame], Scores]:
    """Return a matcher that compares every query with every listed name."""

    def run(cases: pl.DataFrame) -> Scores:
        names = listed_names().join(
            entities().select("entry_id", "entity"), on="entry_id"
        )
        listed = [utils.default_process(name) for name in names["name"]]
        rows = []
        for start in range(0, cases.height, 500):
            part = cases.slice(start, 500)
            queries = [utils.default_process(query) for query in part["query"]]
            matrix = process.cdist(
                queries, listed, scorer=scorer, workers=-1, dtype=np.float32
            )
            for case, row in zip(part["case"], matrix, strict=True):
                top = np.argpartition(-row, 200)[:200]
                rows.append(
                    pl.DataFrame(
                        {
                            "case": pl.Series([case], dtype=pl.UInt32).new_from_index(
                                0, 200
                            ),
                            "entity": names["entity"].gather(top),
                            "score": row[top].astype(np.float64) / 100,
                        }
                    )
                )
        return _best(pl.concat(rows))

    return run


MATCHERS: dict[str, Callable[[pl.DataFrame], Scores]] = {
    "uyghurscreen": ours,
    "rapidfuzz WRatio": rapidfuzz(fuzz.WRatio),
    "rapidfuzz token_set": rapidfuzz(fuzz.token_set_ratio),
    "rapidfuzz token_sort": rapidfuzz(fuzz.token_sort_ratio),
    "rapidfuzz ratio": rapidfuzz(fuzz.ratio),
}


def _best(pairs: pl.DataFrame) -> Scores:
    per_entity = pairs.group_by("case", "entity").agg(pl.col("score").max())
    ordered = per_entity.sort(
        "case", "score", "entity", descending=[False, True, False]
    )
    return ordered.group_by("case", maintain_order=True).agg(
        pl.col("entity").first().alias("found"),
        pl.col("score").first(),
        next=pl.col("score").get(1, null_on_oob=True).fill_null(-1.0),
    )


def judged(cases: pl.DataFrame, scores: Scores) -> pl.DataFrame:
    """Return the cases with `score` and `first` (own entity alone in first place)."""
    return cases.join(scores, on="case", how="left").with_columns(
        pl.col("score").fill_null(0.0),
        first=(
            (pl.col("found") == pl.col("entity")) & (pl.col("score") > pl.col("next"))
        ).fill_null(False),
    )


def threshold_at(judgements: pl.DataFrame, share: float) -> float:
    """Return the score that no more than a share of the clean names exceed."""
    clean = judgements.filter(~pl.col("positive"), pl.col("phenomenon") != RELATED)
    ordered = clean["score"].sort(descending=True)
    return float(ordered[int(len(ordered) * share)])


def recall(judgements: pl.DataFrame, threshold: float) -> float:
    """Return the share of positives found first above a threshold."""
    positives = judgements.filter("positive")
    found = positives.select((pl.col("first") & (pl.col("score") > threshold)).mean())
    return float(found.item())


def board(cases: pl.DataFrame) -> str:
    """Return the board as Markdown."""
    lines = [
        f"{cases.filter('positive').height:,} positive cases, "
        f"{cases.filter(~pl.col('positive')).height:,} clean names; "
        f"scoring version {SCORING_VERSION}.",
        "",
        "| matcher | recall at 1 % | recall at 5 % | first, no threshold |",
        "|---|---|---|---|",
    ]
    results = {name: judged(cases, run(cases)) for name, run in MATCHERS.items()}
    for name, found in results.items():
        one, five = (recall(found, threshold_at(found, s)) for s in (0.01, 0.05))
        first = found.filter("positive")["first"].mean()
        lines.append(f"| {name} | {one:.3f} | {five:.3f} | {first:.3f} |")
    mine = results["uyghurscreen"]
    one = threshold_at(mine, 0.01)
    lines += [
        "",
        f"Threshold at 1 %: {one:.3f}. Alerts per 1,000 clean names at the default "
        f"threshold ({DEFAULT_THRESHOLD}), by kind:",
        "",
        "| kind of clean name | names | alerts per 1,000 |",
        "|---|---|---|",
    ]
    clean = (
        mine.filter(~pl.col("positive"))
        .group_by("phenomenon")
        .agg(pl.len(), (pl.col("score") >= DEFAULT_THRESHOLD).mean().alias("alerts"))
    )
    lines += [
        f"| {kind} | {count} | {share * 1000:.0f} |"
        for kind, count, share in clean.sort("phenomenon").iter_rows()
    ]
    lines += [
        "",
        "| phenomenon | cases | recall at 1 % | first | best peer at 1 % |",
        "|---|---|---|---|---|",
    ]
    peers = {k: (v, threshold_at(v, 0.01)) for k, v in results.items() if v is not mine}
    for kind in sorted(set(mine.filter("positive")["phenomenon"])):
        of_kind = pl.col("phenomenon") == kind
        part = mine.filter("positive", of_kind)
        best = max(recall(v.filter(of_kind), t) for v, t in peers.values())
        lines.append(
            f"| {kind} | {part.height} | {recall(part, one):.2f} | "
            f"{part['first'].mean():.2f} | {best:.2f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--all", action="store_true", help="both halves of the cases")
    everything = parser.parse_args().all
    cases = load_cases()
    if not everything:
        cases = cases.filter(pl.col("half") == "test")
    text = board(cases)
    print(text)
    if not everything:
        head = "# Accuracy\n\nThe testing half; `python benchmarks/accuracy.py`.\n\n"
        BOARD.write_text(head + text, "utf-8")


if __name__ == "__main__":
    main()
