"""The words of hits side by side, and the part each word has in the score.

`explanation` says this of one hit and works it out from the names; here it is worked
out for as many hits as there are, from the features the hits already hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from uyghurscreen.matching.firsts import as_rows
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.pairs import read, score_candidates
from uyghurscreen.matching.scoring import contributions
from uyghurscreen.matching.side_by_side import side_by_side
from uyghurscreen.matching.slips import with_mended
from uyghurscreen.schema import FEATURE_NAMES

__all__ = ["HIT_WORDS", "WORD_FEATURES", "Token", "hit_words", "shared_out"]

WORD_FEATURES: Final = (
    "brand_shared",
    "brand_left",
    "listed_brand_left",
    "brand_conflict",
    "brand_agreement",
    "words_shared",
    "words_left",
    "listed_words_left",
    "words_conflict",
    "query_coverage",
    "listed_coverage",
    "shared_coverage",
    "same_words",
    "only_places_besides",
)
"""Features that are sums over words; their parts are shared out among the words."""

HIT_WORDS: Final = pl.Schema(
    {
        "hit": pl.UInt32(),
        "role": pl.String(),
        "token": pl.String(),
        "counterpart": pl.String(),
        "relation": pl.String(),
        "contribution": pl.Float64(),
    }
)
"""One row per word of a hit: `hit` is its row number, the others are as in `Token`."""

_PAIR: Final = ["query_name", "list_id", "entry_id"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the query and its counterpart in the listed name.

    Attributes:
        role: `brand`, `place`, `word` or `number`.
        token: The word as it was read, empty if only the listed name has one.
        counterpart: The listed word, empty if only the query has one.
        relation: `same`, `exonym`, `concept`, `joined`, `part of`, `sounds alike`,
            `related`, `looks alike`, `edit 1` (to 3), `start`, `abbreviation`, or
            `missing`.
        contribution: The word's share of the parts of `WORD_FEATURES`; together the
            words add up to those, and with the other features to the score.
    """

    role: str
    token: str
    counterpart: str
    relation: str
    contribution: float


def hit_words(hits: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """Return the words of each hit side by side, schema `HIT_WORDS`.

    Args:
        hits: Hits, schema `HITS`, found on the lists of the index.
        index: The listed names. A hit on an entry it does not hold has no words.

    Returns:
        Rows in the order of the hits, and of the words of each query; words of the
        listed name that are nobody's counterpart come last.

    Example:
        >>> from uyghurscreen import Screener
        >>> screener = Screener(lists=["uflpa"])
        >>> hits = screener.screen_name("Khotan Haolin Hair")
        >>> words = hit_words(hits, screener._load()[1])
        >>> words.select("token", "counterpart", "relation").row(0)
        ('khotan', 'hetian', 'exonym')
    """
    distinct = hits.unique(_PAIR, keep="first", maintain_order=True)
    spelled = _best_readings(distinct, index)
    words = side_by_side(spelled["q_spelled"], spelled["l_spelled"])
    parts = contributions(spelled).select(WORD_FEATURES)
    gained, lost = (
        sum(
            (parts[name].clip(**bound) for name in WORD_FEATURES), start=_zeros(spelled)
        )
        for bound in ({"lower_bound": 0}, {"upper_bound": 0})
    )
    told = shared_out(words, gained, lost)
    number = spelled.select(_PAIR).with_row_index("pair")
    return (
        hits.select(_PAIR)
        .with_row_index("hit")
        .join(number, on=_PAIR, how="inner", maintain_order="left")
        .join(told, on="pair", how="inner", maintain_order="left_right")
        .select(HIT_WORDS.names())
    )


def shared_out(words: pl.DataFrame, gained: pl.Series, lost: pl.Series) -> pl.DataFrame:
    """Share out the parts that words have in scores among the words of each pair.

    Args:
        words: See `side_by_side`.
        gained: What words add to the score of each pair, at least 0.
        lost: What they take away, at most 0.

    Returns:
        `pair`, and the columns of `Token`, in the order of `words`.
    """
    of_pair = pl.DataFrame({"gained": gained, "lost": lost}).with_row_index("pair")
    matched, left = (
        pl.col("matched").sum().over("pair"),
        pl.col("left").sum().over("pair"),
    )
    shared = words.join(of_pair, on="pair", maintain_order="left").with_columns(
        # Where nothing is shared, what was gained goes to what is left, and vice versa.
        plus=pl.when(matched == 0)
        .then(0)
        .when(left == 0)
        .then(pl.col("gained") + pl.col("lost"))
        .otherwise("gained"),
        minus=pl.when(matched == 0)
        .then(pl.col("gained") + pl.col("lost"))
        .when(left == 0)
        .then(0)
        .otherwise("lost"),
        of_matched=pl.when(matched == 0).then(0).otherwise(pl.col("matched") / matched),
        of_left=pl.when(left == 0).then(0).otherwise(pl.col("left") / left),
    )
    return shared.select(
        "pair",
        "role",
        pl.col("word").fill_null("").alias("token"),
        pl.col("counterpart").fill_null(""),
        "relation",
        contribution=(
            pl.col("plus") * pl.col("of_matched") + pl.col("minus") * pl.col("of_left")
        ).cast(pl.Float64),
    )


def _best_readings(hits: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """Return distinct hits with the texts they were found by, both sides spelled.

    A cell may be read in several ways, and a listed name be indexed in several forms:
    the pair whose score is the hit's is the one it was found by.
    """
    names = hits["query_name"].unique(maintain_order=True)
    queries = read(names)
    texts = queries.select("query", query_name=names.gather(queries["row"]))
    listed = index.listings.select("form", "list_id", "entry_id", matched_name="name")
    pairs = (
        hits.select(*_PAIR, "matched_name", hit_score="score", cosine="rare_letters")
        .with_row_index("hit")
        .join(listed.unique(), on=["list_id", "entry_id", "matched_name"])
        .join(texts, on="query_name")
        .sort("hit", "query", "form")
    )
    query, form, cosine = (pairs[c].to_numpy() for c in ("query", "form", "cosine"))
    every, queries, of = with_mended((query, form, cosine), queries, index)
    scored = score_candidates(every, queries, index)
    pairs = pairs[as_rows(of)].with_columns(score=pl.Series(scored.score))
    best = (
        pairs.with_columns(off=(pl.col("score") - pl.col("hit_score")).abs())
        .sort("hit", "off", "query", "form")
        .unique("hit", keep="first", maintain_order=True)
    )
    return (
        hits.select(*_PAIR, *FEATURE_NAMES)
        .select(pl.all().gather(best["hit"]))
        .with_columns(
            q_spelled=queries["spelled"].gather(best["query"]),
            l_spelled=index.forms["spelled"].gather(best["form"]),
        )
    )


def _zeros(frame: pl.DataFrame) -> pl.Series:
    return pl.zeros(frame.height, dtype=pl.Float64, eager=True)
