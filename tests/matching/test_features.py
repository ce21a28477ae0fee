from __future__ import annotations

import inspect

import polars as pl
import pytest

from uyghurscreen.matching.features import FEATURES
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.pairs import score_against
from uyghurscreen.schema import FEATURE_NAMES, NAMES

DAHUA = "Zhejiang Dahua Technology Co., Ltd."
CETC_13 = "China Electronics Technology Group Corporation 13th Research Institute"

# feature of a clear case: the query, the listed name, the value
VALUES = {
    "same_name, as printed": ("same_name", DAHUA, DAHUA, 1.0),
    "same_name, case and points": (
        "same_name",
        "ZHEJIANG DAHUA TECHNOLOGY CO LTD",
        DAHUA,
        1.0,
    ),
    "same_name, another": ("same_name", "Zhejiang Dahua Technology", DAHUA, 0.0),
    "name_similarity, form aside": (
        "name_similarity",
        "Zhejiang Dahua Technology Inc.",
        DAHUA,
        1.0,
    ),
    "name_similarity, word order": (
        "name_similarity",
        "Dahua Technology Zhejiang",
        DAHUA,
        1.0,
    ),
    "brand_similarity, same": ("brand_similarity", "Dahua", DAHUA, 1.0),
    "brand_similarity, spaces": ("brand_similarity", "Mil Andr", "Milandr", 1.0),
    "brand_containment, inside": (
        "brand_containment",
        "Milandr",
        "AO PKK Milandr",
        1.0,
    ),
    "chinese_agreement, same": (
        "chinese_agreement",
        "浙江大华",
        "浙江大华技术股份有限公司",
        1.0,
    ),
    "chinese_agreement, another": (
        "chinese_agreement",
        "浙江大化",
        "浙江大华技术股份有限公司",
        -1.0,
    ),
    "chinese_agreement, Latin": ("chinese_agreement", "Dahua", DAHUA, 0.0),
    "place_agreement, same": ("place_agreement", "Zhejiang Dahua", DAHUA, 1.0),
    "place_agreement, spellings": (
        "place_agreement",
        "Khotan Haolin",
        "和田浩林",
        1.0,
    ),
    "place_agreement, differ": ("place_agreement", "Hunan Dahua", DAHUA, -1.0),
    "place_agreement, one side": ("place_agreement", "Dahua", DAHUA, 0.0),
    "word_agreement, same": ("word_agreement", "Dahua Technology", DAHUA, 1.0),
    "word_agreement, languages": (
        "word_agreement",
        "中泰纺织",
        "Zhongtai Textile",
        1.0,
    ),
    "word_agreement, differ": ("word_agreement", "Dahua Textile", DAHUA, -1.0),
    "word_agreement, one side": ("word_agreement", "Dahua", DAHUA, 0.0),
    "number_agreement, same": (
        "number_agreement",
        "CETC Thirteenth Institute",
        CETC_13,
        1.0,
    ),
    "number_agreement, differ": (
        "number_agreement",
        "CETC 14th Institute",
        CETC_13,
        -1.0,
    ),
    "number_agreement, one side": (
        "number_agreement",
        "CETC Research Institute",
        CETC_13,
        -0.5,
    ),
    "number_agreement, none": ("number_agreement", "Dahua", DAHUA, 0.0),
    "legal_form_agreement, same": (
        "legal_form_agreement",
        "Acme Limited",
        "Acme Company Limited",
        1.0,
    ),
    "legal_form_agreement, one side": ("legal_form_agreement", "Dahua", DAHUA, 0.0),
    "rare_letters, same": ("rare_letters", DAHUA, DAHUA, 1.0),
    "start_similarity, cut off": (
        "start_similarity",
        "Zhejiang Dahua Tech",
        DAHUA,
        1.0,
    ),
    "brand_length, none": ("brand_length", "Xinjiang", "Xinjiang Textile", 0.0),
    "brand_length, long": (
        "brand_length",
        "Guangzhou Hikvisionhikvision",
        "Hikvisionhikvision",
        1.0,
    ),
}

# feature: the query, a listed name that fits better, one that fits worse
ORDER = {
    "name_similarity": (DAHUA, "Zhejiang Dahua Tech.", "Hunan Dakota Steel"),
    "brand_similarity": ("Hikvision", "Hikvison", "Dahua"),
    "brand_containment": ("Hikvision", "Hikvision Europe", "Dahua Europe"),
    "rare_letters": ("Hikvision", "Hikvision Europe", "Vision Europe"),
    "sound_similarity": ("Мikron", "Mikron", "Milandr"),
    "query_coverage": (DAHUA, "Zhejiang Dahua", "Zhejiang Steel"),
    "brand_length": ("Hikvision Europe", "Hikvision Europe", "Hik Europe"),
    "start_similarity": ("Hangzhou Hik", "Hangzhou Hikvision", "Vision Hangzhou"),
}

AGREEMENTS = {
    "chinese_agreement",
    "place_agreement",
    "word_agreement",
    "number_agreement",
    "legal_form_agreement",
    "plain_name_agreement",
}


def _evidence(query: str, listed: str) -> dict[str, float]:
    """Return the features of a query and the only listed name."""
    row = ("demo", "e", listed, "primary", "und", "strong", "list")
    index = NameIndex(pl.DataFrame([row], schema=NAMES, orient="row"))
    written = index.forms.filter(~pl.col("variant"))["form"]
    found: dict[str, float] = score_against(query, written, index).row(0, named=True)
    return found


@pytest.mark.parametrize(
    ("feature", "query", "listed", "value"), VALUES.values(), ids=VALUES
)
def test_clear_cases(feature: str, query: str, listed: str, value: float) -> None:
    assert _evidence(query, listed)[feature] == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("feature", ORDER)
def test_what_fits_better_has_more(feature: str) -> None:
    query, better, worse = ORDER[feature]
    assert _evidence(query, better)[feature] > _evidence(query, worse)[feature]


@pytest.mark.parametrize(
    "name", ["一", "Xinjiang", "Co., Ltd.", "13", "АО", "😀a", "和"]
)
def test_values_are_finite_and_in_their_range(name: str) -> None:
    for query, listed in ((name, DAHUA), (DAHUA, name), (name, name)):
        found = _evidence(query, listed)
        for feature in FEATURE_NAMES:
            lowest = -1 if feature in AGREEMENTS else 0
            assert lowest <= found[feature] <= 1.00001


def test_the_features_are_the_columns_of_hits() -> None:
    assert [feature.__name__ for feature in FEATURES] == list(FEATURE_NAMES)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.__name__)
def test_every_feature_tells_an_analyst_what_it_is(feature: object) -> None:
    text = inspect.getdoc(feature) or ""
    first = text.split("\n\n")[0]
    assert first.endswith(".")
    assert "(" in first or "Like" in first
