from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest

from uyghurscreen.names.known_words import (
    COVERED_BODIES,
    english_words,
    legal_form_at_an_end,
    marked_forms,
    place_ancestors,
    word_labels,
)
from uyghurscreen.names.tables import lexicon

TOKENS = {
    "khotan": "@hotan",
    "和田": "@hotan",
    "ürümchi": None,
    "fangzhi": "#textile",
    "текстиль": "#textile",
    "有限公司": "~limited",
    "хуавей": "huawei",
    "ファーウェイ": "huawei",
    "화웨이": "huawei",
    "алибаба": "alibaba",
    "علی بابا": "alibaba",
    "али экспресс": "aliexpress",
    "中国电子科技集团": "cetc",
    "兵团": "xpcc",
    "13th": "%13",
    "di shi san": "%13",
    "iv": "&4",
    "branch": "~branch",
    "of": "",
    "ooo": "~limited",
}

# a form that is left a brand, or to the end of a name
LEFT = {
    "a place that is as often a word": "jordan",
    "a place that is as often a word, in Chinese": "朝阳",
    "a Chinese brand, which others may bear": "溢达",
    "its Latin form": "esquel",
    "initials that may be a legal form": "ao",
    "a single Roman figure": "v",
    "a short name of a group": "电科",
    "a city that is a boiler in Turkish": "kazan",
}

LEGAL_FORMS = {
    "at the start": ("  ao  milandr  ", True),
    "at the end": ("  milandr  ao  ", True),
    "of two letters apart": ("  nostra  a  s  ", True),
    "the whole name": ("  sa  ", True),
    "amid the name": ("  nostra  sa  group  ", False),
    "a part of a word": ("  milandr  aorta  ", False),
    "one that is such anywhere": ("  milandr  ltd  ", False),
}


@pytest.mark.parametrize("form", TOKENS)
def test_a_form_stands_for_its_token(form: str) -> None:
    found = marked_forms().filter(form=form)["token"].to_list()
    assert found == ([] if TOKENS[form] is None else [TOKENS[form]])


@pytest.mark.parametrize("form", LEFT.values(), ids=LEFT)
def test_a_form_that_may_mean_something_else_is_left(form: str) -> None:
    assert marked_forms().filter(form=form).is_empty()


def test_an_ambiguous_form_is_a_place_if_it_is_one_of_several() -> None:
    places = lexicon("places").filter(pl.col("kind").str.ends_with("|ambiguous"))
    several = pl.col("place").n_unique().over("form") > 1
    marked = marked_forms().filter(pl.col("token").str.starts_with("@"))["form"]
    alone = set(places.filter(~several)["form"])
    shared = set(places.filter(several)["form"])
    assert {"jordan", "baoan"} <= alone
    assert {"chaoyang", "baicheng"} <= shared
    assert alone & set(marked) == set()
    assert shared <= set(marked) | set(lexicon("brands")["form"])


def test_a_brand_in_another_script_is_read_in_latin() -> None:
    brands = lexicon("brands").filter(
        ~pl.col("form").str.contains(r"[\p{Latin}\p{Han}]")
    )
    read = brands.join(marked_forms(), on="form")["token"]
    latin = r"^[@#~%&]?[a-z0-9 ]+$"
    assert read.len() == brands.height
    assert read.filter(~read.str.contains(latin)).to_list() == []


def test_a_form_stands_for_one_token() -> None:
    assert not marked_forms()["form"].is_duplicated().any()


def test_a_place_lies_in_all_that_its_region_lies_in() -> None:
    inside = set(place_ancestors().iter_rows())
    assert {("hotan", "xinjiang"), ("hotan", "china")} <= inside
    regions = defaultdict(set)
    for place, region in inside:
        regions[place].add(region)
    for place, region in inside:
        assert regions[region] <= regions[place]


def test_no_place_lies_in_itself_or_in_the_world() -> None:
    inside = place_ancestors()
    assert inside.filter(pl.col("place") == pl.col("inside")).is_empty()
    assert "world" not in inside["inside"]
    assert inside.filter(place="china").is_empty()


def test_places_and_their_regions_are_sorted_and_there_once() -> None:
    inside = place_ancestors()
    assert inside.equals(inside.unique().sort("place", "inside"))


@pytest.mark.parametrize(("text", "found"), LEGAL_FORMS.values(), ids=LEGAL_FORMS)
def test_what_may_be_initials_is_a_legal_form_at_an_end_only(
    text: str, found: bool
) -> None:
    texts = pl.Series([text])
    assert texts.str.contains(legal_form_at_an_end()).item() is found


def test_a_word_is_known_by_what_it_is_by_itself() -> None:
    labels = word_labels()
    by_itself = dict(labels.iter_rows())
    assert by_itself["textile"] == "#textile"
    assert by_itself["khotan"] == "@hotan"
    assert "hikvision" not in by_itself
    assert labels.equals(labels.unique("word").sort("word"))


def test_a_concept_of_several_words_has_its_english_ones() -> None:
    english = english_words()
    assert english["newenergy"] == "new_energy"
    assert "textile" not in english
    assert all(words.replace("_", "") == slug for slug, words in english.items())


def test_a_group_whose_bodies_are_covered_is_known_and_lies_somewhere() -> None:
    places = set(place_ancestors()["place"])
    for group, region in COVERED_BODIES.items():
        assert group in set(marked_forms()["token"])
        assert region in places
