"""One function per kind of evidence; its docstring is what an analyst reads.

Every function takes the frame of pairs, in which the canonical columns of the query are
prefixed `q_` and those of the listed name `l_`, and returns one column of numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching.kernels import likeness, ratio
from uyghurscreen.matching.rarity import RAREST
from uyghurscreen.names.known_words import COVERED_BODIES, place_ancestors

__all__ = ["CUT_OFF", "FEATURES", "features"]

CUT_OFF: Final = 20
"""Letters that a name cut off still has, at least."""

_INSTITUTIONS: Final = (
    "university|college|institute|academy|polytechnic|laboratory|hospital|school|"
    "ministry"
)
"""Bodies whose names are plain words."""

_PLAIN_NAMES: Final = (
    *("q_han_brand", "l_han_brand", "q_spelled", "l_spelled"),
    *("query_matched", "query_weight", "listed_matched", "listed_weight"),
)
"""What is looked at of names of plain words."""

_RARE: Final = 7.0
"""Weight from which on a brand is rare."""

Column = NDArray[np.float32]
Text = TypeVar("Text", pl.Series, pl.Expr)


def same_name(pairs: pl.DataFrame) -> Column:
    """Both names are the same letters and digits (1), or are not (0)."""
    same = pl.col("q_key") == pl.col("l_key")
    same &= ~pl.col("l_variant") & ~pl.col("q_part")
    return _numbers(pairs, same)


def name_similarity(pairs: pl.DataFrame) -> Column:
    """How alike the two names are without legal form, whatever the word order (0-1)."""
    return _whatever_order(pairs["q_core"], pairs["l_core"])


def brand_similarity(pairs: pl.DataFrame) -> Column:
    """How alike the distinctive words are, spaces and order ignored (0-1).

    Chinese brands are compared in their own characters, where one changed character is
    another company. A name without a distinctive word is compared as a whole.
    """
    bare = pl.col("q_brand").eq("") | pl.col("l_brand").eq("")
    sides = pairs.select(
        q=pl.when(bare).then("q_core").otherwise("q_brand"),
        l=pl.when(bare).then("l_core").otherwise("l_brand"),
    )
    return _unless_chinese(pairs, _whatever_order(sides["q"], sides["l"]))


def brand_containment(pairs: pl.DataFrame) -> Column:
    """How well the shorter of the two brands is found inside the longer one (0-1)."""
    shorter, _ = likeness(Texts.of(pairs["q_brand"]), Texts.of(pairs["l_brand"]))
    named = _flags(pairs, (pl.col("q_brand") != "") & (pl.col("l_brand") != ""))
    return _unless_chinese(pairs, np.where(named, shorter, 0))


def chinese_agreement(pairs: pl.DataFrame) -> Column:
    """The brand's Chinese characters agree (1), differ (-1), or cannot be compared (0).

    A query in Chinese is held against the Chinese names we know of the entry, even
    where another name of the entry sounds the same.
    """
    known = _flags(pairs, pl.col("han_alike").is_not_null())
    alike = _numbers(pairs, pl.col("han_alike"))
    return np.where(known, np.where(alike == 1, 1, -1), 0).astype(np.float32)


def rare_brand_match(pairs: pl.DataFrame) -> Column:
    """Like brand_similarity, but a common word counts less than a rare one (0-1)."""
    return _numbers(pairs, pl.col("brand_similarity") ** 4 * pl.col("brand_rarity"))


def rare_brand_containment(pairs: pl.DataFrame) -> Column:
    """Like brand_containment, but a common word counts less than a rare one (0-1)."""
    return _numbers(pairs, pl.col("brand_containment") ** 4 * pl.col("brand_rarity"))


def brand_rarity(pairs: pl.DataFrame) -> Column:
    """How rare the listed name's most distinctive word is (0-1)."""
    return _numbers(pairs, pl.col("l_rarity") / RAREST)


def brand_length(pairs: pl.DataFrame) -> Column:
    """Letters in the shorter brand, up to twelve, as a share of twelve (0-1)."""
    letters = pl.min_horizontal(
        _joined(pl.col("q_brand")).str.len_chars(),
        _joined(pl.col("l_brand")).str.len_chars(),
    )
    return _numbers(pairs, letters.clip(0, 12) / 12)


