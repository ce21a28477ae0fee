"""The labelled cases, joined to the lists, and split in two by entity.

`cases/positives_*.csv` name a listed entry each query must find; `cases/clean.csv`
holds names that must not alert. An entity is a group of entries, on whatever list, that
have a name in common.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl

from uyghurscreen import Screener
from uyghurscreen.lists.records import fold_identity, names_of
from uyghurscreen.matching.index import NameIndex

FOLDER = Path(__file__).parent / "cases"
COLUMNS = ["phenomenon", "query", "country", "list_id", "entry_name", "note"]


def load_cases() -> pl.DataFrame:
    """Return all cases: `COLUMNS`, `positive`, `entity` and `half` (fit or test)."""
    frames = []
    for path in sorted(FOLDER.glob("*.csv")):
        frame = pl.read_csv(path, infer_schema=False).select(COLUMNS)
        frames.append(frame.with_columns(positive=pl.lit(path.stem != "clean")))
    cases = pl.concat(frames).with_row_index("case")
    of_entry = entities().group_by("list_id", "entry_name").agg(pl.col("entity").min())
    joined = cases.join(of_entry, on=["list_id", "entry_name"], how="left")
    lost = joined.filter("positive", pl.col("entity").is_null())
    if lost.height:
        raise SystemExit(
            f"no such entry: {lost.select('list_id', 'entry_name').rows()}"
        )
    # Near-misses of an entity stay with it, so that nothing of it is in both halves.
    return joined.sort("case").with_columns(
        half=pl.coalesce("entity", "query").map_elements(_half, return_dtype=pl.String)
    )


def entities() -> pl.DataFrame:
    """Return every default entry with its `entity`: `list_id`, `entry_id`, its name."""
    entries = Screener().entries
    parent: dict[str, str] = {}

    def root(entry: str) -> str:
        while parent.setdefault(entry, entry) != entry:
            entry = parent[entry]
        return entry

    strong = listed_names().filter(pl.col("quality") == "strong")
    keys = strong.with_columns(
        key=pl.col("name").map_elements(fold_identity, return_dtype=pl.String)
    ).filter(pl.col("key") != "")
    sharing = keys.group_by("key", maintain_order=True).agg("entry_id")["entry_id"]
    for together in sharing.to_list():
        for entry in together[1:]:
            first, second = sorted((root(together[0]), root(entry)))
            parent[second] = first
    return entries.select(
        "list_id",
        "entry_id",
        "entry_name",
        entity=pl.col("entry_id").map_elements(root, return_dtype=pl.String),
    )


def listed_names() -> pl.DataFrame:
    """Return the names of the default lists, schema `NAMES`."""
    return names_of(Screener().entries)


def index() -> NameIndex:
    """Return the index of the default lists."""
    return NameIndex(listed_names())


def _half(text: str) -> str:
    return "fit" if hashlib.sha256(text.encode()).digest()[0] % 2 else "test"
