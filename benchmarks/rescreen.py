"""What rescreening costs beside a full screen, and that the two agree.

    python benchmarks/rescreen.py                     # 100,000 names, 40 entries
    python benchmarks/rescreen.py --names 1000000 --entries 10
    python benchmarks/rescreen.py --lists default     # or all: the cost is the same

The older version is the Entity List without some of its entries, in a store that is
thrown away. Times are of the processor, not of the clock, so that a busy machine
matters less; each is the least of some rounds. Decision 16 has the figures.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from workload.sets import volume_set

from uyghurscreen import Screener, lists
from uyghurscreen.delta import merge_hits
from uyghurscreen.lists import embedded, snapshot, store
from uyghurscreen.lists.catalog import DEFAULT_LISTS
from uyghurscreen.matching.pairs import with_candidates

LISTS = {
    "one": ["entity_list"],
    "default": list(DEFAULT_LISTS),
    "all": sorted(set(lists.versions()["list_id"])),
}
ROUNDS = 3
LISTED = 10_000


def older(entries: int) -> str:
    """Store the Entity List without some entries; return the version."""
    info = embedded.find("entity_list")
    assert info is not None
    every = lists.entries("entity_list").sort("entry_id")
    parents = every["parent_id"].drop_nulls().unique().implode()
    alone = every.filter(
        pl.col("relation") == "listed",
        pl.col("names").list.len() > 0,
        ~pl.col("entry_id").is_in(parents),
    )
    came = alone.gather_every(alone.height // entries).head(entries)
    facts = info.model_dump(exclude={"raw"}) | {
        "as_of": info.as_of - timedelta(days=30),
        "min_entries": 1,
        "probes": (),
    }
    without = every.join(came, on="entry_id", how="anti")
    return store.add(*snapshot.make(facts, without, info.raw)).version


def timed(what: str, call: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """Print the processor seconds of a call, the least of some rounds."""
    least = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        result = call()
        least = min(least, time.process_time() - began)
    print(f"{what:45} {least:6.2f} s")
    return result


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=40)
    parser.add_argument("--lists", choices=LISTS, default="one")
    parser.add_argument("--own", action="store_true", help="and all listed names")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    with TemporaryDirectory() as folder:
        os.environ["UYGHURSCREEN_HOME"] = folder
        work = volume_set(LISTED, asked.names, 7, Path(folder))
        names = pl.read_parquet(work.queries)["name"]
        if asked.own:
            known = lists.entries("entity_list").sort("entry_id")["entry_name"]
            names = pl.concat([names, known])
        frame = pl.DataFrame({"name": names})
        chosen = LISTS[asked.lists]
        since = {"entity_list": older(asked.entries)}

        def now() -> Screener:
            return Screener(chosen)

        then = Screener(chosen, versions=since)
        before = then.screen(frame)
        timed("full screen, index to be built", lambda: now().screen(frame))
        screener = now()
        screener.screen_name("Acme")
        after = timed("full screen again", lambda: screener.screen(frame))
        timed(
            "rescreen, indexes to be built", lambda: now().rescreen(frame, since=since)
        )
        delta = timed("rescreen again", lambda: screener.rescreen(frame, since=since))
        every = frame["name"].unique(maintain_order=True)
        changed = screener._changed_since(
            screener._as_of({**screener.versions, **since})
        )
        affected = every[with_candidates(every, changed.names)]
        others = frame.filter(~pl.col("name").is_in(affected.implode()))
        timed("full screen of the others, from nothing", lambda: now().screen(others))
        timed(
            "rescreen of the others, from nothing",
            lambda: now().rescreen(others, since=since),
        )
        ids = pl.int_range(frame.height, dtype=pl.Int64, eager=True)
        merged = merge_hits(before, delta, ids, screener.versions)
        told = {
            "names": frame,
            "names affected": affected.to_frame(),
            "hits": after,
            "hits that are different": delta,
        }
        for what, found in told.items():
            print(f"{what:45} {found.height:6,}")
        print(f"{'merged is what a full screen gives':45} {merged.equals(after)}")


if __name__ == "__main__":
    main()
