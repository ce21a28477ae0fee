"""The sums over words that C makes are those of `alignment.counterparts`."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.matching.aligned import ALIGNED, Words, aligned
from uyghurscreen.matching.alignment import counterparts, name_words
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.names.structure import canonical

# names made to meet every relation that two words may have, and their neighbours
NAMES = [
    *("Khotan Haolin", "Hetian Haolin Hair", "Hao Lin Hair", "Xinjiang Haolin"),
    *("Haolin Fangzhi", "Haolin Textile", "Haolin Txtle", "Haolin Zebra"),
    *("Hikvisian", "Hikvision", "Hikvsian", "Hangzhou Hikvi", "Hangzhou Hikvision"),
    *("Zhangkoshuguan", "Zhongkeshuguang", "Mi1andr", "Milandr", "Vityaz", "Vitiaz"),
    *("CETC 13th Research Institute", "中电十三所", "CETC 14 Institute", "十三师"),
    *("Xinjiang Zhong tai Chemi cal", "Xinjiang Zhongtai Chemical", "新疆中泰化学"),
    *("Han Steel", "Hai Steel", "Hikv Trading", "浩林纺织", "Хетян Хаолинь", "شنجيانغ"),
]


@pytest.fixture(scope="module")
def spelled() -> pl.Series:
    listed: NameIndex = Screener(lists=["uflpa"])._load()[1]
    return pl.concat([canonical(pl.Series(NAMES))["spelled"], listed.forms["spelled"]])


@pytest.fixture(scope="module")
def frame(spelled: pl.Series) -> pl.DataFrame:
    return name_words(spelled)


@pytest.fixture(scope="module")
def words(spelled: pl.Series) -> Words:
    return Words(spelled)


@pytest.fixture(scope="module")
def pairs(spelled: pl.Series) -> pl.DataFrame:
    """Every pair of the names above, and two thousand of names as they are listed."""
    made = pl.int_range(len(NAMES), dtype=pl.UInt32, eager=True)
    crossed = made.to_frame("query").join(made.to_frame("form"), how="cross")
    rows = pl.int_range(len(spelled), dtype=pl.UInt32, eager=True)
    left = rows.sample(2_000, with_replacement=True, seed=1)
    near = (left + 1).clip(0, len(spelled) - 1)
    far = rows.sample(2_000, with_replacement=True, seed=2)
    real = [pl.DataFrame({"query": left, "form": other}) for other in (near, far)]
    return pl.concat([crossed, *real]).with_row_index("pair")


def _sums(pairs: pl.DataFrame, words: Words) -> pl.DataFrame:
    query, form = (pairs[side].to_numpy() for side in ("query", "form"))
    return pl.DataFrame(aligned(query, form, words, words))


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


def test_sums_are_those_of_the_counterparts(
    pairs: pl.DataFrame, words: Words, frame: pl.DataFrame
) -> None:
    found = counterparts(pairs, frame, frame)
    assert set(found["relation"]) == {
        *("same", "exonym", "concept", "joined", "part of", "start", "abbreviation"),
        *("edit 1", "edit 2", "edit 3", "looks alike", "sounds alike"),
    }
    sums = _sums(pairs, words)
    assert sums.columns == list(ALIGNED)
    expected = _plain_sums(pairs, frame, found)
    for mine, plain in zip(sums.iter_rows(named=True), expected, strict=True):
        assert mine == pytest.approx(plain, abs=5e-3)


@pytest.mark.parametrize("size", [1, 7, 64])
def test_the_number_of_pairs_at_a_time_changes_no_sum(
    size: int, pairs: pl.DataFrame, words: Words
) -> None:
    parts = [_sums(some, words) for some in pairs.head(500).iter_slices(size)]
    assert pl.concat(parts).equals(_sums(pairs.head(500), words))


def test_the_order_of_pairs_changes_no_sum(pairs: pl.DataFrame, words: Words) -> None:
    shuffled = pairs.sample(fraction=1, shuffle=True, seed=744)
    ordered = _sums(pairs, words).select(pl.all().gather(shuffled["pair"]))
    assert _sums(shuffled, words).equals(ordered)


def test_a_name_beside_itself_has_no_word_left(
    spelled: pl.Series, words: Words
) -> None:
    own = np.arange(len(spelled), dtype=np.uint32)
    sums = aligned(own, own, words, words)
    assert sums["query_weight"].sum() > 0
    assert (sums["query_matched"] == sums["query_weight"]).all()
    assert (sums["listed_matched"] == sums["listed_weight"]).all()


def test_names_without_words_have_sums_of_nought() -> None:
    none = Words(pl.Series(["", "haolin"]))
    first, second = np.array([[0, 1], [1, 0]], np.uint32)
    sums = aligned(first, second, none, none)
    assert sums["query_matched"].tolist() == [0, 0]
    assert sums["query_weight"].tolist() == [0, pytest.approx(10, abs=0.01)]
