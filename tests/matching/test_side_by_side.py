from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.matching.aligned import aligned
from uyghurscreen.matching.side_by_side import side_by_side
from uyghurscreen.names.structure import canonical

# relation: query, listed name, word, its counterpart
RELATIONS = {
    "same": ("Hotan Haolin", "Haolin Hair", "haolin", "haolin"),
    "exonym": ("Khotan Haolin", "Hetian Haolin", "khotan", "hetian"),
    "concept": ("Haolin Fangzhi", "Haolin Textile", "fangzhi", "textile"),
    "joined": ("Hao Lin Hair", "Haolin Hair", "hao", "haolin"),
    "part of": ("Hotan Haolin", "Xinjiang Haolin", "hotan", "xinjiang"),
    "edit 1": ("Hikvisian", "Hikvision", "hikvisian", "hikvision"),
    "edit 2": ("Hikvsian", "Hikvision", "hikvsian", "hikvision"),
    "edit 3": (
        "Zhangkoshuguan",
        "Zhongkeshuguang",
        "zhangkoshuguan",
        "zhongkeshuguang",
    ),
    "start": ("Hangzhou Hikvi", "Hangzhou Hikvision", "hikvi", "hikvision"),
    "abbreviation": ("Haolin Txtle", "Haolin Textile", "txtle", "textile"),
    "looks alike": ("Mi1andr", "Milandr", "mi1andr", "milandr"),
    "sounds alike": ("Vityaz", "Vitiaz", "vityaz", "vitiaz"),
    "missing": ("Haolin Zebra", "Haolin Hair", "zebra", None),
}

# words that look as if they belonged together, and do not: query, listed name, word
STRANGERS = {
    "two company words": ("Haolin Textile", "Haolin Steel", "textile"),
    "two places": ("Hunan Haolin", "Henan Haolin", "hunan"),
    "short words, one edit": ("Han Steel", "Hai Steel", "han"),
    "the start of a brand, amid the name": ("Hikv Trading", "Hikvision", "hikv"),
    "another word in Chinese": ("浩林纺织", "Haolin Steel", "textile"),
}


def _spelled(name: str) -> str:
    return str(canonical(pl.Series([name]))["spelled"].item())


def _words(query: str, listed: str) -> pl.DataFrame:
    return side_by_side(pl.Series([query]), pl.Series([listed]))


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_word_and_what_it_is_in_the_other_name(relation: str) -> None:
    query, listed, word, other = RELATIONS[relation]
    rows = _words(_spelled(query), _spelled(listed)).filter(word=word)
    assert rows.select("counterpart", "relation").rows() == [(other, relation)]


@pytest.mark.parametrize(("query", "listed", "word"), STRANGERS.values(), ids=STRANGERS)
def test_words_that_are_no_counterparts(query: str, listed: str, word: str) -> None:
    rows = _words(_spelled(query), _spelled(listed))
    here = pl.col("word") == word
    assert rows.filter(here)["relation"].to_list() == ["missing"]


def test_words_of_the_listed_name_alone_come_last() -> None:
    rows = _words("haolin", "@hotan|hetian haolin #hair")
    assert rows["word"].to_list() == ["haolin", None, None]
    assert rows["counterpart"].to_list() == ["haolin", "hetian", "hair"]


def test_another_number_is_no_counterpart() -> None:
    rows = _words("%13 #institute", "%14 #institute").filter(role="number")
    assert rows["relation"].to_list() == ["missing", "missing"]


def test_many_pairs_are_each_as_by_itself() -> None:
    rows = [(query, listed) for query, listed, *_ in RELATIONS.values()]
    rows += [(query, listed) for query, listed, _ in STRANGERS.values()]
    queries = pl.Series([_spelled(query) for query, _ in rows])
    listed = pl.Series([_spelled(other) for _, other in rows])
    together = side_by_side(queries, listed)
    for pair, (query, other) in enumerate(zip(queries, listed, strict=True)):
        mine = together.filter(pair=pair).drop("pair")
        assert mine.equals(_words(query, other).drop("pair"))


def test_no_pairs_have_no_words() -> None:
    nothing = pl.Series([], dtype=pl.String)
    assert side_by_side(nothing, nothing).is_empty()


def test_the_words_add_up_to_the_sums_that_are_scored() -> None:
    index = Screener(lists=["uflpa"])._load()[1]
    queries = index.forms["form"].sample(60, seed=1)
    forms = (queries + 1).clip(0, index.forms.height - 1)
    number = pl.int_range(60, dtype=pl.UInt32, eager=True)
    query, form = (side.to_numpy() for side in (queries, forms))
    sums = aligned(query, form, index.words, index.words)
    spelled = index.forms["spelled"]
    words = side_by_side(spelled.gather(queries), spelled.gather(forms))
    mine = words.filter(pl.col("word").is_not_null())
    added = mine.group_by("pair", maintain_order=True).agg(
        pl.col("matched", "left").sum()
    )
    assert added["pair"].to_list() == number.to_list()
    matched, left = added["matched"].to_list(), added["left"].to_list()
    assert matched == pytest.approx(sums["query_matched"].tolist(), abs=5e-3)
    assert [m + k for m, k in zip(matched, left, strict=True)] == pytest.approx(
        sums["query_weight"].tolist(), abs=5e-3
    )


def test_words_of_a_compound_stand_beside_those_written_alike() -> None:
    spelled = canonical(pl.Series(["新疆大全新能源", "Xinjiang Daqo New Energy"]))[
        "spelled"
    ]
    words = side_by_side(spelled.gather([0, 1]), spelled.gather([1, 1]))
    pairs = words.filter(pl.col("word").is_in(["new", "energy"]))
    assert pairs["counterpart"].to_list() == pairs["word"].to_list()
    assert set(pairs["relation"]) == {"same"}
