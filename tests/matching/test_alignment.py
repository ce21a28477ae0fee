from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.matching.alignment import counterparts, name_words
from uyghurscreen.matching.index import NameIndex


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return Screener(lists=["uflpa"])._load()[1]


@pytest.fixture(scope="module")
def words(index: NameIndex) -> pl.DataFrame:
    return name_words(index.forms["spelled"])


@pytest.fixture(scope="module")
def pairs(index: NameIndex) -> pl.DataFrame:
    """Two hundred pairs of real listed names, every other one of neighbours."""
    forms = index.forms["form"]
    left = forms.sample(200, with_replacement=True, seed=1)
    far = forms.sample(200, with_replacement=True, seed=2)
    near = (left + 1).clip(0, len(forms) - 1)
    return pl.DataFrame({"query": left, "near": near, "far": far}).select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("pair"),
        "query",
        form=pl.when(pl.int_range(pl.len()) % 2 == 0).then("near").otherwise("far"),
    )


def test_the_order_of_names_changes_no_counterpart(
    words: pl.DataFrame, pairs: pl.DataFrame
) -> None:
    shuffled = words.sample(fraction=1, shuffle=True, seed=744)
    mixed = counterparts(pairs, shuffled, shuffled)
    assert mixed.equals(counterparts(pairs, words, words))


def test_counterparts_are_in_order_and_each_is_there_once(
    words: pl.DataFrame, pairs: pl.DataFrame
) -> None:
    found = counterparts(pairs, words, words)
    key = ["pair", "q_position", "l_position"]
    assert found.select(key).equals(found.select(key).sort(key))
    assert not found.select(key).is_duplicated().any()
    assert found["likeness"].is_between(0, 1, closed="right").all()


def test_words_know_their_role_and_weight() -> None:
    words = name_words(pl.Series(["@hotan|khotan haolin #hair ~limited"]))
    assert words["mark"].to_list() == ["@", "", "#"]
    assert words["weight"].is_between(0, 10).all()
    assert words["weight"][1] > words["weight"][2]
