"""What must not hit at the default threshold, and what a hit must not be called."""

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
    "a number alone, in Chinese": "第十三",
    "a country alone": "China",
    "a place alone, Uyghur": "خوتەن",
    "a trade alone, in Chinese": "棉花",
    "a trade alone, in Russian": "ООО Текстиль",
    "a legal form alone, in Chinese": "有限公司",
    "a place, a trade and a form": "和田纺织有限公司",
    "a place and a common trade": "Nanjing Electronics",
    "the brand of another business, in Chinese": "中泰证券",
    "a place before that": "Xinjiang Zhongtai Securities",
    "a university of the place": "Xinjiang Medical University",
    "plain words of a numbered body": "Textile Machinery Factory No. 2",
    "the end of a brand": "威视",
}
FOUND = {
    "Shanghai Hikvision": "Hikvision",
    "Freight Ltd c/o Hikvision": "Hikvision",
    "HANGZHOU HIKVISION DIGITAL TECHNOLO": "Hikvision",
    "Hik Vision Digital Technology": "Hikvision",
    "Xinjiang Production and Construction Corps": "Xinjiang",
}

# one character changed: another brand, whatever the rest of the name says
CHANGED = {
    "浩林 to 浩森": ("和田浩林发饰品有限公司", "和田浩森发饰品有限公司"),
    "大全 to 大金": ("新疆大全新能源", "新疆大金新能源"),
    "海康 to 海唐": ("海康威视", "海唐威视"),
    "华为 to 华伟": ("华为技术有限公司", "华伟技术有限公司"),
    "商汤 to 商扬": ("商汤科技", "商扬科技"),
}


@pytest.mark.parametrize("name", QUIET.values(), ids=QUIET)
def test_names_that_must_not_hit(screener: Screener, name: str) -> None:
    assert screener.screen_name(name)["entry_name"].to_list() == []


@pytest.mark.parametrize("name", FOUND)
def test_names_that_must_hit(screener: Screener, name: str) -> None:
    hits = screener.screen_name(name)
    assert hits["entry_name"].str.contains(FOUND[name]).any()


@pytest.mark.parametrize(("listed", "changed"), CHANGED.values(), ids=CHANGED)
def test_one_changed_character_is_another_company(
    screener: Screener, listed: str, changed: str
) -> None:
    assert not screener.screen_name(listed).is_empty()
    assert screener.screen_name(changed).is_empty()


@pytest.mark.xfail(strict=True, reason="海康 is a form of the brand, and in any 海康…")
@pytest.mark.parametrize("changed", ["海康威示", "杭州海康威实"])
def test_a_changed_character_that_sounds_the_same_is_not_exact(
    screener: Screener, changed: str
) -> None:
    assert "exact" not in screener.screen_name(changed)["band"].to_list()


def test_a_changed_character_that_sounds_the_same_disagrees() -> None:
    alone = Screener([], extra_lists=[["和田浩林发饰", "Acme"]], threshold=0)
    hit = alone.screen_name("和田浩邻发饰").row(0, named=True)
    assert hit["chinese_agreement"] == -1
    assert hit["score"] < 0.7


@pytest.mark.xfail(strict=True, reason="`science` is read as a part of `technology`")
def test_a_university_of_science_and_technology_is_not_one_of_technology() -> None:
    listed = Screener([], extra_lists=[["Beijing University of Technology", "Acme"]])
    hits = listed.screen_name("Beijing University of Science and Technology")
    assert "exact" not in hits["band"].to_list()


@pytest.mark.xfail(strict=True, reason="the part before `Corporation` is read alone")
def test_a_numbered_body_is_not_the_same_as_its_group(screener: Screener) -> None:
    name = "China Electronics Technology Group Corporation 99th Research Institute"
    assert "same" not in screener.screen_name(name)["relation"].to_list()


@pytest.mark.parametrize(
    ("asked", "other"), [("13th", "14th"), ("14th", "13th"), ("38th", "13th")]
)
def test_a_different_number_vetoes_sameness(
    screener: Screener, asked: str, other: str
) -> None:
    hits = screener.screen_name(f"CETC {asked} Research Institute", limit=50)
    others = hits.filter(pl.col("entry_name").str.contains(f" {other} Research"))
    assert set(others["relation"]) <= {"sister"}
    assert hits.filter(relation="same")["entry_name"].str.contains(asked).any()


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


def test_only_a_pair_of_the_same_words_is_exact(screener: Screener) -> None:
    part = screener.screen_name("Freight Ltd c/o Hikvision")
    whole = screener.screen_name("Hikvision")
    assert part["band"][0] == "strong"
    assert whole["band"][0] == "exact"
