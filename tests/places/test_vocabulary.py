from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen.places.reading import read_addresses
from uyghurscreen.places.vocabulary import Vocabulary

LISTED = pl.Series(
    [
        "2 Fa Yuen Street, Mong Kok",
        "4 Fayuen St, Mongkok",
        "50 Yongding Road",
        "9 Lai Chi Kok Road",
        "7 Furkasovskiy Lane",
    ]
)

# a name as given, and as listed
SPELLINGS = {
    "as listed": ("Yongding Road", "yongding"),
    "two words for one": ("Yong Ding Road", "yongding"),
    "one word for three": ("Laichikok Road", "lai chi kok"),
    "listed both ways": ("Fa Yuen Street, Mong Kok", "fayuen mong kok"),
    "a street word stuck to it": ("Yongdinglu 50", "yongding"),
    "a slip": ("Furkasovsky Lane", "furkasovsky"),
    "another romanisation": ("Furkasowskij pereulok", "furkasovsky"),
    "a short name is left alone": ("Fab Street", "fab"),
    "unknown": ("Hennessy Road", "hennessy"),
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(read_addresses(LISTED))


@pytest.mark.parametrize(("given", "expected"), SPELLINGS.values(), ids=SPELLINGS)
def test_names_are_spelled_as_listed(
    given: str, expected: str, vocabulary: Vocabulary
) -> None:
    spelled = vocabulary.spelled(read_addresses(pl.Series([given])))
    assert " ".join(spelled.filter(kind="name")["token"]) == expected


def test_the_listed_names_stay_as_they_are(vocabulary: Vocabulary) -> None:
    again = vocabulary.spelled(read_addresses(LISTED))
    assert again.equals(vocabulary.listed)


def test_nothing_listed() -> None:
    empty = Vocabulary(read_addresses(pl.Series([], dtype=pl.String)))
    tokens = read_addresses(pl.Series(["50 Yongding Road"]))
    assert empty.spelled(tokens).equals(tokens)
