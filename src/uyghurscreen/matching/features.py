"""One function per kind of evidence; its docstring is what an analyst reads.

Every function takes what is known of some pairs: the columns of `aligned` and of
`likened`, what is known of the query (prefix `q_`) and of the listed name (`l_`), and
the features before it. It returns one number per pair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from uyghurscreen.matching.rarity import RAREST

__all__ = ["FEATURES", "features"]

_RARE: Final = 7.0
"""Weight from which on a brand is rare."""

_HUNDREDTHS: Final = 100.0

_HARDLY: Final = 0.01
"""What slips in words that are no brand count."""

Column: TypeAlias = NDArray[Any]
Pairs: TypeAlias = Mapping[str, Column]


def same_name(pairs: Pairs) -> Column:
    """Both names are the same letters and digits (1), or are not (0)."""
    same: Column = (pairs["same_key"] == 1) & (_slips(pairs) == 0)
    return same & ~pairs["l_variant"] & ~pairs["q_part"]


def name_similarity(pairs: Pairs) -> Column:
    """How alike the two names are without legal form, whatever the word order (0-1)."""
    return pairs["core_alike"]


def brand_similarity(pairs: Pairs) -> Column:
    """How alike the distinctive words are, spaces and order ignored (0-1).

    Chinese brands are compared in their own characters, where one changed character is
    another company. A name without a distinctive word is compared as a whole.
    """
    return _unless_chinese(pairs, pairs["brand_alike"])


def brand_containment(pairs: Pairs) -> Column:
    """How well the shorter of the two brands is found inside the longer one (0-1)."""
    return _unless_chinese(pairs, pairs["brand_inside"])


def chinese_agreement(pairs: Pairs) -> Column:
    """The brand's Chinese characters agree (1), differ (-1), or cannot be compared (0).

    A query in Chinese is held against the Chinese names we know of the entry, even
    where another name of the entry sounds the same.
    """
    alike = pairs["chinese_alike"]
    return np.where(np.isnan(alike), 0, np.where(alike == 1, 1, -1))


def rare_brand_match(pairs: Pairs) -> Column:
    """Like brand_similarity, but a common word counts less than a rare one (0-1)."""
    return _to_the_fourth(pairs["brand_similarity"]) * pairs["brand_rarity"]


def rare_brand_containment(pairs: Pairs) -> Column:
    """Like brand_containment, but a common word counts less than a rare one (0-1)."""
    return _to_the_fourth(pairs["brand_containment"]) * pairs["brand_rarity"]


def brand_rarity(pairs: Pairs) -> Column:
    """How rare the listed name's most distinctive word is (0-1)."""
    return pairs["l_rarity"] * np.float32(1 / RAREST)


def brand_length(pairs: Pairs) -> Column:
    """Letters in the shorter brand, up to twelve, as a share of twelve (0-1)."""
    return np.minimum(np.minimum(pairs["q_letters"], pairs["l_letters"]), 12) / 12


def sound_similarity(pairs: Pairs) -> Column:
    """How alike the distinctive words sound, whatever their romanisation (0-1).

    A name in a script that leaves vowels out is compared by the consonants of the
    whole name.
    """
    return _unless_chinese(pairs, pairs["sound_alike"])


def start_similarity(pairs: Pairs) -> Column:
    """How alike the query is to as many letters of the listed name's start (0-1)."""
    return pairs["start_alike"]


def cut_off(pairs: Pairs) -> Column:
    """The query is the beginning of the listed name, cut off (1), or is not (0).

    Only of twenty letters or more: files cut long names, not short ones.
    """
    begins: Column = pairs["begins"] == 1
    return begins & pairs["q_long"] & ~pairs["q_part"]


def rare_letters(pairs: Pairs) -> Column:
    """How many letter groups are shared, rare ones on the lists counting more (0-1)."""
    return pairs["cosine"].clip(0, 1)


def brand_shared(pairs: Pairs) -> Column:
    """How much distinctive wording the names share, rare words counting more (0-1)."""
    return _weight(pairs["brand_shared"])


def brand_left(pairs: Pairs) -> Column:
    """Distinctive words of the query that the listed name lacks, by rarity (0-1)."""
    return _weight(pairs["brand_left"])


