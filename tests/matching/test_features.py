from __future__ import annotations

import inspect

import polars as pl
import pytest

from uyghurscreen.matching.features import FEATURES
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.pairs import score_against
from uyghurscreen.schema import FEATURE_NAMES, NAMES

DAHUA = "Zhejiang Dahua Technology Co., Ltd."
HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."
CETC_13 = "China Electronics Technology Group Corporation 13th Research Institute"
CORPS = "Xinjiang Production and Construction Corps"
BEIJING_TECH = "Beijing University of Technology"
SMIC = "Semiconductor Manufacturing International Corporation"

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
    "cut_off, begun": ("cut_off", "Hangzhou Hikvision Digital Techno", HIKVISION, 1.0),
    "cut_off, too short": ("cut_off", "Hangzhou Hikvision", HIKVISION, 0.0),
    "cut_off, the end": (
        "cut_off",
        "Hikvision Digital Technology Co Ltd",
        HIKVISION,
        0.0,
    ),
    "brand_conflict, none": ("brand_conflict", "Hualan Zebra", "Hualan", 0.0),
    "brand_agreement, same": ("brand_agreement", "Dahua Steel", DAHUA, 1.0),
    "brand_agreement, differ": ("brand_agreement", "Hualan", DAHUA, 0.0),
    "brand_shared, none": ("brand_shared", "Zhejiang Technology", DAHUA, 0.0),
    "words_conflict, none": ("words_conflict", "Dahua", DAHUA, 0.0),
    "words_left, languages": ("words_left", "中泰纺织", "Zhongtai Textile", 0.0),
    "query_coverage, all": ("query_coverage", "Dahua Technology", DAHUA, 1.0),
    "listed_coverage, all": ("listed_coverage", "Dahua Zebra", "Dahua", 1.0),
    "covered_by_scope, a division": (
        "covered_by_scope",
        "XPCC 13th Division",
        CORPS,
        1.0,
    ),
    "covered_by_scope, in Chinese": (
        "covered_by_scope",
        "新疆生产建设兵团第十三师",
        CORPS,
        1.0,
    ),
    "covered_by_scope, another province": (
        "covered_by_scope",
        "Guangdong XPCC 13th Division",
        CORPS,
        0.0,
    ),
    "covered_by_scope, another group": (
        "covered_by_scope",
        "CETC 14th Institute",
        CETC_13,
        0.0,
    ),
    "number_agreement, covered": (
        "number_agreement",
        "XPCC 13th Division",
        CORPS,
        0.0,
    ),
    "same_words, order and form": (
        "same_words",
        "Dahua Technology Zhejiang Limited",
        DAHUA,
        1.0,
    ),
    "same_words, languages": (
        "same_words",
        "Khotan Haolin Fangzhi",
        "Hotan Haolin Textile",
        1.0,
    ),
    "same_words, one more": ("same_words", "Zhejiang Dahua Steel", DAHUA, 0.0),
    "same_words, one less": ("same_words", "Dahua Technology", DAHUA, 0.0),
    "same_words, another number": ("same_words", "CETC 14th Institute", CETC_13, 0.0),
    "only_places_besides, an office": (
        "only_places_besides",
        "Hikvision Ankara",
        "Hikvision",
        1.0,
    ),
    "only_places_besides, no place": (
        "only_places_besides",
        "Hikvision",
        "Hikvision",
        0.0,
    ),
    "only_places_besides, one business more": (
        "only_places_besides",
        "Hikvision Ankara Textile",
        "Hikvision",
        0.0,
    ),
    "plain_name_agreement, same": (
        "plain_name_agreement",
        BEIJING_TECH,
        BEIJING_TECH,
        1.0,
    ),
    "plain_name_agreement, nearly": (
        "plain_name_agreement",
        "Beijing University of Science and Technology",
        BEIJING_TECH,
        0.5,
    ),
    "plain_name_agreement, another": (
        "plain_name_agreement",
        "Nanjing University",
        BEIJING_TECH,
        -1.0,
    ),
    "plain_name_agreement, a brand": ("plain_name_agreement", "Dahua", DAHUA, 0.0),
    "other_business, none": ("other_business", "Dahua", DAHUA, 0.0),
    "other_business, languages": (
        "other_business",
        "中泰纺织",
        "Zhongtai Textile",
        0.0,
    ),
    "by_part, the whole": ("by_part", "Hikvision", "Hikvision", 0.0),
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
    "brand_shared": ("Hualan Zebra", "Hualan Zebra Steel", "Hualan Steel"),
    "brand_left": ("Hualan Zebra", "Hualan Steel", "Hualan Zebra Steel"),
    "listed_brand_left": ("Hualan", "Hualan Zebra", "Hualan Steel"),
    "brand_agreement": ("Hualan Zebra", "Hualan Zebra Steel", "Hualan Steel"),
    "words_shared": ("Hualan Textile Machinery", "Textile Machinery", "Textile"),
    "words_left": ("Hualan Textile Machinery", "Hualan Steel", "Hualan Textile"),
    "listed_words_left": ("Hualan", "Hualan Textile Steel", "Hualan Textile"),
    "listed_coverage": ("Dahua", "Zhejiang Dahua", "Zhejiang Dahua Steel"),
    "shared_coverage": ("Dahua Steel", "Zhejiang Dahua Steel", "Zhejiang Dahua"),
    "brand_rarity": ("Hikvision", "Hikvision Europe", "United Europe"),
    "rare_brand_match": ("Hikvision", "Hikvision", "Hikvizion"),
    "rare_brand_containment": ("Hikvision", "Hikvision Zebra", "Hikvizion Zebra"),
}

