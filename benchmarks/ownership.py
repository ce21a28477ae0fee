"""How long it takes to follow a million holdings; prints a line per step.

    python benchmarks/ownership.py
    python benchmarks/ownership.py --edges 100000

The table is made: companies own others at random, in chains and rings, with one share
in fifty unknown; one owner in two thousand has a listed name. Owners are screened like
any caller's, so the first line includes building the index of the lists.
"""

from __future__ import annotations

import argparse
import time
import warnings

import numpy as np
import polars as pl

from uyghurscreen import Screener, ownership
from uyghurscreen.holdings import read_holdings

SEED = 20261129
WORDS = [
    *("Albion", "Brava", "Cresta", "Dorval", "Elmira", "Fennel", "Galdor", "Hestia"),
    *("Ilmari", "Jorvik", "Kestrel", "Lomond", "Marlow", "Nerine", "Ostara", "Pelham"),
    *("Quorn", "Rhodes", "Selwyn", "Tarn"),
]
TRADES = ("Foods", "Timber", "Freight", "Ceramics", "Optics", "Dairy", "Tools", "Paper")


def made(edges: int) -> pl.DataFrame:
    """Return a table of owners, `owner, owned, percent`."""
    rng = np.random.default_rng(SEED)
    size = edges // 2
    number = np.arange(size)
    listed = Screener().entries.filter(relation="listed")["names"].list.first()
    listed = listed.struct.field("name").drop_nulls().sort()
    names = (
        pl.DataFrame(
            {
                "first": pl.Series(WORDS).gather(number % len(WORDS)),
                "second": pl.Series(WORDS).gather(number // 20 % len(WORDS)),
                "trade": pl.Series(TRADES).gather(number // 400 % len(TRADES)),
                "number": number // 3200,
            }
        )
        .select(pl.concat_str("first", "second", "trade", "number", separator=" "))
        .to_series()
    )
    chosen = rng.choice(size, size // 2000, replace=False)
    names = names.scatter(chosen, listed.gather(chosen % len(listed)))
    owned = np.sort(rng.integers(0, size, edges))
    # Most are owned by one of the last few, which makes chains; some by anybody, which
    # makes rings.
    owner = (owned - rng.integers(1, 50, edges)) % size
    anybody = rng.random(edges) < 0.1
    owner[anybody] = rng.integers(0, size, int(anybody.sum()))
    # Owners share what there is, most of the time not all of it.
    weight = rng.random(edges) ** 2
    whole = np.bincount(owned, weights=weight, minlength=size)[owned]
    percent = np.floor(1000 * weight / np.maximum(whole, rng.random(edges))) / 10
    percent[rng.random(edges) < 0.02] = np.nan
    return pl.DataFrame(
        {"owner": names.gather(owner), "owned": names.gather(owned), "percent": percent}
    ).with_columns(pl.col("percent").fill_nan(None))


def clocks() -> tuple[float, float]:
    """Return the time by the wall, and that of all processors used."""
    return time.perf_counter(), time.process_time()


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--edges", type=int, default=1_000_000)
    edges = made(parser.parse_args().edges)
    columns = {"owner": "owner", "owned": "owned", "percent": "percent"}
    warnings.simplefilter("ignore")
    begun = clocks()

    def step(what: str) -> None:
        nonlocal begun
        wall, used = (now - then for now, then in zip(clocks(), begun, strict=True))
        print(f"{wall:6.2f} s, {used:6.2f} s of processors: {what}")
        begun = clocks()

    hits = ownership.owners(edges, screener=Screener())
    step(f"owners screened: {hits['query_name'].n_unique():,} with a hit")
    read_holdings(edges, **columns, source=None, dated=None, as_of=None)
    step(f"{edges.height:,} holdings read and checked")
    sure = hits.filter(pl.col("band").is_in(["exact", "strong"]))
    found = ownership.affiliates(edges, hits=sure)
    step(f"read again, and followed: {found.height:,} companies below listed owners")


if __name__ == "__main__":
    main()
