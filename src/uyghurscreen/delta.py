"""What a change of the lists means for names that were screened before.

Most names have nothing to do with the few entries that a new version changes. If a
listed name is a candidate of a query does not depend on the others (`retrieval`), so
names are held against those entries alone, in their old and their new form. The ones
that have a candidate there are screened in full; what they were before follows from
that (`touched_entries`), and the two are compared. All others are screened as before,
to the bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from uyghurscreen.lists.records import names_of
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.schema import HITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from uyghurscreen.matching.index import NameIndex

__all__ = [
    "DELTA",
    "ENTRY",
    "Changed",
    "changed_entries",
    "changed_names",
    "compare_hits",
    "merge_hits",
    "touched_entries",
]

DELTA: Final = pl.Schema({"change": pl.String(), **HITS})
"""One row per hit that a change of the lists made `new`, `changed` or `withdrawn`.

A `withdrawn` hit is shown as it was. A hit may be withdrawn, or be new, because others
of its query are better now: only so many are kept. A hit is not `changed` if only its
rank or its list's version is another.
"""

_SCREENED: Final = (
    "entry_name",
    "relation",
    "parent_id",
    "names",
    "countries",
    "addresses",
    "sublists",
    "scope",
    "removed_on",
)
"""What a hit may depend on. Citations, policies and dates make no difference to one."""

_PAIR: Final = ["query_id", "list_id", "entry_id"]
ENTRY: Final = ["list_id", "entry_id"]


class Changed(NamedTuple):
    """What a newer version changed."""

    entries: pl.DataFrame
    """See `changed_entries`."""

    names: NameIndex
    """See `changed_names`."""


def changed_entries(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return the ids of entries that hits may see a difference in.

    Args:
        old: The entries before, schema `ENTRIES`.
        new: The entries after.

    Returns:
        Columns `list_id` and `entry_id`, sorted.

    Example:
        >>> from uyghurscreen.lists.records import Record, to_entries
        >>> old = to_entries("demo", [Record(name="Acme")], source_class="law")
        >>> new = old.with_columns(scope=pl.lit("and subsidiaries"))
        >>> changed_entries(old, old).height, changed_entries(old, new).height
        (0, 1)
    """
    before, after = (
        frame.select(*ENTRY, told=pl.struct(_SCREENED).struct.json_encode())
        for frame in (old, new)
    )
    found = [
        before.join(after, on=before.columns, how="anti"),
        after.join(before, on=after.columns, how="anti"),
    ]
    return pl.concat(found).select(ENTRY).unique().sort(ENTRY)


def changed_names(
    old: pl.DataFrame, new: pl.DataFrame, changed: pl.DataFrame
) -> pl.DataFrame:
    """Return the names of the entries that changed, as they were and as they are.

    Args:
        old: The entries before, schema `ENTRIES`.
        new: The entries after.
        changed: See `changed_entries`.

    Returns:
        Schema `NAMES`, distinct.
    """
    before = names_of(old.join(changed, on=ENTRY, how="semi"))
    names = pl.concat([before, names_of(new)]).unique(maintain_order=True)
    names = names.with_columns(key(fold(names["name"])).alias("key"))
    own = names.join(changed, on=ENTRY, how="semi")
    # The same name may be read as another entry writes it.
    return names.join(own, on="key", how="semi").drop("key")


def touched_entries(
    changed: Changed, index: NameIndex
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the entries that pairs may be other with, and those that takes to tell.

    An entry is touched if it changed, or bears a name that one which changed bears as
    well: that may be read as the other writes it. To tell what its names score, all
    entries are needed that share one with it.

    Args:
        changed: What changed.
        index: All names as they are.

    Returns:
        Columns `list_id` and `entry_id`, twice.
    """
    borne = index.listings.join(index.forms, on="form")

    def with_bearers(ids: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
        bearers = borne.filter(pl.col("key").is_in(keys.unique().implode()))
        return pl.concat([ids, bearers.select(ENTRY)]).unique()

    keys = changed.names.forms["key"]
    touched = with_bearers(changed.entries, keys)
    shared = borne.join(touched, on=ENTRY, how="semi")["key"]
    return touched, with_bearers(touched, pl.concat([keys, shared]))


def compare_hits(
    before: pl.DataFrame, after: pl.DataFrame, ids: pl.Series
) -> pl.DataFrame:
    """Return what is different between two results for the same queries.

    Args:
        before: The hits against the older versions.
        after: The hits against the newer versions.
        ids: The `query_id` of every query, in their order.

    Returns:
        Schema `DELTA`, sorted as hits are.
    """
    content = [name for name in HITS.names() if name not in ("rank", "list_version")]
    known = after.join(before, on=_PAIR, how="semi")
    parts = {
        "new": after.join(before, on=_PAIR, how="anti"),
        "changed": known.join(before, on=content, how="anti", nulls_equal=True),
        "withdrawn": before.join(after, on=_PAIR, how="anti"),
    }
    found = [
        part.select(pl.lit(change).alias("change"), *HITS.names())
        for change, part in parts.items()
    ]
    return _in_order(pl.concat(found), ids)


def merge_hits(
    hits: pl.DataFrame,
    delta: pl.DataFrame,
    ids: pl.Series,
    versions: Mapping[str, str],
) -> pl.DataFrame:
    """Return an earlier result as a full screen would give it now.

    Args:
        hits: The hits against the older versions.
        delta: What `rescreen` found since, schema `DELTA`.
        ids: The `query_id` of every query, in their order.
        versions: The newer versions, by list id.

    Returns:
        Schema `HITS`, sorted as hits are.
    """
    kept = hits.join(delta, on=_PAIR, how="anti").with_columns(
        list_version=pl.col("list_id").replace(dict(versions))
    )
    now = delta.filter(pl.col("change") != "withdrawn").drop("change")
    best = pl.col("score").rank("min", descending=True).over("query_id").cast(pl.Int64)
    merged = pl.concat([kept, now]).with_columns(rank=best)
    return _in_order(merged, ids)


def _in_order(hits: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    order = ids.alias("query_id").to_frame().with_row_index("row")
    return (
        hits.join(order, on="query_id", how="left", maintain_order="left")
        .sort(
            ["row", "score", "list_id", "entry_id"],
            descending=[False, True, False, False],
        )
        .drop("row")
    )
