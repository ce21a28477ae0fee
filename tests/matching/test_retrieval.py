from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen.matching import gate, retrieval, space
from uyghurscreen.matching.gram_counts import shipped
from uyghurscreen.matching.index import NameIndex, letter_views
from uyghurscreen.matching.listed_names import forms_of, named, read_names
from uyghurscreen.matching.retrieval import candidates, similarity
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.structure import canonical
from uyghurscreen.schema import NAMES

LISTED = [
    "Hikvision",
    "Zhejiang Dahua Technology Co., Ltd.",
    "Hetian Haolin Hair Accessories Co. Ltd.",
    "和田泰达服装有限公司",
    "Xinjiang Daqo New Energy, Co. Ltd.",
    "AO PKK Milandr",
    "China Electronics Technology Group Corporation 13th Research Institute",
    "Megvii Technology",
]
WEAK = ["XPCC", "23rd Research Institute"]

QUERIES = [
    *LISTED,
    *WEAK,
    "Hikvison",
    "Hangzhou Hikvision",
    "Dahua Zhejiang",
    "Khotan Haolin Hair",
    "和田浩林发饰品有限公司",
    "Taida Garment",
    "АО ПКК Миландр",
    "CETC 13",
    "23rd Research Institute of Paris",
    "Acme Bakery",
    "Xinjiang",
    "13",
]

WORDS = st.sampled_from(
    [
        "hangzhou",
        "hikvision",
        "hik",
        "vision",
        "dahua",
        "technology",
        "13th",
        "和田",
        "haolin",
        "milandr",
        "new",
        "energy",
        "zzz",
        "acme",
    ]
)


def _frame(names: list[str]) -> pl.DataFrame:
    rows = [
        ("demo", name, name, "primary", "und", "weak" if name in WEAK else "strong", "")
        for name in names
    ]
    return pl.DataFrame(rows, schema=NAMES, orient="row")


def _index(names: list[str]) -> NameIndex:
    return NameIndex(_frame(names))


INDEX = _index(LISTED + WEAK)


def _queries(names: list[str]) -> pl.DataFrame:
    column = pl.Series(names, dtype=pl.String)
    folded = fold(column)
    read = canonical(column).with_columns(folded=folded, part=pl.lit(False))
    read = read.with_columns(open=pl.Series(gate.open_texts(folded)))
    return read.with_row_index("query")


def _naive_cosines(
    queries: pl.DataFrame, index: NameIndex
) -> dict[tuple[int, int], float]:
    """Return every cosine in plain Python: dicts of grams, logarithms, square roots."""
    widths = index.letters._widths
    strong = index.forms.filter(~pl.col("weak"))
    documents = _bags(strong, widths)
    counted = strong.unique(["key", "variant"], keep="first", maintain_order=True)
    counts = _bags(counted, widths)
    frequency = Counter(gram for bag in counts for gram in bag)
    rarest = log((len(counts) + 1) / 0.5)

    def weigh(bag: Counter[tuple[int, bytes]]) -> dict[tuple[int, bytes], float]:
        weights = {
            gram: log((len(counts) + 1) / (frequency[gram] + 0.5))
            if gram in frequency
            else space._UNKNOWN * rarest
            for gram in bag
        }
        length = sqrt(sum(bag[gram] * weights[gram] ** 2 for gram in bag))
        return {gram: bag[gram] * weights[gram] / length for gram in bag}

    listed = [weigh(bag) for bag in documents]
    cosines = {}
    for query, bag in enumerate(_bags(queries, widths)):
        vector = weigh(bag)
        for form, other in zip(strong["form"], listed, strict=True):
            product = sum(
                weight * other.get(gram, 0) for gram, weight in vector.items()
            )
            cosines[query, form] = min(product, 1.0)
    return cosines


def _bags(
    frame: pl.DataFrame, widths: Sequence[int]
) -> list[Counter[tuple[int, bytes]]]:
    bags: list[Counter[tuple[int, bytes]]] = [Counter() for _ in range(frame.height)]
    for view, (texts, width) in enumerate(
        zip(letter_views(frame), widths, strict=True)
    ):
        for bag, text in zip(bags, texts, strict=True):
            padded = f" {text} ".ljust(width).encode()
            if text:
                starts = range(len(padded) - width + 1)
                bag.update((view, padded[i : i + width]) for i in starts)
    return bags


def _assert_nothing_is_lost(names: list[str], index: NameIndex) -> None:
    queries = _queries(names).with_columns(open=pl.lit(True))
    keys = dict(index.forms.select("form", "key").rows())
    found = {
        (query, form): cosine
        for query, form, cosine in candidates(queries, index).rows()
        if queries["key"][query] != keys[form]
    }
    naive = {
        pair: cosine
        for pair, cosine in _naive_cosines(queries, index).items()
        if queries["key"][pair[0]] != keys[pair[1]]
    }
    # Float32 against float64: a pair on the very border may fall on either side.
    for pair, cosine in naive.items():
        if cosine > retrieval.MIN_COSINE + 1e-5:
            assert found[pair] == pytest.approx(cosine, abs=1e-4)
        elif cosine < retrieval.MIN_COSINE - 1e-5:
            assert pair not in found


