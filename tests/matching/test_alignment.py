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
    side_by_side,
)
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.names.structure import canonical

# relation: query, listed name, word, its counterpart
RELATIONS = {
    "same": ("Hotan Haolin", "Haolin Hair", "haolin", "haolin"),
    "exonym": ("Khotan Haolin", "Hetian Haolin", "khotan", "hetian"),
    "concept": ("Haolin Fangzhi", "Haolin Textile", "fangzhi", "textile"),
    "joined": ("Hao Lin Hair", "Haolin Hair", "hao", "haolin"),
    "edit 1": ("Hikvisian", "Hikvision", "hikvisian", "hikvision"),
    "looks alike": ("Mi1andr", "Milandr", "mi1andr", "milandr"),
    "sounds alike": ("Vityaz", "Vitiaz", "vityaz", "vitiaz"),
    "missing": ("Haolin Zebra", "Haolin Hair", "zebra", None),
}


def _spelled(name: str) -> str:
    return str(canonical(pl.Series([name]))["spelled"].item())


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_word_and_what_it_is_in_the_other_name(relation: str) -> None:
    query, listed, word, other = RELATIONS[relation]
    rows = side_by_side(_spelled(query), _spelled(listed)).filter(word=word)
    assert rows.select("counterpart", "relation").rows() == [(other, relation)]


def test_words_of_the_listed_name_alone_come_last() -> None:
    rows = side_by_side("haolin", "@hotan|hetian haolin #hair")
    assert rows["word"].to_list() == ["haolin", None, None]
    assert rows["counterpart"].to_list() == ["haolin", "hetian", "hair"]


def test_another_number_is_no_counterpart() -> None:
    rows = side_by_side("%13 #institute", "%14 #institute").filter(role="number")
    assert rows["relation"].to_list() == ["missing", "missing"]


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


def test_sums_over_words_are_those_of_plain_python(
    index: NameIndex, pairs: pl.DataFrame
) -> None:
    words = index.words
    sums = aligned(pairs, words, words)
    assert sums.columns == list(ALIGNED)
    found = counterparts(pairs, words, words)
    best: dict[tuple[int, int], float] = defaultdict(float)
    for pair, _, position, likeness, _ in found.rows():
        best[pair, position] = max(best[pair, position], likeness)
    of_name = {name[0]: rows for name, rows in words.group_by("name")}
    for pair, _, form in pairs.rows():
        brand = words_shared = left = total = 0.0
        for row in of_name.get(form, words.clear()).iter_rows(named=True):
            alike = best[pair, row["position"]]
            total += row["weight"]
            brand += row["weight"] * alike if row["mark"] == "" else 0
            words_shared += row["weight"] * alike if row["mark"] == "#" else 0
            left += row["weight"] * (1 - alike) if row["mark"] == "" else 0
        mine = sums.row(pair, named=True)
        assert mine["listed_weight"] == pytest.approx(total, abs=1e-2)
        assert mine["brand_shared"] == pytest.approx(brand, abs=1e-2)
        assert mine["words_shared"] == pytest.approx(words_shared, abs=1e-2)
        assert mine["listed_brand_left"] == pytest.approx(left, abs=1e-2)


def test_a_pair_is_aligned_by_itself(index: NameIndex, pairs: pl.DataFrame) -> None:
    whole = aligned(pairs, index.words, index.words)
    for pair in (0, 57, 199):
        one = pairs.slice(pair, 1).with_columns(pair=pl.lit(0, pl.UInt32))
        assert aligned(one, index.words, index.words).row(0) == whole.row(pair)


def test_words_know_their_role_and_weight() -> None:
    words = name_words(pl.Series(["@hotan|khotan haolin #hair ~limited"]))
    assert words["mark"].to_list() == ["@", "", "#"]
    assert words["weight"].is_between(0, 10).all()
    assert words["weight"][1] > words["weight"][2]