def sound_similarity(pairs: pl.DataFrame) -> Column:
    """How alike the distinctive words sound, whatever their romanisation (0-1).

    A name in a script that leaves vowels out is compared by the consonants of the
    whole name.
    """
    bare = pl.col("q_vowelless") | pl.col("l_vowelless")
    sides = pairs.select(
        q=pl.when(bare).then("q_skeleton").otherwise("q_sound"),
        l=pl.when(bare).then("l_skeleton").otherwise("l_sound"),
    )
    heard = _flags(sides, (pl.col("q") != "") & (pl.col("l") != ""))
    alike = ratio(Texts.of(sides["q"]), Texts.of(sides["l"]))
    return _unless_chinese(pairs, np.where(heard, alike, 0))


def start_similarity(pairs: pl.DataFrame) -> Column:
    """How alike the query is to as many letters of the listed name's start (0-1)."""
    query = _joined(pairs["q_core"])
    lengths = query.str.len_chars()
    start = pairs.select(_joined(pl.col("l_core")).str.slice(0, lengths)).to_series()
    return ratio(Texts.of(query), Texts.of(start))


def cut_off(pairs: pl.DataFrame) -> Column:
    """The query is the beginning of the listed name, cut off (1), or is not (0).

    Only of twenty letters or more: files cut long names, not short ones.
    """
    begins = pl.col("l_key").str.starts_with(pl.col("q_key"))
    long = pl.col("q_key").str.len_chars() >= CUT_OFF
    return _numbers(pairs, begins & long & ~pl.col("q_part"))


def rare_letters(pairs: pl.DataFrame) -> Column:
    """How many letter groups are shared, rare ones on the lists counting more (0-1)."""
    return _numbers(pairs, pl.col("cosine").clip(0, 1))


def brand_shared(pairs: pl.DataFrame) -> Column:
    """How much distinctive wording the names share, rare words counting more (0-1)."""
    return _weight(pairs, "brand_shared")


def brand_left(pairs: pl.DataFrame) -> Column:
    """Distinctive words of the query that the listed name lacks, by rarity (0-1)."""
    return _weight(pairs, "brand_left")


def listed_brand_left(pairs: pl.DataFrame) -> Column:
    """Distinctive words of the listed name that the query lacks, by rarity (0-1)."""
    return _weight(pairs, "listed_brand_left")


def words_shared(pairs: pl.DataFrame) -> Column:
    """Company words that both names have, by rarity (0-1)."""
    return _weight(pairs, "words_shared")


def words_left(pairs: pl.DataFrame) -> Column:
    """Company words of the query that the listed name lacks, by rarity (0-1)."""
    return _weight(pairs, "words_left")


def listed_words_left(pairs: pl.DataFrame) -> Column:
    """Company words of the listed name that the query lacks, by rarity (0-1)."""
    return _weight(pairs, "listed_words_left")


def brand_conflict(pairs: pl.DataFrame) -> Column:
    """Each name has distinctive words of its own; the lesser weight of both (0-1)."""
    return _numbers(pairs, pl.min_horizontal("brand_left", "listed_brand_left"))


def words_conflict(pairs: pl.DataFrame) -> Column:
    """Each name has company words of its own; the lesser weight of both (0-1)."""
    return _numbers(pairs, pl.min_horizontal("words_left", "listed_words_left"))


def brand_agreement(pairs: pl.DataFrame) -> Column:
    """Share of the distinctive words of both names that the other has (0-1)."""
    shared = 2 * pl.col("brand_shared")
    left = pl.col("brand_left") + pl.col("listed_brand_left")
    return _numbers(pairs, shared / (shared + left))


def query_coverage(pairs: pl.DataFrame) -> Column:
    """Share of the query's words, by rarity, that the listed name has (0-1)."""
    return _numbers(pairs, pl.col("query_matched") / pl.col("query_weight"))


def listed_coverage(pairs: pl.DataFrame) -> Column:
    """Share of the listed name's words, by rarity, that the query has (0-1)."""
    return _numbers(pairs, pl.col("listed_matched") / pl.col("listed_weight"))


def shared_coverage(pairs: pl.DataFrame) -> Column:
    """Share of either name's words, by rarity, that the other has (0-1)."""
    query = pl.col("query_matched") / pl.col("query_weight")
    listed = pl.col("listed_matched") / pl.col("listed_weight")
    return _numbers(pairs, query * listed)


def word_agreement(pairs: pl.DataFrame) -> Column:
    """Company words agree (1), differ (-1), or are missing on a side (0)."""
    shared = 2 * pl.col("words_shared")
    left = pl.col("words_left") + pl.col("listed_words_left")
    both = (pl.col("q_words") != "") & (pl.col("l_words") != "")
    share = pl.when(both).then(2 * shared / (shared + left) - 1).otherwise(0.0)
    return _numbers(pairs, share)