def listed_brand_left(pairs: Pairs) -> Column:
    """Distinctive words of the listed name that the query lacks, by rarity (0-1)."""
    return _weight(pairs["listed_brand_left"])


def words_shared(pairs: Pairs) -> Column:
    """Company words that both names have, by rarity (0-1)."""
    return _weight(pairs["words_shared"])


def words_left(pairs: Pairs) -> Column:
    """Company words of the query that the listed name lacks, by rarity (0-1)."""
    return _weight(pairs["words_left"])


def listed_words_left(pairs: Pairs) -> Column:
    """Company words of the listed name that the query lacks, by rarity (0-1)."""
    return _weight(pairs["listed_words_left"])


def brand_conflict(pairs: Pairs) -> Column:
    """Each name has distinctive words of its own; the lesser weight of both (0-1)."""
    return np.minimum(pairs["brand_left"], pairs["listed_brand_left"])


def words_conflict(pairs: Pairs) -> Column:
    """Each name has company words of its own; the lesser weight of both (0-1)."""
    return np.minimum(pairs["words_left"], pairs["listed_words_left"])


def brand_agreement(pairs: Pairs) -> Column:
    """Share of the distinctive words of both names that the other has (0-1)."""
    shared = 2 * pairs["brand_shared"]
    left = pairs["brand_left"] + pairs["listed_brand_left"]
    share: Column = shared / (shared + left)
    return share


def query_coverage(pairs: Pairs) -> Column:
    """Share of the query's words, by rarity, that the listed name has (0-1)."""
    return pairs["query_matched"] / pairs["query_weight"]


def listed_coverage(pairs: Pairs) -> Column:
    """Share of the listed name's words, by rarity, that the query has (0-1)."""
    return pairs["listed_matched"] / pairs["listed_weight"]


def shared_coverage(pairs: Pairs) -> Column:
    """Share of either name's words, by rarity, that the other has (0-1)."""
    return pairs["query_coverage"] * pairs["listed_coverage"]


def word_agreement(pairs: Pairs) -> Column:
    """Company words agree (1), differ (-1), or are missing on a side (0)."""
    shared = 2 * pairs["words_shared"]
    left = pairs["words_left"] + pairs["listed_words_left"]
    both = pairs["q_worded"] & pairs["l_worded"]
    return np.where(both, 2 * shared / (shared + left) - 1, 0)


def place_agreement(pairs: Pairs) -> Column:
    """Places in the names agree (1), differ (-1), or are missing on a side (0).

    A place agrees by half with the region it lies in.
    """
    both = pairs["q_placed"] & pairs["l_placed"]
    shared = pairs["place_shared"] > 0
    same = (pairs["place_left"] == 0) & (pairs["listed_place_left"] == 0)
    return np.where(both, np.where(shared, np.where(same, 1, 0.5), -1), 0)


def plain_name_agreement(pairs: Pairs) -> Column:
    """Names of plain words agree in full (1), in part (0.5, -0.5), or hardly (-1).

    A university, or a company called after its place and trade, has no brand to know
    it by: one word more or less is another one. 0 for names that have a brand.
    """
    institutions = pairs["q_institution"] & pairs["l_institution"]
    plain = institutions | ~(pairs["q_branded"] | pairs["l_branded"])
    # Universities `of technology` and `of science and technology` are two.
    latin = pairs["q_latin"] & pairs["l_latin"]
    reworded = latin & (pairs["q_wording"] != pairs["l_wording"])
    left = 1 - _least_covered(pairs)
    steps = [(left < 0.04) & ~reworded, left < 0.2, left < 0.4]
    return np.where(plain, np.select(steps, [1, 0.5, -0.5], -1), 0)


def other_business(pairs: Pairs) -> Column:
    """Company words of the query that no name of the entry has, by rarity (0-1)."""
    # In whole numbers so far: what they come to does not hang on their order.
    return _weight(pairs["other_business"].astype(np.float64) / _HUNDREDTHS)


def by_initials(pairs: Pairs) -> Column:
    """The query equals the initials of the listed name (1), or does not (0)."""
    return pairs["l_initials"]


def by_other_form(pairs: Pairs) -> Column:
    """The listed name was read as pinyin, or its brand written otherwise (1, or 0)."""
    return pairs["l_variant"] & ~pairs["l_initials"]


