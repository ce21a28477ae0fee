"""Names side by side for people: each word of a query, and what it is in the entry."""

from __future__ import annotations

import polars as pl

from uyghurscreen.matching.alignment import ROLES, counterparts, name_words

__all__ = ["side_by_side"]


def side_by_side(queries: pl.Series, listed: pl.Series) -> pl.DataFrame:
    """Return the words of pairs of spelled names, each pair in the order of its query.

    Args:
        queries: Names as `names.structure` spells them.
        listed: As many other names, likewise.

    Returns:
        `pair` (row number), `role`, `word`, `counterpart`, `relation`, `matched` and
        `left` (the weight that the word has in common with the other name, and on its
        own). Words of the listed name that are nobody's counterpart come last in their
        pair, `word` being null.

    Example:
        >>> words = side_by_side(
        ...     pl.Series(["haolin #hair"]), pl.Series(["@hotan|hetian haolin"])
        ... )
        >>> words["relation"].to_list()
        ['same', 'missing', 'missing']
    """
    number = pl.int_range(len(queries), dtype=pl.UInt32, eager=True)
    pairs = pl.DataFrame({"pair": number, "query": number, "form": number})
    own = name_words(queries).rename({"name": "pair", "position": "q_position"})
    other = name_words(listed).rename({"name": "pair", "position": "l_position"})
    found = counterparts(pairs, name_words(queries), name_words(listed))
    # Words of a compound all stand for each other; what is written alike comes first.
    best = (
        found.with_columns(other=pl.col("relation") != "same")
        .sort(
            ["pair", "likeness", "other", "l_position", "q_position"],
            descending=[False, True, False, False, False],
        )
        .unique(["pair", "q_position"], keep="first", maintain_order=True)
        .drop("other")
    )
    likeness = pl.col("likeness").fill_null(0)
    role = pl.col("mark").replace_strict(ROLES).alias("role")
    words = (
        own.join(best, on=["pair", "q_position"], how="left")
        .join(
            other.select("pair", "l_position", counterpart="word", meant="mark"),
            on=["pair", "l_position"],
            how="left",
        )
        # A word with a slip is read as a brand, but it is what it was meant to be.
        .with_columns(
            mark=pl.when(pl.col("mark") == "")
            .then(pl.col("meant").fill_null(""))
            .otherwise("mark")
        )
        .select(
            "pair",
            role,
            "word",
            "counterpart",
            pl.col("relation").fill_null("missing"),
            matched=pl.col("weight") * likeness,
            left=pl.col("weight") * (1 - likeness),
            alone=pl.lit(False),
            position="q_position",
        )
    )
    missing = other.join(found, on=["pair", "l_position"], how="anti").select(
        "pair",
        role,
        word=pl.lit(None, pl.String),
        counterpart="word",
        relation=pl.lit("missing"),
        matched=pl.lit(0.0),
        left="weight",
        alone=pl.lit(True),
        position="l_position",
    )
    return (
        pl.concat([words, missing], how="vertical_relaxed")
        .sort("pair", "alone", "position")
        .drop("alone", "position")
    )
