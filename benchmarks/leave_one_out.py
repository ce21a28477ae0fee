"""Leave one name out: a listed name is taken away, and has to find its entity again.

    python benchmarks/leave_one_out.py   # writes leave_one_out.md

Names are drawn with a seed, at most two of an entity, and put into folds so that those
of a fold belong to different entities. For each fold the index is built without its
names; they are taken from every entry of their entity. Only a name is drawn whose
entity keeps one that its publisher prints, so that no matcher is left without any.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
from cases import listed_names, published, with_entity
from judging import best, judged, share
from matchers import NATIVE, OURS, PRINTED, best_two, label, ours_against
from peers import registry

from uyghurscreen.lists.records import fold_identity
from uyghurscreen.matching.scoring import DEFAULT_THRESHOLD, SCORING_VERSION

BOARD = Path(__file__).parent / "leave_one_out.md"
NAMES = 3_000
PER_ENTITY = 2
FOLDS = 5
SEED = 2026
SCRIPTS = {"Han": r"\p{Han}", "Cyrillic": r"\p{Cyrillic}", "Latin": r"\p{Latin}"}


def keyed_names() -> pl.DataFrame:
    """Return the listed names with `entity` and `folded`, which equal names share."""
    folded = pl.col("name").map_elements(fold_identity, return_dtype=pl.String)
    return with_entity(listed_names()).with_columns(folded=folded)


def drawn(names: pl.DataFrame) -> pl.DataFrame:
    """Return the names to take away: `case`, `query`, `entity`, `script`, `fold`."""
    printed = published(names).select("entity", kept="folded").unique()
    candidates = (
        names.filter(pl.col("quality") == "strong", pl.col("folded") != "")
        .unique(["entity", "folded"], keep="first", maintain_order=True)
        .join(printed, on="entity")
        .filter(pl.col("kept") != pl.col("folded"))
        .unique(["entity", "folded"], keep="first", maintain_order=True)
        .sort("entity", "folded")
        .sample(fraction=1.0, shuffle=True, seed=SEED)
        .with_columns(nth=pl.col("folded").cum_count().over("entity"))
        .filter(pl.col("nth") <= PER_ENTITY)
        .head(NAMES)
    )
    script = pl.lit("other")
    for name, letter in reversed(SCRIPTS.items()):
        script = (
            pl.when(pl.col("query").str.contains(letter))
            .then(pl.lit(name))
            .otherwise(script)
        )
    # Neighbours in order of entity are in different folds, so are names of one entity.
    return (
        candidates.sort("entity", "nth")
        .rename({"name": "query"})
        .with_row_index("case")
        .select(
            "case",
            "query",
            "entity",
            "folded",
            "kind",
            script=script,
            fold=pl.col("case") % FOLDS,
        )
    )


def measured(cases: pl.DataFrame, names: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return, per matcher, the judgements of all folds."""
    folds = []
    for fold in range(FOLDS):
        part = cases.filter(pl.col("fold") == fold)
        kept = names.join(part, on=["entity", "folded"], how="anti").drop("folded")
        folds.append((part, kept))
    peers = {
        peer: pl.concat(_peer(peer, part, published(kept)) for part, kept in folds)
        for peer in registry.installed()
    }
    again = best_two(peers, lambda found: share(found["first"]))

    def mine(keep: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
        return pl.concat(
            judged(part, best(ours_against(keep(kept), part))) for part, kept in folds
        )

    return {
        OURS: mine(lambda kept: kept),
        PRINTED: mine(published),
        **{label(peer): found for peer, found in peers.items()},
        **{
            label(peer) + NATIVE: pl.concat(_peer(peer, *fold) for fold in folds)
            for peer in again
        },
    }


def _peer(
    peer: registry.Peer, cases: pl.DataFrame, listed: pl.DataFrame
) -> pl.DataFrame:
    return judged(cases, best(registry.run(peer, cases, listed)))


def table(results: dict[str, pl.DataFrame], column: str) -> list[str]:
    """Return the share found first, per matcher and value of a column."""
    mine = results[OURS]
    counts = mine[column].value_counts().sort("count", column, descending=[True, False])
    values = counts[column].to_list()
    heads = [f"{value} ({count:,})" for value, count in counts.iter_rows()]
    lines = [
        f"| matcher | all ({mine.height:,}) | {' | '.join(heads)} |",
        "|---|---|" + "---|" * len(values),
    ]
    for name, found in results.items():
        parts = [found, *(found.filter(pl.col(column) == value) for value in values)]
        cells = [f"{share(part['first']):.3f}" for part in parts]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def board(results: dict[str, pl.DataFrame]) -> str:
    """Return the board as Markdown."""
    mine = results[OURS]
    above = share(mine["first"] & (mine["score"] >= DEFAULT_THRESHOLD))
    return "\n".join(
        [
            "# Leave one name out",
            "",
            f"`python benchmarks/leave_one_out.py`; scoring version {SCORING_VERSION}. "
            "The share of names, taken off the lists, whose own entity comes first, "
            f"alone, by the names it has left. {FOLDS} folds, seed {SEED}.",
            "",
            "The peers see the names that publishers print, this package also those it "
            "adds; it and the two peers that do best are shown with both. Its tables "
            "of brands and places stay whole, and may hold what was taken away.",
            "",
            *table(results, "script"),
            *(f"\n{line}" for line in registry.skipped()),
            "",
            f"First and at the default threshold ({DEFAULT_THRESHOLD}), {OURS}: "
            f"{above:.3f}.",
            "",
            *table(results, "kind"),
            "",
        ]
    )


def main() -> None:
    """Measure, print and write."""
    names = keyed_names()
    text = board(measured(drawn(names), names))
    print(text)
    BOARD.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
