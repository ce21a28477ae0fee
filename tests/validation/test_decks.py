from __future__ import annotations

from collections.abc import Callable
from random import Random

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.errors import InputError
from uyghurscreen.lists.records import names_of
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.validation.decks import (
    DECK,
    exact_deck,
    manipulated_deck,
    placebo_deck,
)
from uyghurscreen.validation.manipulations import MANIPULATIONS
from uyghurscreen.validation.placebo import MEANINGS, PLACEBOS

# manipulation: a name, and one of the things it may become
MADE = {
    "letter_left_out": ("Hikvision", "Hikvsion"),
    "letter_doubled": ("Hikvision", "Hikviision"),
    "letters_swapped": ("Hikvision", "Hikivsion"),
    "wrong_key": ("Hikvision", "Hijvision"),
    "misread": ("Hikvision", "Hikvisi0n"),
    "foreign_letter": ("Ninestar", "Ninestаr"),
    "accent": ("Hetian", "Hetián"),
    "capitals": ("Hetian Haolin Co., Ltd.", "HETIAN HAOLIN CO LTD"),
    "word_order": ("Hetian Haolin Hair Co., Ltd.", "Haolin Hair Hetian Co., Ltd."),
    "words_joined": ("Hetian Haolin Co., Ltd.", "HetianHaolin Co., Ltd."),
    "word_split": ("Ninestar Ltd", "Nine star Ltd"),
    "truncated": (
        "Xinjiang Production and Construction Corps",
        "Xinjiang Production and Constr",
    ),
    "without_legal_form": ("和田浩林发饰品有限公司", "和田浩林发饰品"),
    "other_legal_form": ("Ninestar Image Corp", "Ninestar Image CO LTD"),
    "abbreviated": ("Acme Technology Group", "Acme Tech Grp"),
    "other_spelling": ("Xinjiang Daqo", "Sinkiang Daqo"),
    "traditional_characters": ("和田浩林发饰", "和田浩林發飾"),
    "something_around": ("Hikvision", "Hikvision - DO NOT USE"),
}


@pytest.mark.parametrize("operator", MANIPULATIONS)
def test_what_a_manipulation_makes(operator: str) -> None:
    name, wanted = MADE[operator]
    made = {MANIPULATIONS[operator](name, Random(seed)) for seed in range(200)}
    assert wanted in made
    assert name not in made


# manipulation: a name that it can do nothing with
LEFT_ALONE = {
    "letter_left_out": "ABC",
    "capitals": "HIKVISION",
    "word_order": "Hikvision Ltd",
    "words_joined": "Hikvision",
    "word_split": "Acme",
    "truncated": "Hikvision",
    "without_legal_form": "Hikvision",
    "other_legal_form": "Hikvision",
    "abbreviated": "Hikvision",
    "other_spelling": "和田",
    "traditional_characters": "Hikvision",
}


@pytest.mark.parametrize(("operator", "name"), LEFT_ALONE.items())
def test_names_a_manipulation_leaves_alone(operator: str, name: str) -> None:
    assert {MANIPULATIONS[operator](name, Random(seed)) for seed in range(20)} == {None}


def test_every_manipulation_and_placebo_says_what_it_is() -> None:
    assert all(made.__doc__ for made in MANIPULATIONS.values())
    assert all(MEANINGS.values())
    assert MEANINGS.keys() > PLACEBOS.keys()


def test_the_exact_deck_is_every_name_of_every_entry(screener: Screener) -> None:
    deck = exact_deck(screener)
    names = names_of(screener.entries).select("list_id", "entry_id", "name").unique()
    assert deck.schema == DECK
    assert deck.height == names.height
    assert (deck["query_name"] == deck["listed_name"]).all()


def test_the_manipulated_deck_has_so_many_of_each(screener: Screener) -> None:
    deck = manipulated_deck(screener, per_operator=12)
    assert deck.schema == DECK
    counts = dict(deck.group_by("operator").len().rows())
    assert counts == dict.fromkeys(MANIPULATIONS, 12)
    assert (deck["query_name"] != deck["listed_name"]).all()


def test_no_changed_name_is_anothers(screener: Screener) -> None:
    deck = manipulated_deck(screener, per_operator=40)
    names = (
        names_of(screener.entries)
        .filter(pl.col("quality") != "weak")
        .unique("name", keep="first", maintain_order=True)
    )
    owners = names.select("entry_id", key=key(fold(names["name"])))
    made = deck.select("entry_id", key=key(fold(deck["query_name"])))
    shared = made.join(owners, on="key", suffix="_other")
    assert shared.height  # capitals, for one, are the same name once folded
    assert shared.filter(pl.col("entry_id") != pl.col("entry_id_other")).is_empty()


def test_placebos_are_on_no_list(screener: Screener) -> None:
    deck = placebo_deck(screener, count=400)
    assert deck.schema == DECK
    assert deck.height == 400
    assert deck["entry_id"].null_count() == 400
    assert set(deck["operator"]) == set(MEANINGS)
    listed = set(key(fold(names_of(screener.entries)["name"])))
    assert not set(key(fold(deck["query_name"]))) & listed


@pytest.mark.parametrize(
    ("make", "size"),
    [(manipulated_deck, {"per_operator": 5}), (placebo_deck, {"count": 50})],
)
def test_the_seed_makes_the_deck(
    screener: Screener, make: Callable[..., pl.DataFrame], size: dict[str, int]
) -> None:
    first = make(screener, seed=1, **size)
    assert first.equals(make(screener, seed=1, **size))
    assert not first.equals(make(screener, seed=2, **size))


def test_small_lists_of_your_own_make_decks_too() -> None:
    own = pl.DataFrame({"name": ["Acme Widget Works Ltd", "甲乙丙"]})
    screener = Screener(lists=[], extra_lists=[own])
    deck = manipulated_deck(screener, per_operator=5)
    assert set(deck["listed_name"]) <= set(own["name"])
    assert placebo_deck(screener, count=8).height == 8


def test_numbers_that_make_no_deck(screener: Screener) -> None:
    with pytest.raises(InputError, match="per_operator=0"):
        manipulated_deck(screener, per_operator=0)
    with pytest.raises(InputError, match="count=0"):
        placebo_deck(screener, count=0)
