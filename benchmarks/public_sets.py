"""Public sets of names in `../shared/eval`: none was used to fit or to test.

    python benchmarks/public_sets.py   # writes public_sets.md

Three hold names of the same company, or labelled pairs; there every matcher is given
the set's own names as its list. Two are backgrounds of real names that are not listed.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from cases import listed_names, published, with_entity
from judging import best, judged, share
from matchers import OURS, label, ours, ours_against
from peers import registry
from scipy.stats import rankdata

from uyghurscreen.lists.records import fold_identity
from uyghurscreen.matching.scoring import DEFAULT_THRESHOLD, SCORING_VERSION
from uyghurscreen.schema import NAMES

EVAL = Path(__file__).parents[2] / "shared" / "eval"
BOARD = Path(__file__).parent / "public_sets.md"
SEED = 2026
SAMPLE = 1_000
LARGE_SAMPLE = 20_000
ORGANISATIONS = ["Company", "Organization", "LegalEntity"]
HIGHER = 0.85

Matcher = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]


def matchers() -> dict[str, Matcher]:
    """Return, by label, what gives the candidates of cases among listed names."""

    def of(peer: registry.Peer) -> Matcher:
        return lambda cases, listed: registry.run(peer, cases, listed)

    found = {label(peer): of(peer) for peer in registry.installed(slow=False)}
    return {OURS: lambda cases, listed: ours_against(_as_names(listed), cases), **found}


def name_pairs() -> list[str]:
    """Measure labelled pairs of organisations: AUC, and what the threshold lets in."""
    pairs = (
        pl.read_csv(EVAL / "name_bench_cases.csv", infer_schema=False)
        .filter(pl.col("schema").is_in(ORGANISATIONS))
        .select(query="name1", entity="name2", same=pl.col("is_match") == "true")
        .unique(maintain_order=True)
        .with_row_index("case")
    )
    listed = pairs.select("entity", name="entity").unique(maintain_order=True)
    lines = [
        "## Labelled pairs: `name_bench_cases.csv`",
        "",
        f"{pairs['same'].sum()} pairs of the same organisation, "
        f"{(~pairs['same']).sum()} of others. The second name is found or not among "
        f"the {listed.height} second names of all pairs, and counts 0 if not.",
        "",
        f"| matcher | AUC | same, at {DEFAULT_THRESHOLD} | others, at "
        f"{DEFAULT_THRESHOLD} |",
        "|---|---|---|---|",
    ]
    for name, match in matchers().items():
        found = match(pairs, listed).group_by("case", "entity").agg(pl.max("score"))
        scored = pairs.join(found, on=["case", "entity"], how="left").with_columns(
            pl.col("score").fill_null(0.0)
        )
        over = scored["score"] >= DEFAULT_THRESHOLD
        same = scored["same"]
        lines.append(
            f"| {name} | {_auc(scored):.3f} | {share(over.filter(same)):.3f} | "
            f"{share(over.filter(~same)):.3f} |"
        )
    return lines


def second_string() -> list[str]:
    """Measure companies by another source's spelling of their name."""
    with (EVAL / "secondstring_business.txt").open(encoding="ascii") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    named = pl.DataFrame(rows, schema=["source", "entity", "name"], orient="row")
    listed = named.filter(pl.col("source") == "hooverweb")
    asked = named.filter(pl.col("source") != "hooverweb")
    title = "Business names by web address: `secondstring_business.txt`"
    return _retrieval(title, _cases(asked, listed), listed.select("entity", "name"))


def defence_list() -> list[str]:
    """Measure the aliases of the 1260H list against its names."""
    rows = pl.read_csv(EVAL / "us_1260H_names_aliases.csv", infer_schema=False)
    listed = rows.select(entity="Clean Name", name="Clean Name").unique(
        maintain_order=True
    )
    aliases = (
        rows.drop_nulls("Alias")
        .select(entity="Clean Name", name="Alias")
        .unique(maintain_order=True)
        .filter(pl.len().over("name") == 1)
    )
    folded = pl.col("name").map_elements(fold_identity, return_dtype=pl.String)
    same = listed.select(folded)["name"].implode()
    asked = aliases.filter(~folded.is_in(same))
    title = "Aliases of the 1260H list: `us_1260H_names_aliases.csv`"
    return _retrieval(title, _cases(asked, listed), listed)


