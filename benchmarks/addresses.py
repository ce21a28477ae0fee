"""The board of addresses: recall against alerts on addresses that must not alert.

    python benchmarks/addresses.py        # the testing half, to addresses.md
    python benchmarks/addresses.py --fit  # the fitting half, to the screen

A positive case is found if a hit above the threshold is the listed address it was made
of, or an entry that lists that address too, among the best five. A clean case alerts if
anything hits. A case and its near-misses are in one half.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import polars as pl

import uyghurscreen as us
from uyghurscreen.addresses import ADDRESS_THRESHOLD

HERE = Path(__file__).parent
BOARD = HERE / "addresses.md"
SHARE = 0.01
HEAD = """# Addresses

The testing half; `python benchmarks/addresses.py`. The positive cases are the Entity
List's address-only entries and some 160 other listed addresses, put in upper case, in
another order, without a part, with slips and abbreviations by a script, and 61 written
by hand in Chinese, Russian, Turkish and the ways of the Emirates. The clean cases are
another room of a listed building, another number of a listed street (both where no
such address is listed), and made-up addresses in real streets of the same cities. They
are harder than a book of suppliers, and no native reader has checked them.

"""


def load_cases(half: str) -> pl.DataFrame:
    """Return the cases of one half, `fit` or `test`, with `positive`."""
    frames = [
        pl.read_csv(HERE / "cases" / f"addresses_{name}.csv").with_columns(
            positive=pl.lit(name == "positives")
        )
        for name in ("positives", "clean")
    ]
    cases = pl.concat(frames, how="vertical_relaxed")
    key = pl.coalesce("listed_address", "query")
    side = key.map_elements(_half, return_dtype=pl.String)
    return cases.filter(side == half).with_row_index("id")


def judge(cases: pl.DataFrame) -> pl.DataFrame:
    """Return the cases with the `score` that counts: of the right hit, or of any."""
    entries = us.lists.entries("entity_list")
    owners = entries.select("entry_id", listed_address="addresses").explode(
        "listed_address"
    )
    hits = us.screen_addresses(
        cases, address="query", id="id", threshold=0.0, lists=["entity_list"]
    )
    right = cases.select(query_id="id", listed_address="listed_address").join(
        owners, on="listed_address"
    )
    found = hits.join(right, on=["query_id", "entry_id"], how="semi")
    best = hits.group_by("query_id").agg(top=pl.col("score").max())
    own = found.group_by("query_id").agg(own=pl.col("score").max())
    return (
        cases.join(best, left_on="id", right_on="query_id", how="left")
        .join(own, left_on="id", right_on="query_id", how="left")
        .with_columns(
            score=pl.when("positive").then("own").otherwise("top").fill_null(0.0)
        )
        .sort("id")
    )


def threshold_at(judged: pl.DataFrame, share: float) -> float:
    """Return the threshold at which no more than a share of clean cases alert."""
    clean = judged.filter(~pl.col("positive"))["score"].sort(descending=True)
    return float(clean[int(len(clean) * share)]) + 1e-6


def board(judged: pl.DataFrame) -> str:
    """Return the board of some judged cases as Markdown."""
    positive, clean = judged.filter("positive"), judged.filter(~pl.col("positive"))
    strict = threshold_at(judged, SHARE)
    lines = [
        f"{positive.height} positive cases, {clean.height} clean addresses; "
        f"{ADDRESS_THRESHOLD} is the default threshold, {strict:.3f} that at which "
        f"{SHARE:.0%} of the clean ones alert.",
        "",
        "| cases | number | recall at default | recall at 1 % |",
        "|---|---|---|---|",
    ]
    groups = [("all positives", positive)]
    only = positive.filter(pl.col("note") == "an address-only entry")
    groups.append(("of address-only entries", only))
    groups += [
        (str(key[0]), g)
        for key, g in positive.sort("phenomenon").group_by(
            "phenomenon", maintain_order=True
        )
    ]
    for name, group in groups:
        at = [(group["score"] >= t).mean() for t in (ADDRESS_THRESHOLD, strict)]
        lines.append(f"| {name} | {group.height} | {at[0]:.3f} | {at[1]:.3f} |")
    lines += [
        "",
        "| clean cases | number | alert at default | at 1 % |",
        "|---|---|---|---|",
    ]
    groups = [("all", clean)]
    groups += [
        (str(key[0]), g)
        for key, g in clean.sort("phenomenon").group_by(
            "phenomenon", maintain_order=True
        )
    ]
    for name, group in groups:
        counts = [(group["score"] >= t).sum() for t in (ADDRESS_THRESHOLD, strict)]
        lines.append(f"| {name} | {group.height} | {counts[0]} | {counts[1]} |")
    return "\n".join([*lines, ""])


def _half(text: str) -> str:
    return "fit" if hashlib.sha256(text.encode()).digest()[0] % 2 else "test"


if __name__ == "__main__":
    if "--fit" in sys.argv:
        judged = judge(load_cases("fit"))
        print(board(judged))
        pl.Config.set_tbl_rows(80)
        wrong = judged.filter(
            pl.col("positive") == (pl.col("score") < ADDRESS_THRESHOLD)
        )
        for row in wrong.sort("phenomenon", "query").iter_rows(named=True):
            print(
                f"{row['phenomenon']} {row['score']:.2f} {row['query']} | "
                f"{row['listed_address']}"
            )
    else:
        BOARD.write_text(HEAD + board(judge(load_cases("test"))), encoding="utf-8")
