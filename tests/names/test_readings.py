from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen.names.normalize import fold
from uyghurscreen.names.readings import readings

# what is written: the name that is one of its readings
READ = {
    "Freight Ltd c/o Hikvision": "Hikvision",
    "Hikvision d/b/a HK Cameras": "Hikvision",
    "Hikvision / 海康威视": "海康威视",
    "Hetian Haolin (formerly Hotan Hair)": "Hetian Haolin",
    "Acme [Hikvision]": "Hikvision",
    "Hoshine Silicon Industry Co., Ltd. Shanshan Stone Park": (
        "Hoshine Silicon Industry Co., Ltd"
    ),
    "Hikvision 555 Qianmo Road": "Hikvision",
    "Hikvision, Hangzhou": "Hikvision",
    "Hikvision VAT 12345678": "Hikvision",
    "Hikvision DO NOT USE": "Hikvision",
    "Hikvision Ankara Subesi": "Hikvision",
    "海康威视 Hikvision": "海康威视",
    "Синьцзян Хуафу": "xinjiang huafu",
    "Tzu Chin Mining": "zi qin mining",
    "Attention: Export Dept., Hikvision": "Hikvision",
}
PLAIN = [
    "Hikvision",
    "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "Xinjiang Daqo New Energy Co Ltd",
    "新疆大全新能源股份有限公司",
]


@pytest.mark.parametrize("text", READ)
def test_the_name_inside_a_text_is_read(text: str) -> None:
    found = fold(readings(pl.Series([text]))["text"]).to_list()
    assert fold(pl.Series([READ[text]])).item() in found


@pytest.mark.parametrize("text", PLAIN)
def test_a_name_by_itself_has_one_reading(text: str) -> None:
    assert readings(pl.Series([text]))["text"].to_list() == [text]


def test_wholes_come_first_and_a_text_once_per_row() -> None:
    found = readings(pl.Series([*READ, *PLAIN]))
    assert found["row"].is_sorted()
    assert not found.select("row", "text").is_duplicated().any()
    first = found.group_by("row", maintain_order=True).first()
    assert first["text"].to_list() == [*READ, *PLAIN]
    assert not first["part"].any()
    assert found.group_by("row").agg((~pl.col("part")).sum())["part"].eq(1).all()


def test_readings_come_folded() -> None:
    found = readings(pl.Series([*READ, *PLAIN]))
    assert found["folded"].equals(fold(found["text"]), check_names=False)


def test_a_text_is_read_by_itself() -> None:
    texts = pl.Series([*READ, *PLAIN])
    whole = readings(texts)
    for i, text in enumerate(texts):
        alone = readings(pl.Series([text]))["text"].to_list()
        assert alone == whole.filter(row=i)["text"].to_list()
