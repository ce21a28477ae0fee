"""Two names side by side, word by word: what each word is in the other name.

A name is a row of words, each with a role (place, company word, number, or brand, which
has no mark), the label it is read as, and a weight that says how rare it is. Two words
are counterparts if they are read alike (`same`, or `exonym` and `concept` where they
are written differently), or, unless both are known, if they are spelled almost alike.
Words that are joined in one name and apart in the other are counterparts as well.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, LCSseq

from uyghurscreen.matching.rarity import RAREST, word_weights
from uyghurscreen.names.known_words import place_ancestors, word_labels
from uyghurscreen.names.sound import sound

__all__ = ["LOOK_ALIKE", "MOST", "ROLES", "counterparts", "name_words"]

ROLES: Final = {"": "brand", "@": "place", "#": "word", "%": "number"}
"""What a mark says of a word."""

MOST: Final = {"": RAREST, "@": 6.0, "#": 6.0, "%": 6.0}
"""The most a word of a role can weigh."""

_LONGEST_JOIN: Final = 4
"""Words read as one, at most, in looking for joined and split words."""

_JOINED: Final = 5
"""Letters of a word that others may be joined to, at least."""


def name_words(spelled: pl.Series) -> pl.DataFrame:
    """Return the words of names, as `names.structure` spells them.

    Returns:
        One row a word: `name` (row number), `position`, `mark`, `label`, `word`,
        `known` (the label of the word by itself, where it is a part of a compound),
        `weight`, and `last` (it ends its name).

    Example:
        >>> name_words(pl.Series(["@hotan|khotan haolin"]))["word"].to_list()
        ['khotan', 'haolin']
    """
    tokens = spelled.alias("token").str.split(" ").to_frame().with_row_index("name")
    tokens = tokens.explode("token").filter(
        pl.col("token") != "", ~pl.col("token").str.starts_with("~")
    )
    distinct = _split(tokens["token"].unique().sort())
    words = tokens.join(distinct, on="token", maintain_order="left_right")
    row = pl.int_range(pl.len())
    begins = pl.col("name") != pl.col("name").shift(1)
    return words.with_columns(
        position=row - pl.when(begins.fill_null(True)).then(row).forward_fill(),
        last=begins.shift(-1).fill_null(True),
    ).select("name", "position", "mark", "label", "word", "known", "weight", "last")


def _split(tokens: pl.Series) -> pl.DataFrame:
    """Return distinct spelled tokens with the words each was written with."""
    weights = word_weights()
    text = pl.col("token").str.strip_chars_start("@#%")
    return (
        tokens.alias("token")
        .to_frame()
        .with_columns(
            mark=pl.col("token").str.extract("^([@#%]?)"),
            label=text.str.extract(r"^([^|]*)"),
            word=text.str.extract(r"([^|]*)$").str.split("_"),
        )
        .explode("word")
        .join(word_labels(), on="word", how="left", maintain_order="left")
        .join(
            weights.rename({"word": "label", "weight": "of_label"}),
            on="label",
            how="left",
            maintain_order="left",
        )
        .join(weights, on="word", how="left", maintain_order="left")
        .with_columns(
            weight=pl.min_horizontal(
                pl.col("weight", "of_label").fill_null(RAREST),
                pl.col("mark").replace_strict(MOST, return_dtype=pl.Float32),
            )
        )
        .select("token", "mark", "label", "word", "known", "weight")
    )


def counterparts(
    pairs: pl.DataFrame, queries: pl.DataFrame, listed: pl.DataFrame
) -> pl.DataFrame:
    """Return the words of two names that stand for each other.

    Args:
        pairs: Columns `pair`, `query` and `form`.
        queries: The words of the queries, see `name_words`; `name` is `query`.
        listed: The words of the listed names; `name` is `form`.

    Returns:
        `pair`, `q_position`, `l_position`, `likeness` in (0, 1], and `relation`; a word
        may have several counterparts. Sorted by the first three.
    """
    left, left_ids = _numbered(queries, "query")
    right, right_ids = _numbered(listed, "form")
    crossed = (
        pairs.join(left, on="query")
        .join(right, on="form")
        .select("pair", "q_position", "l_position", "q_id", "l_id")
    )
    alike = _alike(
        crossed.select("q_id", "l_id").unique().sort("q_id", "l_id"),
        left_ids,
        right_ids,
    )
    found = crossed.join(alike, on=["q_id", "l_id"]).drop("q_id", "l_id")
    every = pl.concat(
        [
            found,
            _joined(pairs, queries, listed, "query", "form").select(found.columns),
            _joined(pairs, listed, queries, "form", "query").select(found.columns),
        ]
    )
    return every.sort(
        "pair",
        "q_position",
        "l_position",
        "likeness",
        "relation",
        descending=[False, False, False, True, False],
    ).unique(["pair", "q_position", "l_position"], keep="first", maintain_order=True)


def _numbered(words: pl.DataFrame, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return words by the number of each distinct one, and the distinct ones."""
    prefix = name[0] if name == "query" else "l"
    columns = ["mark", "label", "word", "known", "last"]
    distinct = words.select(columns).unique().sort(columns)
    distinct = distinct.with_row_index(f"{prefix}_id")
    numbered = words.join(distinct, on=columns, nulls_equal=True).select(
        pl.col("name").alias(name),
        pl.col("position").alias(f"{prefix}_position"),
        f"{prefix}_id",
    )
    return numbered, distinct.rename({c: f"{prefix}_{c}" for c in columns})


