"""A job that runs every day: update the lists, screen, write what is new, partitioned.

    python daily.py suppliers.parquet --name supplier --id vendor_no --to out

Under `out` every day is a partition, whole or not there:

    hits/day=2026-11-29/hits.parquet              all hits of the day
    hits/day=2026-11-29/hits.parquet.manifest.json   what they were made of
    changes/day=2026-11-29/changes.parquet        what is not as on the day before

The job can be run again, for the same day too: from the same file and lists come the
same bytes, and then nothing is touched. It can be cut off at any point; a half-written
day begins with a dot and is done anew. Exit code 0: nothing is new, 1: something is for
people to judge, 3: a list is too old, and nothing was screened.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

import uyghurscreen as us
from uyghurscreen.manifest import RunManifest
from uyghurscreen.runs import Request, make
from uyghurscreen.saving import save

HITS = "hits.parquet"


def update() -> list[str]:
    """Bring the lists up to date; return what failed, and stays what it was."""
    outcomes = us.lists.update().filter(outcome="failed")
    return [f"{row['list_id']}: {row['message']}" for row in outcomes.to_dicts()]


def screen(request: Request, to: Path, day: str) -> bool:
    """Write the hits of a day; return whether they were not there yet."""
    made = make(request)
    partition = to / "hits" / f"day={day}"
    there = partition / f"{HITS}.manifest.json"
    if there.is_file() and RunManifest.read(there).run_id == made.manifest.run_id:
        return False
    begun = _begin(partition)
    save(made, begun / HITS)
    _finish(begun, partition)
    return True


def compare(to: Path, day: str) -> pl.DataFrame:
    """Write what is not as on the day before that was screened, and return it."""
    days = sorted(path.name for path in (to / "hits").glob("day=*"))
    earlier = [name for name in days if name < f"day={day}"]
    after = pl.read_parquet(to / "hits" / f"day={day}" / HITS, hive_partitioning=False)
    before = after.clear()
    if earlier:
        path = to / "hits" / earlier[-1] / HITS
        before = pl.read_parquet(path, hive_partitioning=False)
    ids = pl.concat([after["query_id"], before["query_id"]]).unique().sort()
    changes = us.delta.compare_hits(before, after, ids)
    partition = to / "changes" / f"day={day}"
    begun = _begin(partition)
    changes.write_parquet(begun / "changes.parquet")
    _finish(begun, partition)
    return changes


def _begin(partition: Path) -> Path:
    begun = partition.with_name(f".{partition.name}")
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(parents=True)
    return begun


def _finish(begun: Path, partition: Path) -> None:
    if partition.exists():
        shutil.rmtree(partition)
    begun.rename(partition)


def main(arguments: list[str] | None = None) -> int:
    """Run the job for a day."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--id", required=True)
    parser.add_argument("--country")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--day", default=f"{datetime.now(UTC):%Y-%m-%d}")
    parser.add_argument("--no-update", action="store_true")
    parser.add_argument("--allow-stale", action="store_true")
    asked = parser.parse_args(arguments)
    for failure in [] if asked.no_update else update():
        print(f"not updated: {failure}", file=sys.stderr)
    request = Request(
        files=(asked.file,),
        name=asked.name,
        id=asked.id,
        country=asked.country,
        strict=not asked.allow_stale,
    )
    try:
        written = screen(request, asked.to, asked.day)
    except us.errors.StaleListError as error:
        print(error, file=sys.stderr)
        return 3
    changes = compare(asked.to, asked.day)
    # Counts alone: names do not belong into the log of a scheduler.
    counts = dict(changes["change"].value_counts().sort("change").rows())
    print(f"{asked.day}: {'written' if written else 'as before'}, changes: {counts}")
    return int(changes.filter(pl.col("change") != "withdrawn").height > 0)


if __name__ == "__main__":
    sys.exit(main())