def place_agreement(pairs: pl.DataFrame) -> Column:
    """Places in the names agree (1), differ (-1), or are missing on a side (0).

    A place agrees by half with the region it lies in.
    """
    shared = pl.col("place_shared") > 0
    both = (pl.col("q_places") != "") & (pl.col("l_places") != "")
    same = pl.col("place_left").eq(0) & pl.col("listed_place_left").eq(0)
    return _numbers(
        pairs,
        pl.when(both & shared & same)
        .then(1.0)
        .when(both & shared)
        .then(0.5)
        .when(both)
        .then(-1.0)
        .otherwise(0.0),
    )


def plain_name_agreement(pairs: pl.DataFrame) -> Column:
    """Names of plain words agree in full (1), in part (0.5, -0.5), or hardly (-1).

    A university, or a company called after its place and trade, has no brand to know
    it by: one word more or less is another one. 0 for names that have a brand.
    """
    organ = rf"#(?:{_INSTITUTIONS})(?: |$)"
    institutions = pl.col("q_tokens").str.contains(organ) & pl.col(
        "l_tokens"
    ).str.contains(organ)
    plain = institutions | ((pl.col("q_brand") == "") & (pl.col("l_brand") == ""))
    rows = pairs.select(plain).to_series().arg_true()
    some = pairs.select(*_PLAIN_NAMES).select(pl.all().gather(rows))
    # Universities `of technology` and `of science and technology` are two.
    latin = (pl.col("q_han_brand") == "") & (pl.col("l_han_brand") == "")
    reworded = latin & (_distinct("q_spelled") != _distinct("l_spelled"))
    left = 1 - pl.min_horizontal(
        pl.col("query_matched") / pl.col("query_weight"),
        pl.col("listed_matched") / pl.col("listed_weight"),
    )
    agreement = (
        pl.when((left < 0.04) & ~reworded)
        .then(1.0)
        .when(left < 0.2)
        .then(0.5)
        .when(left < 0.4)
        .then(-0.5)
        .otherwise(-1.0)
    )
    found = np.zeros(pairs.height, np.float32)
    found[rows.to_numpy()] = _numbers(some, agreement)
    return found


def other_business(pairs: pl.DataFrame) -> Column:
    """Company words of the query that no name of the entry has, by rarity (0-1)."""
    return _weight(pairs, "other_business")


def by_initials(pairs: pl.DataFrame) -> Column:
    """The query equals the initials of the listed name (1), or does not (0)."""
    return _numbers(pairs, pl.col("l_initials"))


def by_other_form(pairs: pl.DataFrame) -> Column:
    """The listed name was read as pinyin, or its brand written otherwise (1, or 0)."""
    return _numbers(pairs, pl.col("l_variant") & ~pl.col("l_initials"))


def by_part(pairs: pl.DataFrame) -> Column:
    """Only a part of the query was read as the name (1), or the whole of it (0)."""
    return _numbers(pairs, pl.col("q_part"))


def covered_by_scope(pairs: pl.DataFrame) -> Column:
    """The query is a body of a group that is listed with all its bodies (1, or 0)."""
    return _numbers(pairs, _covered())


def same_words(pairs: pl.DataFrame) -> Column:
    """Every word of either name has its counterpart, legal forms aside (1, or 0)."""
    least = pl.min_horizontal(
        pl.col("query_matched") / pl.col("query_weight"),
        pl.col("listed_matched") / pl.col("listed_weight"),
    )
    numbers = pl.col("q_numbers") == pl.col("l_numbers")
    return _numbers(pairs, (least > 0.97) & numbers)


def only_places_besides(pairs: pl.DataFrame) -> Column:
    """A rare brand of both, and in the query nothing else but places (1), or not (0).

    So do the offices and plants of a company call themselves.
    """
    rare = pl.col("brand_shared") >= _RARE / (2 * RAREST)
    alone = (pl.col("brand_left") + pl.col("listed_brand_left")).eq(0)
    nothing_more = pl.col("words_left").eq(0) & (pl.col("q_numbers") == "")
    elsewhere = (pl.col("q_places") != "") & (pl.col("place_agreement") >= 0)
    return _numbers(pairs, rare & alone & nothing_more & elsewhere & ~pl.col("q_part"))


def number_agreement(pairs: pl.DataFrame) -> Column:
    """Numbers agree (1), differ (-1), stand on one side only (-0.5), or none (0).

    The number of a body that its group's listing covers is not held against it.
    """
    return _numbers(
        pairs,
        pl.when(_covered())
        .then(0.0)
        .when(pl.col("q_numbers") == pl.col("l_numbers"))
        .then(pl.when(pl.col("q_numbers") == "").then(0.0).otherwise(1.0))
        .when((pl.col("q_numbers") == "") | (pl.col("l_numbers") == ""))
        .then(-0.5)
        .otherwise(-1.0),
    )