def test_retrieval_finds_what_plain_python_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retrieval, "PROMISE", -9)
    monkeypatch.setattr(retrieval, "WORTH", -99)
    monkeypatch.setattr(retrieval, "WRITTEN", 999)
    _assert_nothing_is_lost(QUERIES, INDEX)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4
    )
)
def test_retrieval_loses_no_pair_of_any_query(names: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retrieval, "PROMISE", -9)
        patch.setattr(retrieval, "WORTH", -99)
        patch.setattr(retrieval, "WRITTEN", 999)
        _assert_nothing_is_lost(names, INDEX)


# names with a slip in a word for a place or a trade, which is no such word then
MISWRITTEN = {
    "China Communicaions Construction": "China Communications Construction",
    "Space Engineerring University": "Space Engineering University",
    "Xinjinag Textlie Manufacturing": "Xinjiang Textile Manufacturing",
}


@pytest.mark.parametrize(("written", "listed"), MISWRITTEN.items())
def test_a_name_is_found_by_how_it_is_written(written: str, listed: str) -> None:
    index = _index([*MISWRITTEN.values(), *LISTED])
    found = candidates(_queries([written]), index)["form"]
    names = index.listings.filter(pl.col("form").is_in(found.implode()))["name"]
    assert listed in names.to_list()


def test_pairs_that_promise_nothing_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queries = _queries(["浙江新大鞋业进出口", "米兰假发", "泰达海运"])
    kept = candidates(queries, INDEX)
    monkeypatch.setattr(retrieval, "PROMISE", -9)
    monkeypatch.setattr(retrieval, "WORTH", -99)
    every = candidates(queries, INDEX)
    assert kept.height < every.height
    assert kept.join(every, on=["query", "form"], how="anti").is_empty()


def test_a_name_of_the_same_key_is_always_a_candidate() -> None:
    queries = _queries(["XPCC", "x.p.c.c.", "HIK-VISION", "23RD Research Institute"])
    found = candidates(queries, INDEX).filter(cosine=1)
    borne = found.join(INDEX.listings, on="form").unique(["query", "name"])
    names = borne.sort("query")["name"].to_list()
    assert names == ["XPCC", "XPCC", "Hikvision", "23rd Research Institute"]


def test_a_weak_name_is_a_candidate_by_equality_alone() -> None:
    weak = INDEX.forms.filter("weak")["form"]
    queries = _queries(["XPCC Group", "24rd Research Institute"])
    assert set(candidates(queries, INDEX)["form"]) & set(weak) == set()


def test_candidates_are_sorted_and_stand_once() -> None:
    found = candidates(_queries(QUERIES), INDEX)
    pairs = found.select("query", "form").rows()
    assert pairs == sorted(set(pairs))
    assert found["cosine"].is_between(retrieval.MIN_COSINE, 1.0001).all()


@pytest.mark.parametrize("name", QUERIES)
def test_the_cosine_asked_for_is_that_of_retrieval(name: str) -> None:
    query = _queries([name])
    forms = INDEX.forms["form"]
    asked = similarity(query, forms, INDEX)
    for form, cosine in candidates(query, INDEX).select("form", "cosine").rows():
        assert asked[form] == pytest.approx(cosine, abs=1e-6)


def test_a_query_keeps_all_its_names_however_many() -> None:
    names = [f"Hikvision {word}" for word in "abcdefghijklmnopqrstuvwxyz"]
    index = NameIndex(_frame(names), shipped(["uflpa"]))
    found = candidates(_queries(["Hikvision q"]), index)
    best = found.sort("cosine", descending=True).join(
        index.listings, on="form", maintain_order="left"
    )
    assert best["name"][0] == "Hikvision q"
    assert best["name"].n_unique() == 26


@pytest.mark.parametrize("name", QUERIES)
def test_if_a_pair_is_a_candidate_does_not_depend_on_who_else_is_listed(
    name: str,
) -> None:
    counts = shipped(["uflpa"])
    whole = NameIndex(_frame(LISTED + WEAK), counts)
    query = _queries([name])
    for listed in LISTED:
        alone = NameIndex(_frame([listed]), counts)
        keys = [
            _keyed(candidates(query, index), index).filter(
                pl.col("key").is_in(alone.forms["key"].implode())
            )
            for index in (alone, whole)
        ]
        assert keys[0].equals(keys[1])


def _keyed(found: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    forms = index.forms.select("form", "key", "variant")
    return found.join(forms, on="form").drop("form").sort("key", "variant")


def test_no_queries_and_no_names() -> None:
    assert candidates(_queries([]), INDEX).is_empty()
    assert candidates(_queries(QUERIES), _index([])).is_empty()
    assert candidates(_queries(QUERIES), _index(["---"])).is_empty()


def test_the_index_does_not_depend_on_the_order_of_names() -> None:
    for seed in range(3):
        names = _frame(LISTED + WEAK).sample(fraction=1, shuffle=True, seed=seed)
        index = NameIndex(names)
        assert index.forms.equals(INDEX.forms)
        assert index.listings.equals(INDEX.listings)


def test_a_form_does_not_depend_on_the_order_of_its_readings() -> None:
    # Read as pinyin, and by another form of the brand: the words differ, the key not.
    names = _frame(["同方威视"])
    read = named(names, read_names(names["name"]))
    alike = read.filter(pl.col("variant")).select("key", "tokens", "spelled").unique()
    assert alike["key"].is_duplicated().any()
    assert forms_of(read).equals(forms_of(read.reverse()))