def _alike(ids: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Return distinct pairs of words that stand for each other, and how."""
    words = ids.join(left, on="q_id").join(right, on="l_id")
    read_as = (pl.col("q_mark") == pl.col("l_mark")) & (
        pl.col("q_label") == pl.col("l_label")
    )
    written = pl.col("q_word") == pl.col("l_word")
    by_itself = (pl.col("q_known") == pl.col("l_mark") + pl.col("l_label")) | (
        pl.col("l_known") == pl.col("q_mark") + pl.col("q_label")
    )
    inside = _inside(words)
    number = (pl.col("q_mark") == "%") | (pl.col("l_mark") == "%")
    understood = pl.col("q_mark").is_in(["@", "#"]) & pl.col("l_mark").is_in(["@", "#"])
    kind = pl.col("q_mark").replace_strict(
        {"@": "exonym", "#": "concept"}, default="same"
    )
    words = words.with_columns(
        inside=inside,
        likeness=pl.when(read_as | (written & ~number))
        .then(1.0)
        .when(by_itself.fill_null(False))
        .then(0.9)
        .otherwise(0.0),
        relation=pl.when(written)
        .then(pl.lit("same"))
        .when(read_as)
        .then(kind)
        .when(by_itself.fill_null(False))
        .then(pl.lit("concept"))
        .otherwise(pl.lit("")),
    )
    open_ = (
        (pl.col("likeness") == 0)
        & ~number
        & ~understood
        & (pl.min_horizontal(pl.col("q_word", "l_word").str.len_chars()) > 1)
    )
    spelled = _spelled_alike(words.filter(open_))
    return pl.concat(
        [
            words.filter(pl.col("likeness") > 0).select(
                "q_id", "l_id", pl.col("likeness").cast(pl.Float32), "relation"
            ),
            words.filter("inside", pl.col("likeness") == 0).select(
                "q_id",
                "l_id",
                likeness=pl.lit(0.5, pl.Float32),
                relation=pl.lit("part of"),
            ),
            spelled,
        ]
    ).sort("q_id", "l_id")


def _inside(words: pl.DataFrame) -> pl.Series:
    ancestors = place_ancestors().select(pl.concat_str("place", pl.lit(" "), "inside"))
    known = ancestors.to_series().implode()
    places = (pl.col("q_mark") == "@") & (pl.col("l_mark") == "@")
    one = pl.concat_str("q_label", pl.lit(" "), "l_label").is_in(known)
    other = pl.concat_str("l_label", pl.lit(" "), "q_label").is_in(known)
    return words.select(places & (one | other)).to_series()


LOOK_ALIKE: Final = {
    "rn": "m",
    "vv": "w",
    "0": "o",
    "1": "l",
    "i": "l",
    "5": "s",
    "8": "b",
    "6": "b",
    "q": "g",
    "9": "g",
    "u": "v",
    "y": "v",
}
"""What a scanner takes for one another."""


def _spelled_alike(words: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of words that are spelled almost alike, and how."""
    q, listed = pl.col("q_word"), pl.col("l_word")
    q_len, l_len = q.str.len_chars(), listed.str.len_chars()
    shorter = pl.min_horizontal(q_len, l_len).cast(pl.Float32)
    longer = pl.max_horizontal(q_len, l_len)
    words = words.filter(
        (q.str.slice(0, 1) == listed.str.slice(0, 1))
        | ((longer - shorter <= 2) & (shorter >= 4))
    )
    edits = process.cpdist(
        words["q_word"].to_list(),
        words["l_word"].to_list(),
        scorer=OSA.distance,
        score_cutoff=3,
        dtype=np.uint16,
    )
    common = process.cpdist(
        words["q_word"].to_list(),
        words["l_word"].to_list(),
        scorer=LCSseq.similarity,
        dtype=np.uint16,
    )
    brands = (pl.col("q_mark") == "") & (pl.col("l_mark") == "")
    start = pl.col("q_word").str.slice(0, 1) == pl.col("l_word").str.slice(0, 1)
    cut = listed.str.starts_with(q) & (q_len >= pl.when("q_last").then(2).otherwise(3))
    grown = q.str.starts_with(listed) & (l_len >= 4)
    abbreviated = start & (pl.col("common") == shorter) & (shorter >= 3)
    folded_q = q.str.replace_many(LOOK_ALIKE)
    folded_l = listed.str.replace_many(LOOK_ALIKE)
    choices: list[tuple[pl.Expr, pl.Expr, str]] = [
        (
            (folded_q == folded_l) & (shorter >= 4),
            pl.lit(0.95),
            "looks alike",
        ),
        (
            (q.map_batches(sound) == listed.map_batches(sound)) & (shorter >= 4),
            pl.lit(0.9),
            "sounds alike",
        ),
        (
            (pl.col("edits") == 1) & (shorter >= 4),
            1 - 1.2 / shorter,
            "edit 1",
        ),
        (
            (pl.col("edits") == 2) & (shorter >= 7),
            1 - 2.4 / shorter,
            "edit 2",
        ),
        (
            (pl.col("edits") == 3) & (shorter >= 11),
            1 - 3.6 / shorter,
            "edit 3",
        ),
        (
            cut & brands,
            pl.when("q_last").then(shorter / longer).otherwise(0.0),
            "start",
        ),
        (cut & ~brands, pl.lit(0.85), "start"),
        (grown & ~brands, pl.lit(0.7), "start"),
        (abbreviated & ~brands, pl.lit(0.7), "abbreviation"),
    ]
    likeness = pl.lit(0.0)
    relation = pl.lit("")
    for test, value, name in reversed(choices):
        likeness = pl.when(test).then(value).otherwise(likeness)
        relation = pl.when(test).then(pl.lit(name)).otherwise(relation)
    return (
        words.with_columns(edits=pl.Series(edits), common=pl.Series(common))
        .select("q_id", "l_id", likeness=likeness.cast(pl.Float32), relation=relation)
        .filter(pl.col("likeness") > 0)
    )


def _joined(
    pairs: pl.DataFrame,
    apart: pl.DataFrame,
    whole: pl.DataFrame,
    apart_name: str,
    whole_name: str,
) -> pl.DataFrame:
    """Return words apart in one name that are one word in the other."""
    runs = []
    words = apart.select("name", "position", "word").sort("name", "position")
    # Hardly any run of words is one word of any other name.
    known = whole.select(text="word").unique()
    for length in range(2, _LONGEST_JOIN + 1):
        text = pl.concat_str([pl.col("word").shift(-i) for i in range(length)])
        end = pl.col("name").shift(1 - length)
        run = words.select("name", "position", text=text, end=end)
        run = run.filter(pl.col("name") == pl.col("end")).drop("end")
        run = run.filter(pl.col("text").str.len_bytes() >= _JOINED)
        run = run.join(known, on="text", how="semi", maintain_order="left")
        runs.append(run.with_columns(length=pl.lit(length, pl.Int64)))
    found = pairs.join(
        pl.concat(runs).rename({"name": apart_name}), on=apart_name
    ).join(
        whole.select(
            pl.col("name").alias(whole_name),
            pl.col("position").alias("other"),
            text="word",
        ),
        on=[whole_name, "text"],
    )
    spread = found.with_columns(
        position=pl.int_ranges("position", pl.col("position") + pl.col("length"))
    ).explode("position")
    mine, theirs = ("q_position", "l_position")
    if apart_name == "form":
        mine, theirs = theirs, mine
    return spread.select(
        "pair",
        pl.col("position").alias(mine),
        pl.col("other").alias(theirs),
        likeness=pl.lit(1.0, pl.Float32),
        relation=pl.lit("joined"),
    )
