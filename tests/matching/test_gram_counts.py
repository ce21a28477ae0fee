"""How common grams are: the counts of a list, and what they make of two versions."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest

from uyghurscreen import lists
from uyghurscreen.compiled.library import Texts
from uyghurscreen.lists.catalog import DEFAULT_LISTS
from uyghurscreen.lists.embedded import manifest
from uyghurscreen.lists.records import names_of
from uyghurscreen.matching.gram_counts import WIDTHS, counted, shipped, together
from uyghurscreen.matching.grams import gram_codes
from uyghurscreen.matching.index import NameIndex, letter_views
from uyghurscreen.matching.listed_names import counts_of, read_names

TEXTS = pl.Series(["hikvision", "hik vision vision", "zte", "", "a"])


def test_a_text_counts_once_for_a_gram() -> None:
    count = counted(TEXTS, 4)
    bags = [
        {f" {text} ".ljust(4)[i : i + 4] for i in range(max(len(text) - 1, 1))}
        for text in TEXTS
        if text
    ]
    naive = Counter(gram for bag in bags for gram in bag)
    assert count.names == len(TEXTS)
    assert int(count.of.sum()) == naive.total()
    for gram, number in naive.items():
        _, codes = gram_codes(Texts.of(pl.Series([gram])), 4)
        assert count.of[count.grams == codes].tolist() == [number]


@pytest.mark.parametrize("list_ids", [DEFAULT_LISTS, ("csl_cmic",), ("csl_cap",)])
def test_what_is_shipped_is_what_the_lists_have(list_ids: tuple[str, ...]) -> None:
    names = names_of(pl.concat([lists.entries(list_id) for list_id in list_ids]))
    here = counts_of(names, read_names(names["name"].unique()))
    table = shipped(list_ids)
    for view in WIDTHS:
        assert table[view].names == here[view].names
        assert np.array_equal(table[view].grams, here[view].grams)
        assert np.array_equal(table[view].of, here[view].of)


def test_every_list_with_names_to_find_is_counted() -> None:
    without = {
        info.list_id
        for info in manifest().lists
        if shipped([info.list_id])["core"].names == 0
    }
    assert without == {"aspi_brands"}  # its names count as a whole alone


def test_default_lists_are_counted_together_and_others_apart() -> None:
    some, both = ["uflpa", "csl_cmic"], [*DEFAULT_LISTS, "csl_cmic"]
    summed = together(shipped(["entity_list"]), shipped(["csl_cmic"]))
    for view in WIDTHS:
        for counts in (shipped(some), shipped(both)):
            assert counts[view].names == summed[view].names
            assert np.array_equal(counts[view].grams, summed[view].grams)
            assert np.array_equal(counts[view].of, summed[view].of)
    assert shipped([])["core"].names == 0


def test_the_cosine_of_two_names_does_not_depend_on_who_else_is_listed() -> None:
    every = names_of(lists.entries("uflpa"))
    names = every.filter(pl.col("name").str.contains("Haolin|Daqo"))
    counts = shipped(["uflpa"])
    whole, few = NameIndex(every, counts), NameIndex(names, counts)
    queries = pl.DataFrame(
        {"core": ["hotan haolin", "daqo zzz"], "sound": ["haolin", ""]}
    )

    def cosines(index: NameIndex) -> dict[tuple[int, str], float]:
        rows, listed, cosine = index.letters.nearest(letter_views(queries), 1e-6)
        keys = index.forms["key"].gather(index.strong_forms[listed])
        variant = index.forms["variant"].gather(index.strong_forms[listed])
        return {
            (int(row), f"{key} {made}"): float(value)
            for row, key, made, value in zip(rows, keys, variant, cosine, strict=True)
        }

    met, of_few = cosines(whole), cosines(few)
    assert of_few
    # Not nearly the same, but the same.
    assert of_few == {pair: met[pair] for pair in of_few}
