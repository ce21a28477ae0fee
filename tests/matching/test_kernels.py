"""The compiled loops do what plain Python does."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rapidfuzz import fuzz

from uyghurscreen.compiled.library import Texts
from uyghurscreen.compiled.table import Table
from uyghurscreen.matching.apart import Apart
from uyghurscreen.matching.gram_counts import counted
from uyghurscreen.matching.grams import BUCKETS, gram_codes
from uyghurscreen.matching.likeness import likeness
from uyghurscreen.matching.promise import PARTS, WEIGHTS, Promise, parts, worth
from uyghurscreen.matching.rarity import weight_table
from uyghurscreen.matching.space import GramSpace

# text: its grams of four letters
GRAMS = {
    " huawei ": [" hua", "huaw", "uawe", "awei", "wei "],
    " zte ": [" zte", "zte "],
    " ab ": [" ab "],
    "abc": [],
    "": [],
}

WORDS = st.lists(st.text(alphabet="abcdef 和田", max_size=10), max_size=6)
NAMES = st.lists(st.text(alphabet="abcde ", max_size=90), min_size=1, max_size=8)
SHORT = st.lists(
    st.text(alphabet="abc", min_size=1, max_size=7), min_size=1, max_size=9
)


def _grams(names: list[str], width: int = 4) -> list[list[int]]:
    starts, grams = gram_codes(Texts.of(pl.Series(names, dtype=pl.String)), width)
    return [grams[begin:end].tolist() for begin, end in itertools.pairwise(starts)]


@pytest.mark.parametrize(("text", "grams"), GRAMS.items())
def test_a_text_has_its_grams(text: str, grams: list[str]) -> None:
    assert [len(found) for found in _grams([text])] == [len(grams)]


def test_equal_texts_have_equal_grams_wherever_they_stand() -> None:
    first, _, last = _grams(["hikvision", "a much longer name", "hikvision"])
    assert first == last == _grams(["hikvision"])[0]


@settings(deadline=None)
@given(WORDS, st.sampled_from([2, 3, 4]))
def test_grams_are_those_of_plain_python(names: list[str], width: int) -> None:
    found = _grams(names, width)
    expected = [
        [text[i : i + width] for i in range(len(text) - width + 1)]
        for text in (name.encode() for name in names)
    ]
    assert [*map(len, found)] == [*map(len, expected)]
    pairs = {*zip(itertools.chain(*expected), itertools.chain(*found), strict=True)}
    assert len(pairs) == len({gram for gram, _ in pairs})
    assert all(code < BUCKETS for _, code in pairs)


@settings(deadline=None)
@given(NAMES, NAMES)
def test_likenesses_are_those_of_rapidfuzz(left: list[str], right: list[str]) -> None:
    pairs = [
        (" ".join(one.split()), " ".join(other.split()))
        for one, other in itertools.product(left, right)
    ]
    one, two = (Texts.of(pl.Series(list(side))) for side in zip(*pairs, strict=True))
    row = np.arange(len(pairs))
    words, letters = likeness(one, two, row, row)
    other = row[::-1]
    turned = likeness(one, two, other, other)
    assert [of.tolist() for of in turned] == [
        words[::-1].tolist(),
        letters[::-1].tolist(),
    ]
    for (a, b), by_words, by_letters in zip(pairs, words, letters, strict=True):
        assert by_words == pytest.approx(fuzz.token_set_ratio(a, b) / 100, abs=1e-6)
        plain = fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")) / 100
        assert by_letters == pytest.approx(plain, abs=1e-6)


# a query and a listed name, and the shares of both that have a counterpart
COVERED = {
    "the same": ("hotan haolin", "hotan haolin", 1.0, 1.0),
    "nothing in common": ("acme bakery", "zebra", 0.0, 0.0),
    "a word more": ("haolin zebra", "haolin", 0.5, 1.0),
    "joined": ("haolinzebra", "haolin zebra", 1.0, 0.9),
    "a slip": ("haolim", "haolin", 5 / 6, 5 / 6),
    "a common word weighs little": ("haolin trading", "haolin", 10 / 12, 1.0),
}


@pytest.mark.parametrize(
    ("query", "listed", "covered", "covering"), COVERED.values(), ids=COVERED
)
def test_what_is_covered_of_either_name(
    query: str, listed: str, covered: float, covering: float
) -> None:
    rarity = Table(Texts.of(pl.Series(["trading"])), np.array([200], np.uint16))
    one, cosine = np.array([0]), np.ones(1, np.float32)
    left, right = (Texts.of(pl.Series([text])) for text in (query, listed))
    apart = Apart(right, rarity)
    kept, made = parts(left, apart, one, one, cosine, Promise(WEIGHTS, 0), rarity)
    found = dict(zip(PARTS, made[0].tolist(), strict=True))
    assert kept.tolist() == [0]
    assert (found["covered"], found["covering"]) == pytest.approx(
        (covered, covering), abs=1e-4
    )
    assert found["both_covered"] == pytest.approx(covered * covering, abs=1e-4)


@settings(deadline=None)
@given(NAMES, NAMES, st.floats(0, 1))
def test_only_pairs_that_promise_enough_are_kept(
    left: list[str], right: list[str], least: float
) -> None:
    rows, listed = np.indices((len(left), len(right))).reshape(2, -1)
    cosine = np.linspace(0, 1, len(rows), dtype=np.float32)
    texts = [
        Texts.of(pl.Series([" ".join(t.split()) for t in s])) for s in (left, right)
    ]

    def kept_and_made(least: float) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        left_texts, right_texts = texts
        promise = Promise(WEIGHTS, least)
        apart = Apart(right_texts, weight_table())
        return parts(left_texts, apart, rows, listed, cosine, promise, weight_table())

    kept, made = kept_and_made(least)
    every, parts_of_all = kept_and_made(-1)
    promised = parts_of_all[:, :3] @ np.array(WEIGHTS, np.float32)
    assert every.tolist() == list(range(len(rows)))
    assert np.array_equal(made, parts_of_all[kept])
    assert (promised[kept] >= least - 1e-5).all()
    assert (np.delete(promised, kept) < least + 1e-5).all()
    assert ((made >= 0) & np.isfinite(made)).all()
    assert (
        worth(made, np.eye(len(PARTS), dtype=np.float32)[0]).tolist()
        == made[:, 0].tolist()
    )


@settings(deadline=None)
@given(SHORT, SHORT)
def test_products_are_those_of_a_plain_sum(listed: list[str], names: list[str]) -> None:
    texts = pl.Series(listed)
    space = GramSpace([texts], [counted(texts, 3)])
    rows, others, cosine = space.nearest([pl.Series(names)], 1e-2)
    found = {
        (int(i), int(j)): float(c) for i, j, c in zip(rows, others, cosine, strict=True)
    }
    assert found == {
        pair: pytest.approx(value, abs=2e-3)
        for pair, value in _plain_cosines(listed, names).items()
        if pair in found or value > 2e-2
    }
    asked = space.cosines([pl.Series(names)], rows, others)
    assert asked.tolist() == cosine.tolist()


def _plain_cosines(listed: list[str], names: list[str]) -> dict[tuple[int, int], float]:
    def grams(text: str) -> list[str]:
        padded = f" {text} ".ljust(3)
        return [padded[i : i + 3] for i in range(len(padded) - 2)]

    number = len(listed)
    frequency: dict[str, int] = {}
    for text in listed:
        for gram in set(grams(text)):
            frequency[gram] = frequency.get(gram, 0) + 1
    weight = {g: np.log((number + 1) / (f + 0.5)) for g, f in frequency.items()}
    unknown = 0.6 * np.log((number + 1) / 0.5)

    def length(text: str) -> float:
        return float(np.sqrt(sum(weight.get(g, unknown) ** 2 for g in grams(text))))

    made = {}
    for i, name in enumerate(names):
        for j, other in enumerate(listed):
            total = sum(
                weight[a] * weight[b]
                for a in grams(name)
                for b in grams(other)
                if a == b
            )
            if total:
                made[i, j] = min(total / length(name) / length(other), 1.0)
    return made


def test_there_is_room_for_all_products_however_many() -> None:
    names = pl.Series(["hikvision"] * 50)
    space = GramSpace([names], [counted(names, 4)], spread=50)
    rows, listed, _ = space.nearest([pl.Series(["hikvision", "hik"])], 0.1)
    assert rows.tolist() == [0] * 50
    assert sorted(listed.tolist()) == list(range(50))


def test_what_has_no_gram_in_common_has_no_cosine() -> None:
    names = pl.Series(["hikvision", "dahua"])
    space = GramSpace([names], [counted(names, 4)])
    row = np.zeros(2, np.int64)
    asked = space.cosines([pl.Series(["hikvision"])], row, np.arange(2))
    assert asked.tolist() == [pytest.approx(1, abs=1e-3), 0.0]


@settings(deadline=None)
@given(NAMES, NAMES)
def test_nothing_promises_more_than_it_may_at_a_glance(
    left: list[str], right: list[str]
) -> None:
    # Whatever a pair has to promise, those that reach it are kept.
    rows, listed = np.indices((len(left), len(right))).reshape(2, -1)
    texts, others = (
        Texts.of(pl.Series([" ".join(t.split()) for t in s])) for s in (left, right)
    )
    words, letters = likeness(texts, others, rows, listed)
    cosine = np.full(len(rows), 0.5, np.float32)
    promised = np.stack([cosine, words, letters], axis=1) @ np.array(
        WEIGHTS, np.float32
    )
    apart = Apart(others, weight_table())
    for least in sorted({*promised.tolist()}):
        promise = Promise(WEIGHTS, least - 1e-6)
        kept, _ = parts(texts, apart, rows, listed, cosine, promise, weight_table())
        assert set(np.flatnonzero(promised >= least)) <= set(kept.tolist())


def test_less_alike_grams_ask_for_the_same_letters() -> None:
    one, cosine = np.array([0, 0]), np.array([0.2, 0.2], np.float32)
    left = Texts.of(pl.Series(["xinjaing zhonghe"]))
    right = Texts.of(pl.Series(["xinjiang zhonghe", "xinjiang zhonghe textile"]))
    apart = Apart(right, weight_table())

    def kept(sure: float) -> list[int]:
        promise = Promise(WEIGHTS, 0.3, sure, 0.9)
        found, _ = parts(
            left, apart, one, np.arange(2), cosine, promise, weight_table()
        )
        return [int(pair) for pair in found]

    assert (kept(0.1), kept(0.3)) == ([0, 1], [0])


def test_a_table_holds_many_texts() -> None:
    texts = Texts.of(pl.Series([f"word{i}" for i in range(5_000)]))
    table = Table(texts, np.ones(5_000, np.uint16))
    assert table.mask + 1 >= 2 * 5_000
