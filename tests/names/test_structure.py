from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen.names.structure import CANONICAL, canonical

# a clear case: the name, the role, words that have it
ROLES = {
    "place": ("Hotan Haolin Hair Accessories Co., Ltd.", "places", {"hotan"}),
    "place, pinyin": ("Hetian Haolin Hair Accessories", "places", {"hotan"}),
    "place, Russian way": ("Khotan Haolin", "places", {"hotan"}),
    "place, Chinese": ("和田浩林发饰品有限公司", "places", {"hotan"}),
    "place, traditional": ("烏魯木齊天山毛紡織", "places", {"urumqi"}),
    "place, accents": ("Ürümqi Tianshan Wool", "places", {"urumqi"}),
    "place, region": ("Xinjiang Zhongtai Chemical", "places", {"xinjiang"}),
    "brand": ("Hotan Haolin Hair Accessories Co., Ltd.", "brand", {"haolin"}),
    "brand, Chinese": ("和田浩林发饰品有限公司", "brand", {"haolin"}),
    "brand, Chinese characters": ("和田浩林发饰品有限公司", "han_brand", {"浩林"}),
    "brand, traditional": ("鴻海精密工業股份有限公司", "han_brand", {"鸿海"}),
    "brand, Cyrillic": ("АО ПКК Миландр", "brand", {"milandr"}),
    "brand, look-alikes": ("Hіkvisiоn", "brand", {"hikvision"}),
    "sector": ("Xinjiang Zhongtai Textile Co., Ltd.", "words", {"textile"}),
    "sector, Chinese": ("新疆中泰纺织有限公司", "words", {"textile"}),
    "sector, Russian": ("ООО Ромашка Текстиль", "words", {"textile"}),
    "number, ordinal": ("CETC 13th Research Institute", "numbers", {"13"}),
    "number, word": ("Thirteenth Research Institute", "numbers", {"13"}),
    "number, No.": ("No. 13 Institute", "numbers", {"13"}),
    "number, Chinese": ("第十三研究所", "numbers", {"13"}),
    "number, figures in Chinese": ("第13研究所", "numbers", {"13"}),
    "number, Chinese hundreds": ("第一百零五厂", "numbers", {"105"}),
    "number, with a nought before": ("Factory 054", "numbers", {"54"}),
}

# names that are read alike in a role: the role, the names
ALIKE = {
    "limited companies": (
        "legal_forms",
        [
            "Huawei Technologies Co., Ltd.",
            "Huawei Technologies Company Limited",
            "华为技术有限公司",
            "華為技術有限公司",
        ],
    ),
    "limited companies in Russian": (
        "legal_forms",
        ["ООО Ромашка", "OOO Romashka", "Romashka LLC"],
    ),
    "one institute": (
        "core",
        [
            "China Electronics Technology Group Corporation 13th Research Institute",
            "中国电子科技集团公司第十三研究所",
            "CETC 13 Research Institute",
        ],
    ),
    "one company": (
        "core",
        ["Xinjiang Zhongtai Textile Co., Ltd.", "新疆中泰纺织有限公司"],
    ),
    "a code behind the name": ("core", ["Hikvision", "Hikvision 518000"]),
}

# pairs that must stay apart in a role
APART = {
    "numbers": ("numbers", "13th Research Institute", "14th Research Institute"),
    "Chinese brands": ("han_brand", "浙江大华技术", "浙江大唐技术"),
    "places": ("places", "Hotan Textile", "Aksu Textile"),
    "sectors": ("words", "Hotan Textile", "Hotan Chemical"),
}


def _read(name: str) -> dict[str, str]:
    row: dict[str, str] = canonical(pl.Series([name])).row(0, named=True)
    return row


@pytest.mark.parametrize(("name", "role", "words"), ROLES.values(), ids=ROLES)
def test_words_are_given_their_role(name: str, role: str, words: set[str]) -> None:
    assert words <= set(_read(name)[role].split())


@pytest.mark.parametrize(("role", "names"), ALIKE.values(), ids=ALIKE)
def test_names_that_are_read_alike(role: str, names: list[str]) -> None:
    read = canonical(pl.Series(names))[role]
    assert read[0] != ""
    assert read.to_list() == [read[0]] * len(names)


@pytest.mark.parametrize(("role", "one", "other"), APART.values(), ids=APART)
def test_names_that_stay_apart(role: str, one: str, other: str) -> None:
    assert _read(one)[role] != _read(other)[role]


def test_marks_stand_in_the_tokens_alone() -> None:
    read = _read("Hotan Haolin 13th Textile Co., Ltd.")
    tokens = read.pop("tokens").split()
    assert read.pop("spelled").split()[0] == "@hotan"
    assert {"@hotan", "haolin", "%13", "#textile"} <= set(tokens)
    assert any(token.startswith("~") for token in tokens)
    assert not set("@#%~") & set("".join(str(text) for text in read.values()))


def test_the_core_leaves_the_legal_form_out() -> None:
    read = _read("Hotan Haolin Hair Co., Ltd.")
    assert read["core"].split()[:2] == ["hotan", "haolin"]
    assert "ltd" not in read["core"]


@pytest.mark.parametrize(
    "name",
    [
        "삼성전자",
        "Миландр",
        "Ηλεκτρικα",
        "شرکت ایران",
        "ქართული",
        "ไทย",
        "ヒクビジョン",
    ],
)
def test_other_scripts_become_latin(name: str) -> None:
    core = canonical(pl.Series([name]))["core"]
    assert core.str.contains(r"^[\p{Latin}\p{N} ]+$").item()


def test_a_name_is_read_the_same_whatever_stands_beside_it() -> None:
    names = [name for name, _, _ in ROLES.values()]
    together = canonical(pl.Series(names))
    apart = pl.concat([canonical(pl.Series([name])) for name in names])
    assert together.equals(apart)


def test_a_long_column_is_read_as_a_short_one() -> None:
    # Long columns take another path through the tables.
    names = [name for name, _, _ in ROLES.values()]
    short = canonical(pl.Series(names))
    long = canonical(pl.Series(names * (6_000 // len(names) + 1)))
    assert long.head(len(names)).equals(short)


def test_no_names_have_the_schema() -> None:
    empty = canonical(pl.Series([], dtype=pl.String))
    assert dict(empty.schema) == dict(CANONICAL)
    assert empty.is_empty()


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_text_is_read_without_nulls(names: list[str]) -> None:
    read = canonical(pl.Series(names, dtype=pl.String))
    assert dict(read.schema) == dict(CANONICAL)
    assert read.height == len(names)
    assert read.null_count().sum_horizontal().item() == 0
