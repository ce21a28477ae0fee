from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen import lists, names
from uyghurscreen.names import readings as module
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.readings import readings
from uyghurscreen.names.steps import foreign

# kind of reading, as the module numbers them: the text, a name that is read in it
READ = {
    "1 care of": ("Freight Ltd c/o Hikvision", "Hikvision"),
    "1 doing business as": ("Hikvision d/b/a HK Cameras", "Hikvision"),
    "1 notify": ("Notify party: Hikvision", "Hikvision"),
    "1 slash": ("Hikvision / 海康威视", "海康威视"),
    "1 dash": ("Hikvision - Acme Logistics", "Hikvision"),
    "1 addressee": ("Attention: Export Dept., Hikvision", "Hikvision"),
    "2 without brackets": ("Hetian Haolin (formerly Hotan Hair)", "Hetian Haolin"),
    "2 in brackets": ("Acme [Hikvision]", "Hikvision"),
    "2 brackets of Chinese": ("新疆大全新能源（Daqo）", "新疆大全新能源"),
    "2 markup": ("<b>Hikvision</b> <br/>", "Hikvision"),
    "2 bracket left open": ("Acme (Hikvision", "Hikvision"),
    "3 legal form": (
        "Hoshine Silicon Industry Co., Ltd. Shanshan Stone Park",
        "Hoshine Silicon Industry Co., Ltd",
    ),
    "3 legal form in Chinese": (
        "和田浩林发饰品有限公司 新疆和田",
        "和田浩林发饰品有限公司",
    ),
    "4 street": ("Hikvision 555 Qianmo Road", "Hikvision"),
    "4 post box": ("Hikvision P.O. Box 123", "Hikvision"),
    "4 comma": ("Hikvision, Hangzhou", "Hikvision"),
    "5 tax number": ("Hikvision VAT 12345678", "Hikvision"),
    "5 vendor code": ("V-10023 Hikvision", "Hikvision"),
    "5 note": ("Hikvision DO NOT USE", "Hikvision"),
    "5 branch": ("Hikvision Ankara Subesi", "Hikvision"),
    "5 branch, two words": ("Huawei Ankara Cankaya Subesi", "Huawei"),
    "6 Chinese part": ("海康威视 Hikvision", "海康威视"),
    "6 Latin part": ("海康威视 Hikvision", "Hikvision"),
    "7 Cyrillic": ("Синьцзян Хуафу", "xinjiang huafu"),
    "8 Wade-Giles": ("Tzu Chin Mining", "zi qin mining"),
    "8 Hong Kong": ("Cheung Kong Holdings", "chang gang holdings"),
}
PLAIN = [
    "Hikvision",
    "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "Xinjiang Daqo New Energy Co Ltd",
    "新疆大全新能源股份有限公司",
    "Hikvision Co., Ltd",
    "Hikvision, Inc.",
    "Siemens AG",
    "AO PKK Milandr",
    "Zijin Mining Group",
    "ハイクビジョン",
    "شىنجاڭ جۇڭتەي خىمىيە",
]
TEXTS = [*dict.fromkeys(text for text, _ in READ.values()), *PLAIN]


@pytest.mark.parametrize(("text", "name"), READ.values(), ids=READ)
def test_the_name_inside_a_text_is_read(text: str, name: str) -> None:
    found = readings(pl.Series([text])).filter("part")["folded"].to_list()
    assert fold(pl.Series([name])).item() in found


def test_every_kind_of_reading_has_an_example() -> None:
    numbered = re.findall(r"^(\d+)\.", names.readings.__doc__ or "", re.MULTILINE)
    assert sorted({kind.split()[0] for kind in READ}) == numbered


@pytest.mark.xfail(strict=True, reason="of tzu and chin, ci jin and zi qin are read")
def test_a_wade_giles_name_is_read_with_each_of_its_syllables() -> None:
    assert "zi jin mining" in readings(pl.Series(["Tzu Chin Mining"]))["text"]


@pytest.mark.xfail(strict=True, reason="the legal form ООО is taken for pinyin")
def test_a_russian_name_by_itself_has_one_reading() -> None:
    assert readings(pl.Series(["ООО Ромашка"])).height == 1


@pytest.mark.parametrize("text", PLAIN)
def test_a_name_by_itself_has_one_reading(text: str) -> None:
    assert readings(pl.Series([text]))["text"].to_list() == [text]


def test_wholes_come_first_and_a_text_once_per_row() -> None:
    found = readings(pl.Series(TEXTS))
    assert found["row"].is_sorted()
    assert not found.select("row", "text").is_duplicated().any()
    first = found.group_by("row", maintain_order=True).first()
    assert first["text"].to_list() == TEXTS
    assert not first["part"].any()
    assert found.group_by("row").agg((~pl.col("part")).sum())["part"].eq(1).all()


def test_readings_come_folded() -> None:
    found = readings(pl.Series(TEXTS))
    assert found["folded"].equals(fold(found["text"]), check_names=False)


def test_a_text_is_read_by_itself() -> None:
    texts = pl.Series(TEXTS)
    whole = readings(texts)
    for i, text in enumerate(texts):
        alone = readings(pl.Series([text]))["text"].to_list()
        assert alone == whole.filter(row=i)["text"].to_list()


PATTERNS = {
    name: pattern
    for name, pattern in vars(module).items()
    if name.isupper() and isinstance(pattern, str) and name not in ("_BRANCH",)
}
LETTERS = st.text("aZ9_ .,()-/#&'\t|:;", max_size=12)
PHRASES = st.sampled_from(
    ["c/o", "P.O. Box 7", "12 High Street", "VAT 123", "Ankara Office", "Co., Ltd", "X"]
)


@settings(deadline=None)
@given(st.lists(st.one_of(LETTERS, PHRASES), min_size=1, max_size=5).map(" ".join))
def test_a_narrow_pattern_finds_in_ascii_what_the_wide_one_finds(text: str) -> None:
    column = pl.Series([text])
    for name, pattern in PATTERNS.items():
        narrow = module._narrow(pattern)
        wide = column.str.replace_all(pattern, "<>").item()
        assert column.str.replace_all(narrow, "<>").item() == wide, name


def test_a_wide_pattern_finds_in_listed_texts_what_unicode_has_it_find() -> None:
    listed = lists.entries("entity_list")
    texts = pl.concat(
        [
            listed["names"].explode().struct.field("name"),
            listed["addresses"].explode().drop_nulls(),
        ]
    ).unique()
    texts = texts.filter(foreign(texts))
    assert len(texts) > 1_000
    for name, pattern in PATTERNS.items():
        wide = texts.str.replace_all(module._wide(pattern), "<>")
        assert wide.equals(texts.str.replace_all(pattern, "<>")), name