def backgrounds() -> list[str]:
    """Count the alerts that names of no listed party raise."""
    with gzip.open(EVAL / "background_trade_names.csv.gz") as file:
        trade = pl.read_csv(file.read(), infer_schema=False)["name_1"].drop_nulls()
    packed = (EVAL / "background_zh_short_names.txt.gz").read_bytes()
    # Two lines say whose list it is; a blank one follows.
    text = gzip.decompress(packed).decode("utf-8-sig").split()[2:]
    short = pl.Series(text, dtype=pl.String)
    everyone = {"trade": trade, "Chinese short": short}
    names = {kind: _unlisted(series) for kind, series in everyone.items()}
    lines = [
        "## Backgrounds: alerts per 1,000 names",
        "",
        "Names equal to a listed one, but for case and punctuation, are left out.",
        "",
        "| names | asked | alerts per 1,000 at the default threshold |",
        "|---|---|---|",
    ]
    for kind, series in names.items():
        asked = _sample(series, LARGE_SAMPLE)
        rate = _alerts(best_scores(asked, ours(asked)), DEFAULT_THRESHOLD)
        lines.append(f"| {kind} | {asked.height:,} | {rate:.1f} |")
    heads = [f"{kind}, {at}" for kind in names for at in (DEFAULT_THRESHOLD, HIGHER)]
    lines += [
        "",
        f"A sample of {SAMPLE:,} each, beside the peers (which see the names that "
        f"publishers print), at {DEFAULT_THRESHOLD} and at {HIGHER}:",
        "",
        f"| matcher | {' | '.join(heads)} |",
        "|---|" + "---|" * len(heads),
    ]
    samples = [_sample(series, SAMPLE) for series in names.values()]
    printed = published(with_entity(listed_names()))
    rows = {OURS: [best_scores(part, ours(part)) for part in samples]}
    for peer in registry.installed(slow=False):
        rows[label(peer)] = [
            best_scores(part, best(registry.run(peer, part, printed)))
            for part in samples
        ]
    for name, found in rows.items():
        cells = [
            f"{_alerts(scores, at):.0f}"
            for scores in found
            for at in (DEFAULT_THRESHOLD, HIGHER)
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def best_scores(cases: pl.DataFrame, scores: pl.DataFrame) -> pl.Series:
    """Return the best score of every case, 0 where nothing was found."""
    return cases.join(scores, on="case", how="left")["score"].fill_null(0.0)


def _retrieval(title: str, cases: pl.DataFrame, listed: pl.DataFrame) -> list[str]:
    lines = [
        f"## {title}",
        "",
        f"{cases.height} queries, {listed.height:,} listed names.",
        "",
        f"| matcher | first | first and at {DEFAULT_THRESHOLD} | "
        f"other names at {DEFAULT_THRESHOLD}, per query |",
        "|---|---|---|---|",
    ]
    for name, match in matchers().items():
        found = match(cases, listed)
        judgements = judged(cases, best(found))
        over = judgements["score"] >= DEFAULT_THRESHOLD
        others = (
            found.filter(pl.col("score") >= DEFAULT_THRESHOLD)
            .select("case", "entity")
            .unique()
            .join(cases, on=["case", "entity"], how="anti")
        )
        lines.append(
            f"| {name} | {share(judgements['first']):.3f} | "
            f"{share(judgements['first'] & over):.3f} | "
            f"{others.height / cases.height:.2f} |"
        )
    return lines


def _cases(asked: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    return (
        asked.join(listed, on="entity", how="semi")
        .select("entity", query="name")
        .with_row_index("case")
    )


def _as_names(listed: pl.DataFrame) -> pl.DataFrame:
    said = {"kind": "primary", "language": "und", "quality": "strong", "source": "list"}
    return listed.select(
        pl.lit("public").alias("list_id"),
        pl.col("entity").alias("entry_id"),
        "name",
        *(pl.lit(value).alias(column) for column, value in said.items()),
        "entity",
    ).select(*NAMES.names(), "entity")


def _unlisted(names: pl.Series) -> pl.Series:
    known = {fold_identity(name) for name in listed_names()["name"]}
    kept = [
        n for n in names.unique(maintain_order=True) if fold_identity(n) not in known
    ]
    return pl.Series(kept, dtype=pl.String)


def _sample(names: pl.Series, size: int) -> pl.DataFrame:
    drawn = names.sample(min(size, len(names)), seed=SEED, shuffle=True)
    return pl.DataFrame({"query": drawn}).with_row_index("case")


def _alerts(scores: pl.Series, threshold: float) -> float:
    return 1000 * share(scores >= threshold)


def _auc(scored: pl.DataFrame) -> float:
    ranks = rankdata(scored["score"].to_numpy())
    same = scored["same"].to_numpy()
    positives, negatives = same.sum(), (~same).sum()
    over = ranks[same].sum() - positives * (positives + 1) / 2
    return float(over / (np.float64(positives) * negatives))


def main() -> None:
    """Measure, print and write; without `../shared` say so and leave the board."""
    if not EVAL.is_dir():
        print(f"skipped: no {EVAL}, so the public sets cannot be measured")
        return
    sections = [
        ["# Public sets", ""]
        + [
            f"`python benchmarks/public_sets.py`; scoring version {SCORING_VERSION}. "
            "First means first alone; a tie with another entity is a miss."
        ]
        + [f"\n{line}" for line in registry.skipped()],
        name_pairs(),
        second_string(),
        defence_list(),
        backgrounds(),
    ]
    text = "\n\n".join("\n".join(lines) for lines in sections) + "\n"
    print(text)
    BOARD.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
