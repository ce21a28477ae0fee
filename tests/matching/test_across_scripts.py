"""A listed company is found however its name is written."""

from __future__ import annotations

import pytest

from uyghurscreen import Screener

DAQO = "Xinjiang Daqo New Energy"
HAOLIN = "Hetian Haolin Hair Accessories"
ZHONGTAI = "Xinjiang Zhongtai Chemical"
CETC_13 = "China Electronics Technology Group Corporation 13th Research Institute"
CORPS = "Xinjiang Production and Construction Corps"

# how a name is written: the name, the entry it is
FOUND = {
    "Chinese brand, Latin entry": ("新疆大全新能源", DAQO),
    "Chinese place and brand": ("和田浩林发饰品有限公司", HAOLIN),
    "Chinese, traditional": ("海康威視", "Hikvision"),
    "Chinese, a translated brand": ("中芯国际", "Semiconductor Manufacturing Int"),
    "Chinese, the company's city": ("北京市商汤科技", "SenseTime"),
    "Chinese beside English": ("海康威视 HIKVISION", "Hikvision"),
    "Hotan for Hetian": ("Hotan Haolin Hair Accessories", HAOLIN),
    "Khotan for Hetian": ("Khotan Haolin Hair", HAOLIN),
    "number in Chinese": ("中国电科第十三研究所", CETC_13),
    "number in words": ("CETC Thirteenth Institute", CETC_13),
    "number last": ("13th Research Institute of CETC", CETC_13),
    "number in Russian": ("13 НИИ CETC", CETC_13),
    "pinyin of a translated brand": ("Zhongxin Guoji", "Semiconductor Manufact"),
    "Cyrillic brand": ("Хиквижн", "Hikvision"),
    "Cyrillic brand, spelled by rule": ("Хуавэй", "Huawei"),
    "Cyrillic place and brand": ("Синьцзян Чжунтай", "Xinjiang Zhongtai Group"),
    "Cyrillic, read back to pinyin": ("Синьцзян Хуафу", "Xinjiang Huafu"),
    "Cyrillic, read otherwise than written": ("Синьцзян Дацюань", DAQO),
    "Cyrillic, a Russian company": ("ООО Миландр", "AO PKK Milandr"),
    "Uyghur, a company": ("شىنجاڭ جۇڭتەي خىمىيە", ZHONGTAI),
    "Uyghur, the corps": ("شىنجاڭ ئىشلەپچىقىرىش قۇرۇلۇش بىڭتۇەنى", CORPS),
    "Persian": ("هواوی", "Huawei"),
    "Persian, two words": ("هایک‌ویژن", "Hikvision"),
    "Persian place and brand": ("شینجیانگ داکو", DAQO),
    "Arabic": ("هيكفيجن", "Hikvision"),
    "Korean": ("화웨이", "Huawei"),
    "Korean, Hikvision": ("하이크비전", "Hikvision"),
    "Korean, SenseTime": ("센스타임", "SenseTime"),
    "Japanese": ("ファーウェイ", "Huawei"),
    "Japanese, Hikvision": ("ハイクビジョン", "Hikvision"),
}

# one company in one line: however it is written, the same first entry
TOGETHER = {
    "Hikvision": ["海康威视", "海康威視", "Хиквижн", "하이크비전", "ハイクビジョン"],
    "Huawei": ["华为", "華為", "Хуавей", "화웨이", "ファーウェイ", "هواوی"],
    "Dahua": ["大华", "Дахуа", "다후아"],
}


@pytest.mark.parametrize(("name", "entry"), FOUND.values(), ids=FOUND)
def test_a_listed_company_is_found(name: str, entry: str, screener: Screener) -> None:
    found = screener.screen_name(name)["entry_name"]
    assert found.str.starts_with(entry).any()


@pytest.mark.parametrize("brand", TOGETHER)
def test_a_brand_is_one_company_in_every_script(brand: str, screener: Screener) -> None:
    hits = screener.screen([brand, *TOGETHER[brand]], limit=1)
    of_tech_map = hits.filter(list_id="aspi_tech_giants", entry_name=brand)
    assert of_tech_map["query_name"].to_list() == [brand, *TOGETHER[brand]]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("中国电科第十三研究所", "14th Research Institute"),
        ("中国电科第十四研究所", "13th Research Institute"),
    ],
)
def test_a_number_in_chinese_is_that_number_alone(
    name: str, other: str, screener: Screener
) -> None:
    hits = screener.screen_name(name, limit=50)
    same = hits.filter(relation="same")["entry_name"]
    assert not same.is_empty()
    assert not same.str.contains(other).any()