# a feature and two pairs of names: one that has more of it, one that has less
MORE = {
    "a rare word left over": (
        "brand_left",
        ("Hikvision Zorvex", "Hikvision"),
        ("Hikvision Global", "Hikvision"),
    ),
    "words of either name": (
        "brand_conflict",
        ("Hualan Zebra", "Hualan Tiger"),
        ("Hualan Zebra", "Hualan"),
    ),
    "company words of either name": (
        "words_conflict",
        ("Hualan Textile", "Hualan Steel"),
        ("Hualan Textile", "Hualan Textile Steel"),
    ),
    "another business": (
        "other_business",
        ("Hikvision Textile", HIKVISION),
        ("Hikvision Digital", HIKVISION),
    ),
}

AGREEMENTS = {
    "chinese_agreement",
    "place_agreement",
    "word_agreement",
    "number_agreement",
    "legal_form_agreement",
    "plain_name_agreement",
}


def _readings(query: str, *listed: str, written: bool = True) -> pl.DataFrame:
    """Return the readings of a query and the names of the only entry, scored.

    `written` leaves out what was made of the names, pinyin and initials; without it,
    these alone are scored.
    """
    rows = [("demo", "e", name, "alias", "und", "strong", "list") for name in listed]
    index = NameIndex(pl.DataFrame(rows, schema=NAMES, orient="row"))
    chosen = index.forms.filter(pl.col("variant") != written)["form"]
    return score_against(query, chosen, index)


def _evidence(query: str, listed: str) -> dict[str, float]:
    """Return the features of a whole query and the only listed name."""
    found: dict[str, float] = _readings(query, listed).row(0, named=True)
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


@pytest.mark.parametrize(("feature", "pair", "other"), MORE.values(), ids=MORE)
def test_one_pair_has_more_than_another(
    feature: str, pair: tuple[str, str], other: tuple[str, str]
) -> None:
    assert _evidence(*pair)[feature] > _evidence(*other)[feature]


def test_only_a_reading_that_is_no_whole_is_a_part() -> None:
    text = "Freight Ltd c/o Hikvision"
    readings = _readings(text, "Hikvision").sort("score").select("text", "by_part")
    assert dict(readings.iter_rows()) == {text: 0, "Freight Ltd": 1, "Hikvision": 1}
    assert readings["text"].to_list()[-1] == "Hikvision"


def test_a_part_of_a_query_is_never_the_same_name() -> None:
    whole, part = (
        _readings(text, "Hikvision").filter(text="Hikvision").row(0, named=True)
        for text in ("Hikvision", "Freight Ltd c/o Hikvision")
    )
    assert (whole["same_name"], part["same_name"]) == (1, 0)
    assert part["score"] < whole["score"]


@pytest.mark.parametrize(
    ("query", "listed", "by_initials"),
    [("SMIC", SMIC, 1), ("Daqo New Energy", "新疆大全新能源", 0)],
)
def test_names_that_nobody_wrote_are_initials_or_other_forms(
    query: str, listed: str, by_initials: int
) -> None:
    made = _readings(query, listed, written=False)
    assert (made["by_initials"] + made["by_other_form"]).unique().to_list() == [1]
    assert made["by_initials"].max() == by_initials
    named = _readings(query, listed)
    assert named["by_initials"].max() == named["by_other_form"].max() == 0


def test_a_business_that_another_name_of_the_entry_has_is_its_own() -> None:
    alone = _readings("Hualan Textile", "Hualan Steel")
    known = _readings("Hualan Textile", "Hualan Steel", "Hualan Group Textile")
    assert alone["other_business"].to_list() != [0]
    assert known["other_business"].to_list() == [0, 0]


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
