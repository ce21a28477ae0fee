from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen.matching.grams import BUCKETS, gram_codes

# name: its grams of four letters, blanks around it
GRAMS = {
    "huawei": [" hua", "huaw", "uawe", "awei", "wei "],
    "zte": [" zte", "zte "],
    "ab": [" ab "],
    "a": [" a  "],
    "": [],
    "aaaaaaaa": [" aaa", "aaaa", "aaa "],
    "new en": [" new", "new ", "ew e", "w en", " en "],
}

WORDS = st.lists(st.text(alphabet="abcdef 和田", max_size=10), max_size=6)


def _grams(names: list[str], **settings: int) -> list[set[int]]:
    """Return the set of grams of each name."""
    starts, grams = gram_codes(pl.Series(names, dtype=pl.String), **settings)
    return [set(grams[begin:end].tolist()) for begin, end in itertools.pairwise(starts)]


@pytest.mark.parametrize(("name", "grams"), GRAMS.items())
def test_a_name_has_as_many_grams_as_it_has_different_ones(
    name: str, grams: list[str]
) -> None:
    assert [len(found) for found in _grams([name])] == [len(grams)]


def test_names_share_the_grams_they_have_in_common() -> None:
    huawei, hua, wei, other = _grams(["huawei", "huawen", "awei", "milandr"])
    assert len(huawei & hua) == len({" hua", "huaw", "uawe"})
    assert len(huawei & wei) == len({"awei", "wei "})
    assert huawei & other == set()


def test_equal_names_have_equal_grams_wherever_they_stand() -> None:
    first, _, last = _grams(["hikvision", "a much longer name", "hikvision"])
    assert first == last == _grams(["hikvision"])[0]


def test_shorter_grams_are_more_forgiving() -> None:
    for width, shared in ((4, 4), (3, 5)):
        one, two = _grams(["hikvision", "hikvisoin"], width=width)
        assert len(one & two) == shared


def test_no_names_have_no_grams() -> None:
    starts, grams = gram_codes(pl.Series([], dtype=pl.String))
    assert (starts.tolist(), len(grams)) == ([0], 0)


@settings(deadline=None)
@given(WORDS, st.sampled_from([2, 3, 4]))
def test_grams_are_those_of_plain_python(names: list[str], width: int) -> None:
    starts, codes = gram_codes(pl.Series(names, dtype=pl.String), width=width)
    expected = [_plain(name, width) for name in names]
    assert np.diff(starts).tolist() == [len(grams) for grams in expected]
    assert (codes < BUCKETS).all()
    # One code a gram, wherever it stands.
    grams = [gram for found in expected for gram in found]
    assert len({*zip(grams, codes.tolist(), strict=True)}) == len(set(grams))


def _plain(name: str, width: int) -> list[bytes]:
    if not name:
        return []
    text = f" {name} ".ljust(width).encode()
    return [text[i : i + width] for i in range(len(text) - width + 1)]
