from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.matching.alignment import (
    ALIGNED,
    aligned,
    counterparts,
    name_words,
)
from uyghurscreen.matching.index import NameIndex


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return Screener(lists=["uflpa"])._load()[1]


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


def _plain_sums(
    pairs: pl.DataFrame, words: pl.DataFrame, found: pl.DataFrame
) -> list[dict[str, float]]:
    """`aligned` in plain Python: each word has its best counterpart, or none."""
    best: dict[tuple[str, int, int], float] = defaultdict(float)
    for pair, q, listed, likeness, _ in found.rows():
        for word in (("query", pair, q), ("form", pair, listed)):
            best[word] = max(best[word], likeness)
    of_name: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
    for row in words.iter_rows(named=True):
        of_name[row["name"]].append((row["position"], row["mark"], row["weight"]))
    kinds = {"": "brand", "#": "words", "@": "place"}
    sums = []
    for row in pairs.iter_rows(named=True):
        one = dict.fromkeys(ALIGNED, 0.0)
        for side, side_name, prefix in (
            ("query", "query", ""),
            ("form", "listed", "listed_"),
        ):
            for position, mark, weight in of_name[row[side]]:
                alike = best[side, row["pair"], position]
                one[f"{side_name}_weight"] += weight
                one[f"{side_name}_matched"] += weight * alike
                if mark in kinds:
                    one[f"{prefix}{kinds[mark]}_left"] += weight * (1 - alike)
                    if side == "form":
                        one[f"{kinds[mark]}_shared"] += weight * alike
        sums.append(one)
    return sums


def test_sums_over_words_are_those_of_plain_python(
    index: NameIndex, pairs: pl.DataFrame
) -> None:
    sums = aligned(pairs, index.words, index.words)
    found = counterparts(pairs, index.words, index.words)
    assert sums.columns == list(ALIGNED)
    assert set(found["relation"]) > {"same", "exonym", "concept", "joined", "part of"}
    expected = _plain_sums(pairs, index.words, found)
    for mine, plain in zip(sums.iter_rows(named=True), expected, strict=True):
        assert mine == pytest.approx(plain, abs=5e-3)


@pytest.mark.parametrize("size", [1, 7, 64])
def test_the_number_of_pairs_at_a_time_changes_no_sum(
    size: int, index: NameIndex, pairs: pl.DataFrame
) -> None:
    some = pairs.head(60 if size > 1 else 12)
    whole = aligned(some, index.words, index.words)
    number = pl.int_range(pl.len(), dtype=pl.UInt32)
    batches = [
        aligned(batch.with_columns(pair=number), index.words, index.words)
        for batch in some.iter_slices(size)
    ]
    assert pl.concat(batches).equals(whole)


def test_the_order_of_pairs_changes_no_sum(
    index: NameIndex, pairs: pl.DataFrame
) -> None:
    shuffled = pairs.sample(fraction=1, shuffle=True, seed=744)
    number = pl.int_range(pl.len(), dtype=pl.UInt32)
    mixed = aligned(shuffled.with_columns(pair=number), index.words, index.words)
    whole = aligned(pairs, index.words, index.words)
    assert not shuffled.equals(pairs)
    assert mixed.equals(whole.select(pl.all().gather(shuffled["pair"])))


def test_the_order_of_names_changes_no_counterpart(
    index: NameIndex, pairs: pl.DataFrame
) -> None:
    shuffled = index.words.sample(fraction=1, shuffle=True, seed=744)
    mixed = counterparts(pairs, shuffled, shuffled)
    assert mixed.equals(counterparts(pairs, index.words, index.words))


def test_counterparts_are_in_order_and_each_is_there_once(
    index: NameIndex, pairs: pl.DataFrame
) -> None:
    found = counterparts(pairs, index.words, index.words)
    key = ["pair", "q_position", "l_position"]
    assert found.select(key).equals(found.select(key).sort(key))
    assert not found.select(key).is_duplicated().any()
    assert found["likeness"].is_between(0, 1, closed="right").all()


def test_a_name_beside_itself_has_no_word_left(index: NameIndex) -> None:
    forms = index.forms["form"].sample(200, seed=3)
    own = pl.DataFrame({"query": forms, "form": forms}).with_row_index("pair")
    sums = aligned(own, index.words, index.words)
    assert sums["query_weight"].sum() > 0
    assert sums["query_matched"].equals(sums["query_weight"], check_names=False)
    assert sums["listed_matched"].equals(sums["listed_weight"], check_names=False)


def test_words_know_their_role_and_weight() -> None:
    words = name_words(pl.Series(["@hotan|khotan haolin #hair ~limited"]))
    assert words["mark"].to_list() == ["@", "", "#"]
    assert words["weight"].is_between(0, 10).all()
    assert words["weight"][1] > words["weight"][2]
