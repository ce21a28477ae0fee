"""What must not hit at the default threshold, and what must hit across scripts."""

from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener

QUIET = {
    "a place and a trade of Hikvision": "Hangzhou Digital Technology",
    "the brand of another business": "Zhongtai Securities",
    "a place alone": "Xinjiang",
    "a place in Chinese alone": "和田",
    "a trade alone": "Textile Industry",
    "a legal form alone": "Co., Ltd.",
    "a place and a trade": "Xinjiang Cotton Trading Co., Ltd.",
    "one character changed": "新疆大金新能源股份有限公司",
    "plain words": "International Trading Company",
    "a number alone": "No. 13",
}
FOUND = {
    "新疆大全新能源": "Daqo",
    "Hotan Haolin Hair Accessories": "Haolin",
    "和田浩林发饰品有限公司": "Haolin",
    "中国电科第十三研究所": "13th Research Institute",
    "13 НИИ CETC": "13th Research Institute",
    "Хиквижн": "Hikvision",
    "Хуавей": "Huawei",
    "ファーウェイ": "Huawei",
    "화웨이": "Huawei",
    "هواوی": "Huawei",
    "Shanghai Hikvision": "Hikvision",
    "Freight Ltd c/o Hikvision": "Hikvision",
    "HANGZHOU HIKVISION DIGITAL TECHNOLO": "Hikvision",
    "Hik Vision Digital Technology": "Hikvision",
    "Xinjiang Production and Construction Corps": "Xinjiang",
}


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener()


@pytest.mark.parametrize("name", QUIET.values(), ids=QUIET)
def test_names_that_must_not_hit(screener: Screener, name: str) -> None:
    assert screener.screen_name(name)["entry_name"].to_list() == []


@pytest.mark.parametrize("name", FOUND)
def test_names_that_must_hit(screener: Screener, name: str) -> None:
    hits = screener.screen_name(name)
    assert hits["entry_name"].str.contains(FOUND[name]).any()


@pytest.fixture(scope="module")
def group() -> Screener:
    """A group and one of its bodies."""
    listed = pl.DataFrame({"name": ["Hualan Group", "Hualan 13th Research Institute"]})
    return Screener(lists=[], extra_lists=[listed], threshold=0)


def test_another_number_is_never_the_same_body(group: Screener) -> None:
    hits = group.screen_name("Hualan 14th Research Institute")
    hit = hits.filter(entry_name="Hualan 13th Research Institute").row(0, named=True)
    assert hit["relation"] == "sister"
    assert hit["score"] < 0.7


def test_a_name_without_the_number_is_that_of_the_parent(group: Screener) -> None:
    hits = group.screen_name("Hualan Research Institute")
    hit = hits.filter(entry_name="Hualan 13th Research Institute").row(0, named=True)
    assert hit["relation"] == "parent"


def test_a_body_of_the_corps_is_covered_by_its_listing(screener: Screener) -> None:
    hits = screener.screen_name("XPCC 10th Division 183rd Regiment")
    assert "covered_by_scope" in hits["relation"].to_list()


def test_only_a_pair_of_the_same_words_is_exact(screener: Screener) -> None:
    part = screener.screen_name("Freight Ltd c/o Hikvision")
    whole = screener.screen_name("Hikvision")
    assert part["band"][0] == "strong"
    assert whole["band"][0] == "exact"


@pytest.mark.parametrize("country", ["CN", "HK", "Macao", "China"])
def test_hong_kong_and_macao_count_as_china(screener: Screener, country: str) -> None:
    hits = screener.screen_name("Hikvision", country=country)
    assert set(hits["country_evidence"]) == {"agrees"}


def test_another_country_lowers_a_band_and_an_address_raises_it() -> None:
    made = pl.DataFrame({"name": ["Shanshan Rundong Silicon"], "country": ["CN"]})
    listed = Screener(lists=[], extra_lists=[made]).entries.with_columns(
        addresses=pl.lit(["555 Qianmo Road, Binjiang District, Hangzhou"]),
        version=pl.lit("1"),
    )
    screener = Screener(lists=[], extra_lists=[listed], threshold=0.3)

    def band(**more: str) -> str:
        row = {"name": "Rundong Silicon", "country": "", "address": ""} | more
        hits = screener.screen(
            pl.DataFrame([row]), country="country", address="address"
        )
        return str(hits["band"][0])

    order = ["weak", "possible", "strong", "exact"]
    plain = order.index(band())
    there = band(address="Qianmo Road 555, Binjiang District, Hangzhou")
    assert order.index(there) == min(plain + 1, order.index("strong"))
    assert order.index(band(address="Hangzhou")) == plain
    assert order.index(band(country="FR")) == max(plain - 1, 0)
