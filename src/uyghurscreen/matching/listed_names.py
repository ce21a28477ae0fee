"""Listed names read once: canonical, with their variants, one row for each key."""

from __future__ import annotations

from typing import Final

import polars as pl

from uyghurscreen.matching.gate import listed_texts
from uyghurscreen.matching.gram_counts import WIDTHS, GramCounts, counted
from uyghurscreen.names.normalize import key
from uyghurscreen.names.structure import CANONICAL, canonical
from uyghurscreen.names.variants import variants

__all__ = ["OF_FORM", "counts_of", "forms_of", "named", "read_names", "strongly"]

_CANONICAL: Final = [name for name in CANONICAL if name != "key"]

OF_FORM: Final = ["key", "variant", "initials", "weak", *_CANONICAL]
"""Columns that tell forms apart."""


def read_names(names: pl.Series, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return names and their variants, canonical, with what each was made as.

    Args:
        names: Distinct names.
        known: What was returned for others: a name in it is not read again.

    Returns:
        Columns `name`, those of `CANONICAL`, `variant` (made from a name, not written)
        and `initials` (made of its initials). A name may have several rows.
    """
    if known is not None:
        new = names.filter(~names.is_in(known["name"].unique().implode()))
        kept = known.filter(pl.col("name").is_in(names.implode()))
        return pl.concat([kept, read_names(new)])
    written = pl.concat([names.to_frame("name"), canonical(names)], how="horizontal")
    made = (
        names.to_frame("name")
        .with_row_index("row")
        .join(variants(names), on="row")
        .rename({"by_equality": "initials"})
    )
    return pl.concat(
        [
            written.with_columns(variant=False, initials=False),
            made.select(*written.columns, pl.lit(True).alias("variant"), "initials"),
        ]
    ).filter(pl.col("key") != "")


def named(names: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """Return rows of `NAMES` with what each name was read as, one for each variant.

    Returns:
        The columns of both, and `weak`: a name that has to be the whole of a query.
    """
    # So have initials.
    weak = pl.col("initials") | (pl.col("quality") == "weak")
    return names.join(read, on="name").with_columns(weak=weak)


def forms_of(named: pl.DataFrame) -> pl.DataFrame:
    """Return what names are read as, once each, sorted by key: see `OF_FORM`.

    What is read otherwise, or counts for less, is another form: what a name is found by
    does not depend on which others have its letters.
    """
    return named.select(OF_FORM).unique().sort(OF_FORM)


def strongly(names: pl.DataFrame) -> pl.Series:
    """Return the names that do not only count as a whole."""
    return names.filter(pl.col("quality") != "weak")["name"]


def counts_of(names: pl.DataFrame, read: pl.DataFrame) -> GramCounts:
    """Count the grams of listed names, of those that are found by them.

    Args:
        names: Schema `NAMES`.
        read: The same names as `read_names` gives them.
    """
    # A name counts once, however its letters are read.
    strong = (
        named(names, read)
        .group_by("key", "variant")
        .agg(
            pl.col(_CANONICAL).sort_by("name", "core", "tokens", "spelled").first(),
            weak=pl.col("weak").all(),
        )
        .filter(~pl.col("weak"))
        .sort("key", "variant")
    )
    written = key(listed_texts(strongly(names), strong["core"]))
    texts = {view: strong[view] for view in WIDTHS if view in CANONICAL}
    texts["written"] = written
    return {view: counted(texts[view], width) for view, width in WIDTHS.items()}
