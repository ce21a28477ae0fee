from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen.names.known_words import (
    english_words,
    legal_form_at_an_end,
    marked_forms,
    place_ancestors,
    word_labels,
)

TOKENS = {
    "khotan": "@hotan",
    "和田": "@hotan",
    "ürümchi": None,
    "fangzhi": "#textile",
    "текстиль": "#textile",
    "有限公司": "~limited",
    "хуавей": "huawei",
    "ファーウェイ": "huawei",
    "中国电子科技集团": "cetc",
    "13th": "%13",
}


@pytest.mark.parametrize("form", TOKENS)
def test_a_form_stands_for_its_token(form: str) -> None:
    found = marked_forms().filter(form=form)["token"].to_list()
    assert found == ([TOKENS[form]] if TOKENS[form] else [])


def test_a_form_stands_for_one_token() -> None:
    assert not marked_forms()["form"].is_duplicated().any()


def test_a_place_lies_in_all_that_its_region_lies_in() -> None:
    inside = place_ancestors()
    assert {"xinjiang", "china"} <= set(inside.filter(place="hotan")["inside"])
    steps = inside.join(inside, left_on="inside", right_on="place")
    assert steps.join(
        inside,
        left_on=["place", "inside_right"],
        right_on=["place", "inside"],
        how="anti",
    ).is_empty()


def test_what_may_be_initials_is_a_legal_form_at_an_end_only() -> None:
    texts = pl.Series(["  sa  nostra  ", "  nostra  sa  ", "  nostra  sa  group  "])
    found = texts.str.contains(legal_form_at_an_end()).to_list()
    assert found == [True, True, False]


def test_words_by_themselves() -> None:
    labels = dict(word_labels().iter_rows())
    assert labels["textile"] == "#textile"
    assert labels["khotan"] == "@hotan"
    assert english_words()["newenergy"] == "new_energy"
