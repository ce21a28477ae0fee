"""The accuracy board: recall against alerts on clean names, beside other matchers.

    python benchmarks/accuracy.py                 # the testing half, to accuracy.md
    python benchmarks/accuracy.py --all           # both halves
    python benchmarks/accuracy.py --cases FOLDER  # other cases
    python benchmarks/accuracy.py --freeze        # keeps the run, for comparing

For every matcher the threshold is set where 1 % (and 5 %) of the clean names alert;
recall is the share of positive cases whose own entity comes first, above it. Ties are
broken against the matcher: a tie with another entity is a miss. Plain names are the
clean names that were not made to resemble a listed one.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl
from cases import FOLDER, load_blind, load_cases
from frozen import flips, freeze
from judging import clean, judged, plain, recall, share, threshold_at
from matchers import OURS, PRINTED, judge_all, ours
from peers import registry

from uyghurscreen.matching.scoring import DEFAULT_THRESHOLD, SCORING_VERSION

BOARD = Path(__file__).parent / "accuracy.md"
SHARES = (0.01, 0.05)
HEAD = """# Accuracy

The testing half; `python benchmarks/accuracy.py`. The peers get the names that the
publishers print, and the two that do best with those once more with the names that this
package adds. nomenklatura's own search needs a server: it scores the candidates of a
neutral blocker instead, the best 50 names by trigram TF-IDF and the best 50 by WRatio,
and cannot find what that leaves out. emm's classifier is not trained.

"""
BLIND_TITLE = "Blind cases (written after the matcher, never used in fitting)"

Judgements = dict[str, pl.DataFrame]
Thresholds = dict[str, tuple[float, ...]]


def thresholds(results: Judgements) -> Thresholds:
    """Return, per matcher, the thresholds at each of `SHARES`."""
    return {
        name: tuple(threshold_at(clean(found), s) for s in SHARES)
        for name, found in results.items()
    }


def board(results: Judgements) -> str:
    """Return the board of some cases as Markdown."""
    at = thresholds(results)
    mine = results[OURS]
    positives = mine.filter("positive").height
    return "\n".join(
        [
            f"{positives:,} positive cases, {mine.height - positives:,} clean names; "
            f"scoring version {SCORING_VERSION}.",
            "",
            *_matchers(results, at),
            "",
            f"Threshold of this package at 1 %: {at[OURS][0]:.3f}, at 5 %: "
            f"{at[OURS][1]:.3f}. At the default threshold ({DEFAULT_THRESHOLD}) its "
            f"recall is {_recall_at_default(mine):.3f}, and of 1,000 clean names "
            f"{_alerts(clean(mine)):.0f} alert; by kind:",
            "",
            *_clean_kinds(mine),
            "",
            *_phenomena(results, at),
            "",
        ]
    )


def with_clean(blind: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Return blind cases, with the clean names of others if they have none."""
    if not blind["positive"].all():
        return blind
    clean_names = cases.filter(~pl.col("positive")).select(blind.columns)
    return pl.concat([blind, clean_names]).drop("case").with_row_index("case")


def _matchers(results: Judgements, at: Thresholds) -> list[str]:
    lines = [
        "| matcher | recall at 1 % | recall at 5 % | recall at 1 % of plain names | "
        "first, no threshold |",
        "|---|---|---|---|---|",
    ]
    for name, found in results.items():
        one, five = (recall(found, threshold) for threshold in at[name])
        first = share(found.filter("positive")["first"])
        easy = recall(found, threshold_at(plain(found), SHARES[0]))
        lines.append(f"| {name} | {one:.3f} | {five:.3f} | {easy:.3f} | {first:.3f} |")
    return [*lines, *(f"\n{line}" for line in registry.skipped())]


def _clean_kinds(mine: pl.DataFrame) -> list[str]:
    kinds = (
        mine.filter(~pl.col("positive"))
        .group_by("phenomenon")
        .agg(pl.len(), (pl.col("score") >= DEFAULT_THRESHOLD).mean().alias("alerts"))
    )
    return [
        "| kind of clean name | names | alerts per 1,000 |",
        "|---|---|---|",
        *(
            f"| {kind} | {count} | {alerts * 1000:.0f} |"
            for kind, count, alerts in kinds.sort("phenomenon").iter_rows()
        ),
    ]


def _phenomena(results: Judgements, at: Thresholds) -> list[str]:
    lines = [
        "| phenomenon | cases | recall at 1 % | recall at 5 % | first | "
        "best peer at 1 % | best peer at 5 % |",
        "|---|---|---|---|---|---|---|",
    ]
    mine = results[OURS].filter("positive")
    for kind in sorted(set(mine["phenomenon"])):
        parts = {
            name: found.filter("positive", pl.col("phenomenon") == kind)
            for name, found in results.items()
        }
        own = parts.pop(OURS)
        del parts[PRINTED]
        cells = [f"{recall(own, threshold):.2f}" for threshold in at[OURS]]
        cells.append(f"{share(own['first']):.2f}")
        for i in range(len(SHARES)):
            peers = [recall(part, at[name][i]) for name, part in parts.items()]
            cells.append(f"{max(peers, default=0.0):.2f}")
        lines.append(f"| {kind} | {own.height} | {' | '.join(cells)} |")
    return lines


def _recall_at_default(judgements: pl.DataFrame) -> float:
    positives = judgements.filter("positive")
    return share(positives["first"] & (positives["score"] >= DEFAULT_THRESHOLD))


def _alerts(names: pl.DataFrame) -> float:
    return 1000 * share(names["score"] >= DEFAULT_THRESHOLD)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--all", action="store_true", help="both halves of the cases")
    parser.add_argument("--cases", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument("--freeze", action="store_true", help="write frozen_run.csv")
    options = parser.parse_args()
    cases = load_cases(options.cases)
    if options.freeze:
        freeze(judged(cases, ours(cases)), DEFAULT_THRESHOLD)
        return
    if not options.all:
        cases = cases.filter(pl.col("half") == "test")
    results = judge_all(cases)
    text = board(results)
    blind = load_blind(options.cases)
    if blind.height:
        text += f"\n## {BLIND_TITLE}\n\n{board(judge_all(with_clean(blind, cases)))}"
    print(text)
    print(flips(results[OURS], DEFAULT_THRESHOLD))
    if not options.all and options.cases == FOLDER:
        BOARD.write_text(HEAD + text, "utf-8")


if __name__ == "__main__":
    main()
