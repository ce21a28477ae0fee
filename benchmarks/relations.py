"""Do names of bodies under listed ones find them, and say who covers them?

    python benchmarks/relations.py     # writes relations.md

Each case of `cases/relations/positives.csv` is found if a hit at the default threshold
is of the entry it names, and right if the hit's relation is the one it names and
`lists.relations()` gives the parent it names. The cases were written before the first
run, and nothing is fitted to them.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import polars as pl

from uyghurscreen import Screener, lists
from uyghurscreen.matching.scoring import DEFAULT_THRESHOLD, SCORING_VERSION

FOLDER = Path(__file__).parent / "cases" / "relations"
BOARD = Path(__file__).parent / "relations.md"
HEAD = """# Bodies under listed ones

Names of subordinate institutions, affiliates, named subsidiaries, laboratories, and
divisions that a clause covers; `python benchmarks/relations.py`. *found*: a hit on the
entry at the default threshold. *first*: no other entry scores better. *relation*: the
hit says how the body stands to the listed one. *parent*: `lists.relations()` says under
whom, or the hit is of the group whose words cover it.
"""


def judged(cases: pl.DataFrame, screener: Screener) -> pl.DataFrame:
    """Return the cases with `found`, `first`, `right` and `parent`."""
    hits = screener.screen(cases, name="query", country="country", limit=20)
    parents = lists.relations().filter(pl.col("related_id").is_not_null())
    named = parents.select("list_id", "related_id", named="parent_name").unique()
    of_case = hits.join(
        cases.with_row_index("query_id").select(
            pl.col("query_id").cast(pl.Int64),
            "list_id",
            "entry_name",
            "parent_name",
            wanted="relation",
        ),
        on=["query_id", "list_id", "entry_name"],
    ).join(
        named,
        left_on=["list_id", "entry_id"],
        right_on=["list_id", "related_id"],
        how="left",
    )
    under = pl.coalesce("named", "entry_name") == pl.col("parent_name")
    results = of_case.group_by("query_id").agg(
        found=pl.lit(True),
        first=(pl.col("rank") == 1).any(),
        right=(pl.col("relation") == pl.col("wanted")).any(),
        parent=under.any(),
    )
    flags = ["found", "first", "right", "parent"]
    return (
        cases.with_row_index("query_id")
        .with_columns(pl.col("query_id").cast(pl.Int64))
        .join(results, on="query_id", how="left", maintain_order="left")
        .with_columns(pl.col(flags).fill_null(False))
    )


def table(results: pl.DataFrame, by: str) -> list[str]:
    """Return the results by a column as the rows of a Markdown table."""
    flags = ("found", "first", "right", "parent")
    rows = [
        f"| {by} | cases | found | first | relation | parent |",
        "|---|---|---|---|---|---|",
    ]
    parts = results.partition_by(by, as_dict=True)
    every = [(key[0], part) for key, part in sorted(parts.items())]
    for key, part in [*every, ("all", results)]:
        counts = " | ".join(str(part[flag].sum()) for flag in flags)
        rows.append(f"| {key} | {part.height} | {counts} |")
    return rows


def main() -> None:
    """Judge the cases and write the board."""
    warnings.simplefilter("ignore")
    screener = Screener()
    positives = pl.read_csv(FOLDER / "positives.csv")
    results = judged(positives, screener)
    clean = pl.read_csv(FOLDER / "clean.csv")
    alerts = screener.screen(clean, name="query", country="country")
    missed = results.filter(~pl.col("first") | ~pl.col("right"))
    lines = [
        HEAD,
        *table(results, "relation"),
        "",
        *table(results, "phenomenon"),
        "",
        f"Of {clean.height} names that only resemble such bodies, "
        f"{alerts['query_id'].n_unique()} alert at the default threshold "
        f"({DEFAULT_THRESHOLD}).",
        *(f"- {name}" for name in alerts["query_name"].unique().sort()),
        "",
        "Not found first, or with another relation:",
        "",
        *(
            f"- {row['query']}: {row['entry_name'][:60]}"
            f" ({'found' if row['found'] else 'not found'})"
            for row in missed.iter_rows(named=True)
        ),
        "",
        f"Scoring version {SCORING_VERSION}; lists as shipped.",
        "",
    ]
    BOARD.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