def legal_form_agreement(pairs: pl.DataFrame) -> Column:
    """Legal forms agree (1), differ (-1), or are missing on a side (0)."""
    return _set_agreement(pairs, "legal_forms")


FEATURES: Final[tuple[Callable[[pl.DataFrame], Column], ...]] = (
    same_name,
    name_similarity,
    brand_similarity,
    brand_containment,
    chinese_agreement,
    brand_rarity,
    rare_brand_match,
    rare_brand_containment,
    brand_length,
    sound_similarity,
    start_similarity,
    cut_off,
    rare_letters,
    brand_shared,
    brand_left,
    listed_brand_left,
    brand_conflict,
    brand_agreement,
    words_shared,
    words_left,
    listed_words_left,
    words_conflict,
    query_coverage,
    listed_coverage,
    shared_coverage,
    word_agreement,
    place_agreement,
    number_agreement,
    legal_form_agreement,
    covered_by_scope,
    same_words,
    only_places_besides,
    plain_name_agreement,
    other_business,
    by_initials,
    by_other_form,
    by_part,
)
"""Every feature, in the order of the columns of `HITS`; one may use those before it."""


def features(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return one Float32 column per feature, one row per pair."""
    for feature in FEATURES:
        column = pl.Series(feature.__name__, feature(pairs), dtype=pl.Float32)
        pairs = pairs.with_columns(column)
    return pairs.select(feature.__name__ for feature in FEATURES)


def _unless_chinese(pairs: pl.DataFrame, latin: Column) -> Column:
    """Return a likeness of Latin brands, or of the Chinese ones where known."""
    chinese = pairs["han_alike"].cast(pl.Float32).to_numpy() ** 3
    return np.where(np.isnan(chinese), latin, chinese).astype(np.float32)


def _whatever_order(left: pl.Series, right: pl.Series) -> Column:
    spaced = ratio(Texts.of(left), Texts.of(right), in_order=True)
    joined = ratio(Texts.of(_joined(left)), Texts.of(_joined(right)))
    return np.maximum(spaced, joined)


def _covered() -> pl.Expr:
    """Say of pairs if the listed name is a group whose bodies its listing covers."""
    covered = pl.lit(False)
    inside = place_ancestors()
    for group, region in COVERED_BODIES.items():
        at_home = {region, *inside.filter(pl.col("inside") == region)["place"]}
        at_home |= set(inside.filter(pl.col("place") == region)["inside"])
        abroad = (
            pl.col("q_places")
            .str.split(" ")
            .list.eval((pl.element() != "") & ~pl.element().is_in(sorted(at_home)))
            .list.any()
        )
        named = pl.col("q_tokens").str.contains(rf"(?:^| ){group}(?: |$)")
        itself = (pl.col("q_brand") == group) & (pl.col("q_words") == "")
        itself &= pl.col("q_numbers").eq("") & pl.col("q_places").is_in(["", region])
        covered |= named & (pl.col("l_core") == group) & ~abroad & ~itself
    return covered


def _weight(pairs: pl.DataFrame, column: str) -> Column:
    """Return a weight of words as a share of the two rarest there can be."""
    return _numbers(pairs, (pl.col(column) / (2 * RAREST)).clip(0, 1))


def _distinct(spelled: str) -> pl.Expr:
    tokens = pl.col(spelled).str.extract_all(r"(?:^| )[^~ ]\S*").list.sort()
    # An abbreviation is no other word; several words for one idea may be.
    return tokens.list.join(" ").str.replace_all(r"\|[^_\s]+", "")


def _set_agreement(pairs: pl.DataFrame, role: str) -> Column:
    left = pl.col(f"q_{role}").str.split(" ")
    right = pl.col(f"l_{role}").str.split(" ")
    shared = left.list.set_intersection(right).list.len()
    total = left.list.set_union(right).list.len()
    known = (pl.col(f"q_{role}") != "") & (pl.col(f"l_{role}") != "")
    return _numbers(pairs, pl.when(known).then(2 * shared / total - 1).otherwise(0.0))


def _joined(text: Text) -> Text:
    return text.str.replace_all(" ", "", literal=True)


def _numbers(pairs: pl.DataFrame, expression: pl.Expr) -> Column:
    values = pairs.select(expression.cast(pl.Float32).fill_nan(0).fill_null(0))
    return values.to_series().to_numpy()


def _flags(pairs: pl.DataFrame, expression: pl.Expr) -> NDArray[np.bool_]:
    return pairs.select(expression).to_series().to_numpy()
