"""The labelled cases, joined to the lists, and split in two by entity.

`cases/positives_*.csv` name a listed entry each query must find; `cases/clean.csv`
holds names that must not alert. Files of either kind whose name starts with `blind_`
were written after the matcher: no half has them. An entity is a group of entries, on
whatever list, that have a name in common.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polars as pl

from uyghurscreen import Screener
from uyghurscreen.lists.records import fold_identity, names_of
from uyghurscreen.matching.index import NameIndex

FOLDER = Path(__file__).parent / "cases"
BLIND = "blind_"
COLUMNS = ["phenomenon", "query", "country", "list_id", "entry_name", "note"]


def load_cases(folder: Path = FOLDER) -> pl.DataFrame:
    """Return the cases: `COLUMNS`, `positive`, `entity` and `half` (fit or test)."""
    # Near-misses of an entity stay with it, so that nothing of it is in both halves.
    return _read(
        path
        for kind in ("positives_*", "clean*")
        for path in folder.glob(f"{kind}.csv")
    ).with_columns(
        half=pl.coalesce("entity", "query").map_elements(_half, return_dtype=pl.String)
    )


def load_blind(folder: Path = FOLDER) -> pl.DataFrame:
    """Return the blind cases, if there are any: `COLUMNS`, `positive`, `entity`."""
    return _read(folder.glob(f"{BLIND}*.csv"))


@cache
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


@cache
def listed_names() -> pl.DataFrame:
    """Return the names of the default lists, schema `NAMES`."""
    return names_of(Screener().entries)


def with_entity(names: pl.DataFrame) -> pl.DataFrame:
    """Return names with the `entity` of their entry."""
    groups = entities().select("entry_id", "entity")
    return names.join(groups, on="entry_id", maintain_order="left")


def published(names: pl.DataFrame) -> pl.DataFrame:
    """Return the names that the publishers print, without those this package adds."""
    return names.filter(pl.col("source").is_in(["list", "csl"]))


def index() -> NameIndex:
    """Return the index of the default lists."""
    return NameIndex(listed_names())


def _half(text: str) -> str:
    return "fit" if hashlib.sha256(text.encode()).digest()[0] % 2 else "test"


def _read(paths: Iterable[Path]) -> pl.DataFrame:
    frames = [
        pl.read_csv(path, infer_schema=False)
        .select(COLUMNS)
        .with_columns(positive=pl.lit("positives" in path.stem))
        for path in sorted(paths)
    ]
    empty = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    cases = pl.concat(
        [empty.with_columns(positive=pl.lit(False)), *frames]
    ).with_row_index("case")
    of_entry = entities().group_by("list_id", "entry_name").agg(pl.col("entity").min())
    joined = cases.join(of_entry, on=["list_id", "entry_name"], how="left")
    lost = joined.filter("positive", pl.col("entity").is_null())
    if lost.height:
        raise SystemExit(
            f"no such entry: {lost.select('list_id', 'entry_name').rows()}"
        )
    return joined.sort("case")