def by_part(pairs: Pairs) -> Column:
    """Only a part of the query was read as the name (1), or the whole of it (0)."""
    return pairs["q_part"]


def misspelled(pairs: Pairs) -> Column:
    """Slips in the query that were put right, by the letters of the listed brand (0-1).

    Letters swapped, or one of them doubled, are half a slip. Slips in other words than
    the brand count next to nothing.
    """
    letters = np.maximum(pairs["l_letters"], 1)
    of_brand = pairs["q_brand_slips"] / (2 * letters)
    least = np.where(_slips(pairs) > 0, _HARDLY, 0)
    share: Column = np.minimum(np.maximum(of_brand, least), 1)
    return share


def covered_by_scope(pairs: Pairs) -> Column:
    """The query is a body of a group that is listed with all its bodies (1, or 0)."""
    covered: Column = pairs["q_member"] & pairs["l_group"] != 0
    return covered


def same_words(pairs: Pairs) -> Column:
    """Every word of either name has its counterpart, legal forms aside (1, or 0)."""
    # Where there are no words at all, none is without its counterpart.
    return ~(_least_covered(pairs) <= 0.97) & _same_numbers(pairs)


def only_places_besides(pairs: Pairs) -> Column:
    """A rare brand of both, and in the query nothing else but places (1), or not (0).

    So do the offices and plants of a company call themselves.
    """
    rare = pairs["brand_shared"] >= _RARE / (2 * RAREST)
    alone = pairs["brand_left"] + pairs["listed_brand_left"] == 0
    nothing_more = (pairs["words_left"] == 0) & ~pairs["q_numbered"]
    elsewhere = pairs["q_placed"] & (pairs["place_agreement"] >= 0)
    found: Column = rare & alone & nothing_more & elsewhere & ~pairs["q_part"]
    return found


def number_agreement(pairs: Pairs) -> Column:
    """Numbers agree (1), differ (-1), stand on one side only (-0.5), or none (0).

    The number of a body that its group's listing covers is not held against it.
    """
    same, query, listed = _same_numbers(pairs), pairs["q_numbered"], pairs["l_numbered"]
    agreement = np.where(same, query, np.where(query & listed, -1, -0.5))
    return np.where(pairs["q_member"] & pairs["l_group"], 0, agreement)


def legal_form_agreement(pairs: Pairs) -> Column:
    """Legal forms agree (1), differ (-1), or are missing on a side (0)."""
    return pairs["legal_forms"]


FEATURES: Final[tuple[Callable[[Pairs], Column], ...]] = (
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
    misspelled,
)
"""Every feature, in the order of the columns of `HITS`; one may use those before it."""


def features(pairs: Pairs) -> NDArray[np.float32]:
    """Return a row per feature, in the order of `FEATURES`, and a column per pair."""
    known = dict(pairs)
    made = np.empty((len(FEATURES), len(pairs["cosine"])), np.float32)
    with np.errstate(invalid="ignore"):  # a name without words has a share of nothing
        for column, feature in zip(made, FEATURES, strict=True):
            column[:] = feature(known)
            column[np.isnan(column)] = 0
            known[feature.__name__] = column
    return made


def _slips(pairs: Pairs) -> Column:
    slips: Column = pairs["q_brand_slips"] + pairs["q_other_slips"]
    return slips


def _unless_chinese(pairs: Pairs, latin: Column) -> Column:
    """Return a likeness of Latin brands, or of the Chinese ones where known."""
    alike = pairs["chinese_alike"]
    return np.where(np.isnan(alike), latin, alike**3)


def _to_the_fourth(share: Column) -> Column:
    return share * share * share * share


def _least_covered(pairs: Pairs) -> Column:
    """Return the share of its words that the name with less of them in common has."""
    query = pairs["query_matched"] / pairs["query_weight"]
    return np.fmin(query, pairs["listed_matched"] / pairs["listed_weight"])


def _same_numbers(pairs: Pairs) -> Column:
    return np.asarray(pairs["q_numbers"] == pairs["l_numbers"])


def _weight(weight: Column) -> Column:
    """Return a weight of words as a share of the two rarest there can be."""
    share: Column = weight * weight.dtype.type(1 / (2 * RAREST))
    return share.clip(0, 1)
