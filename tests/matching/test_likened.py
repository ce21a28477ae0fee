"""The comparisons that C makes are those of rapidfuzz and plain Python."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from uyghurscreen.matching.likened import FACTS, LIKENED, Named, likened
from uyghurscreen.matching.rarity import word_weights
from uyghurscreen.names.structure import CANONICAL, canonical

NAMES = [
    *("Khotan Haolin Textile Co., Ltd.", "和田浩林纺织有限公司", "Hao Lin", "浩林"),
    *("CETC 13th Research Institute", "中电十三所", "XPCC 13th Division", "AO Mikron"),
    *("Hangzhou Hikvision Digital Technology", "Hangzhou Hikvision Digi", "شنجيانغ"),
    *("Beijing University of Technology", "北京科技大学", "Xinjiang", "Co., Ltd."),
    *("Мikron", "Zhejiang Dahua Steel Trading GmbH", "Dahua", "浙江大华", "大华集团"),
]
HUNDREDTHS = dict(
    word_weights().select("word", (pl.col("weight") * 100).round()).iter_rows()
)

TEXT = st.lists(st.text("abc和田浩", min_size=1, max_size=6), max_size=4).map(" ".join)
RUN = st.text("和田浩林", max_size=6)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            name: st.booleans()
            if kind == pl.Boolean
            else RUN
            if name == "han_brand"
            else TEXT
            for name, kind in CANONICAL.items()
        }
    ),
    min_size=1,
    max_size=4,
)


def _whatever_order(one: str, other: str) -> float:
    spaced = fuzz.token_sort_ratio(one, other)
    return max(spaced, fuzz.ratio(*(t.replace(" ", "") for t in (one, other)))) / 100


def _bytes(text: str) -> str:
    """Letters are bytes to the likenesses."""
    return text.encode().decode("latin-1")


def _in_chinese(brand: str, others: list[str]) -> float:
    if not brand or not others:
        return float("nan")
    return max(
        1
        if LCSseq.similarity(brand, other) == min(len(brand), len(other)) > 1
        else fuzz.ratio(brand, other) / 100
        for other in others
    )


def _agreement(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / len(one | other) - 1 if one and other else 0


def _plain(q: dict[str, Any], listed: dict[str, Any]) -> dict[str, float]:
    """`likened` of one pair."""
    branded = q["brand"] and listed["brand"]
    bare = q["vowelless"] or listed["vowelless"]
    brand, core, heard = (
        tuple(_bytes(side[name]) for side in (q, listed))
        for name in ("brand", "core", "skeleton" if bare else "sound")
    )
    query, start = (side["core"].replace(" ", "") for side in (q, listed))
    strange = {*q["words"].split()} - {*listed["words"].split()}
    return {
        "same_key": float(q["key"] == listed["key"]),
        "begins": float(listed["key"].startswith(q["key"])),
        "core_alike": _whatever_order(*core),
        "brand_alike": _whatever_order(*(brand if branded else core)),
        "brand_inside": fuzz.token_set_ratio(*brand) / 100 if branded else 0,
        "sound_alike": fuzz.ratio(*heard) / 100 if all(heard) else 0,
        "start_alike": fuzz.ratio(_bytes(query), _bytes(start[: len(query)])) / 100,
        "chinese_alike": _in_chinese(q["han_brand"], listed["han_brand"].split()),
        "legal_forms": _agreement(
            {*q["legal_forms"].split()}, {*listed["legal_forms"].split()}
        ),
        "other_business": sum(min(HUNDREDTHS.get(word, 0), 600) for word in strange),
    }


def _holds(names: pl.DataFrame) -> None:
    named = Named(names)
    pairs = list(itertools.product(range(names.height), repeat=2))
    query, form = np.array(pairs, np.uint32).T.copy()
    found = likened(query, form, named, named)
    rows = names.to_dicts()
    for at, (i, j) in enumerate(pairs):
        mine = {name: float(found[name][at]) for name in LIKENED}
        assert mine == pytest.approx(_plain(rows[i], rows[j]), abs=1e-5, nan_ok=True)


def test_comparisons_of_names_are_those_of_plain_python() -> None:
    _holds(canonical(pl.Series(NAMES)))


@settings(deadline=None)
@given(ROWS)
def test_comparisons_of_any_text_are_those_of_plain_python(
    rows: list[dict[str, Any]],
) -> None:
    _holds(pl.DataFrame(rows, schema=CANONICAL))


def test_a_name_has_the_words_and_brands_of_its_entry() -> None:
    names = canonical(pl.Series(["Haolin Textile"]))
    listed = Named(names, words=pl.Series(["hair"]), chinese=pl.Series(["大华 浩林"]))
    query = canonical(pl.Series(["浩林纺织"]))
    first = np.zeros(1, np.uint32)
    found = likened(first, first, Named(query), listed)
    assert found["chinese_alike"].tolist() == [1]
    assert found["other_business"].item() > 0


# a name, and the facts that are true of it
TRUE = {
    "Hikvision": {"branded"},
    "Xinjiang Textile": {"worded", "placed"},
    "浙江大华": {"branded", "placed"},
    "Beijing University of Technology": {"worded", "placed", "institution", "long"},
    "13th Research Institute": {"worded", "numbered", "institution", "long"},
    "Xinjiang Production and Construction Corps": {"branded", "group", "long"},
    "XPCC 13th Division": {"branded", "worded", "numbered", "member"},
    "Guangdong XPCC 13th Division": {"branded", "worded", "numbered", "placed", "long"},
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_known_of_a_name(name: str) -> None:
    facts = Named(canonical(pl.Series([name]))).facts
    assert set(facts) == set(FACTS)
    told = {fact for fact in FACTS if fact not in ("letters", "numbers", "wording")}
    latin = {"latin"} if name.isascii() else set()
    assert {fact for fact in told if facts[fact].item()} == TRUE[name] | latin


def test_letters_numbers_and_wording_tell_names_apart() -> None:
    names = ["Haolin 13 Institute ltd", "Haolin 13 Institute", "Haolin 14 Plant"]
    facts = Named(canonical(pl.Series(names))).facts
    assert facts["letters"].tolist() == [6, 6, 6]
    for fact in ("numbers", "wording"):
        first, second, third = facts[fact].tolist()
        assert first == second != third
