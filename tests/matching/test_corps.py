"""The Xinjiang Production and Construction Corps, in the ways names say it."""

from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener

CORPS = "Xinjiang Production and Construction Corps"

# a name, and what it is to the entry of the UFLPA list
NAMES = {
    "English": (CORPS, "same"),
    "acronym": ("XPCC", "same"),
    "short": ("BINGTUAN", "same"),
    "Chinese": ("新疆生产建设兵团", "same"),
    "traditional Chinese": ("新疆生產建設兵團", "same"),
    "pinyin": ("Xinjiang Shengchan Jianshe Bingtuan", "same"),
    "trade name": ("中国新建集团公司", "same"),
    "Russian": ("Синьцзянский производственно-строительный корпус", "same"),
    "Uyghur": ("شىنجاڭ ئىشلەپچىقىرىش قۇرۇلۇش بىڭتۇەنى", "same"),
    "with the Region's full name": (
        "Xinjiang Uyghur Production and Construction Corps",
        "same",
    ),
    "a division": ("XPCC 8th Division", "covered_by_scope"),
    "a division in Chinese": ("新疆生产建设兵团第八师", "covered_by_scope"),
    "an old division": ("农八师", "covered_by_scope"),
    "the construction division": ("兵团建工师", "covered_by_scope"),
    "a regiment": ("兵团一四三团", "covered_by_scope"),
    "a division's company with a brand": (
        "新疆生产建设兵团第八师天业纺织",
        "covered_by_scope",
    ),
    "a farm with a name": ("新疆生产建设兵团第十三师红星一场", "covered_by_scope"),
    "a company": ("新疆兵团勘测设计院", "covered_by_scope"),
}

# what is not the Corps, or does not say so
OTHERS = [
    "黑龙江生产建设兵团",
    "内蒙古兵团乳业",
    "上海兵团餐饮",
    "8th Division Press",
    "第八师",
    "143rd Regiment Association",
    "US Army Corps of Engineers",
    "石河子市服饰",
]


@pytest.fixture(scope="module")
def uflpa() -> Screener:
    return Screener(["uflpa"], versions={"uflpa": "2026-07-24"})


@pytest.mark.parametrize(("name", "relation"), NAMES.values(), ids=NAMES)
def test_the_corps_and_its_bodies_are_found(
    name: str, relation: str, uflpa: Screener
) -> None:
    hits = uflpa.screen_name(name).filter(entry_name=CORPS)
    assert hits["relation"].to_list() == [relation]


def test_others_are_not_the_corps(uflpa: Screener) -> None:
    hits = uflpa.screen(OTHERS).filter(pl.col("entry_name") == CORPS)
    assert hits["query_name"].to_list() == []
