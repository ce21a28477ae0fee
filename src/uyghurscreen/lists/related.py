"""Who is listed under whom, and in which words of which listing.

Four sources, all of them the listings' own text: bodies that an entry names (entries
with a parent); clauses that cover bodies without naming them; what a notice or a name
says in words (`data/relations/stated.csv`); and names that begin with the name of
their group (`data/relations/groups.csv`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from uyghurscreen.schema import RELATIONS

__all__ = ["parent_of", "read", "said_of"]

_COVERS: Final = (
    r"(?i)\b(?:subsidiar|subordinate|affiliat|sub-unit|operating units|any nuclear)"
)
_HEADING: Final = " subordinate institution: "
"""Parts, in the name of a row that lists nobody itself, the parent from the body."""

_LABORATORIES: Final = "major defence laboratories"


def read(entries: pl.DataFrame) -> pl.DataFrame:
    """Return the relations among entries, schema `RELATIONS`.

    A parent that is on none of the lists given is left out with its rows.

    Args:
        entries: Schema `ENTRIES`, of any number of lists.

    Example:
        >>> from uyghurscreen.lists.records import Record, to_entries
        >>> record = Record(name="Acme Ltd.", scope="and subsidiaries")
        >>> read(to_entries("demo", [record], source_class="law"))["relation"].item()
        'covered_by_scope'
    """
    parts = [
        _named_under(entries),
        _covered(entries),
        _stated(entries, entries),
        _members(entries, entries),
    ]
    return (
        pl.concat([part.select(RELATIONS.names()) for part in parts])
        .unique(["list_id", "related_id", "parent_id"], keep="first")
        .sort("list_id", "parent_name", "relation", "related_name", "related_id")
    )


def parent_of(
    entry: Mapping[str, object], entries: pl.DataFrame
) -> tuple[str, str] | None:
    """Return the id and the name of the entry another is listed under, if any."""
    found = _parents(
        entries.filter(pl.col("entry_id").eq_missing(entry["parent_id"])), entries
    )
    return None if found.is_empty() else found.row(0)[1:]


def said_of(entry: Mapping[str, object], entries: pl.DataFrame) -> str | None:
    """Return what a notice or a name says of the parent of an entry listed itself."""
    itself = entries.filter(
        pl.col("entry_id") == entry["entry_id"], pl.col("list_id") == entry["list_id"]
    )
    for find in (_stated, _members):
        found = find(entries, itself)
        if found.height:
            row = found.row(0, named=True)
            return (
                f"{row['relation']} of {row['parent_name']}, in the words "
                f"“{row['words']}” ({row['source']})"
            )
    return None


def _parents(heads: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Return, per head entry, who that is: `head, parent_id, parent_name`.

    A row of the Entity List may only introduce a body under an entry of another row;
    that entry is the parent then.
    """
    named = entries.filter(pl.col("names").list.len() > 0).select(
        "list_id", other_id="entry_id", name="entry_name"
    )
    return (
        heads.select(
            "list_id",
            head="entry_id",
            name=pl.col("entry_name").str.split(_HEADING).list.first(),
        )
        .join(
            named.unique(["list_id", "name"], keep="first", maintain_order=True),
            on=["list_id", "name"],
            how="left",
            maintain_order="left",
        )
        .select(
            "head",
            parent_id=pl.when(pl.col("head").is_in(named["other_id"].implode()))
            .then("head")
            .otherwise(pl.coalesce("other_id", "head")),
            parent_name="name",
        )
    )


def _named_under(entries: pl.DataFrame) -> pl.DataFrame:
    below = entries.filter(pl.col("parent_id").is_not_null())
    heads = entries.filter(pl.col("entry_id").is_in(below["parent_id"].implode()))
    of_aspi = pl.col("list_id") == "aspi_universities"
    laboratory = pl.col("scope").str.starts_with(_LABORATORIES)
    return (
        below.rename({"parent_id": "head"})
        .join(_parents(heads, entries), on="head")
        .select(
            "list_id",
            related_id="entry_id",
            related_name="entry_name",
            relation=pl.when(of_aspi & laboratory)
            .then(pl.lit("laboratory"))
            .when(of_aspi | (pl.col("list_id") == "uflpa"))
            .then(pl.lit("subsidiary"))
            .otherwise("relation"),
            parent_list_id="list_id",
            parent_id="parent_id",
            parent_name="parent_name",
            words="scope",
            source=_citations(),
        )
    )


def _covered(entries: pl.DataFrame) -> pl.DataFrame:
    widened = entries.filter(
        pl.col("parent_id").is_null() & pl.col("scope").str.contains(_COVERS)
    )
    return widened.select(
        "list_id",
        related_id=pl.lit(None, pl.String),
        related_name=pl.lit(None, pl.String),
        relation=pl.lit("covered_by_scope"),
        parent_list_id="list_id",
        parent_id="entry_id",
        parent_name="entry_name",
        words="scope",
        source=_citations(),
    )


def _stated(entries: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    table = _table("stated")
    related = _by_name(of, "related")
    parents = _by_name(entries, "parent")
    return table.join(
        related,
        left_on=["list_id", "related_name"],
        right_on=["related_list_id", "related_name"],
    ).join(parents, on=["parent_list_id", "parent_name"])


def _members(entries: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """Return entries whose name begins with the name of a group: the longest counts."""
    groups = _table("groups")
    return (
        of.filter(pl.col("parent_id").is_null() & (pl.col("names").list.len() > 0))
        .select(
            "list_id",
            related_id="entry_id",
            related_name="entry_name",
            source=_citations(),
        )
        .join(groups, on="list_id")
        .filter(pl.col("related_name").str.starts_with(pl.col("starts_with")))
        .join(_by_name(entries, "parent"), on=["parent_list_id", "parent_name"])
        .filter(pl.col("parent_id") != pl.col("related_id"))
        .sort(pl.col("starts_with").str.len_chars(), descending=True)
        .unique("related_id", keep="first", maintain_order=True)
        .with_columns(
            relation=pl.lit("member"), words=pl.col("starts_with").str.strip_chars()
        )
    )


def _by_name(entries: pl.DataFrame, role: str) -> pl.DataFrame:
    """Return the entries that list a name, the columns named for their role."""
    named = entries.filter(pl.col("names").list.len() > 0)
    return named.unique(
        ["list_id", "entry_name"], keep="first", maintain_order=True
    ).select(
        pl.col("list_id").alias(f"{role}_list_id"),
        pl.col("entry_id").alias(f"{role}_id"),
        pl.col("entry_name").alias(f"{role}_name"),
    )


def _citations() -> pl.Expr:
    return pl.col("citations").list.join(", ")


@cache
def _table(name: str) -> pl.DataFrame:
    path = files("uyghurscreen.data").joinpath(f"relations/{name}.csv")
    return pl.read_csv(path.read_bytes(), infer_schema=False)
